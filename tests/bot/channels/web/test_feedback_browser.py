"""The buttons under an answer, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.store.archive import Archive

QUESTION = "无欠薪县的标准是什么"


@pytest.fixture
def asked(chromium: Any, noted_address: str) -> Iterator[Any]:
    """A page with one answer."""
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(noted_address)
    page.fill("#message", QUESTION)
    page.click(".send")
    page.locator(".feedback").wait_for()
    yield page
    context.close()


def pressed(page: Any) -> list[str]:
    return [
        button.get_attribute("value")
        for button in page.locator(".verdicts button[aria-pressed=true]").all()
    ]


def thanked(page: Any) -> None:
    page.get_by_text("已记下,谢谢。").wait_for()


def test_a_verdict_is_pressed_by_keyboard_and_changed(asked: Any, archive: Archive) -> None:
    assert pressed(asked) == []
    asked.get_by_role("button", name="有用", exact=False).focus()
    asked.keyboard.press("Enter")
    thanked(asked)
    assert pressed(asked) == ["up"]
    asked.get_by_role("button", name="不是我问的").press("Space")
    asked.locator('button[value="other"][aria-pressed="true"]').wait_for()
    assert pressed(asked) == ["other"]
    assert archive.remarks()[-1].verdict == "other"


def test_a_note_explains_the_verdict_before_it(asked: Any, archive: Archive) -> None:
    asked.get_by_role("button", name="不是我问的").click()
    asked.locator(".feedback textarea").fill("问的是杭州")
    asked.get_by_role("button", name="提交说明").click()
    asked.locator(".feedback details:not([open])").wait_for()
    assert (archive.remarks()[-1].verdict, archive.remarks()[-1].note) == ("other", "问的是杭州")


def test_a_verdict_is_still_pressed_after_a_reload(asked: Any) -> None:
    asked.get_by_role("button", name="没用").click()
    thanked(asked)
    asked.reload()
    asked.locator(".feedback").wait_for()
    assert pressed(asked) == ["down"]


def test_with_and_without_script_the_form_is_the_same(
    asked: Any, chromium: Any, noted_address: str
) -> None:
    def shape(form: Any) -> list[list[str]]:
        return form.evaluate(  # type: ignore[no-any-return]
            """node => [node, ...node.querySelectorAll("*")].map((e) => [e.tagName, e.className,
                e.getAttribute("name"), e.tagName === "BUTTON" ? e.value : "",
                e.textContent.split(/\\s+/).join("")])"""
        )

    context = chromium.new_context(locale="zh-CN", java_script_enabled=False)
    plain = context.new_page()
    plain.goto(noted_address)
    plain.fill("#message", QUESTION)
    plain.click(".send")
    assert shape(plain.locator(".feedback")) == shape(asked.locator(".feedback"))
    plain.get_by_role("button", name="没用").click()
    assert "已记下" in plain.locator("h1").inner_text()
    context.close()
