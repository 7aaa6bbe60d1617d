"""Security headers on every response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Everything comes from this server: no inline script or style, no plug-ins.
_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"

SECURITY_HEADERS = {
    "Content-Security-Policy": f"{_POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def framed_headers(origins: Sequence[str]) -> Mapping[str, str]:
    """Return the headers of the one page other pages may frame.

    Args:
        origins: The sites whose pages may; pages of this server always may.
    """
    headers = dict(SECURITY_HEADERS)
    ancestors = " ".join(("'self'", *origins))
    headers["Content-Security-Policy"] = f"{_POLICY}; frame-ancestors {ancestors}"
    del headers["X-Frame-Options"]
    if not origins:
        headers["X-Frame-Options"] = "SAMEORIGIN"
    return headers


def is_embedded(path: str, query: str) -> bool:
    """Tell whether the compact chat page is asked for, ``/?embed=1``, or what its form leads to."""
    return path in ("/", "/chat") and parse_qs(query).get("embed", [""])[-1] == "1"


class SecurityHeaders:
    """ASGI middleware that sets :data:`SECURITY_HEADERS`.

    Args:
        app: The application.
        origins: The sites that may frame the compact chat page.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str] = ()) -> None:
        self._app = app
        self._framed = framed_headers(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers: Mapping[str, str] = SECURITY_HEADERS
        if scope["type"] == "http" and is_embedded(
            scope["path"], scope["query_string"].decode("latin-1")
        ):
            headers = self._framed

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await self._app(scope, receive, send_with_headers)
