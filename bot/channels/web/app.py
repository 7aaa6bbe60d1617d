"""Puts the web channel together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.attachments.links import SignedLinks
from bot.channels.tasks import end_task
from bot.channels.web import (
    chat_api,
    downloads,
    feedback,
    forget,
    manifest,
    openapi,
    pages,
    readiness,
    rest_webhook,
)
from bot.channels.web import deadlines_page as deadlines
from bot.channels.web import facts_page as facts
from bot.channels.web import search_page as search
from bot.channels.web import units_page as duties
from bot.channels.web.headers import SecurityHeaders
from bot.channels.web.origins import OpenToOrigins
from bot.channels.web.subpath import BelowPath
from bot.channels.web.templating import STATIC
from bot.conversation.first_aid import FirstAid, open_first_aid
from bot.conversation.protocol import AssistantProtocol
from bot.settings.settings import RETENTION_DAYS
from bot.store.archive import Archive
from bot.store.upkeep import purge_daily
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase

if TYPE_CHECKING:
    from bot.channels.wechat.start import WeChat
    from bot.rasa.engine import Engine
    from bot.rasa.no_model import NoModel


def make_app(
    assistant: AssistantProtocol,
    kb: KnowledgeBase,
    links: SignedLinks | None = None,
    archive: Archive | None = None,
    wechat: WeChat | None = None,
    origins: Sequence[str] = (),
    engine: Engine | NoModel | None = None,
    first_aid: FirstAid | None = None,
    public_url: str = "",
    retention_days: int = RETENTION_DAYS,
) -> Starlette:
    """Return the web application.

    Args:
        assistant: Answers the questions.
        kb: What the reading room shows.
        links: Reads the addresses of files that go with answers; without it none are served.
        archive: Takes the readers' verdicts; without it none are asked for.
        wechat: Answers an official account of WeChat; without it there is no ``/wechat``.
        origins: The other sites that may use the chat.
        engine: Looked at by ``/readyz``, which says whether messages can be answered.
        first_aid: Finds the lines that come first where danger is heard; the project's own by
            default.
        public_url: Address of the site outside, without a slash at its end; empty for that of each
            request. The site stands below its path.
        retention_days: So old a conversation becomes.
    """
    root = urlsplit(public_url).path
    files = [Route("/files/{token}/{name}", downloads.download)] if links else []
    verdicts = [
        Route("/api/feedback", feedback.feedback_by_script, methods=["POST"]),
        Route("/feedback", feedback.feedback_by_form, methods=["POST"]),
        Route("/api/forget", forget.forget_by_script, methods=["POST"]),
        Route("/forget", forget.forget_by_form, methods=["POST"]),
    ]
    app = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/chat", pages.chat_form, methods=["POST"]),
            Route("/chat", pages.chat_again),
            Route("/api", openapi.page),
            Route("/openapi.json", openapi.openapi_document),
            Route("/api/chat", chat_api.chat, methods=["POST"]),
            Route("/webhooks/rest/", rest_webhook.webhook_health),
            Route("/webhooks/rest/webhook", rest_webhook.receive_message, methods=["POST"]),
            Route("/healthz", chat_api.health),
            *([Route("/readyz", readiness.ready)] if archive else []),
            Route("/documents", pages.documents),
            Route("/documents/{document}", pages.document_page),
            Route("/laws", pages.laws),
            Route("/laws/{law}", pages.law),
            Route("/channels", pages.channels),
            Route("/search", search.search),
            Route("/deadlines", deadlines.deadlines_page),
            Route("/facts", facts.facts),
            Route("/facts.csv", facts.facts_csv),
            Route("/units", duties.units_page),
            Route("/units/{unit}", duties.unit),
            Route("/manifest.webmanifest", manifest.manifest),
            *files,
            *(verdicts if archive else []),
            *(_wechat_routes() if wechat else []),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(BelowPath, root=root),
            Middleware(SecurityHeaders, origins=origins),
            Middleware(OpenToOrigins, origins=origins),
        ],
        lifespan=_upkeep,
        exception_handlers={
            NotInBase: pages.not_in_base,
            HTTPException: pages.http_error,
            Exception: pages.broken,
        },
    )
    app.state.root = root
    app.state.public_url = public_url
    app.state.retention_days = retention_days
    app.state.assistant = assistant
    app.state.kb = kb
    app.state.links = links
    app.state.first_aid = first_aid or open_first_aid(kb)
    app.state.archive = archive
    app.state.wechat = wechat
    if archive:
        app.state.readiness = readiness.readiness_of(kb, archive, engine)
    return app


def _wechat_routes() -> list[Route]:
    # Loads libraries that nobody else needs.
    from bot.channels.wechat import routes

    return [
        Route("/wechat", routes.verify),
        Route("/wechat", routes.receive_update, methods=["POST"]),
    ]


@asynccontextmanager
async def _upkeep(app: Starlette) -> AsyncIterator[None]:
    """Delete old conversations as long as the server runs."""
    archive: Archive | None = app.state.archive
    if archive is None:
        yield
        return
    purging = asyncio.create_task(purge_daily(archive, app.state.retention_days))
    yield
    await end_task(purging)
