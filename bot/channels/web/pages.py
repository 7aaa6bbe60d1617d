"""The pages: chat, reading room, current law, channels."""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from actions.answer import Phrase, say
from actions.question import today_in_zhejiang
from bot.channels.http import BadRequest
from bot.channels.web import paper_view
from bot.channels.web.body import read_form, spoken
from bot.channels.web.chat_api import (
    NO_STORE,
    failure,
    hotline_links,
    http_status,
    new_conversation,
    read_counted,
    reply_headers,
)
from bot.channels.web.headers import SECURITY_HEADERS, is_embedded
from bot.channels.web.inside_apps import is_inside_app
from bot.channels.web.language import COOKIE, PageLanguage, page_language
from bot.channels.web.templating import draw
from bot.conversation.assistant import BROKEN
from bot.reply import Reply
from bot.store.errors import StoreError
from bot.wording.catalogues import LOCALES
from bot.wording.render import Wording
from policies_kb.kb import KnowledgeBase

logger = logging.getLogger(__name__)

#: What the page's form calls a message; nobody can guess it.
_OF_A_FORM = re.compile(r"form-[0-9a-f]{32}")
#: Of a kept answer: what stands over it as the question.
_SHOWN = "shown"
_YEAR = 365 * 24 * 3600
_MISSING = say("没有这个页面。可能是地址写错了,或者这份文件没有收录。")
_NOT_ALLOWED = say("这个地址不能这样用。请从首页开始。")


async def home(request: Request) -> Response:
    """Show the chat page."""
    return _chat_page(request)


async def chat_again(request: Request) -> Response:
    """Show the answer a form led to, as often as it is loaded; else lead to the chat page."""
    message = request.query_params.get("answer", "")
    archive = request.app.state.archive
    if archive and _OF_A_FORM.fullmatch(message):
        kept = await asyncio.to_thread(archive.replies.of_page, message)
        if kept:
            reply = Reply.from_json(kept)
            return _chat_page(request, kept.get(_SHOWN, ""), reply, reply.conversation)
    return RedirectResponse(f"{request.app.state.root}/", HTTPStatus.SEE_OTHER)


async def chat_form(request: Request) -> Response:
    """Answer a question sent without JavaScript."""
    language = page_language(request)
    body = b""
    try:
        body, refused = await read_counted(request, language.locale if language.chosen else None)
        if refused:
            return _chat_page(request, "", refused, status=http_status(refused))
        asked, shown = read_form(body)
    except BadRequest as refusal:
        reply = failure(request, refusal.reason, language.locale, spoken(body))
        return _chat_page(request, "", reply, status=refusal.status)
    conversation = asked.conversation or new_conversation()
    message = asked.sending.id
    # A button has no language of its own; typed words do.
    by_page = language.chosen or asked.message.startswith("/")
    try:
        reply = await request.app.state.assistant.reply(
            conversation, asked.message, language.locale if by_page else None, asked.sending
        )
    except Exception:
        logger.exception("a question could not be answered")
        reply = failure(request, BROKEN, language.locale, asked.message)
    if reply.turn and _OF_A_FORM.fullmatch(message) and request.app.state.archive:
        with suppress(StoreError):
            return await _lead_to(
                request, conversation, message, {_SHOWN: shown, **reply.as_json()}
            )
    return _chat_page(request, shown, reply, conversation, http_status(reply))


async def _lead_to(
    request: Request, conversation: str, message: str, reply: dict[str, Any]
) -> Response:
    """Keep an answer and lead to it: who loads the page anew sends nothing again."""
    await asyncio.to_thread(request.app.state.archive.replies.keep, conversation, message, reply)
    frame = "&embed=1" if is_embedded(request.url.path, request.url.query) else ""
    target = f"{request.app.state.root}/chat?answer={message}{frame}"
    return RedirectResponse(target, HTTPStatus.SEE_OTHER, headers=NO_STORE)


def documents(request: Request) -> Response:
    """Show the list of papers."""
    kb = _kb(request)
    rows = [{"document": document, "status": kb.status(document.id)} for document in kb.documents()]
    return show_page(request, "documents.html", rows=rows)


def document_page(request: Request) -> Response:
    """Show one paper, the passage asked for marked."""
    kb = _kb(request)
    found = kb.document(request.path_params["document"])
    query = request.query_params
    blocks = paper_view.blocks(kb, found.id, query.get("at", ""), query.get("mark", ""))
    status = kb.status(found.id)
    return show_page(
        request,
        "document.html",
        document=found,
        issue=kb.issue(found.issue),
        status=status,
        now=[kb.law(law) for law in status.superseded_by] if status else [],
        blocks=blocks,
        contents=paper_view.contents(blocks),
    )


