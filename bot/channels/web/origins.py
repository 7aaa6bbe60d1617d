"""Which other sites may use the chat: ask the API from a script, show the page in a frame."""

from __future__ import annotations

from collections.abc import Collection

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

#: Addresses another site's script may ask.
OPEN_PATHS = frozenset({"/api/chat", "/api/forget", "/webhooks/rest/webhook"})
_DAY = 24 * 3600


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
