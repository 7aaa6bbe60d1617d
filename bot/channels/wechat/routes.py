"""``/wechat``: where WeChat's servers call."""

from __future__ import annotations

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.http import BadRequest, read_body
from bot.channels.wechat.gate import Forbidden
from bot.channels.wechat.message import BadMessageError
from bot.channels.wechat.start import WeChat
from bot.channels.wechat.store import ReplayedError
from bot.channels.wechat.xml import BrokenXMLError
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

#: Tells WeChat that the message arrived and that there is nothing to say.
DONE = "success"


async def verify(request: Request) -> Response:
    """Answer WeChat's console, which asks whether this address is ours."""
    wechat: WeChat = request.app.state.wechat
    try:
        echo = await asyncio.to_thread(wechat.gate.echo, request.query_params)
    except Forbidden as error:
        return _refused(403, error)
    except StoreError as error:
        return _refused(503, error)
    return PlainTextResponse(echo)


async def receive_update(request: Request) -> Response:
    """Answer one message or event."""
    wechat: WeChat = request.app.state.wechat
    try:
        wechat.gate.check(request.query_params)
        body = await read_body(request)
        letter = wechat.gate.open(request.query_params, body)
        text = await wechat.channel.respond(letter.message, letter.stamp)
    except (Forbidden, ReplayedError) as error:
        return _refused(403, error)
    except (BrokenXMLError, BadMessageError) as error:
        return _refused(400, error)
    except BadRequest as error:
        return _refused(error.status, error)
    if not text:
        return PlainTextResponse(DONE)
    return Response(wechat.gate.write(letter, text), media_type="application/xml")


def _refused(status: int, error: Exception) -> Response:
    logger.warning("a request to /wechat was refused: %s (%s)", status, type(error).__name__)
    return PlainTextResponse("refused", status)
