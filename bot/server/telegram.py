"""``python -m bot telegram``: the channel by itself, asking Telegram for updates."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from contextlib import suppress

from telegram.error import InvalidToken

from bot.channels.telegram.channel import TelegramChannel
from bot.server.paper_watch import watch_papers
from bot.server.served_base import ServedBase
from bot.server.start import App, guarded, renewed, start
from bot.settings.settings import Settings
from bot.store.errors import StoreError
from policies_kb.errors import KnowledgeBaseError

logger = logging.getLogger(__name__)

#: Seconds between two looks at the base.
_LOOK = 1.0


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve Telegram until interrupted and return the exit code.

    Raises:
        SettingError: No bot is set up.
        StoreError, KnowledgeBaseError: See :func:`bot.server.start.start`.
    """
    settings.telegram_bot()
    print("wence: loading the model (some 15 seconds) ...", file=sys.stderr, flush=True)
    store = settings.database.get_secret_value()
    base = ServedBase.of(settings, options.database)
    identity = base.identity
    started = start(base.file(), options.model, store, settings, without_model=True)
    if base.follows_store:
        watch_papers(base)
    try:
        asyncio.run(_serve(started, base, identity))
    except InvalidToken:
        print("wence: Telegram does not know the bot of TELEGRAM_TOKEN", file=sys.stderr)
        return 2
    return 0


def telegram_channel(app: App) -> TelegramChannel:
    """Return the channel over a started assistant.

    Raises:
        SettingError: No bot is set up.
    """
    return TelegramChannel(
        app.settings.telegram_bot(),
        app.assistant,
        app.kb,
        app.links,
        app.archive,
        app.store,
        first_aid=app.first_aid,
        retention_days=app.settings.retention_days,
    )


async def _serve(app: App, base: ServedBase, identity: object) -> None:
    """Serve until told to end; another base is taken up between two messages."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    told = f"up without answers in Telegram: {app.trouble}" if app.trouble else "ready in Telegram"
    print(f"wence: {told}", file=sys.stderr, flush=True)
    while not ended.is_set():
        await _poll(telegram_channel(guarded(app, several=False)), base, identity, ended)
        if not ended.is_set():
            identity = base.identity
            try:
                app = renewed(app, base.file())
            except (StoreError, KnowledgeBaseError) as error:
                logger.error("the old base is kept: %s", error)


async def _poll(
    channel: TelegramChannel, base: ServedBase, identity: object, ended: asyncio.Event
) -> None:
    """Ask for updates until told to end or until another base is to be served."""
    polling = asyncio.create_task(channel.poll())
    try:
        while not (ended.is_set() or polling.done() or base.identity != identity):
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _LOOK)
        # What is begun is finished before the end, whichever way the end is asked for.
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling
    finally:
        await channel.stop()
