"""The site below a path of somebody's address, as a reverse proxy puts it there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browser_rig import ask, overflow, serving
from guard_rig import recorded
from needs import needs
from nginx_rig import free_port, proxying
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from web_double import CardAssistant

from actions.answer import Answer, Attachment, say
from actions.context import AnswerContext
from bot.attachments.links import SignedLinks
from bot.channels.web.app import make_app
from bot.reply import Reply
from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from bot.store.archive import Archive
from bot.wording.render import render
from policies_kb.kb import KnowledgeBase

ROOT = "/wence"
LINKS = SignedLinks(b"a key of more than sixteen bytes")
CALENDAR = Attachment("calendar", say("日历"), "deadlines.ics", "deadline_calendar")


class Proxy:
    """Passes on what is below a path, with the path or without; all else is somebody else's.

    nginx: ``location /wence/ { proxy_pass http://wence/; }`` takes it off, without the slash at the
    end it does not.
    """

    def __init__(self, app: ASGIApp, takes_off: bool) -> None:
        self._app = app
        self._takes_off = takes_off
        self.strayed: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if not path.startswith(f"{ROOT}/"):
            self.strayed.append(path)
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b"not ours"})
            return
        if self._takes_off:
            scope = {**scope, "path": path[len(ROOT) :]}
        await self._app(scope, receive, send)


class WithFile(CardAssistant):
    """Cards, each with a calendar."""

    async def reply(
        self, conversation: str, text: str, locale: str | None = None, sending: Any = None
    ) -> Reply:
        reply = await super().reply(conversation, text, locale)
        told = render(Answer("answered", attachments=(CALENDAR,)), "zh-Hans", LINKS)
        return replace(reply, attachments=told.attachments)


@pytest.fixture(scope="module", params=[True, False], ids=["path taken off", "path passed on"])
def proxy(
    request: pytest.FixtureRequest, context: AnswerContext, kb: KnowledgeBase
) -> Iterator[Proxy]:
    archive = Archive.open()
    assistant = recorded(WithFile(context), kb, archive)
    app = make_app(assistant, kb, LINKS, archive, public_url=f"https://gov.example{ROOT}")
    yield Proxy(app, request.param)
    archive.close()


@pytest.fixture(scope="module")
def address(proxy: Proxy) -> Iterator[str]:
    with serving(proxy) as served:
        yield served


PAGES = [
    "",
    "documents",
    "laws",
    "channels",
    "deadlines",
    "search?q=工资",
    "facts",
    "units",
    "api",
    "nothing",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_address_of_a_page_stays_below_the_path(proxy: Proxy, page: str) -> None:
    client = TestClient(proxy)
    html = client.get(f"{ROOT}/{page}").text
    found = re.findall(r'(?:href|src|action)="([^"]*)"', html)
    own = [url for url in found if url.startswith("/")]
    assert own and all(url.startswith(f"{ROOT}/") for url in own), own
    for url in {url.partition("#")[0].replace("&amp;", "&") for url in own}:
        # Forms are sent, and no page is nothing in another language.
        if url.rpartition("/")[2] not in ("chat", "forget") and "nothing" not in url:
            assert client.get(url).status_code == 200, url


@pytest.fixture
def behind_nginx(proxy: Proxy, tmp_path: Path) -> Iterator[str]:
    """The same behind nginx, with the lines of docs/operations.md."""
    port = free_port()
    with serving(proxy._app) as app:
        end = "/" if proxy._takes_off else ""
        servers = (
            f"server {{ listen 127.0.0.1:{port}; location / {{ return 404; }}"
            f" location {ROOT}/ {{ proxy_pass {app}{end}; }} }}"
        )
        with proxying(tmp_path / "nginx", servers, port) as address:
            yield address


def test_the_chat_works_below_the_path(chromium: Any, address: str) -> None:
    play(chromium, address)


@needs("nginx")
def test_the_chat_works_below_the_path_behind_nginx(chromium: Any, behind_nginx: str) -> None:
    play(chromium, behind_nginx)


def play(chromium: Any, address: str) -> None:
    """Ask, judge, take a file and open a citation; nothing may be missing."""
    page = chromium.new_context(base_url=address, locale="zh-CN").new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda told: failed.append(told.url) if told.status >= 400 else None)
    page.goto(f"{ROOT}/")
    answer = ask(page)
    assert overflow(page) == 0
    page.get_by_role("button", name="有用").click()
    page.locator(".feedback .said:not(:empty)").wait_for()
    link = answer.locator(".file").first.get_attribute("href")
    assert link.startswith(f"{ROOT}/files/")
    assert page.request.get(link).headers["content-type"].startswith("text/calendar")
    proof = answer.locator("details.proof").first
    proof.locator("summary").click()
    proof.locator(".source a").click()
    page.locator("mark").first.wait_for()
    assert f"{ROOT}/documents/" in page.url
    page.get_by_role("link", name="繁體").click()
    page.wait_for_url(f"**{ROOT}/documents/**lang=zh-Hant**")
    assert failed == []
    page.context.close()


def test_without_scripts_the_chat_works_below_the_path(chromium: Any, address: str) -> None:
    page = chromium.new_context(base_url=address, java_script_enabled=False).new_page()
    page.goto(f"{ROOT}/")
    page.fill("#message", "无欠薪县的标准是什么")
    page.click(".send")
    page.locator(".answer .file").wait_for()
    assert f"{ROOT}/chat?answer=form-" in page.url
    page.context.close()


def test_the_widget_frames_the_chat_below_the_path(chromium: Any, address: str) -> None:
    page = chromium.new_context(base_url=address).new_page()
    page.goto(f"{ROOT}/laws")
    page.add_script_tag(url=f"{ROOT}/static/widget.js")
    page.locator("#wence button").click()
    assert page.locator("#wence iframe").get_attribute("src") == (
        f"{address}{ROOT}/?embed=1&lang=zh-Hans"
    )
    page.frame_locator("#wence iframe").locator("#message").wait_for()
    page.context.close()


def test_manifest_cookie_and_redirect_stay_below_the_path(proxy: Proxy) -> None:
    client = TestClient(proxy, follow_redirects=False)
    told = client.get(f"{ROOT}/manifest.webmanifest").json()
    assert {told["id"], told["start_url"], told["scope"]} == {f"{ROOT}/"}
    for icon in told["icons"]:
        assert client.get(icon["src"]).status_code == 200
    cookie = client.get(f"{ROOT}/?lang=en").headers["set-cookie"]
    assert f"Path={ROOT}/" in cookie
    assert client.get(f"{ROOT}/chat").headers["location"] == f"{ROOT}/"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://gov.example/wence", "/wence"),
        ("https://gov.example/wence/", "/wence"),
        ("https://gov.example/a/b-1", "/a/b-1"),
        ("https://gov.example/", ""),
        ("https://gov.example", ""),
        ("", ""),
    ],
)
def test_the_path_is_that_of_the_public_address(url: str, path: str) -> None:
    assert urlsplit(read_settings({"WENCE_PUBLIC_URL": url}).public_url).path == path


@pytest.mark.parametrize("path", ["/a b", "/a//b", '/"><script>', "/..", "/%2e%2e/a", "//x"])
def test_a_path_no_proxy_needs_is_refused(path: str) -> None:
    with pytest.raises(SettingError, match="WENCE_PUBLIC_URL"):
        read_settings({"WENCE_PUBLIC_URL": f"https://gov.example{path}"})
