"""A real server and a real browser for the tests of pages."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from needs import chromium
from playwright.sync_api import Browser, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp

QUESTION = "无欠薪县的标准是什么"
Opener = Callable[..., Any]


@contextmanager
def serving(app: ASGIApp, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve an application on a free port and yield its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    # Rasa pins a websockets release that uvicorn's protocol does not know; none is needed.
    config = uvicorn.Config(app, log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://{host}:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=5)


@contextmanager
def site_of(page: Callable[[Request], HTMLResponse]) -> Iterator[str]:
    """Serve one page as somebody else's site and yield its address."""
    with serving(Starlette(routes=[Route("/", page)]), "localhost") as address:
        yield address


@contextmanager
def browsing() -> Iterator[Browser]:
    """Yield a running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


def ask(page: Any, question: str = QUESTION) -> Any:
    """Type a question, send it and return its answer."""
    before = page.locator(".answer").count()
    page.fill("#message", question)
    page.press("#message", "Enter")
    answer = page.locator(".answer").nth(before)
    answer.wait_for()
    return answer


def overflow(page: Any) -> int:
    """Return by how many pixels the page is wider than its window."""
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))
