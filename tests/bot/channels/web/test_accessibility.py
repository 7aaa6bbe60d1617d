"""What axe-core, the checker of the WCAG rules, finds on the pages: nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_rig import serving
from web_double import CardAssistant

from actions.context import AnswerContext
from bot.attachments.links import SignedLinks
from bot.channels.web.app import make_app
from policies_kb.kb import KnowledgeBase

PATHS = (
    "/", "/?embed=1", "/documents", "/documents/浙政办发-2017-82", "/laws/law724", "/channels",
    "/search?q=工资保证金", "/deadlines?year=2018", "/facts", "/units", "/units/省环保厅", "/api",
    "/nope",
)  # fmt: skip
#: WCAG 2.2 up to AA, and what its makers hold for good practice.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Of what is in order one place is told, not every one.
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module")
def address(context: AnswerContext, kb: KnowledgeBase) -> Iterator[str]:
    with serving(make_app(CardAssistant(context), kb, SignedLinks(b"k" * 32))) as served:
        yield served


def violations(page: Any) -> list[str]:
    """Return what axe-core finds, each with the places it finds it at."""
    found = Axe().run(page, options=RULES).response
    assert found["passes"], "nothing was checked"
    return [
        f"{rule['id']}: {[node['html'][:120] for node in rule['nodes'][:3]]}"
        for rule in found["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_breaks_a_rule(chromium: Any, address: str, width: int, scheme: str) -> None:
    context = chromium.new_context(
        base_url=address,
        viewport={"width": width, "height": 740},
        locale="zh-CN",
        color_scheme=scheme,
        # A policy without inline script keeps axe-core out of the page otherwise.
        bypass_csp=True,
    )
    page = context.new_page()
    found = {}
    for path in PATHS:
        page.goto(path)
        found[path] = violations(page)
    page.goto("/")
    page.fill("#message", "老板三个月没发工资")
    page.press("#message", "Enter")
    page.locator(".tools").wait_for()
    found["answer"] = violations(page)
    for summary in page.locator(".answer > .proofs > details > summary").all():
        summary.click()
    found["unfolded"] = violations(page)
    context.close()
    assert {place: broken for place, broken in found.items() if broken} == {}


def test_who_wants_no_motion_gets_none(chromium: Any, address: str) -> None:
    context = chromium.new_context(base_url=address, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/")
    page.route("**/api/chat", lambda route: None)
    page.fill("#message", "工资")
    page.press("#message", "Enter")
    page.locator(".typing").wait_for()
    name = page.evaluate("getComputedStyle(document.querySelector('.dots i')).animationName")
    context.close()
    assert name == "none"
