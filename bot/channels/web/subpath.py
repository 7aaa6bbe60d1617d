"""Serves the site below a path of its public address, as well as at the root."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class BelowPath:
    """ASGI middleware that takes the path off where a proxy passes it on.

    Some proxies do that themselves (nginx: ``proxy_pass`` with a slash at its end); both work.

    Args:
        app: The application.
        root: The path, without a slash at its end; empty for none.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if self._root and scope["type"] == "http":
            path: str = scope["path"]
            if path == self._root or path.startswith(f"{self._root}/"):
                scope = {**scope, "path": path[len(self._root) :] or "/"}
        await self._app(scope, receive, send)
