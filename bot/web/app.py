"""Puts the web channel together."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.web import chat_api, pages
from bot.web.chat_api import Answers
from bot.web.headers import SecurityHeaders
from bot.web.templating import STATIC
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase


def make_app(assistant: Answers, kb: KnowledgeBase) -> Starlette:
    """Return the web application.

    Args:
        assistant: Answers the questions.
        kb: What the reading room shows.
    """
    app = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/chat", pages.chat_form, methods=["POST"]),
            Route("/chat", pages.chat_again),
            Route("/api/chat", chat_api.chat, methods=["POST"]),
            Route("/healthz", chat_api.health),
            Route("/documents", pages.documents),
            Route("/documents/{document}", pages.document),
            Route("/laws", pages.laws),
            Route("/laws/{law}", pages.law),
            Route("/channels", pages.channels),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={
            NotInBase: pages.not_in_base,
            HTTPException: pages.http_error,
            Exception: pages.broken,
        },
    )
    app.state.assistant = assistant
    app.state.kb = kb
    return app
