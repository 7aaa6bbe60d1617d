"""Small requests beside the chat, answered in a sentence: a verdict, being forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions.answer import Phrase, say
from bot.channels.http import BadRequest
from bot.channels.web.body import read_object
from bot.channels.web.chat_api import NO_STORE, address_refusal, connection_headers
from bot.channels.web.language import page_language
from bot.channels.web.pages import message_page
from bot.wording.render import Wording

UNREADABLE = say("没有看懂这个请求,请回到对话里再点一次。")


class TooMany(BadRequest):
    """More than is taken in a minute.

    Attributes:
        seconds: Until the next one is taken.
    """

    def __init__(self, seconds: int) -> None:
        reason = say("点得太快了,请等{seconds}秒再试。", seconds=seconds)
        super().__init__(HTTPStatus.TOO_MANY_REQUESTS, reason)
        self.seconds = seconds


@dataclass(frozen=True)
class Outcome:
    """What became of a request.

    Attributes:
        status: HTTP status.
        sentence: One sentence for the reader.
        wait: Seconds to wait before another try, 0 for none.
    """

    status: int
    sentence: Phrase
    wait: int = 0

    @classmethod
    def of(cls, refusal: BadRequest) -> Outcome:
        """Return the outcome of a refused request."""
        seconds = refusal.seconds if isinstance(refusal, TooMany) else 0
        return cls(refusal.status, refusal.reason, seconds)

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that go with it."""
        waiting = {"Retry-After": str(self.wait)} if self.wait else {}
        return NO_STORE | waiting | connection_headers(self.status)


async def admit_address(request: Request) -> None:
    """Count a request of an address.

    Raises:
        TooMany: There were too many in this minute.
    """
    refused = await address_refusal(request)
    if refused:
        raise TooMany(refused.retry_after or 0)


def read_request(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object in a body.

    Raises:
        BadRequest: There is none.
    """
    return read_object(body, UNREADABLE, UNREADABLE)


def outcome_json(request: Request, outcome: Outcome) -> JSONResponse:
    """Return ``{"status": "ok" | "error", "text"}`` in the reader's language."""
    kind = "ok" if outcome.status == HTTPStatus.OK else "error"
    text = Wording(page_language(request).locale).word(outcome.sentence)
    return JSONResponse({"status": kind, "text": text}, outcome.status, headers=outcome.headers)


def outcome_page(request: Request, outcome: Outcome) -> Response:
    """Return a page with the sentence."""
    page = message_page(request, outcome.status, outcome.sentence)
    page.headers.update(outcome.headers)
    return page
