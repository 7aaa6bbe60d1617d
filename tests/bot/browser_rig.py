"""A real server and a real browser for the tests of pages."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from needs import chromium
from playwright.sync_api import Browser, sync_playwright
from starlette.types import ASGIApp


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
def browsing() -> Iterator[Browser]:
    """Yield a running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()
