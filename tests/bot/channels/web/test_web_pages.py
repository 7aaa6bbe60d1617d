from __future__ import annotations

import html
import re

import pytest
from PIL import Image
from starlette.testclient import TestClient
from web_double import CardAssistant

from bot.channels.web.headers import SECURITY_HEADERS
from bot.channels.web.language import accepted
from bot.channels.web.templating import STATIC, safe_url
from policies_kb.kb import KnowledgeBase

PAGES = [
    "/", "/?embed=1", "/documents", "/documents/浙政办发-2017-80", "/laws", "/laws/law724",
    "/channels", "/search?q=工资", "/deadlines", "/facts", "/units", "/units/省教育厅", "/api",
]  # fmt: skip
#: The one page that may be framed has other headers.
UNFRAMED = [path for path in PAGES if "embed" not in path]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_every_language(client: TestClient, path: str, language: str) -> None:
    response = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text


@pytest.mark.parametrize(
    "path", [*UNFRAMED, "/static/chat.js", "/static/style.css", "/healthz", "/nope", "/api/chat"]
)
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_inline_script_or_style_and_fetch_nothing_from_outside(
    client: TestClient, path: str
) -> None:
    page = client.get(path).text
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", page)
    assert re.findall(r'(?:src|<link[^>]*href)="(?!/static/|/manifest)', page) == []


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.glob("*.js")))
def test_scripts_never_build_markup_from_text(name: str) -> None:
    script = (STATIC / name).read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in script


def test_the_first_page_says_what_it_is_and_what_it_is_not(client: TestClient) -> None:
    page = client.get("/").text
    assert "《浙江省人民政府公报》2017年第25期" in page
    assert "这不是政府机关" in page


def test_a_question_is_answered_without_javascript(
    client: TestClient, assistant: CardAssistant
) -> None:
    form = {"conversation": "c-9", "message": "无欠薪县的标准是什么"}
    response = client.post("/chat", data=form)
    page = html.unescape(response.text)
    assert response.status_code == 200
    assert assistant.asked == [("c-9", "无欠薪县的标准是什么", None)]
    assert 'value="c-9"' in page
    assert "浙政办发〔2017〕80号" in page
    assert "<blockquote" in page
    assert response.headers["cache-control"] == "no-store"


def test_a_pressed_button_shows_its_words_and_sends_its_payload(
    client: TestClient, assistant: CardAssistant
) -> None:
    response = client.post("/chat", data={"choice": "/wages_claim\t欠薪了怎么办", "message": ""})
    assert assistant.asked[0][1] == "/wages_claim"
    assert re.search(r'class="question">.*欠薪了怎么办</p>', response.text)


def test_a_button_is_answered_in_the_language_of_the_page(
    client: TestClient, assistant: CardAssistant
) -> None:
    english = {"Accept-Language": "en"}
    client.post("/chat", data={"choice": "/wages_claim\tI was not paid"}, headers=english)
    client.post("/chat", data={"message": "老板三个月没发工资"}, headers=english)
    assert [locale for _, _, locale in assistant.asked] == ["en", None]


def test_what_was_typed_is_shown_as_text(client: TestClient) -> None:
    page = client.post("/chat", data={"message": "<img src=x onerror=alert(1)>"}).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"message=", 400), (b"", 400), (b"message=%00", 400), (b"\xff", 400), (b"m=" * 99, 400),
     (b"message=" + b"a" * 70_000, 413)],
    ids=["empty", "nothing", "control", "not text", "many fields", "long"],
)  # fmt: skip
def test_a_bad_form_is_refused_on_a_page(client: TestClient, body: bytes, status: int) -> None:
    response = client.post("/chat", content=body)
    assert response.status_code == status
    assert 'class="answer error"' in response.text
    assert "tel:12345" in response.text


def test_a_broken_assistant_gives_a_page_with_the_hotline(
    client: TestClient, assistant: CardAssistant
) -> None:
    assistant.trouble = RuntimeError("secret detail")
    response = client.post("/chat", data={"message": "工资"})
    assert response.status_code == 503
    assert 'class="answer error"' in response.text
    assert "tel:12345" in response.text
    assert "secret" not in response.text


