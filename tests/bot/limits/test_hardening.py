"""The public port over real connections: slow bodies, hosts, headers, routes, links."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browser_rig import serving
from guard_rig import Clock, guard_of
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from web_double import CardAssistant
from wechat_client import APP_ID, TOKEN

from actions.context import AnswerContext
from actions.lookups.deadlines import deadlines
from actions.question import Question
from bot.attachments.links import SignedLinks
from bot.channels import http
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.webhook import join
from bot.channels.web.app import make_app
from bot.channels.web.headers import SECURITY_HEADERS
from bot.channels.wechat.start import make_wechat
from bot.settings.telegram import TelegramBot
from bot.settings.wechat import Account
from bot.store.archive import Archive
from bot.store.database import Database
from policies_kb.kb import KnowledgeBase

LINKS = SignedLinks(b"a key of more than sixteen bytes")
AGENCY = "https://www.example.gov.cn"
#: Everything the public port serves; a new route is added here on purpose.
ROUTES = {
    "GET /", "POST /chat", "GET /chat", "GET /api", "GET /openapi.json", "POST /api/chat",
    "GET /webhooks/rest/", "POST /webhooks/rest/webhook", "GET /healthz", "GET /readyz",
    "GET /documents", "GET /documents/{document}", "GET /laws", "GET /laws/{law}",
    "GET /channels", "GET /search", "GET /deadlines", "GET /facts", "GET /facts.csv",
    "GET /units", "GET /units/{unit}",
    "GET /manifest.webmanifest", "GET /files/{token}/{name}", "POST /api/feedback",
    "POST /feedback", "POST /api/forget", "POST /forget",
    "GET /wechat", "POST /wechat", "POST <telegram>", "* /static",
}  # fmt: skip


@pytest.fixture
def app(
    assistant: CardAssistant,
    context: AnswerContext,
    store_db: Database,
    archive: Archive,
    clock: Clock,
) -> Starlette:
    """The application with everything switched on."""
    guard = guard_of(assistant, context.kb, store_db, clock, user=0, address=0)
    wechat = make_wechat(Account(TOKEN, APP_ID), guard, context.kb, store_db)
    made = make_app(guard, context.kb, LINKS, archive, wechat, [AGENCY])
    settings = TelegramBot("4242:test-token", "http://127.0.0.1:9", "https://wence.example", "")
    join(made, TelegramChannel(settings, guard, context.kb, LINKS, archive, store_db))
    return made


@pytest.fixture
def address(app: Starlette) -> Iterator[str]:
    with serving(app) as url:
        yield url


def talk(address: str, sent: bytes, timeout: float = 5) -> bytes:
    """Send bytes as they are and return everything that comes back."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=timeout) as line:
        line.sendall(sent)
        got = b""
        while chunk := line.recv(65536):
            got += chunk
    return got


def test_nothing_but_the_known_routes_is_on_the_public_port(app: Starlette) -> None:
    served = set()
    for route in app.routes:
        if isinstance(route, Mount):
            served.add(f"* {route.path}")
        elif isinstance(route, Route):
            methods = (route.methods or set()) - {"HEAD"}
            path = "<telegram>" if route.path.startswith("/telegram") else route.path
            served |= {f"{method} {path}" for method in methods}
        else:
            raise AssertionError(f"what is {route}?")
    # What the operator asks is on the machine itself, or on a port of its own.
    assert served == ROUTES


@pytest.mark.parametrize(
    "path", ["/metrics", "/admin", "/docs", "/debug", "/status", "/off", "/.env"]
)
def test_no_address_of_an_operator_is_there(address: str, path: str) -> None:
    assert httpx.get(f"{address}{path}").status_code == 404


def test_a_body_that_trickles_is_cut_off(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "SLOWEST", 0.6)
    host, port = address.removeprefix("http://").split(":")
    for path in ("/api/chat", "/api/feedback", "/chat"):
        with socket.create_connection((host, int(port)), timeout=5) as line:
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n"
            line.sendall(head.encode())
            start = time.monotonic()
            got = b""
            line.settimeout(0.05)
            while time.monotonic() - start < 4:
                try:
                    line.sendall(b"{")
                    got += (chunk := line.recv(65536))
                    if not chunk:
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
            assert time.monotonic() - start < 3, path
            assert got.startswith(b"HTTP/1.1 408"), got[:100]
            assert b"connection: close" in got.lower()


