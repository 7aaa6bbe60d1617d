"""Files looked at inside an app, where nothing can be kept."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.answer import Attachment, say
from bot.attachments.links import SignedLinks
from bot.channels.web.app import make_app
from policies_kb.kb import KnowledgeBase

LINKS = SignedLinks(b"a key of more than sixteen bytes")
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10) MQQBrowser/6.2 TBS/045 Mobile Safari/537.36 MicroMessenger/8"
)
WECHAT_IOS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0) Mobile/15E148 MicroMessenger/8.0.30 Language/zh_CN"
)
COMPANY = "Mozilla/5.0 (iPhone) wxwork/4.1 MicroMessenger/7.0.1"
OTHERS = [WECHAT, WECHAT_IOS, COMPANY, "Mozilla/5.0 DingTalk/7.0", "Mozilla/5.0 QQ/8.9 V1_AND"]
CHROME = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
QQ_BROWSER = "Mozilla/5.0 (Linux; Android 10) MQQBrowser/14.0 Mobile Safari/537.36"
FACTS = {"place": "义乌市", "amount": 23000}


def file(name: str, maker: str, **data: Any) -> str:
    kind: Any = "calendar" if name.endswith(".ics") else "document"
    return LINKS.address(Attachment(kind, say("文件"), name, maker, data), "zh-Hans")


FILES = {
    "docx": (file("投诉书.docx", "wages_letter", facts=FACTS, form="docx"), "23000元"),
    "txt": (file("投诉书.txt", "wages_letter", facts=FACTS, form="txt"), "23000元"),
    "ics": (file("deadlines.ics", "deadline_calendar"), "年12月31日"),
    "sheet": (file("职责.docx", "duties_sheet", unit=["省发展改革委"]), "省发展改革委"),
}


@pytest.fixture
def client(assistant: CardAssistant, kb: KnowledgeBase) -> TestClient:
    return TestClient(make_app(assistant, kb, LINKS))


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


@pytest.mark.parametrize("agent", OTHERS)
@pytest.mark.parametrize("name", FILES)
def test_inside_an_app_a_file_is_a_page_that_says_how_to_keep_it(
    client: TestClient, agent: str, name: str
) -> None:
    address, held = FILES[name]
    shown = client.get(address, headers={"User-Agent": agent})
    assert shown.status_code == 200
    assert shown.headers["content-type"].startswith("text/html")
    assert "content-disposition" not in shown.headers
    assert shown.headers["cache-control"] == "private, no-store"
    assert "在浏览器打开" in shown.text
    assert held in words(shown.text)


@pytest.mark.parametrize("agent", [CHROME, QQ_BROWSER, ""])
@pytest.mark.parametrize("name", FILES)
def test_other_browsers_get_the_file(client: TestClient, agent: str, name: str) -> None:
    given = client.get(FILES[name][0], headers={"User-Agent": agent})
    assert given.headers["content-disposition"].startswith("attachment")


def test_the_page_says_all_that_the_letter_says(client: TestClient) -> None:
    given = client.get(FILES["txt"][0], headers={"User-Agent": CHROME}).text
    shown = words(client.get(FILES["txt"][0], headers={"User-Agent": WECHAT}).text)
    for line in filter(None, given.splitlines()):
        assert line.strip() in shown


def test_an_address_that_was_changed_is_refused_there_too(client: TestClient) -> None:
    broken = client.get(
        FILES["txt"][0].replace("/files/", "/files/x"), headers={"User-Agent": WECHAT}
    )
    assert broken.status_code == 404
