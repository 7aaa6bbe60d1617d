"""Files looked at inside an app, where nothing can be kept."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import pytest
from docx import Document
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.answer import Attachment, say
from bot.attachments.as_lines import text_lines
from bot.attachments.file import DOCX, File
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
PHONE = "Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 Chrome/110.0 Mobile Safari/537.36"
OTHERS = [
    WECHAT,
    WECHAT_IOS,
    COMPANY,
    "Mozilla/5.0 DingTalk/7.0",
    "Mozilla/5.0 QQ/8.9 V1_AND",
    f"{PHONE} Lark/7.2.0",
    f"{PHONE} NebulaSDK/1.8 AliApp(AP/10.5) AlipayClient/10.5",
    f"{PHONE} xhsdiscover/8.20",
    f"{PHONE} Kwai/11.4 ksNebula/11",
    f"{PHONE} NewsArticle/9.6 TTWebView/1",
    f"{PHONE} baiduboxapp/13.5",
    "Mozilla/5.0 (Linux; U; Android 12) AppleWebKit/537.36 Chrome/100 UCBrowser/15.5 Mobile",
    f"{PHONE} [FB_IAB/FB4A;FBAV/440.0;]",
    f"{PHONE} Instagram 300.0 Android",
    f"{PHONE} Line/13.20/IAB",
]
CHROME = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
WECHAT_WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/122.0 Safari/537.36 "
    "MicroMessenger/7.0.20 NetType/WIFI WindowsWechat(0x63090a13) XWEB/8555"
)
WECHAT_MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
    "MicroMessenger/6.8.0 MacWechat/3.8.7(0x13080710) Safari/605.1.15"
)
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


@pytest.mark.parametrize("agent", [CHROME, QQ_BROWSER, WECHAT_WINDOWS, WECHAT_MAC, ""])
@pytest.mark.parametrize("name", FILES)
def test_other_browsers_get_the_file(client: TestClient, agent: str, name: str) -> None:
    given = client.get(FILES[name][0], headers={"User-Agent": agent})
    assert given.headers["content-disposition"].startswith("attachment")


def test_the_page_says_all_that_the_letter_says(client: TestClient) -> None:
    given = client.get(FILES["txt"][0], headers={"User-Agent": CHROME}).text.lstrip("\ufeff")
    shown = words(client.get(FILES["txt"][0], headers={"User-Agent": WECHAT}).text)
    for line in filter(None, given.splitlines()):
        assert line.strip() in shown


def test_an_address_that_was_changed_is_refused_there_too(client: TestClient) -> None:
    broken = client.get(
        FILES["txt"][0].replace("/files/", "/files/x"), headers={"User-Agent": WECHAT}
    )
    assert broken.status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_a_page_says_each_thing_once(client: TestClient, name: str) -> None:
    shown = words(client.get(FILES[name][0], headers={"User-Agent": WECHAT}).text)
    assert "\ufeff" not in shown
    for line in shown.splitlines():
        cells = [cell for cell in line.strip().split(" | ") if len(cell) > 1]
        assert len(set(cells)) == len(cells), line


def test_a_cell_that_takes_several_places_is_read_once() -> None:
    made = Document()
    table = made.add_table(rows=3, cols=3)
    for place, cell in enumerate(table._cells):
        cell.text = f"c{place}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "姓名"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "上下"
    content = io.BytesIO()
    made.save(content)
    lines = text_lines(File(content.getvalue(), DOCX))
    assert lines == ["姓名 | c2", "c3 | c4 | 上下", "c6 | c7"]
