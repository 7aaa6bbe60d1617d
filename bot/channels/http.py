"""Reads the body of a request, within bounds of size and time; for every channel over HTTP."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from actions.answer import Phrase, say

#: Bytes of a request body that are accepted.
MAX_BODY = 64 * 1024
#: Seconds in which all of a body must have come: a slow client must not hold a connection.
SLOWEST = 10.0


class BadRequest(Exception):
    """A request that cannot be answered.

    Attributes:
        status: HTTP status code.
        reason: One plain sentence for the user.
    """

    def __init__(self, status: int, reason: Phrase) -> None:
        super().__init__(reason.message)
        self.status = status
        self.reason = reason


async def read_body(request: Request, most: int = MAX_BODY) -> bytes:
    """Return the body; stops reading as soon as it is too long or takes too long.

    Args:
        request: What the client sends.
        most: Bytes that are accepted.

    Raises:
        BadRequest: It is longer, takes more than :data:`SLOWEST` seconds, or breaks off.
    """
    try:
        return await asyncio.wait_for(_read(request, most), SLOWEST)
    except TimeoutError as error:
        raise BadRequest(408, say("请求发得太慢,没有收全。请再发一次。")) from error
    except ClientDisconnect as error:
        raise BadRequest(400, say("请求没有发完。")) from error


async def _read(request: Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise BadRequest(413, say("消息太长,请把要问的事用几句话说一说。"))
    return bytes(body)
