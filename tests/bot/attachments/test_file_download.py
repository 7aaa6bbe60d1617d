"""Files over HTTP, and how an answer and its page offer them."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

import pytest
from docx import Document
from guard_rig import Unguarded
from starlette.testclient import TestClient

from actions.answer import Answer, Attachment, curated
from bot.attachments import makers
from bot.attachments.file import File
from bot.attachments.links import SignedLinks
from bot.channels.web.app import make_app
from bot.channels.web.downloads import disposition
from bot.channels.web.headers import SECURITY_HEADERS
from bot.reply import Reply
from bot.wording.render import render
from policies_kb.kb import KnowledgeBase

KEY = b"a key of more than sixteen bytes"
FACTS = {"place": "义乌市", "amount": 23000}
LETTER = Attachment(
    "document",
    curated("投诉书(Word)", "Letter of complaint (Word)"),
    "投诉书.docx",
    "wages_letter",
    {"facts": FACTS, "form": "docx"},
)
PICTURE = Attachment("image", curated("各市目标", "Targets of the cities"), "目标.svg", "picture")
ANSWER = Answer("answered", (curated("先投诉", "Complain first"),), attachments=(LETTER, PICTURE))


class Offering(Unguarded):
    """An assistant that always offers the same files."""

    def __init__(self, links: SignedLinks) -> None:
        self._links = links

    async def reply(
        self, conversation: str, text: str, locale: str | None = None, sending: Any = None
    ) -> Reply:
        said = render(ANSWER, locale or "zh-Hans", self._links)
        return replace(said, conversation=conversation, turn=1, question=text)


@pytest.fixture
def links() -> SignedLinks:
    return SignedLinks(KEY)


@pytest.fixture
def client(kb: KnowledgeBase, links: SignedLinks, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    def picture(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
        return File(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")

    monkeypatch.setattr(
        "bot.channels.web.downloads.MAKERS", {**makers.MAKERS, "picture": picture}, raising=True
    )
    return TestClient(make_app(Offering(links), kb, links), raise_server_exceptions=False)


def test_a_letter_is_made_when_it_is_fetched(client: TestClient, links: SignedLinks) -> None:
    response = client.get(links.address(LETTER, "zh-Hans"))
    assert response.status_code == 200
    assert response.headers["content-type"].endswith("wordprocessingml.document")
    text = "\n".join(p.text for p in Document(io.BytesIO(response.content)).paragraphs)
    assert "23000元" in text
    assert "义乌市人力资源和社会保障局" in text


def test_a_file_is_named_kept_private_and_not_sniffed(
    client: TestClient, links: SignedLinks
) -> None:
    headers = client.get(links.address(LETTER, "zh-Hans")).headers
    said = headers["content-disposition"]
    assert said.startswith('attachment; filename="wence.docx"; ')
    assert unquote(said.partition("filename*=UTF-8''")[2]) == "投诉书.docx"
    assert headers["cache-control"] == "private, no-store"
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_head_of_a_file_is_the_same_without_its_body(
    client: TestClient, links: SignedLinks
) -> None:
    address = links.address(PICTURE, "zh-Hans")
    whole, head = client.get(address), client.head(address)
    assert head.status_code == 200
    assert dict(head.headers) == dict(whole.headers)


def test_a_picture_is_shown_in_the_page(client: TestClient, links: SignedLinks) -> None:
    headers = client.get(links.address(PICTURE, "zh-Hans")).headers
    assert headers["content-disposition"].startswith("inline; ")


def test_an_old_link_says_so_and_shows_a_way_on(
    client: TestClient, links: SignedLinks, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = links.address(LETTER, "zh-Hans")
    monkeypatch.setattr("bot.attachments.links.VALID", -1)
    response = client.get(address)
    assert response.status_code == 410
    assert "过期" in response.text
    assert 'href="/"' in response.text


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_changed_link_is_not_found(client: TestClient, links: SignedLinks, language: str) -> None:
    address = links.address(LETTER, language)
    response = client.get(address.replace("/files/", "/files/x"), params={"lang": language})
    assert response.status_code == 404
    assert ("changed" if language == "en" else "改动") in response.text
    assert 'href="/"' in response.text


def test_a_maker_nobody_knows_is_not_found(client: TestClient, links: SignedLinks) -> None:
    unknown = Attachment("document", curated("某", "x"), "x.txt", "__class__", {})
    assert client.get(links.address(unknown, "zh-Hans")).status_code == 404


@pytest.mark.parametrize("path", ["/files/", "/files/x", "/files/x/y", "/files/../secret/y"])
def test_other_addresses_give_no_file(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "content-disposition" not in response.headers


def test_without_a_key_no_file_is_served(kb: KnowledgeBase, links: SignedLinks) -> None:
    client = TestClient(make_app(Offering(links), kb), raise_server_exceptions=False)
    assert client.get(links.address(LETTER, "zh-Hans")).status_code == 404


def test_a_file_name_cannot_break_out_of_its_header() -> None:
    said = disposition('信"\r\nSet-Cookie: x=1.d"x')
    assert not re.search(r"[\r\n]", said)
    assert said.startswith('attachment; filename="wence"; ')


@pytest.mark.parametrize(
    ("locale", "label"),
    [
        ("zh-Hans", "投诉书(Word)"),
        ("zh-Hant", "投訴書(Word)"),
        ("en", "Letter of complaint (Word)"),
    ],
)
def test_an_answer_says_what_a_file_is_in_the_language_of_the_reader(
    links: SignedLinks, locale: str, label: str
) -> None:
    said = render(ANSWER, locale, links).as_json()["attachments"][0]
    assert {**said, "url": ""} == {
        "kind": "document", "url": "", "name": "投诉书.docx", "label": label
    }  # fmt: skip
    token = said["url"].split("/")[2]
    assert links.wanted(token, "投诉书.docx").locale == locale


@pytest.mark.parametrize(("locale", "notices"), [("zh-Hans", 0), ("zh-Hant", 0), ("en", 1)])
def test_readers_of_other_languages_learn_why_a_letter_is_chinese(
    links: SignedLinks, locale: str, notices: int
) -> None:
    said = render(ANSWER, locale, links).as_json()
    assert [notice["kind"] for notice in said["notices"]] == ["chinese_file"] * notices
    assert ("authority" in said["text"]) is bool(notices)


def test_a_channel_that_serves_no_files_offers_none() -> None:
    said = render(ANSWER, "en").as_json()
    assert said["attachments"] == []
    assert said["notices"] == []


def test_the_page_offers_files_as_buttons_and_pictures(client: TestClient) -> None:
    page = html.unescape(client.post("/chat", data={"message": "三个月没发工资"}).text)
    button = re.search(r'<a class="file" href="(/files/[^"]+)">.*?</a>', page)
    assert button
    assert "投诉书(Word)" in button[0]
    picture = re.search(r'<img src="(/files/[^"]+)" alt="各市目标"', page)
    assert picture
    assert client.get(button[1]).status_code == 200
    assert client.get(picture[1]).headers["content-type"] == "image/svg+xml"


def test_the_api_gives_addresses_that_work(client: TestClient) -> None:
    said = client.post("/api/chat", json={"message": "三个月没发工资", "locale": "en"}).json()
    assert [item["kind"] for item in said["attachments"]] == ["document", "image"]
    for item in said["attachments"]:
        assert item["url"].endswith(quote(item["name"]))
        assert client.get(item["url"]).status_code == 200
