"""The application of one worker, with the channels that belong to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from bot.channels.web.app import make_app
from bot.monitoring.metrics import Versions, show_versions
from bot.server.start import App, guarded
from bot.settings.origins import allowed_origins
from bot.settings.public_url import public_path
from bot.settings.rates import Rates
from bot.settings.wechat import Account

if TYPE_CHECKING:
    from bot.channels.wechat.start import WeChat

#: Set when Telegram is to call this server.
WEBHOOK = "TELEGRAM_WEBHOOK_URL"


def check_settings() -> None:
    """Look whether the channels can be made, before anything is loaded.

    Raises:
        SettingError: A variable of the environment holds what it cannot.
    """
    allowed_origins()
    public_path()
    Rates.of_environment(os.environ)
    Account.of_environment(os.environ)
    if os.environ.get(WEBHOOK):
        # Loads libraries that nobody else needs.
        from bot.settings.telegram import Settings

        Settings.read()


class Site:
    """The application, made when its worker first asks for it.

    What tells processes apart, e.g. who owns a lease, must not be made before the fork.

    Args:
        parts: The loaded assistant.
        versions: Which model and base they hold.
        several: Whether other processes serve the same conversations.
    """

    def __init__(self, parts: App, versions: Versions, several: bool) -> None:
        self._parts = parts
        self._several = several
        self._versions = versions
        self._app: Starlette | None = None

    @property
    def trouble(self) -> str:
        """Why there is no model, ``""`` when there is one."""
        return self._parts.trouble

    @property
    def parts(self) -> App:
        """What is served, as it was loaded."""
        return self._parts

    def hold(self) -> None:
        """Open the base in this worker, which reads on in that file when another takes its place.

        Raises:
            KnowledgeBaseError: Another has taken its place already.
        """
        self._parts.kb.meta()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; the first one is the start of the worker."""
        if self._app is None:
            self._app = make_site(guarded(self._parts, several=self._several))
            show_versions(self._versions)
        await self._app(scope, receive, send)


def make_site(parts: App) -> Starlette:
    """Return the web application with the channels the environment names.

    Raises:
        SettingError: See :func:`check_settings`.
    """
    account = Account.of_environment(os.environ)
    wechat = _wechat(account, parts) if account else None
    app = make_app(
        parts.assistant,
        parts.kb,
        parts.links,
        parts.archive,
        wechat,
        engine=parts.engine,
        first_aid=parts.first_aid,
    )
    if os.environ.get(WEBHOOK):
        _join_telegram(app, parts)
    return app


def _join_telegram(app: Starlette, parts: App) -> None:
    # Loads libraries that nobody else needs.
    from bot.channels.telegram.webhook import join
    from bot.server.telegram import telegram_channel
    from bot.settings.telegram import Settings

    join(app, telegram_channel(Settings.read(), parts))


def _wechat(account: Account, parts: App) -> WeChat:
    # Loads libraries that nobody else needs.
    from bot.channels.wechat.start import make_wechat

    return make_wechat(account, parts.assistant, parts.kb, parts.store, first_aid=parts.first_aid)
