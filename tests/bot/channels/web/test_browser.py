"""The chat in a real browser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from browser_rig import QUESTION, Opener, ask, overflow
from web_double import CardAssistant


def test_a_quote_unfolds_and_leads_to_the_marked_passage(
    opened: Opener, answering: CardAssistant, problems: list[str]
) -> None:
    page = opened("/")
    answer = ask(page)
    assert page.locator(".question").inner_text().endswith(QUESTION)
    proof = answer.locator("details.proof").first
    quote = proof.locator("blockquote")
    assert not quote.is_visible()
    proof.locator("summary").click()
    assert quote.is_visible()
    words = quote.inner_text()
    proof.locator(".source a").click()
    mark = page.locator("mark").first
    mark.wait_for()
    assert "".join(page.locator("mark").all_text_contents()) == words
    assert "/documents/" in page.url
    assert mark.evaluate("node => node.getBoundingClientRect().top < window.innerHeight")
    assert problems == []


def test_the_conversation_is_there_again_after_a_reload_and_can_be_cleared(
    opened: Opener, answering: CardAssistant, problems: list[str]
) -> None:
    page = opened("/")
    ask(page)
    shown = page.locator("#log").inner_text()
    page.reload()
    assert page.locator("#log").inner_text() == shown
    ask(page, "老板三个月没发工资")
    assert len({conversation for conversation, _, _ in answering.asked}) == 1
    page.click("#restart")
    assert page.locator("#log").inner_text() == ""
    ask(page)
    assert len({conversation for conversation, _, _ in answering.asked}) == 2
    assert problems == []


def test_a_button_shows_its_words_and_sends_its_payload(
    opened: Opener, answering: CardAssistant
) -> None:
    page = opened("/")
    page.get_by_role("button", name="欠薪了怎么办").click()
    page.locator(".answer").wait_for()
    assert answering.asked[0][1:] == ("/wages_claim", "zh-Hans")
    assert page.locator(".question").inner_text().endswith("欠薪了怎么办")
    follow_up = page.locator(".answer .suggestions button").first
    label = follow_up.inner_text()
    follow_up.click()
    page.locator(".answer").nth(1).wait_for()
    assert answering.asked[1][1].startswith("/")
    assert page.locator(".question").nth(1).inner_text().endswith(label)


def test_everything_can_be_done_by_keyboard(
    opened: Opener, answering: CardAssistant, problems: list[str]
) -> None:
    page = opened("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(20):
        if page.evaluate("document.activeElement.id") == "message":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    assert page.input_value("#message") == "第一行\n第二行"
    assert answering.asked == []
    page.fill("#message", QUESTION)
    page.keyboard.press("Enter")
    page.locator(".answer").wait_for()
    page.locator("details.proof summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("mark").first.wait_for()
    assert problems == []


def test_focus_can_be_seen(opened: Opener) -> None:
    page = opened("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_enter_that_picks_a_word_in_an_input_method_sends_nothing(
    opened: Opener, answering: CardAssistant
) -> None:
    page = opened("/")
    page.fill("#message", "gongzi")
    page.evaluate(
        """document.getElementById("message").dispatchEvent(new KeyboardEvent(
            "keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert page.input_value("#message") == "gongzi"
    assert page.locator(".question").count() == 0
    assert answering.asked == []


def test_a_long_unbroken_word_does_not_widen_the_page(
    opened: Opener, answering: CardAssistant
) -> None:
    page = opened("/", width=360)
    ask(page, "w" * 900)
    assert overflow(page) == 0


def test_what_is_tapped_is_large_enough(opened: Opener, answering: CardAssistant) -> None:
    page = opened("/", width=360)
    answer = ask(page)
    targets = [
        *page.locator(".intro button, .send, .places a").all(),
        *answer.locator("a.contact, summary, .suggestions button").all(),
    ]
    heights = [target.bounding_box()["height"] for target in targets if target.is_visible()]
    assert len(heights) > 8
    assert min(heights) >= 43.9


def test_a_failed_question_says_so_and_can_be_sent_again(
    opened: Opener, answering: CardAssistant
) -> None:
    page = opened("/")
    answering.trouble = RuntimeError("broken")
    failed = ask(page)
    assert "这次没能回答" in failed.inner_text()
    assert failed.locator('a[href="tel:12345"]').is_visible()
    answering.trouble = None
    page.get_by_role("button", name="再试一次").click()
    page.locator(".answer.answered").wait_for()
    assert page.locator(".answer").count() == 1
    assert page.locator(".question").count() == 1


def test_a_lost_connection_is_said_in_plain_words(opened: Opener, answering: CardAssistant) -> None:
    page = opened("/")
    page.route("**/api/chat", lambda route: route.abort())
    failed = ask(page)
    assert "请检查网络后再试" in failed.inner_text()
    page.unroute("**/api/chat")
    page.get_by_role("button", name="再试一次").click()
    page.locator(".answer.answered").wait_for()


def test_while_it_waits_it_says_so(opened: Opener, answering: CardAssistant) -> None:
    page = opened("/")
    held: list[Any] = []
    page.route("**/api/chat", lambda route: held.append(route))
    page.fill("#message", QUESTION)
    page.press("#message", "Enter")
    page.locator(".typing").wait_for()
    assert "正在查找原文" in page.locator(".typing").inner_text()
    held[0].continue_()
    page.locator(".answer").wait_for()
    assert page.locator(".typing").count() == 0


def test_nothing_of_an_answer_becomes_markup_or_a_dangerous_link(
    opened: Opener, answering: CardAssistant, problems: list[str]
) -> None:
    markup = "<img src=x onerror=document.title='bad'><b>b</b>"
    bad = "javascript:document.title='bad'"
    reply = {
        "status": "answered", "language": "zh-Hans", "text": markup, "lead": [markup],
        "steps": [markup], "rows": [{"text": markup, "citation": 0}],
        "citations": [
            {"document": markup, "title": markup, "provision": "p", "place": markup,
             "quote": markup, "verbatim": verbatim, "url": bad}
            for verbatim in (True, False)
        ],
        "links": [{"label": markup, "url": bad, "detail": markup}],
        "notices": [{"kind": "historic", "text": markup}],
        "suggestions": [{"label": markup, "payload": markup}],
        "attachments": [{"kind": "document", "url": bad, "name": markup}],
    }  # fmt: skip
    page = opened("/")
    page.route(
        "**/api/chat",
        lambda route: route.fulfill(body=json.dumps(reply), content_type="application/json"),
    )
    answer = ask(page)
    assert markup in answer.inner_text()
    assert answer.locator("img, b, a").count() == 0
    page.reload()
    page.locator(".answer").wait_for()
    assert page.locator(".answer img, .answer a").count() == 0
    assert "bad" not in page.title()
    assert problems == []


@pytest.mark.parametrize("question", [QUESTION, "老板三个月没发工资", "今天天气怎么样"])
def test_with_and_without_javascript_the_answer_is_the_same(
    opened: Opener, answering: CardAssistant, question: str
) -> None:
    def shape(answer: Any) -> list[list[str]]:
        """Return tag, class and address of every element with the whole text."""
        found = answer.evaluate(
            """node => [node, ...node.querySelectorAll("*")].map(
                (e) => [e.tagName, e.className, e.getAttribute("href") || "", e.lang || ""])"""
        )
        return [*found, ["".join(answer.text_content().split())]]

    with_script = ask(opened("/"), question)
    plain = opened("/", java_script_enabled=False)
    plain.fill("#message", question)
    plain.click(".send")
    assert shape(with_script) == shape(plain.locator(".answer"))


def test_the_page_speaks_english_and_answers_buttons_in_english(
    opened: Opener, answering: CardAssistant, problems: list[str]
) -> None:
    page = opened("/", locale="en-GB")
    page.get_by_role("button", name="I was not paid").click()
    answer = page.locator(".answer")
    answer.wait_for()
    assert "What to do" in answer.inner_text()
    assert answer.get_attribute("lang") == "en"
    page.get_by_role("link", name="简体").click()
    page.locator('html[lang="zh-Hans"]').wait_for()
    assert problems == []


def test_the_question_is_painted_before_the_server_has_heard_of_it(
    opened: Opener, answering: CardAssistant
) -> None:
    page = opened("/")
    page.evaluate(
        """() => {
            const fetching = window.fetch;
            window.fetch = async (...given) => {
                // What stands on the page when the question leaves it.
                const wanted = [".question", ".typing"];
                window.shownBefore = wanted.every((at) => document.querySelector(at));
                performance.mark("sent");
                requestAnimationFrame(() => performance.mark("painted"));
                const response = await fetching(...given);
                performance.mark("heard");
                return response;
            };
        }"""
    )
    held: list[Any] = []
    page.route("**/api/chat", lambda route: held.append(route))
    page.fill("#message", QUESTION)
    page.press("#message", "Enter")
    page.wait_for_function("() => performance.getEntriesByName('painted').length > 0")
    assert page.evaluate("window.shownBefore")
    held[0].continue_()
    page.locator(".answer").wait_for()
    order = page.evaluate(
        """performance.getEntriesByType("mark")
            .sort((a, b) => a.startTime - b.startTime).map((mark) => mark.name)"""
    )
    assert order == ["sent", "painted", "heard"]


@pytest.mark.parametrize("scripted", [True, False])
def test_in_danger_the_lines_and_numbers_stand_out_before_everything_else(
    opened: Opener, answering: CardAssistant, problems: list[str], scripted: bool
) -> None:
    page = opened("/", width=360, java_script_enabled=scripted)
    page.fill("#message", "我不想活了，老板打我")
    page.click(".send")
    answer = page.locator(".answer")
    answer.wait_for()
    first = answer.locator(".first-aid")
    assert answer.locator(":scope > *").first.get_attribute("class") == "first-aid"
    assert first.locator("p").first.inner_text().startswith("您不是一个人")
    numbers = first.locator("a.contact").evaluate_all("all => all.map(one => one.href)")
    assert numbers == ["tel:12356", "tel:110", "tel:120"]
    assert "您不是一个人" not in answer.locator(".lead").inner_text()
    assert answer.locator("a[href='tel:12356']").count() == 1
    assert first.locator("a.contact").first.bounding_box()["height"] >= 44
    if scripted:
        assert overflow(page) == 0 and problems == []


@pytest.mark.parametrize(
    ("status", "said"), [(429, "请等一分钟再发"), (502, "这会儿没有回答"), (413, "这会儿没有回答")]
)
def test_the_page_of_a_proxy_in_between_is_no_lost_connection(
    opened: Opener, answering: CardAssistant, status: int, said: str
) -> None:
    page = opened("/")
    refusal = {"status": status, "content_type": "text/html", "body": "<h1>nginx</h1>"}
    page.route("**/api/chat", lambda route: route.fulfill(**refusal))
    failed = ask(page)
    assert said in failed.inner_text() and "检查网络" not in failed.inner_text()


_REFUSES = """for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, { get() { throw new DOMException('no'); } });"""
_FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }"
_DAMAGED = "for (const kept of [localStorage, sessionStorage]) kept.setItem('wence', '{broken')"


@pytest.mark.parametrize("storage", [_FULL, _REFUSES, _DAMAGED], ids=["full", "none", "damaged"])
def test_storage_that_fails_takes_nothing_from_the_answers(
    opened: Opener, answering: CardAssistant, problems: list[str], storage: str
) -> None:
    page = opened("/")
    page.add_init_script(storage)
    page.reload()
    ask(page)
    ask(page, "老板三个月没发工资")
    assert page.locator(".answer.answered").count() == 2
    assert len({conversation for conversation, _, _ in answering.asked}) == 1
    assert problems == []
