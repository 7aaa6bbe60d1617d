"""The widget on phones: with bars, with a keyboard, across."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser_rig import site_of
from starlette.requests import Request
from starlette.responses import HTMLResponse

#: Where the browser's bars or a keyboard cover the page, 100vh is more than can be seen.
SIZES = [
    (375, 553, 667),
    (375, 293, 667),
    (667, 325, 375),
    (667, 170, 375),
    (390, 664, 844),
    (320, 454, 568),
]


def host_page(request: Request) -> HTMLResponse:
    home = request.query_params["home"]
    return HTMLResponse(
        f'<p style="height:3000px">x</p><script src="{home}/static/widget.js"></script>'
    )


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with site_of(host_page) as address:
        yield address


@pytest.fixture
def page(chromium: Any, host: str, home: str) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 375, "height": 667}, has_touch=True)
    opened = context.new_page()
    opened.goto(f"{host}/?home={home}")
    opened.locator("#wence button").click()
    yield opened
    context.close()


def asked(page: Any) -> Any:
    """Ask in the frame, once its script runs, and return the frame."""
    chat = page.frame_locator("#wence iframe")
    chat.locator("#hint:not([hidden])").wait_for(state="attached")
    chat.locator("#message").fill("无欠薪县的标准是什么")
    chat.locator("#message").press("Enter")
    return chat


def inside(box: dict[str, float] | None, width: float, height: float) -> bool:
    assert box
    return (
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= width
        and box["y"] + box["height"] <= height
        and box["height"] > 0
    )


@pytest.mark.parametrize(("width", "height", "_whole"), SIZES)
def test_panel_button_and_box_are_seen_at_every_size(
    page: Any, width: int, height: int, _whole: int
) -> None:
    chat = asked(page)
    answer = chat.locator(".answer")
    answer.wait_for()
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(200)
    for seen in ("#wence-panel", "#wence button"):
        assert inside(page.locator(seen).bounding_box(), width, height), seen
    panel, button = (page.locator(at).bounding_box() for at in ("#wence-panel", "#wence button"))
    assert panel["x"] + panel["width"] <= button["x"] or panel["y"] + panel["height"] <= button["y"]
    assert inside(chat.locator("#message").bounding_box(), width, height)
    if height > 250:
        assert inside(chat.locator(".top").bounding_box(), width, height)
    # What was answered can be brought between head and box.
    answer.locator(".lead p").last.scroll_into_view_if_needed()
    line, box = (
        answer.locator(".lead p").last.bounding_box(),
        chat.locator(".composer").bounding_box(),
    )
    assert line["y"] < box["y"]
    assert box["y"] - panel["y"] > 40


@pytest.mark.parametrize(("width", "height", "whole"), SIZES)
def test_what_100vh_counts_in_makes_no_difference(
    page: Any, width: int, height: int, whole: int
) -> None:
    # As on an iPhone: the page is laid out for the whole height, less of it is seen.
    page.set_viewport_size({"width": width, "height": whole})
    page.evaluate(
        """([height]) => {
          Object.defineProperty(visualViewport, "height", { value: height, configurable: true });
          visualViewport.dispatchEvent(new Event("resize"));
        }""",
        [height],
    )
    for seen in ("#wence-panel", "#wence button"):
        assert inside(page.locator(seen).bounding_box(), width, height), seen


def test_without_the_visual_viewport_the_height_of_the_window_counts(
    chromium: Any, host: str, home: str
) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 553})
    opened = context.new_page()
    opened.add_init_script("Object.defineProperty(window, 'visualViewport', { value: undefined });")
    opened.goto(f"{host}/?home={home}")
    opened.locator("#wence button").click()
    assert inside(opened.locator("#wence-panel").bounding_box(), 375, 553)
    context.close()


def test_the_head_of_the_frame_stays_when_the_answer_is_scrolled(page: Any) -> None:
    chat = asked(page)
    chat.locator(".answer").wait_for()
    panel = page.locator("#wence-panel").bounding_box()
    head = chat.locator(".top").bounding_box()
    assert 0 <= head["y"] - panel["y"] <= 2
    question = chat.locator(".question").bounding_box()
    assert question["y"] >= head["y"] + head["height"] - 1
