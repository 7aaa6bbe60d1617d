"""Lets Telegram call the web server with updates."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.http import BadRequest, read_body
from bot.channels.tasks import end_task
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.incoming import readable
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

SECRET_HEADER = "x-telegram-bot-api-secret-token"
#: Updates are a few kilobytes.
MAX_UPDATE = 256 * 1024


def join(app: Starlette, channel: TelegramChannel) -> None:
    """Add the channel to a web application: its route, and its work while the server runs.

    The server starts whether or not Telegram can be reached.
    """
    settings = channel.settings

    async def called(request: Request) -> Response:
        shown = request.headers.get(SECRET_HEADER, "")
        # In constant time: a comparison that ends at the first difference could be timed.
        if not hmac.compare_digest(shown.encode(), settings.secret.encode()):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        data = await _read(request)
        if data is None:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        if not channel.ready.is_set():
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            # One that cannot be read is taken too: Telegram would deliver it for hours.
            await channel.service.accept(readable([data], channel.bot))
        except StoreError as error:
            # Telegram delivers again what was not taken.
            logger.warning("an update waits at Telegram: %s", error)
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response()

    app.router.routes.insert(0, Route(settings.path, called, methods=["POST"]))
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: Any) -> AsyncIterator[Any]:
        async with inner(running) as state:
            working = asyncio.create_task(channel.be_called())
            try:
                yield state
            finally:
                await end_task(working)
                await channel.stop()

    app.router.lifespan_context = lifespan


async def _read(request: Request) -> dict[str, Any] | None:
    """Return the update in a request, ``None`` when there is none, or it is too large or slow."""
    try:
        data = json.loads(await read_body(request, MAX_UPDATE))
    except (BadRequest, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and isinstance(data.get("update_id"), int) else None
