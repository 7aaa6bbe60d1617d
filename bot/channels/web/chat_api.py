"""``POST /api/chat``: the outside contract over HTTP."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse

from actions.answer import Phrase
from actions.citations import hotline
from bot.channels.http import BadRequest, read_body
from bot.channels.web.body import ChatRequest, read_json, spoken, wished_locale
from bot.channels.web.language import page_language
from bot.conversation.assistant import BROKEN
from bot.conversation.protocol import AssistantProtocol
from bot.reply import Reply, ReplyLink
from bot.wording.render import Wording, word_failure, worded_link
from policies_kb.errors import KnowledgeBaseError, NotInBase
from policies_kb.kb import KnowledgeBase

logger = logging.getLogger(__name__)

#: Answers are made for one person.
NO_STORE = {"Cache-Control": "no-store"}
#: Statuses of requests whose body may still be coming.
_UNREAD = frozenset({408, 413, 429})


async def chat(request: Request) -> JSONResponse:
    """Answer one question; whatever is wrong is told in one plain sentence."""
    reply, status = await handle_chat(request, read_json)
    return JSONResponse(reply.as_json(), status, headers=reply_headers(reply, status))


async def handle_chat(request: Request, read: Callable[[bytes], ChatRequest]) -> tuple[Reply, int]:
    """Return the answer to one question, or what went wrong, and the HTTP status.

    Args:
        request: What the client sent.
        read: Finds the question in the body; raises ``BadRequest`` where there is none.
    """
    body = b""
    try:
        body, refused = await read_counted(request)
        if refused:
            return refused, http_status(refused)
        asked = read(body)
        reply = await request.app.state.assistant.reply(
            asked.conversation or new_conversation(), asked.message, asked.locale, asked.sending
        )
    except BadRequest as refusal:
        return _failed(request, refusal.reason, body), refusal.status
    except Exception:
        # The trace goes to the log, a sentence and a telephone number to the user.
        logger.exception("a question could not be answered")
        return _failed(request, BROKEN, body), 503
    return reply, http_status(reply)


async def read_counted(request: Request, locale: str | None = None) -> tuple[bytes, Reply | None]:
    """Read the body, count the address, return both the body and the refusal if there is one.

    The body comes first: whoever is in danger is heard, also as one too many.

    Args:
        request: What the client sends.
        locale: Language of a refusal, where it does not depend on the message.

    Raises:
        BadRequest: The body cannot be read; not where the address is refused anyway.
    """
    try:
        body = await read_body(request)
    except BadRequest:
        refused = await address_refusal(request, locale=locale or page_language(request).locale)
        if refused:
            return b"", refused
        raise
    return body, await address_refusal(request, spoken(body), locale or wished_locale(body))


def _failed(request: Request, reason: Phrase, body: bytes) -> Reply:
    """Return the reply to a body that was not answered."""
    locale = wished_locale(body) or page_language(request).locale
    return failure(request, reason, locale, spoken(body))


async def health(request: Request) -> JSONResponse:
    """Say that the server is up."""
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


async def address_refusal(
    request: Request, text: str = "", locale: str | None = None
) -> Reply | None:
    """Count a request of an address; return the refusal when there were too many.

    Behind a proxy the address is that of the visitor only where uvicorn trusts the proxy, see
    ``FORWARDED_ALLOW_IPS``.

    Args:
        request: The request.
        text: The message in it, if there is one.
        locale: Language of the refusal; told from the message when ``None``.
    """
    if request.client is None:
        return None
    if not text:
        locale = locale or page_language(request).locale
    assistant: AssistantProtocol = request.app.state.assistant
    return await assistant.address_refusal(request.client.host, text, locale)


def http_status(reply: Reply) -> int:
    """Return the HTTP status that goes with an answer."""
    if any(notice.kind == "busy" for notice in reply.notices):
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.SERVICE_UNAVAILABLE if reply.status == "error" else HTTPStatus.OK


def reply_headers(reply: Reply | None, status: int) -> dict[str, str]:
    """Return the headers that go with an answer: when to come back, what is not read any more."""
    headers = dict(NO_STORE)
    if reply and reply.retry_after is not None:
        headers["Retry-After"] = str(reply.retry_after)
    return headers | connection_headers(status)


def connection_headers(status: int) -> dict[str, str]:
    """Return the header that ends the connection where a body was not read to its end."""
    return {"Connection": "close"} if status in _UNREAD else {}


def new_conversation() -> str:
    """Return an id for a conversation that has none yet."""
    return str(uuid.uuid4())


def failure(request: Request, reason: Phrase, locale: str, message: str = "") -> Reply:
    """Return an answer that only says what went wrong and whom to ask instead.

    Args:
        request: What the client sent.
        reason: What went wrong.
        locale: Language to say it in.
        message: What was written; the lines for a danger in it come first.
    """
    state = request.app.state
    links = hotline_links(state.kb, Wording(locale))
    return word_failure(reason, links, locale, state.first_aid.first_words(message))


def hotline_links(kb: KnowledgeBase, wording: Wording) -> tuple[ReplyLink, ...]:
    """Return the general hotline as a link, nothing when the base cannot tell."""
    try:
        return (worded_link(hotline(kb), wording),)
    except (NotInBase, KnowledgeBaseError):
        return ()
