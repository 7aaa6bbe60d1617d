"""telemelya, somebody else's Bot API server for bots that are called, and what it stands on.

It is installed by ``tools/setup/telemelya.sh`` and needs a Redis server and an S3 store. The store
is the few calls below.
"""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from needs import TELEMELYA
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp
from waiting import bind, free_port, wait


class Telemelya:
    """A running server.

    Args:
        url: Its address.
        token: Token of the bot.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._http = httpx.Client(
            base_url=f"{url}/api/v1/test", headers={"Authorization": "Bearer any"}, timeout=30
        )
        self._token = token

    def write(self, text: str, chat: int = 7) -> dict[str, Any]:
        """Let a user write and return what the bot's address answered."""
        return self._update({"chat_id": chat, "text": text})

    def press(self, message: dict[str, Any], label: str) -> dict[str, Any]:
        """Let a user press a button of a message the bot has sent."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(item["callback_data"] for row in rows for item in row if item["text"] == label)
        number = message["message_id"]
        return self._update(
            {"chat_id": message["chat_id"], "callback_data": data, "callback_message_id": number}
        )

    def calls(self, method: str = "") -> list[dict[str, Any]]:
        """Return the calls of the bot in chats."""
        found = self._http.get("/responses").json()["responses"]
        return [call for call in found if method in ("", call["method"])]

    def media(self, file: str) -> bytes:
        """Return a file the bot has sent."""
        return self._http.get(f"/media/{file}").content

    def webhook(self) -> str:
        """Return the address the bot wants to be called at."""
        answer = httpx.post(f"{self.url}/bot{self._token}/getWebhookInfo").json()
        return str(answer["result"]["url"])

    def _update(self, update: dict[str, Any]) -> dict[str, Any]:
        query = {"bot_token": self._token}
        answer = self._http.post("/send_update", params=query, json=update)
        answer.raise_for_status()
        return dict(answer.json()["delivery"])


@contextmanager
def running(token: str, folder: Path) -> Iterator[Telemelya]:
    """Start the server with its Redis and its store.

    Args:
        token: Token of the bot.
        folder: Where they may write.
    """
    with ExitStack() as stack:
        redis, port = free_port(), free_port()
        database = ["redis-server", "--port", str(redis), "--save", "", "--dir", str(folder)]
        stack.enter_context(_process(database, folder, {}))
        store = stack.enter_context(serving(bind(), _store()))
        settings = {
            "MOCK_SERVER_HOST": "127.0.0.1",
            "MOCK_SERVER_PORT": str(port),
            "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
            "MINIO_ENDPOINT": store.removeprefix("http://"),
        }
        program = [str(TELEMELYA), "-m", "telemelya.server.app"]
        server = stack.enter_context(_process(program, folder, settings))
        url = f"http://127.0.0.1:{port}"
        wait(lambda: _alive(server) and httpx.get(f"{url}/").status_code == 200)
        yield Telemelya(url, token)


@contextmanager
def serving(listening: socket.socket, app: ASGIApp, lifespan: str = "off") -> Iterator[str]:
    """Serve an application on a socket and yield its address."""
    config = uvicorn.Config(app, log_level="error", ws="none", lifespan=lifespan)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    wait(lambda: server.started)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=15)


@contextmanager
def _process(
    command: list[str], folder: Path, settings: dict[str, str]
) -> Iterator[subprocess.Popen]:
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("wb") as file:
        started = subprocess.Popen(
            command, cwd=folder, env=os.environ | settings, stdout=file, stderr=file
        )
    try:
        yield started
    finally:
        started.terminate()
        started.wait(timeout=15)


def _alive(process: subprocess.Popen) -> bool:
    assert process.poll() is None, f"{process.args} ended with {process.returncode}"
    return True


def _store() -> Starlette:
    """Keep files as S3 does: by PUT and GET of a path."""
    kept: dict[str, bytes] = {}

    async def called(request: Request) -> Response:
        if request.method == "PUT":
            kept[request.url.path] = await request.body()
            return Response(headers={"ETag": '"-"'})
        bucket = request.url.path.count("/") == 1
        if not bucket and request.url.path not in kept:
            return Response(status_code=404)
        return Response(b"" if bucket else kept[request.url.path])

    return Starlette(routes=[Route("/{path:path}", called, methods=["GET", "PUT"])])
