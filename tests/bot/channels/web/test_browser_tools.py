"""An answer is copied, shared and printed, in a real browser."""

from __future__ import annotations

from browser_rig import QUESTION, Opener, ask
from web_double import CardAssistant


def test_an_answer_is_copied_with_its_quotes_and_their_addresses(
    opened: Opener, answering: CardAssistant, address: str, problems: list[str]
) -> None:
    page = opened("/", permissions=["clipboard-read", "clipboard-write"])
    answer = ask(page)
    page.get_by_role("button", name="复制").click()
    page.get_by_text("已复制,连同出处。").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(QUESTION)
    for quote in answer.locator("blockquote").all_text_contents():
        assert quote in copied
    assert f"浙政办发〔2017〕80号 二、(一)1.: {address}/documents/" in copied
    assert problems == []


def test_without_the_clipboard_interface_the_old_way_copies(
    opened: Opener, answering: CardAssistant
) -> None:
    page = opened("/", permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    ask(page)
    page.get_by_role("button", name="复制").click()
    page.get_by_text("已复制,连同出处。").wait_for()
    assert page.locator("body > textarea").count() == 0


def test_sharing_is_offered_only_where_the_system_can(
    opened: Opener, answering: CardAssistant
) -> None:
    page = opened("/")
    page.evaluate("delete Navigator.prototype.share")
    first = ask(page)
    assert page.get_by_role("button", name="分享").count() == 0
    page.evaluate("() => { navigator.share = async (what) => { window.shared = what.text; }; }")
    ask(page)
    page.get_by_role("button", name="分享").click()
    assert first.locator("blockquote").first.text_content() in page.evaluate("window.shared")


def test_one_answer_is_printed_alone_with_its_proofs_unfolded(
    opened: Opener, answering: CardAssistant
) -> None:
    page = opened("/")
    ask(page)
    ask(page, "老板三个月没发工资")
    page.evaluate("() => { window.print = () => window.dispatchEvent(new Event('beforeprint')); }")
    page.emulate_media(media="print")
    page.get_by_role("button", name="打印", include_hidden=True).first.evaluate("b => b.click()")
    one, other = page.locator(".answer").all()
    assert one.is_visible() and not other.is_visible()
    assert all(quote.is_visible() for quote in one.locator("blockquote").all())
    assert not page.locator("#message").is_visible()
    page.evaluate("""window.dispatchEvent(new Event("afterprint"))""")
    page.emulate_media(media="screen")
    assert other.is_visible()
    assert page.locator("details[open]").count() == 0
