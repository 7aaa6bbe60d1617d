"""The pages beside the chat in a real browser."""

from __future__ import annotations

import pytest
from browser_rig import Opener, ask, overflow
from web_double import CardAssistant

PAGES = (
    "/documents", "/documents/浙政办发-2017-82", "/laws", "/laws/law724", "/channels",
    "/search?q=工资保证金", "/deadlines", "/facts", "/units", "/units/省教育厅", "/api",
    "/?embed=1",
)  # fmt: skip


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_window(
    opened: Opener, answering: CardAssistant, problems: list[str], width: int, scheme: str
) -> None:
    page = opened("/", width=width, color_scheme=scheme)
    answer = ask(page)
    for summary in answer.locator("summary").all():
        summary.click()
    wide = {"answer": overflow(page)}
    for path in PAGES:
        page.goto(path)
        wide[path] = overflow(page)
    assert not any(wide.values()), wide
    assert problems == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_text_of_twice_the_size_fits_and_nothing_is_cut(
    opened: Opener, answering: CardAssistant, width: int
) -> None:
    page = opened("/", width=width)
    twice = "document.documentElement.style.setProperty('font-size', '200%', 'important')"
    page.evaluate(twice)
    answer = ask(page)
    for summary in answer.locator("summary").all():
        summary.click()
    wide = {"answer": overflow(page)}
    for path in PAGES:
        page.goto(path)
        page.evaluate(twice)
        wide[path] = overflow(page)
    assert not any(wide.values()), wide
    page.goto("/")
    page.evaluate(twice)
    for seen in ("#message", ".send"):
        box = page.locator(seen).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, seen
    cut = page.evaluate(
        """() => [...document.querySelectorAll("button, a, .send")].filter((one) =>
             one.offsetParent && one.scrollWidth > one.clientWidth + 1
             && getComputedStyle(one).overflowX === "hidden").map((one) => one.textContent)"""
    )
    assert cut == []


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_with_text_of_twice_the_size_the_composer_leaves_room_to_read(
    opened: Opener, width: int, language: str
) -> None:
    page = opened("/", width=width, locale=language)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    heights = []
    for text in ("", "老板三个月没发工资" * 30):
        page.fill("#message", text)
        box = page.locator("#ask").bounding_box()
        assert box
        heights.append(box["height"])
    # Empty it is one line and its button; with a long message it scrolls.
    assert heights[0] <= 740 / 4 and heights[1] <= 740 / 2, heights


def test_no_page_asks_another_server(opened: Opener, address: str) -> None:
    page = opened("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/documents", "/laws/law724", "/channels", "/search?q=工资", "/api"):
        page.goto(path)
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []


def test_the_contents_stay_beside_a_long_paper_and_are_folded_on_a_phone(
    opened: Opener, problems: list[str]
) -> None:
    path = "/documents/浙政发-2017-31"
    wide = opened(path, width=1280)
    beside = wide.locator(".contents.beside")
    wide.evaluate("window.scrollTo(0, 4000)")
    assert beside.evaluate("node => node.getBoundingClientRect().top >= 0")
    assert not wide.locator(".contents.above").is_visible()
    narrow = opened(path, width=360)
    assert not narrow.locator(".contents.beside").is_visible()
    link = narrow.locator(".contents.above a").first
    assert not link.is_visible()
    narrow.locator(".contents.above summary").click()
    link.click()
    assert "#" in narrow.url
    assert problems == []


def test_deadlines_are_chosen_and_their_proof_unfolds(opened: Opener, problems: list[str]) -> None:
    page = opened("/deadlines")
    page.get_by_label("年份").select_option("2018")
    page.get_by_role("button", name="查看").click()
    page.wait_for_url("**year=2018")
    page.locator("details.proof summary").first.click()
    assert page.locator("blockquote").first.is_visible()
    assert problems == []