def test_a_broken_page_says_so_plainly_and_keeps_its_headers(
    client: TestClient, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: KnowledgeBase) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(KnowledgeBase, "laws", fail)
    response = client.get("/laws")
    assert response.status_code == 503
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/nope", "/documents/nope", "/documents/%00", "/documents/%FF", "/laws/nope", "//evil.example",
     "/static/nope.css", "/static/../app.py"],
)  # fmt: skip
def test_what_is_not_there_is_said_in_plain_words(client: TestClient, path: str) -> None:
    response = client.get(f"http://testserver{path}")
    assert response.status_code == 404
    assert "没有这个页面" in response.text
    assert 'href="//' not in response.text


def test_a_chosen_language_is_remembered(client: TestClient) -> None:
    client.get("/", params={"lang": "en"})
    assert '<html lang="en">' in client.get("/documents").text
    assert '<html lang="zh-Hans">' in client.get("/documents", params={"lang": "zh-Hans"}).text


def test_an_unknown_language_is_ignored(client: TestClient) -> None:
    response = client.get("/", params={"lang": "xx"})
    assert '<html lang="zh-Hans">' in response.text
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    ("header", "locale"),
    [("", "zh-Hans"), ("en-US,en;q=0.9", "en"), ("zh-CN,en;q=0.9", "zh-Hans"), ("fr", "zh-Hans"),
     ("zh;q=0.1,en;q=0.8", "en"), ("en;q=0", "zh-Hans"), ("en;q=x", "zh-Hans"),
     (",;=,", "zh-Hans")],
)  # fmt: skip
def test_the_browsers_language_is_understood(header: str, locale: str) -> None:
    assert accepted(header) == locale


@pytest.mark.parametrize(
    ("url", "kept"),
    [("tel:12345", True), ("https://example.org/a", True), ("/documents/x?at=a#a", True),
     ("javascript:alert(1)", False), ("JaVaScRiPt:alert(1)", False), ("data:text/html,x", False),
     ("java\nscript:alert(1)", False), ("http://[", False), ("", False)],
)  # fmt: skip
def test_only_web_telephone_and_own_addresses_become_links(url: str, kept: bool) -> None:
    assert safe_url(url) == (url if kept else "")


def test_a_static_file_is_served_under_an_address_of_its_content(client: TestClient) -> None:
    address = re.search(r'src="(/static/chat\.js\?v=[0-9a-f]{8})"', client.get("/").text)
    assert address
    assert client.get(address[1]).headers["content-type"].startswith("text/javascript")


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_ON = [
    ("ink", "ground"), ("ink", "sheet"), ("ink", "tint"), ("soft", "ground"), ("soft", "sheet"),
    ("accent", "ground"), ("accent", "sheet"), ("accent", "tint"), ("on-accent", "accent"),
    ("note-ink", "note"), ("mark-ink", "mark"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_reach_wcag_aa(scheme: int) -> None:
    style = (STATIC / "style.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", style.split(":root {")[scheme + 1]))
    low = [(a, b) for a, b in TEXT_ON if contrast(colours[a], colours[b]) < 4.5]
    faint = [b for b in ("ground", "sheet") if contrast(colours["control"], colours[b]) < 3]
    assert (low, faint) == ([], [])


def test_the_manifest_lets_the_chat_be_installed(client: TestClient) -> None:
    address = re.search(r'<link rel="manifest" href="([^"]+)">', client.get("/?lang=en").text)
    assert address
    response = client.get(html.unescape(address[1]))
    told = response.json()
    assert response.headers["content-type"] == "application/manifest+json"
    assert (told["lang"], told["display"], told["start_url"]) == ("en", "standalone", "/")
    assert {icon["sizes"] for icon in told["icons"]} == {"any", "192x192", "512x512"}
    for icon in told["icons"]:
        fetched = client.get(icon["src"])
        assert fetched.headers["content-type"].split(";")[0] == icon["type"]
        assert len(fetched.content) < 5_000


@pytest.mark.parametrize("name", ["icon-192.png", "icon-512.png"])
def test_an_icon_has_the_size_its_name_says(name: str) -> None:
    with Image.open(STATIC / name) as icon:
        assert icon.size == (int(name[5:8]),) * 2


def test_no_service_worker_can_show_an_old_answer() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in STATIC.glob("*.js")]
    assert scripts
    assert not any("serviceWorker" in script for script in scripts)
