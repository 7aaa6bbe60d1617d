"""The chat in a frame with a sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_rig import site_of
from starlette.requests import Request
from starlette.responses import HTMLResponse

#: As docs/embedding.md names them.
ENOUGH = (
    "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox "
    "allow-downloads"
)


def host_page(request: Request) -> HTMLResponse:
    home, sandbox = request.query_params["home"], request.query_params["sandbox"]
    return HTMLResponse(
        f'<iframe sandbox="{sandbox}" src="{home}/?embed=1" width="400" height="640"></iframe>'
    )


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with site_of(host_page) as address:
        yield address


@pytest.fixture
def framed(chromium: Any, host: str, home: str) -> Iterator[Callable[[str], Any]]:
    """Open a page whose frame has a sandbox; return page and frame."""
    contexts = []

    def open_frame(sandbox: str) -> Any:
        context = chromium.new_context(locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{host}/?home={home}&sandbox={sandbox}")
        return page, page.frame_locator("iframe")

    yield open_frame
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "sandbox",
    ["allow-scripts", "allow-scripts allow-forms", "allow-scripts allow-forms allow-popups"],
)
def test_a_sandbox_that_is_too_tight_is_said_with_a_way_out(
    framed: Callable[[str], Any], home: str, sandbox: str
) -> None:
    _, chat = framed(sandbox)
    walled = chat.locator("#walled")
    walled.wait_for()
    link = walled.locator("a")
    # To be copied where it cannot be opened.
    assert link.inner_text() == link.get_attribute("href") == f"{home}/"
    assert not chat.locator("#message").is_visible()
    assert not chat.locator(".intro .suggestions").is_visible()


def test_the_way_out_opens_the_whole_chat(framed: Callable[[str], Any]) -> None:
    page, chat = framed("allow-scripts allow-popups allow-popups-to-escape-sandbox")
    with page.context.expect_page() as opening:
        chat.locator("#walled a").click()
    opening.value.locator("#message").wait_for()


def test_with_the_flags_of_the_manual_it_works(framed: Callable[[str], Any]) -> None:
    _, chat = framed(ENOUGH)
    chat.locator("#hint:not([hidden])").wait_for(state="attached")
    chat.locator("#message").fill("无欠薪县的标准是什么")
    chat.locator("#message").press("Enter")
    chat.locator(".answer.answered").wait_for()
    assert not chat.locator("#walled").is_visible()


def test_the_manual_names_these_flags() -> None:
    manual = (Path(__file__).parents[4] / "docs" / "embedding.md").read_text("utf-8")
    assert f'sandbox="{ENOUGH}"' in manual


def test_a_sandbox_without_scripts_and_forms_says_where_to_open_it(
    framed: Callable[[str], Any], home: str
) -> None:
    _, frame = framed("allow-popups")
    told = frame.locator("noscript .notices")
    assert "新窗口" in told.inner_text()
    assert told.locator("a").get_attribute("href").startswith(home)


def test_a_sandbox_without_scripts_shows_the_forms_answer_in_the_frame(
    framed: Callable[[str], Any],
) -> None:
    _, frame = framed("allow-forms")
    frame.locator("#message").fill("无欠薪县的标准是什么")
    frame.locator(".send").click()
    frame.locator(".answer").wait_for()
    assert "无欠薪" in frame.locator(".answer").inner_text()
