"""The chat on somebody else's page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser_rig import serving, site_of
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.context import AnswerContext
from bot.channels.web.app import make_app
from bot.channels.web.headers import is_embedded
from policies_kb.kb import KnowledgeBase

AGENCY = "https://www.example.gov.cn"
Opener = Callable[..., Any]
#: Attributes of the script in the head and in the body of a page; ``None`` where it is not there.
PLACED: dict[str, tuple[str | None, str | None]] = {
    "as the manual has it": (None, "defer"),
    "in the head, at once": ("", None),
    "in the head and in the body": ("", "defer"),
    "as soon as it is there": ("async", None),
}


def agency_page(request: Request) -> HTMLResponse:
    """A page with as strict a policy as can carry the widget; its address is in the query."""
    home = request.query_params["home"]
    language = request.query_params.get("lang", "zh-Hans")
    source = f'src="{home}/static/widget.js" data-lang="{language}"'
    placed = PLACED[request.query_params.get("placed", "as the manual has it")]
    in_head, in_body = (
        "" if how is None else f"<script {source} {how}></script>" for how in placed
    )
    page = f"""<!doctype html><html lang="zh"><head><title>机关</title>{in_head}</head>
        <body><button id="own">本页按钮</button>{in_body}</body></html>"""
    policy = f"default-src 'none'; script-src {home}; frame-src {home}"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


@pytest.fixture(scope="module")
def agency() -> Iterator[str]:
    """The address of somebody else's site."""
    with site_of(agency_page) as address:
        yield address


@pytest.fixture(scope="module")
def home(context: AnswerContext, kb: KnowledgeBase, agency: str) -> Iterator[str]:
    """The address of a chat that site may use."""
    with serving(make_app(CardAssistant(context), kb, origins=[agency])) as address:
        yield address


@pytest.fixture(scope="module")
def closed_home(context: AnswerContext, kb: KnowledgeBase) -> Iterator[str]:
    """The address of a chat no other site may use."""
    with serving(make_app(CardAssistant(context), kb, origins=[])) as address:
        yield address


