"""The chat in the browsers people have: older ones, those inside apps, and screen readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import esprima
import pytest
from browser_rig import QUESTION, ask

from bot.channels.web.templating import STATIC

#: What Safari 12 and the browser inside WeChat of 2019 (Chromium 66) do not know.
LATER = re.compile(
    r"\.(?:flat|replaceChildren|requestSubmit|replaceAll|flatMap|matchAll|at|hasOwn|fromEntries"
    r"|allSettled|toSorted|structuredClone)\("
)
#: A browser without what came with Safari 15.4 and 16.
OLD = """
  delete SubmitEvent.prototype.submitter;
  delete HTMLFormElement.prototype.requestSubmit;
  delete Element.prototype.replaceChildren;
  delete crypto.constructor.prototype.randomUUID;
"""
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/86.0 MQQBrowser/6.2 TBS/045 Mobile Safari/537.36 MMWEBID/1 MicroMessenger/8.0.30"
)
WECHAT_IOS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.30(0x18001e2f) NetType/WIFI"
)
Page = Callable[..., Any]


@pytest.fixture
def opened_with(chromium: Any, noted_address: str, problems: list[str]) -> Iterator[Page]:
    """Open the chat in a browser changed by a script."""
    contexts = []

    def open_page(script: str = "", **options: Any) -> Any:
        context = chromium.new_context(base_url=noted_address, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(script)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto("/")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("script", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_read_by_the_oldest_browsers(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    # The parser knows the language of 2017; what came later is an error.
    esprima.parseScript(text)
    assert LATER.findall(text) == []


@pytest.mark.parametrize("text", ["a?.b", "a ?? b", "try {} catch {}", "a ||= b", "class A { #b }"])
def test_the_check_of_scripts_refuses_what_came_later(text: str) -> None:
    with pytest.raises(esprima.Error):
        esprima.parseScript(text)


def test_an_older_browser_asks_by_every_button_and_by_enter(
    opened_with: Page, problems: list[str]
) -> None:
    page = opened_with(OLD)
    page.locator(".intro .suggestions button").first.click()
    page.locator(".answer").wait_for()
    page.locator(".answer .suggestions button").first.click()
    page.locator(".answer").nth(1).wait_for()
    ask(page)
    page.fill("#message", QUESTION)
    page.click(".send")
    page.locator(".answer").nth(3).wait_for()
    assert page.locator(".question").last.inner_text().endswith(QUESTION)
    page.click("#restart")
    assert page.locator(".answer").count() == 0
    assert problems == []


def test_an_older_browser_sends_verdicts_and_notes(opened_with: Page, problems: list[str]) -> None:
    page = opened_with(OLD)
    ask(page)
    page.get_by_role("button", name="有用").click()
    page.get_by_text("已记下,谢谢。").wait_for()
    assert page.locator("[aria-pressed=true]").get_attribute("value") == "up"
    page.locator(".feedback summary").click()
    page.fill(".feedback textarea", "没有说地址")
    page.get_by_role("button", name="提交说明").click()
    page.locator("[aria-pressed=true][value=down]").wait_for()
    assert problems == []


def test_a_typed_question_after_a_button_is_not_taken_for_the_button(opened_with: Page) -> None:
    page = opened_with(OLD)
    page.locator(".intro .suggestions button").first.click()
    page.locator(".answer").wait_for()
    ask(page)
    assert page.locator(".question").last.inner_text().endswith(QUESTION)


def is_clean(page: Any) -> bool:
    script = "!document.body.classList.contains('one') && !document.querySelector('.printed')"
    return bool(page.evaluate(script))


@pytest.mark.parametrize("agent", [WECHAT, WECHAT_IOS, "Mozilla/5.0 DingTalk/7.0"])
def test_inside_an_app_printing_is_not_offered(opened_with: Page, agent: str) -> None:
    page = opened_with(user_agent=agent)
    ask(page)
    assert page.locator(".tools").is_visible()
    assert page.get_by_role("button", name="打印").count() == 0


def test_without_the_function_printing_is_not_offered(opened_with: Page) -> None:
    page = opened_with("window.print = undefined;")
    ask(page)
    assert page.get_by_role("button", name="打印").count() == 0


@pytest.mark.parametrize(
    "script",
    [
        "window.print = () => {};",
        "window.print = () => { throw new Error('no'); };",
        "window.print = () => { window.dispatchEvent(new Event('beforeprint')); };",
    ],
)
def test_a_print_that_never_ends_leaves_nothing_behind(
    opened_with: Page, problems: list[str], script: str
) -> None:
    page = opened_with(script)
    ask(page)
    page.get_by_role("button", name="打印").click()
    ask(page, "老板三个月没发工资")
    assert is_clean(page)
    page.emulate_media(media="print")
    assert all(turn.is_visible() for turn in page.locator(".answer").all())
    assert problems == []


LISTEN = """
  window.heard = [];
  document.addEventListener("DOMContentLoaded", () => {
    const log = document.querySelector("[role=log]");
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) {
        const from = node.nodeType === 1 ? node : node.parentElement;
        const live = from && from.closest("[aria-live], [role=status]");
        if (live && live.getAttribute("aria-live") !== "off") window.heard.push(node.textContent);
      }
    }).observe(log, { childList: true, subtree: true });
  });
"""


def heard(page: Any) -> str:
    return "\n".join(page.evaluate("window.heard.splice(0)"))


def test_a_screen_reader_hears_question_and_answer_and_no_tools(opened_with: Page) -> None:
    page = opened_with(LISTEN)
    answer = ask(page)
    said = heard(page)
    assert said.count(QUESTION) == 1
    assert said.count(answer.locator(".lead").inner_text()) == 1
    for tool in ("复制", "打印", "有用", "没用", "说说哪里不对"):
        assert tool not in said, tool


def test_after_a_reload_nothing_old_is_heard(opened_with: Page) -> None:
    page = opened_with(LISTEN)
    for _ in range(3):
        ask(page)
    page.reload()
    page.locator(".answer").nth(2).wait_for()
    page.wait_for_timeout(800)
    assert heard(page) == ""
    assert page.evaluate("document.activeElement === document.body")
    answer = ask(page, "老板三个月没发工资")
    assert answer.locator(".lead p").first.inner_text() in heard(page)


def test_what_was_copied_is_still_heard(opened_with: Page) -> None:
    page = opened_with(LISTEN)
    ask(page)
    heard(page)
    page.get_by_role("button", name="复制").click()
    page.locator(".tools .said:not(:empty)").wait_for()
    assert heard(page).strip()
