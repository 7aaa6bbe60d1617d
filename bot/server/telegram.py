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
from bot.settings.telegram import TOKEN, Settings
from bot.store.database import database_url


def run(options: argparse.Namespace) -> int:
    """Serve Telegram until interrupted and return the exit code.

    Raises:
        SettingError: The environment names no bot.
        StoreError, KnowledgeBaseError: See :func:`bot.server.start.start`.
    """
    settings = Settings.read()
    print("wence: loading the model (some 15 seconds) ...", file=sys.stderr, flush=True)
    started = start(options.database, options.model, database_url(), without_model=True)
    parts = guarded(started, several=False)
    try:
        asyncio.run(_serve(settings, parts))
    except InvalidToken:
        print(f"wence: Telegram does not know the bot of {TOKEN}", file=sys.stderr)
        return 2
    return 0


def telegram_channel(settings: Settings, parts: App) -> TelegramChannel:
    """Return the channel over a started assistant."""
    return TelegramChannel(
        settings,
        parts.assistant,
        parts.kb,
        parts.links,
        parts.archive,
        parts.store,
        first_aid=parts.first_aid,
    )


async def _serve(settings: Settings, parts: App) -> None:
    channel = telegram_channel(settings, parts)
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
