"""``POST /api/forget`` and its form: deletes everything that is kept of a conversation.

Who knows the id of a conversation may do it. The browser or the server made it at random (122
bits), and it stands in the reader's own browser alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions.answer import say
from bot.channels.http import BadRequest, read_body
from bot.channels.web.body import is_conversation, read_fields
from bot.channels.web.pages import show_page
from bot.channels.web.short_replies import (
    UNREADABLE,
    Outcome,
    admit_address,
    outcome_json,
    outcome_page,
    read_request,
)
from bot.store.archive import Archive
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

_GONE = say("已删除:这个对话的记录和反馈,服务器上不再留着。")
_NOT_GONE = say("现在没能删除,请过一会儿再试。")


async def forget_by_script(request: Request) -> JSONResponse:
    """Delete the conversation a script names, ``{"conversation"}``."""
    try:
        await admit_address(request)
        outcome = await _forget(request, read_request(await read_body(request)))
    except BadRequest as refusal:
        outcome = Outcome.of(refusal)
    return outcome_json(request, outcome)


async def forget_by_form(request: Request) -> Response:
    """Delete the conversation of a form; asks first when the form does not say it is sure."""
    try:
        await admit_address(request)
        fields = read_fields(await read_body(request), UNREADABLE)
        if fields.get("sure") != "yes" and is_conversation(fields.get("conversation")):
            return show_page(request, "forget.html", conversation=fields["conversation"])
        outcome = await _forget(request, fields)
    except BadRequest as refusal:
        outcome = Outcome.of(refusal)
    return outcome_page(request, outcome)


async def _forget(request: Request, sent: Mapping[str, Any]) -> Outcome:
    archive: Archive = request.app.state.archive
    conversation = sent.get("conversation")
    if not is_conversation(conversation):
        raise BadRequest(400, UNREADABLE)
    try:
        await asyncio.to_thread(archive.forget, str(conversation))
    except StoreError as error:
        logger.error("a conversation could not be deleted: %s", error)
        return Outcome(503, _NOT_GONE)
    # The same for a conversation that never was: nobody learns which there are.
    return Outcome(200, _GONE)