def test_a_body_that_is_too_long_ends_the_connection(address: str) -> None:
    for path in ("/api/chat", "/webhooks/rest/webhook", "/api/feedback", "/api/forget", "/chat"):
        refused = httpx.post(f"{address}{path}", content=b"x" * 200_000)
        assert (refused.status_code, refused.headers["connection"]) == (413, "close"), path


@pytest.mark.parametrize(
    "host",
    ["evil.example", "[::1", "a b", "evil.example:99999", "\xff\xfe", "x" * 9000, ""],
    ids=["other", "broken", "blank", "port", "bytes", "long", "empty"],
)
def test_a_host_that_is_none_of_ours_decides_nothing(address: str, host: str) -> None:
    for path in ("/", "/documents", "/nowhere", "/api"):
        sent = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        got = talk(address, sent.encode("latin-1"))
        assert int(got.split()[1]) in (200, 400, 404), (path, got[:200])
        assert b"evil.example" not in got and b"Traceback" not in got


def test_every_answer_has_the_headers(address: str) -> None:
    for path in ("/", "/documents", "/nowhere", "/healthz", "/static/style.css", "/files/x/y"):
        headers = httpx.get(f"{address}{path}").headers
        for name, value in SECURITY_HEADERS.items():
            assert headers[name] == value, (path, name)
    framed = httpx.get(f"{address}/?embed=1").headers
    assert framed["content-security-policy"].endswith(f"frame-ancestors 'self' {AGENCY}")


def test_only_listed_sites_may_ask_by_script(address: str) -> None:
    for origin, allowed in ((AGENCY, AGENCY), ("https://evil.example", None), ("null", None)):
        for path in ("/api/chat", "/api/forget", "/webhooks/rest/webhook"):
            asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            shown = httpx.options(f"{address}{path}", headers=asked).headers
            assert shown.get("access-control-allow-origin") == allowed
            assert "access-control-allow-credentials" not in shown
        feedback = httpx.post(f"{address}/api/feedback", json={}, headers={"Origin": origin})
        assert "access-control-allow-origin" not in feedback.headers


def test_a_file_needs_a_link_that_was_signed_here(address: str, context: AnswerContext) -> None:
    attachment = deadlines(Question(text="", intent="deadlines"), context).attachments[0]
    made = LINKS.address(attachment, "zh-Hans")
    other = SignedLinks(b"another key of sixteen").address(attachment, "zh-Hans")
    token, name = made.split("/")[2:]
    assert httpx.get(address + made).status_code == 200
    forged = [
        other,
        made.replace(name, "other.exe"),
        f"/files/{token[:-2]}xx/{name}",
        f"/files/{token[1:]}/{name}",
        f"/files/x/{name}",
        "/files/..%2f..%2fvar%2fsecret/secret",
    ]
    for path in forged:
        assert httpx.get(address + path).status_code == 404, path


def test_static_files_stay_in_their_folder(address: str) -> None:
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
    ):
        got = talk(address, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert got.startswith(b"HTTP/1.1 404"), path


@pytest.mark.parametrize("key", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_an_address_is_not_what_a_stranger_claims(
    assistant: CardAssistant, kb: KnowledgeBase, store_db: Database, clock: Clock, key: str
) -> None:
    guard = guard_of(assistant, kb, store_db, clock, address=2)
    asked = json.dumps({"message": "欠薪"}).encode()
    transport = httpx.ASGITransport(app=make_app(guard, kb), client=("203.0.113.9", 1))

    async def send() -> list[int]:
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
            return [
                (
                    await http.post("/api/chat", content=asked, headers={key: f"10.0.0.{n}"})
                ).status_code
                for n in range(4)
            ]

    assert asyncio.run(send()) == [200, 200, 429, 429]


def test_uvicorn_believes_only_a_proxy_on_this_machine(
    assistant: CardAssistant, kb: KnowledgeBase, store_db: Database, clock: Clock, tmp_path: Path
) -> None:
    guard = guard_of(assistant, kb, store_db, clock, address=1)
    with serving(make_app(guard, kb)) as url:
        codes = [
            httpx.post(
                f"{url}/api/chat",
                json={"message": "欠薪"},
                headers={"X-Forwarded-For": f"203.0.113.{n}"},
            ).status_code
            for n in (1, 1, 2)
        ]
    assert codes == [200, 429, 200]
