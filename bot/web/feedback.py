"""``POST /api/feedback`` and the form for readers without JavaScript: what helped, what did not."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions.answer import Phrase, say
from bot.assistant import clean
from bot.masking import mask
from bot.render import Wording
from bot.store.archive import Archive, UnknownTurnError, Verdict
from bot.store.errors import StoreError
from bot.web.body import CONVERSATION, Refused, read_body
from bot.web.language import page_language
from bot.web.pages import message_page

logger = logging.getLogger(__name__)

#: Characters a note may have.
MAX_NOTE = 500
#: Verdicts of one conversation that are taken in a minute.
MOST_A_MINUTE = 20
_MAX_TURN = 1_000_000
_NO_STORE = {"Cache-Control": "no-store"}
_THANKS = say("已记下,谢谢。")
_UNREADABLE = say("没有看懂这条反馈,请回到对话里再点一次。")
_UNKNOWN = say("没有找到这个回答,可能已经过期。")
_TOO_LONG = say("说明太长,最多{count}个字。", count=MAX_NOTE)
_TOO_MANY = say("点得太快了,请过一分钟再试。")
_NOT_KEPT = say("现在没能记下,请过一会儿再试。")


@dataclass(frozen=True)
class Given:
    """A verdict as it was sent, the note cleaned and masked."""

    conversation: str
    turn: int
    verdict: Verdict
    note: str


class Pace:
    """Counts the verdicts of each conversation in the running minute."""

    def __init__(self, most: int = MOST_A_MINUTE) -> None:
        self._most = most
        self._minute = 0
        self._counts: Counter[str] = Counter()

    def admits(self, conversation: str) -> bool:
        """Count one more verdict and tell whether it is still taken."""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            # Nothing older than a minute is kept, however many conversations there are.
            self._minute, self._counts = minute, Counter()
        self._counts[conversation] += 1
        return self._counts[conversation] <= self._most


async def by_script(request: Request) -> JSONResponse:
    """Take the verdict the page sends; ``{"status", "text"}`` with a sentence for the reader."""
    status, said = await _take(request, _read_json)
    wording = Wording(page_language(request).locale)
    kind = "ok" if status == 200 else "error"
    return JSONResponse({"status": kind, "text": wording.word(said)}, status, headers=_NO_STORE)


async def by_form(request: Request) -> Response:
    """Take the verdict of a form and thank for it on a page of its own."""
    status, said = await _take(request, _read_form)
    return message_page(request, status, said)


async def _take(request: Request, read: Callable[[bytes], Mapping[str, Any]]) -> tuple[int, Phrase]:
    """Return the HTTP status and what to say."""
    archive: Archive = request.app.state.archive
    pace: Pace = request.app.state.pace
    try:
        given = _given(read(await read_body(request)))
        if not pace.admits(given.conversation):
            raise Refused(429, _TOO_MANY)
        await asyncio.to_thread(
            archive.judge, given.conversation, given.turn, given.verdict, given.note
        )
    except Refused as refusal:
        return refusal.status, refusal.reason
    except UnknownTurnError:
        return 404, _UNKNOWN
    except StoreError as error:
        logger.error("a verdict could not be kept: %s", error)
        return 503, _NOT_KEPT
    return 200, _THANKS


def _read_json(body: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, _UNREADABLE) from error
    if not isinstance(data, dict):
        raise Refused(400, _UNREADABLE)
    return data


def _read_form(body: bytes) -> Mapping[str, Any]:
    try:
        fields = parse_qs(body.decode("ascii"), max_num_fields=10)
    except ValueError as error:
        raise Refused(400, _UNREADABLE) from error
    sent: dict[str, Any] = {name: values[0] for name, values in fields.items()}
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
        not isinstance(conversation, str)
        or not CONVERSATION.fullmatch(conversation)
        # True is an int to Python.
        or type(turn) is not int
        or not 0 < turn < _MAX_TURN
        or verdict not in get_args(Verdict)
        or not isinstance(note, str)
    ):
        raise Refused(400, _UNREADABLE)
    if len(note) > MAX_NOTE:
        raise Refused(400, _TOO_LONG)
    return Given(conversation, turn, verdict, mask(clean(note)))