@pytest.fixture
def opened(chromium: Any, problems: list[str]) -> Iterator[Opener]:
    contexts = []

    def open_page(address: str, width: int = 1280) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 740})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: line.type == "error" and problems.append(line.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def opened_chat(page: Any) -> Any:
    """Unfold the chat and return its frame, loaded."""
    page.get_by_role("button", name="问策").click()
    frame = page.locator("iframe").element_handle().content_frame()
    frame.wait_for_url("**/?embed=1*")
    return frame


def has_focus(page: Any, selector: str) -> bool:
    """Tell whether an element of the widget has the focus."""
    found = page.evaluate(
        "at => document.getElementById('wence').shadowRoot.activeElement?.matches(at)", selector
    )
    return bool(found)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_question_is_answered_on_a_page_with_a_strict_policy(
    opened: Opener, agency: str, home: str, problems: list[str], width: int
) -> None:
    page = opened(f"{agency}/?home={home}", width)
    chat = opened_chat(page)
    chat.locator("#message").fill("无欠薪县的标准是什么")
    chat.locator("#message").press("Enter")
    chat.locator(".answer.answered").wait_for()
    box = page.locator("#wence-panel").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
    assert box["y"] >= 0 and box["height"] > 400
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.context.cookies() == []
    assert problems == []


@pytest.mark.parametrize("placed", PLACED)
def test_wherever_the_script_stands_there_is_one_button(
    opened: Opener, agency: str, home: str, problems: list[str], placed: str
) -> None:
    page = opened(f"{agency}/?home={home}&placed={placed}")
    opened_chat(page)
    assert page.locator("#wence").count() == 1
    assert problems == []


def test_it_is_used_by_keyboard_and_gives_the_focus_back(
    opened: Opener, agency: str, home: str, problems: list[str]
) -> None:
    page = opened(f"{agency}/?home={home}")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert has_focus(page, "button[aria-expanded=false]")
    page.keyboard.press("Enter")
    assert has_focus(page, "iframe")
    [chat] = [frame for frame in page.frames if frame.parent_frame]
    # On a busy machine its script, which hears the key, comes after its field.
    chat.wait_for_load_state()
    chat.locator("#message").focus()
    chat.locator("#message").press("Escape")
    page.locator("#wence-panel").wait_for(state="hidden")
    assert has_focus(page, "button[aria-expanded=false]")
    page.keyboard.press("Enter")
    page.locator("#wence-panel").wait_for()
    page.locator("#own").focus()
    page.keyboard.press("Escape")
    page.locator("#wence-panel").wait_for(state="hidden")
    assert has_focus(page, "button")
    assert problems == []


def test_nothing_is_fetched_before_it_is_opened(opened: Opener, agency: str, home: str) -> None:
    page = opened(f"{agency}/?home={home}")
    assert page.locator("iframe").count() == 0


def test_it_speaks_the_language_the_page_names(opened: Opener, agency: str, home: str) -> None:
    page = opened(f"{agency}/?home={home}&lang=en")
    page.get_by_role("button", name="Ask Wence").click()
    page.frame_locator("iframe").locator('html[lang="en"]').wait_for()
    page.get_by_role("button", name="Close").click()
    page.locator("#wence-panel").wait_for(state="hidden")


def test_a_word_of_another_window_does_not_close_it(opened: Opener, agency: str, home: str) -> None:
    page = opened(f"{agency}/?home={home}")
    page.get_by_role("button", name="问策").click()
    page.evaluate(
        "new Promise((done) => { window.postMessage('wence:close', '*'); setTimeout(done, 50); })"
    )
    assert page.locator("#wence-panel").is_visible()


def test_a_link_of_an_answer_opens_beside_the_frame(
    opened: Opener, agency: str, home: str, problems: list[str]
) -> None:
    page = opened(f"{agency}/?home={home}")
    chat = opened_chat(page)
    chat.locator("#message").fill("无欠薪县的标准是什么")
    chat.locator("#message").press("Enter")
    chat.locator("details.proof summary").first.click()
    with page.context.expect_page() as beside:
        chat.locator(".source a").first.click()
    beside.value.locator("mark").first.wait_for()
    assert chat.locator(".answer").is_visible()
    chat.get_by_role("link", name="English").click()
    page.frame_locator("iframe").locator('html[lang="en"] .embedded').wait_for()
    assert problems == []


def test_a_telephone_number_opens_no_empty_tab(opened: Opener, agency: str, home: str) -> None:
    page = opened(f"{agency}/?home={home}")
    chat = opened_chat(page)
    chat.locator("#message").fill("老板三个月没发工资")
    chat.locator("#message").press("Enter")
    target = chat.locator('a.contact[href^="tel:"]').first.evaluate(
        """node => {
            node.addEventListener("click", (event) => event.preventDefault());
            node.click();
            return node.target;
        }"""
    )
    assert target == "_self"
    assert len(page.context.pages) == 1


def test_a_site_that_is_not_listed_cannot_frame_it(
    opened: Opener, agency: str, closed_home: str, problems: list[str]
) -> None:
    page = opened(f"{agency}/?home={closed_home}")
    page.get_by_role("button", name="问策").click()
    page.wait_for_timeout(500)
    assert page.frame_locator("iframe").locator("#message").count() == 0
    assert any("frame-ancestors" in problem or "X-Frame" in problem for problem in problems)


# ---- headers --------------------------------------------------------------------------------


def test_only_the_compact_page_may_be_framed_and_only_by_those_listed(
    assistant: CardAssistant, kb: KnowledgeBase
) -> None:
    client = TestClient(make_app(assistant, kb, origins=[AGENCY]))
    framed = client.get("/?embed=1").headers
    assert f"frame-ancestors 'self' {AGENCY}" in framed["content-security-policy"]
    assert "x-frame-options" not in framed
    for path in ("/", "/?embed=0", "/documents?embed=1", "/static/widget.js", "/api/chat?embed=1"):
        headers = client.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-frame-options"] == "DENY"


def test_without_a_list_only_this_server_may_frame_it(client: TestClient) -> None:
    headers = client.get("/?embed=1").headers
    assert headers["content-security-policy"].endswith("frame-ancestors 'self'")
    assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("path", "query", "embedded"),
    [
        ("/", "embed=1", True),
        ("/", "lang=en&embed=1", True),
        ("/", "", False),
        ("/", "embed=", False),
        ("/", "embed=1&embed=0", False),
        ("/documents", "embed=1", False),
    ],
)
def test_the_compact_page_is_told_by_its_address(path: str, query: str, embedded: bool) -> None:
    assert is_embedded(path, query) is embedded


def test_a_language_of_the_frame_is_kept_nowhere(client: TestClient) -> None:
    response = client.get("/?embed=1&lang=en")
    assert '<html lang="en">' in response.text
    assert "set-cookie" not in response.headers


def test_the_compact_page_has_no_menu_but_all_else(client: TestClient) -> None:
    page = client.get("/?embed=1").text
    assert 'class="places"' not in page
    assert "这不是政府机关" in page
    assert 'id="message"' in page
