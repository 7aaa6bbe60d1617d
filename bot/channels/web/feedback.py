"""``POST /api/feedback`` and the form for readers without JavaScript: what helped, what did not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions.answer import say
from bot.channels.http import BadRequest, read_body
from bot.channels.web.body import is_conversation, read_fields
from bot.channels.web.short_replies import (
    UNREADABLE,
    Outcome,
    TooMany,
    admit_address,
    outcome_json,
    outcome_page,
    read_request,
)
from bot.conversation.cleaning import clean_message
from bot.privacy.masking import mask
from bot.store.archive import Archive, FeedbackVerdict, UnknownTurnError
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

#: Characters a note may have.
MAX_NOTE = 500
_MAX_TURN = 1_000_000
_THANKS = say("已记下,谢谢。")
_UNREADABLE = say("没有看懂这条反馈,请回到对话里再点一次。")
_UNKNOWN = say("没有找到这个回答,可能已经过期。")
_TOO_LONG = say("说明太长,最多{count}个字。", count=MAX_NOTE)
_NOT_KEPT = say("现在没能记下,请过一会儿再试。")


@dataclass(frozen=True)
class Given:
    """A verdict as it was sent, the note cleaned and masked."""

    conversation: str
    turn: int
    verdict: FeedbackVerdict
    note: str


async def feedback_by_script(request: Request) -> JSONResponse:
    """Take the verdict the page sends; ``{"status", "text"}`` with a sentence for the reader."""
    return outcome_json(request, await _take(request, read_request))


async def feedback_by_form(request: Request) -> Response:
    """Take the verdict of a form and thank for it on a page of its own."""
    return outcome_page(request, await _take(request, _read_form))


async def _take(request: Request, read: Callable[[bytes], Mapping[str, Any]]) -> Outcome:
    archive: Archive = request.app.state.archive
    try:
        await admit_address(request)
        given = _given(read(await read_body(request)))
        await _admit(request, given.conversation)
        await asyncio.to_thread(
            archive.judge, given.conversation, given.turn, given.verdict, given.note
        )
    except BadRequest as refusal:
        return Outcome.of(refusal)
    except UnknownTurnError:
        return Outcome(404, _UNKNOWN)
    except StoreError as error:
        logger.error("a verdict could not be kept: %s", error)
        return Outcome(503, _NOT_KEPT)
    return Outcome(200, _THANKS)


async def _admit(request: Request, conversation: str) -> None:
    """Count a verdict.

    Raises:
        TooMany: There were too many in this minute.
    """
    guard = request.app.state.assistant.guard
    seconds = await guard.verdict_wait(conversation) if guard else 0
    if seconds:
        raise TooMany(seconds)


def _read_form(body: bytes) -> Mapping[str, Any]:
    sent: dict[str, Any] = dict(read_fields(body, UNREADABLE))
    turn = sent.get("turn", "")
    if len(turn) < 10 and turn.isascii() and turn.isdigit():
        sent["turn"] = int(turn)
    return sent


def _given(sent: Mapping[str, Any]) -> Given:
    """Return what was sent, refused unless all of it makes sense."""
    conversation, turn = sent.get("conversation"), sent.get("turn")
    verdict: Any = sent.get("verdict")
    note = sent.get("note") or ""
    if (
        not is_conversation(conversation)
        # True is an int to Python.
        or type(turn) is not int
        or not 0 < turn < _MAX_TURN
        or verdict not in get_args(FeedbackVerdict)
        or not isinstance(note, str)
    ):
        raise BadRequest(400, _UNREADABLE)
    if len(note) > MAX_NOTE:
        raise BadRequest(400, _TOO_LONG)
    return Given(str(conversation), turn, verdict, mask(clean_message(note)))
