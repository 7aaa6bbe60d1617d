"""A mirror of the package registry on this machine, which tells what it served."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

UPSTREAM = (os.environ.get("UV_DEFAULT_INDEX") or "https://pypi.org/simple").rstrip("/")
#: Seconds without an answer of the registry.
MIRROR_TIMEOUT = 60
LINK = re.compile(r'href="([^"#]+)')


class Mirror:
    """Serves ``/simple/NAME/`` with links that point at itself, and the files behind them.

    Files are kept in a folder, so that a second machine costs the registry nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.served: list[str] = []
        #: Beginnings of the names of files that are sent with one byte changed.
        self.spoiled: tuple[str, ...] = ()
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """The index to name in UV_DEFAULT_INDEX."""
        return f"http://127.0.0.1:{self._server.server_port}/simple"

    def answer(self, path: str) -> tuple[str, bytes]:
        """Return the content type and content of a page or a file."""
        if path.startswith("/simple/"):
            return "text/html", self._page(path.removeprefix("/simple"))
        address = path.removeprefix("/files/").replace("/", "://", 1)
        name = urllib.parse.unquote(address.rsplit("/", 1)[-1])
        content = self._kept(address)
        self.served.append(name)
        if self.spoiled and name.startswith(self.spoiled):
            # The hour at which a wheel's first file was packed: nothing but the hash tells.
            content = content[:11] + bytes([content[11] ^ 8]) + content[12:]
        return "application/octet-stream", content

    def _page(self, name: str) -> bytes:
        page = UPSTREAM + name
        text = self._kept(page).decode()

        def to_here(link: re.Match[str]) -> str:
            there = urllib.parse.urljoin(page, link[1])
            return f'href="/files/{there.replace("://", "/", 1)}'

        return LINK.sub(to_here, text).encode()

    def _kept(self, address: str) -> bytes:
        file = self._folder / hashlib.sha256(address.encode()).hexdigest()
        if not file.is_file():
            request = urllib.request.Request(address, headers={"Accept": "text/html, */*"})
            with urllib.request.urlopen(request, timeout=MIRROR_TIMEOUT) as answer:
                content = answer.read()
            part = file.with_suffix(f".{threading.get_ident()}")
            part.write_bytes(content)
            part.replace(file)
        return file.read_bytes()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of who hangs up: set-up does so with all files when it refuses one."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _handler(mirror: Mirror) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Answer with what the registry has there, or with its refusal."""
            self.wfile.write(self._answer())

        def do_HEAD(self) -> None:
            """Answer with the size alone."""
            self._answer()

        def _answer(self) -> bytes:
            try:
                kind, content = mirror.answer(self.path)
                status = 200
            except urllib.error.HTTPError as error:
                status, kind, content = error.code, "text/plain", b""
            except OSError as error:
                status, kind, content = 502, "text/plain", str(error).encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            return content

        def log_message(self, *_: object) -> None:
            """Say nothing: what was served is in ``served``."""

    return Handler
