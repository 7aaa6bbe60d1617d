"""Which other sites may use the chat: ask the API from a script, show the page in a frame."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.settings.errors import SettingError

#: Addresses another site's script may ask.
OPEN_PATHS = frozenset({"/api/chat", "/api/forget", "/webhooks/rest/webhook"})
_VARIABLE = "WENCE_ORIGINS"
#: Scheme, host and port as a browser sends them (RFC 6454, 6.2): no path, no wildcard.
_ORIGIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")
_DAY = 24 * 3600


def allowed_origins(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the origins listed in ``WENCE_ORIGINS``, separated by commas; none by default.

    Raises:
        SettingError: An entry is no origin, e.g. it has a path.
    """
    listed = (entry.strip() for entry in environment.get(_VARIABLE, "").split(","))
    origins = tuple(entry for entry in listed if entry)
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise SettingError(f"{_VARIABLE}: {origin!r} is no origin like https://www.example.org")
    return origins


class OpenToOrigins:
    """ASGI middleware that lets the scripts of some sites ask :data:`OPEN_PATHS`, and no others.

    Args:
        app: The application.
        origins: The sites; for none of them the application is as it is.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app = app
        self._open = app
        if origins:
            # No cookies are shared: a conversation is told by its id alone.
            self._open = CORSMiddleware(
                app,
                allow_origins=tuple(origins),
                allow_methods=("POST",),
                allow_headers=("Content-Type",),
                max_age=_DAY,
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        asked_from_outside = scope["type"] == "http" and scope["path"] in OPEN_PATHS
        await (self._open if asked_from_outside else self._app)(scope, receive, send)
