"""A message on the page is read once, for the question its writer saw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser_rig import serving
from playwright.sync_api import Browser, Page, Route, expect

from bot.channels.web.app import make_app
from bot.server.start import App

pytestmark = pytest.mark.timeout(300)
CHAT = "**/api/chat"


@pytest.fixture(scope="module")
def real_address(parts: App) -> Iterator[str]:
    """The address of a chat with the trained model, as it is served."""
    with serving(make_app(parts.assistant, parts.kb, archive=parts.archive)) as served:
        yield served


@pytest.fixture
def context(chromium: Browser, real_address: str) -> Iterator[Any]:
    opened = chromium.new_context(base_url=real_address, locale="zh-CN")
    yield opened
    opened.close()


@pytest.fixture
def case(context: Any) -> Page:
    """A page with a wage case that asks since when nothing was paid."""
    page: Page = context.new_page()
    page.goto("/")
    for text in ("一步步帮我讨薪", "义乌", "工厂"):
        say(page, text)
    assert "哪个月开始" in last(page)
    return page


def say(page: Page, text: str) -> str:
    """Type a message, wait for its answer and return that."""
    before = page.locator(".answer").count()
    page.fill("#message", text)
    page.press("#message", "Enter")
    page.locator(".answer").nth(before).wait_for()
    expect(page.locator(".typing")).to_have_count(0, timeout=20_000)
    return last(page)


def last(page: Page) -> str:
    return str(page.locator(".answer").last.inner_text())


def lose(page: Page, how: str, times: int = 1) -> None:
    """Let the server read the next message and its answer get lost."""

    def losing(route: Route) -> None:
        route.fetch()
        if how == "aborted":
            route.abort()
        else:
            route.fulfill(status=504, content_type="text/html", body="<h1>Gateway Time-out</h1>")

    page.route(CHAT, losing, times=times)


@pytest.mark.parametrize("how", ["aborted", "proxy 504"])
def test_trying_again_after_a_lost_answer_fills_no_second_field(case: Page, how: str) -> None:
    lose(case, how)
    said = say(case, "今年3月")
    assert "哪个月走的" not in said
    case.click(".retry")
    expect(case.locator(".typing, .retry")).to_have_count(0, timeout=20_000)
    said = last(case)
    assert "3月" in said and "哪个月走的" in said
    facts = say(case, "我说了什么")
    assert "3月" in facts and "不干的时间" not in facts


def test_a_figure_sent_again_does_not_become_people(case: Page) -> None:
    say(case, "今年3月")
    say(case, "还在干")
    lose(case, "aborted", times=2)
    say(case, "20000")
    case.click(".retry")
    case.locator(".retry").wait_for()
    case.click(".retry")
    expect(case.locator(".typing, .retry")).to_have_count(0, timeout=20_000)
    assert "20000元" in last(case) and "多少人" in last(case)
    assert "20000人" not in say(case, "我说了什么")


def test_a_reload_while_an_answer_is_on_its_way_shows_question_and_answer(case: Page) -> None:
    def forgetting(route: Route) -> None:
        # The server answers; the page is gone before the answer comes.
        route.fetch()

    case.route(CHAT, forgetting, times=1)
    case.fill("#message", "今年3月")
    with case.expect_request(CHAT):
        case.press("#message", "Enter")
    case.wait_for_timeout(1500)
    case.unroute_all(behavior="ignoreErrors")
    case.reload()
    expect(case.locator(".typing")).to_have_count(0, timeout=20_000)
    assert case.locator(".question").last.inner_text().endswith("今年3月")
    assert "哪个月走的" in last(case)
    assert "不干的时间" not in say(case, "我说了什么")
    # And once more nothing is sent.
    turns = case.locator(".turn").count()
    case.reload()
    assert case.locator(".turn").count() == turns


def duplicate(page: Page, listens: bool) -> Page:
    """Open a second tab of the same conversation, as "duplicate tab" does."""
    kept = page.evaluate("sessionStorage.getItem('wence')")
    other = page.context.new_page()
    if not listens:
        other.add_init_script("delete window.BroadcastChannel")
    other.goto("/")
    other.evaluate("kept => sessionStorage.setItem('wence', kept)", kept)
    other.reload()
    return other


def test_a_second_tab_shows_what_the_first_was_answered(case: Page) -> None:
    other = duplicate(case, listens=True)
    say(case, "今年3月")
    expect(other.locator("#log")).to_contain_text("哪个月走的", timeout=20_000)
    assert "欠多少钱" in say(other, "还在干")
    expect(case.locator("#log")).to_contain_text("欠多少钱", timeout=20_000)


def test_older_browsers_tabs_tell_each_other_too_and_leave_nothing(context: Any) -> None:
    context.add_init_script("delete window.BroadcastChannel")
    page = context.new_page()
    page.goto("/")
    say(page, "一步步帮我讨薪")
    other = duplicate(page, listens=True)
    say(page, "义乌")
    expect(other.locator("#log")).to_contain_text("给谁干活", timeout=20_000)
    assert page.evaluate("localStorage.length") == 0


def test_an_answer_from_a_tab_that_missed_something_is_not_taken_for_the_open_question(
    case: Page,
) -> None:
    other = duplicate(case, listens=False)
    say(case, "今年3月")
    assert "哪个月开始" in last(other)
    said = say(other, "今年5月")
    assert "已经往下走了" in said and "哪个月走的" in said
    assert other.locator(".answer").last.locator(".suggestions button").count() > 1
    facts = say(case, "我说了什么")
    assert "3月" in facts and "5月" not in facts
    # What asks something is answered all the same.
    assert "无欠薪" in say(other, "无欠薪县的标准是什么")


def test_who_is_forgotten_in_one_tab_is_forgotten_in_the_other(case: Page) -> None:
    other = duplicate(case, listens=True)
    case.click(".forget summary")
    case.click("#forget button")
    expect(case.locator(".turn")).to_have_count(0, timeout=20_000)
    expect(other.locator(".turn")).to_have_count(0, timeout=20_000)


@pytest.fixture
def plain(chromium: Browser, real_address: str) -> Iterator[Page]:
    """The page without scripts, with a case that asks since when nothing was paid."""
    opened = chromium.new_context(base_url=real_address, locale="zh-CN", java_script_enabled=False)
    page = opened.new_page()
    page.goto("/")
    for text in ("一步步帮我讨薪", "义乌", "工厂"):
        post(page, text)
    yield page
    opened.close()


def post(page: Page, text: str) -> str:
    page.fill("#message", text)
    page.click(".send")
    return last(page)


def test_without_scripts_a_reload_sends_nothing_again(plain: Page) -> None:
    assert "哪个月走的" in post(plain, "今年3月")
    posted = []
    plain.on("request", lambda request: posted.append(request.method))
    plain.reload()
    assert set(posted) == {"GET"}
    assert "哪个月走的" in last(plain)
    assert plain.locator(".question").inner_text().endswith("今年3月")
    assert "欠多少钱" in post(plain, "还在干")


def test_without_scripts_going_back_and_sending_again_fills_no_second_field(plain: Page) -> None:
    post(plain, "今年3月")
    plain.go_back()
    assert "哪个月走的" in post(plain, "今年3月")
    facts = post(plain, "我说了什么")
    assert "3月" in facts and "不干的时间" not in facts


def test_without_scripts_a_pressed_button_is_shown_by_its_words(plain: Page) -> None:
    button = plain.locator(".answer .suggestions button").last
    label = button.inner_text()
    button.click()
    assert plain.locator(".question").inner_text().endswith(label)
    assert "answer=form-" in plain.url


def test_the_address_of_an_answer_cannot_be_guessed(plain: Page, parts: App) -> None:
    for guess in ("1", "form-1", "form-" + "0" * 32):
        plain.goto(f"/chat?answer={guess}")
        assert plain.locator(".answer").count() == 0
