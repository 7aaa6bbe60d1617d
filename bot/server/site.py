"""The application of one worker, with the channels that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from bot.channels.web.app import make_app
from bot.monitoring.metrics import Versions, show_versions
from bot.server.start import App, guarded
from bot.settings.settings import Settings
from bot.settings.wechat import Account

if TYPE_CHECKING:
    from bot.channels.wechat.start import WeChat


def check_settings(settings: Settings) -> None:
    """Look whether the channels can be made, before anything is loaded.

    Raises:
        SettingError: The variables of a channel do not belong together.
    """
    settings.wechat_account()
    if settings.telegram_webhook:
        settings.telegram_bot()


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
    """Return the web application with the channels that are set up.

    Raises:
        SettingError: See :func:`check_settings`.
    """
    settings = parts.settings
    account = settings.wechat_account()
    wechat = _wechat(account, parts) if account else None
    app = make_app(
        parts.assistant,
        parts.kb,
        parts.links,
        parts.archive,
        wechat,
        origins=settings.origins,
        engine=parts.engine,
        first_aid=parts.first_aid,
        public_url=settings.public_url,
        retention_days=settings.retention_days,
    )
    if settings.telegram_webhook:
        _join_telegram(app, parts)
    return app


def _join_telegram(app: Starlette, parts: App) -> None:
    # Loads libraries that nobody else needs.
    from bot.channels.telegram.webhook import join
    from bot.server.telegram import telegram_channel

    join(app, telegram_channel(parts))


def _wechat(account: Account, parts: App) -> WeChat:
    # Loads libraries that nobody else needs.
    from bot.channels.wechat.start import make_wechat

    return make_wechat(account, parts.assistant, parts.kb, parts.store, first_aid=parts.first_aid)
