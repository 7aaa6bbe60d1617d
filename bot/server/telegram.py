"""``python -m bot telegram``: the channel by itself, asking Telegram for updates."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from contextlib import suppress

from telegram.error import InvalidToken

from bot.channels.telegram.channel import TelegramChannel
from bot.server.start import App, guarded, start
from bot.settings.settings import Settings


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve Telegram until interrupted and return the exit code.

    Raises:
        SettingError: No bot is set up.
        StoreError, KnowledgeBaseError: See :func:`bot.server.start.start`.
    """
    settings.telegram_bot()
    print("wence: loading the model (some 15 seconds) ...", file=sys.stderr, flush=True)
    store = settings.database.get_secret_value()
    started = start(options.database, options.model, store, settings, without_model=True)
    parts = guarded(started, several=False)
    try:
        asyncio.run(_serve(parts))
    except InvalidToken:
        print("wence: Telegram does not know the bot of TELEGRAM_TOKEN", file=sys.stderr)
        return 2
    return 0


def telegram_channel(parts: App) -> TelegramChannel:
    """Return the channel over a started assistant.

    Raises:
        SettingError: No bot is set up.
    """
    return TelegramChannel(
        parts.settings.telegram_bot(),
        parts.assistant,
        parts.kb,
        parts.links,
        parts.archive,
        parts.store,
        first_aid=parts.first_aid,
        retention_days=parts.settings.retention_days,
    )


async def _serve(parts: App) -> None:
    channel = telegram_channel(parts)
    polling = asyncio.create_task(channel.poll())
    # What is begun is finished before the end, whichever way the end is asked for.
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, polling.cancel)
    told = (
        f"up without answers in Telegram: {parts.trouble}" if parts.trouble else "ready in Telegram"
    )
    print(f"wence: {told}", file=sys.stderr, flush=True)
    try:
        with suppress(asyncio.CancelledError):
            await polling
    finally:
        await channel.stop()
