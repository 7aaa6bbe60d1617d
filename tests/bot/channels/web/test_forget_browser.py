"""The button that deletes a conversation, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_rig import serving
from guard_rig import recorded
from sqlalchemy import select
from web_double import CardAssistant

from actions.context import AnswerContext
from bot.channels.web.app import make_app
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.tables import conversation, feedback
from policies_kb.kb import KnowledgeBase

QUESTION = "无欠薪县的标准是什么"
KEPT = "JSON.stringify({...sessionStorage})"


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('store')}/wence.db"


@pytest.fixture
def address(context: AnswerContext, kb: KnowledgeBase, store: str) -> Iterator[str]:
    archive = Archive.open(store)
    app = make_app(recorded(CardAssistant(context), kb, archive), kb, archive=archive)
    with serving(app) as served:
        yield served
    archive.close()


def opened(chromium: Any, address: str, **options: Any) -> Any:
    page = chromium.new_context(locale="zh-CN", **options).new_page()
    page.goto(address)
    page.fill("#message", QUESTION)
    page.click(".send")
    page.locator(".answer").wait_for()
    return page


def rows(store: str) -> int:
    database = Database.open(store)
    with database.reading() as connection:
        count = sum(len(connection.execute(select(t)).all()) for t in (conversation, feedback))
    database.close()
    return count


def test_the_button_asks_then_deletes_on_the_server_and_in_the_tab(
    chromium: Any, address: str, store: str
) -> None:
    page = opened(chromium, address)
    page.click(".verdicts button >> nth=0")
    page.get_by_text("已记下,谢谢。").wait_for()
    before = page.evaluate(KEPT)
    assert rows(store) == 2 and QUESTION in before and "wence-verdicts" in before
    assert not page.locator("#forget").is_visible()
    page.get_by_text("删除我的记录").click()
    page.get_by_role("button", name="确定删除").click()
    page.get_by_text("已删除").wait_for()
    assert rows(store) == 0
    after = page.evaluate(KEPT)
    assert QUESTION not in after and "wence-verdicts" not in after
    assert page.locator(".turn").count() == 0
    page.reload()
    assert page.locator(".turn").count() == 0
    page.context.close()


def test_it_works_without_javascript(chromium: Any, address: str, store: str) -> None:
    page = opened(chromium, address, java_script_enabled=False)
    assert rows(store) == 1
    page.get_by_text("删除我的记录").click()
    page.get_by_role("button", name="确定删除").click()
    page.get_by_text("已删除").wait_for()
    assert rows(store) == 0
    page.context.close()


def test_without_a_connection_it_says_so_and_keeps_the_page(chromium: Any, address: str) -> None:
    page = opened(chromium, address)
    page.route("**/api/forget", lambda route: route.abort())
    page.get_by_text("删除我的记录").click()
    page.get_by_role("button", name="确定删除").click()
    page.get_by_text("没有收到回答").wait_for()
    assert page.locator(".turn").count() == 1
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_unfolded_button_breaks_no_rule_and_can_be_tapped(
    chromium: Any, address: str, width: int, scheme: str
) -> None:
    # A policy without inline script keeps axe-core out of the page otherwise.
    size = {"width": width, "height": 740}
    page = opened(chromium, address, viewport=size, color_scheme=scheme, bypass_csp=True)
    page.get_by_text("删除我的记录").click()
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=rules).response
    assert found["passes"]
    assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found["violations"]] == []
    assert page.get_by_role("button", name="确定删除").bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