def laws(request: Request) -> Response:
    """Show the list of laws that govern today, and the numbers for danger with their sources."""
    kb = _kb(request)
    urgent = [channel for channel in kb.channels() if "danger" in channel.topics]
    return show_page(request, "laws.html", laws=kb.laws(), urgent=urgent, today=today_in_zhejiang())


def law(request: Request) -> Response:
    """Show what is known of one law."""
    kb = _kb(request)
    found = kb.law(request.path_params["law"])
    governed = [item for item in kb.documents() if item.number in found.governs]
    return show_page(request, "law.html", law=found, governed=governed, today=today_in_zhejiang())


def channels(request: Request) -> Response:
    """Show everybody who takes complaints and questions."""
    doors = _kb(request).channels()
    return show_page(request, "channels.html", channels=doors, today=today_in_zhejiang())


async def not_in_base(request: Request, error: Exception) -> Response:
    """Say in plain words that there is no such page."""
    return message_page(request, HTTPStatus.NOT_FOUND, _MISSING)


async def http_error(request: Request, error: Exception) -> Response:
    """Say in plain words why there is nothing to see."""
    status = getattr(error, "status_code", 404)
    return message_page(request, status, _MISSING if status == 404 else _NOT_ALLOWED)


async def broken(request: Request, error: Exception) -> Response:
    """Say in plain words that something broke; the server logs the trace."""
    response = message_page(request, HTTPStatus.SERVICE_UNAVAILABLE, BROKEN)
    # Starlette answers such errors outside all middleware.
    response.headers.update(SECURITY_HEADERS)
    return response


def _kb(request: Request) -> KnowledgeBase:
    return request.app.state.kb  # type: ignore[no-any-return]


def _chat_page(
    request: Request,
    question: str = "",
    reply: Reply | None = None,
    conversation: str = "",
    status: int = 200,
) -> Response:
    kb = _kb(request)
    issues = {document.issue: kb.issue(document.issue) for document in kb.documents()}
    gazettes = [issue for issue in issues.values() if issue.number]
    response = show_page(
        request,
        "chat.html",
        code=status,
        issues=[issue for issue in gazettes if issue.title == gazettes[0].title],
        question=question,
        reply=reply,
        conversation=conversation or new_conversation(),
        message_id=f"form-{uuid.uuid4().hex}",
        keeps=request.app.state.archive is not None,
        inside_app=is_inside_app(request),
        public=request.app.state.public_url or str(request.base_url).rstrip("/") + "/",
    )
    response.headers.update(reply_headers(reply, status))
    return response


def message_page(request: Request, status: int, reason: Phrase) -> Response:
    """Show a page of one sentence with links to go on."""
    locale = page_language(request).locale
    if request.url.path.startswith(("/api/", "/webhooks/")):
        return JSONResponse(failure(request, reason, locale).as_json(), status)
    wording = Wording(locale)
    return show_page(
        request,
        "message.html",
        code=status,
        text=wording.word(reason),
        links=hotline_links(_kb(request), wording),
    )


def show_page(request: Request, template: str, code: int = 200, **values: Any) -> Response:
    """Draw a page in the reader's language.

    Args:
        request: What the reader asked for.
        template: Name of the template.
        code: HTTP status.
        values: What the template shows.
    """
    language = page_language(request)
    html = draw(
        template,
        language.locale,
        request.app.state.root,
        chosen=language.chosen,
        here=request.url.path,
        switch=_switch(request),
        embedded=is_embedded(request.url.path, request.url.query),
        **values,
    )
    response = HTMLResponse(html, code)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Language, Cookie"
    _remember(request, response, language)
    return response


def _switch(request: Request) -> dict[str, str]:
    """Return the address of this page in each language."""
    # One slash only: two would name another server.
    path = "/" + quote(request.url.path.lstrip("/"))
    if request.method != "GET":
        path = "/"
    query = dict(request.query_params)
    path = f"{request.app.state.root}{path}"
    return {locale: f"{path}?{urlencode({**query, 'lang': locale})}" for locale in LOCALES}


def _remember(request: Request, response: Response, language: PageLanguage) -> None:
    """Keep a language chosen on this page for the pages that follow; in a frame nothing is kept."""
    embedded = is_embedded(request.url.path, request.url.query)
    if "lang" in request.query_params and language.chosen and not embedded:
        response.set_cookie(
            COOKIE,
            language.locale,
            max_age=_YEAR,
            path=f"{request.app.state.root}/",
            samesite="lax",
            httponly=True,
        )
