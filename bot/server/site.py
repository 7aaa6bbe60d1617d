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
        app: The loaded assistant.
        versions: Which model and base they hold.
        several: Whether other processes serve the same conversations.
    """

    def __init__(self, app: App, versions: Versions, several: bool) -> None:
        self._loaded = app
        self._several = several
        self._versions = versions
        self._app: Starlette | None = None

    @property
    def trouble(self) -> str:
        """Why there is no model, ``""`` when there is one."""
        return self._loaded.trouble

    @property
    def loaded(self) -> App:
        """What is served, as it was loaded."""
        return self._loaded

    def hold(self) -> None:
        """Open the base in this worker, which reads on in that file when another takes its place.

        Raises:
            KnowledgeBaseError: Another has taken its place already.
        """
        self._loaded.kb.meta()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; the first one is the start of the worker."""
        if self._app is None:
            self._app = make_site(guarded(self._loaded, several=self._several))
            show_versions(self._versions)
        await self._app(scope, receive, send)


def make_site(app: App) -> Starlette:
    """Return the web application with the channels that are set up.

    Raises:
        SettingError: See :func:`check_settings`.
    """
    settings = app.settings
    account = settings.wechat_account()
    wechat = _wechat(account, app) if account else None
    web_app = make_app(
        app.assistant,
        app.kb,
        app.links,
        app.archive,
        wechat,
        origins=settings.origins,
        engine=app.engine,
        first_aid=app.first_aid,
        public_url=settings.public_url,
        retention_days=settings.retention_days,
    )
    if settings.telegram_webhook:
        _join_telegram(web_app, app)
    return web_app


def _join_telegram(web_app: Starlette, app: App) -> None:
    # Loads libraries that nobody else needs.
    from bot.channels.telegram.webhook import join
    from bot.server.telegram import telegram_channel

    join(web_app, telegram_channel(app))


def _wechat(account: Account, app: App) -> WeChat:
    # Loads libraries that nobody else needs.
    from bot.channels.wechat.start import make_wechat

    return make_wechat(account, app.assistant, app.kb, app.store, first_aid=app.first_aid)
