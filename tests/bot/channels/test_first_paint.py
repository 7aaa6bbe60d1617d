"""An answer is on the screen with the first frame after it arrived."""

from __future__ import annotations

from typing import Any

import pytest

QUESTION = "无欠薪县的标准是什么"
#: Looks at the page in the first frame after the reply was read, before that frame is painted.
LOOK = """() => {
    const fetching = window.fetch;
    window.fetch = async (...given) => {
        const response = await fetching(...given);
        const read = response.json.bind(response);
        response.json = async () => {
            const reply = await read();
            requestAnimationFrame(() => {
                const answers = document.querySelectorAll(".answer");
                const last = answers[answers.length - 1];
                window.looks = [...(window.looks || []), {
                    awaited: reply.lead[0],
                    shown: last ? last.querySelector(".lead").textContent : "",
                    quotes: last ? last.querySelectorAll("blockquote").length : 0,
                    typing: document.querySelectorAll(".typing").length,
                }];
            });
            return reply;
        };
        return response;
    };
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_frame_after_the_reply_shows_all_of_it(
    chromium: Any, address: str, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 740}, locale="zh-CN")
    page.goto(address)
    page.evaluate(LOOK)
    for number in (1, 2):
        page.fill("#message", QUESTION)
        page.press("#message", "Enter")
        page.wait_for_function("(count) => (window.looks || []).length === count", arg=number)
    looks: list[dict[str, Any]] = page.evaluate("window.looks")
    page.close()
    assert [look["typing"] for look in looks] == [0, 0]
    assert all(look["shown"].startswith(look["awaited"]) for look in looks)
    assert all(look["quotes"] > 0 for look in looks)
