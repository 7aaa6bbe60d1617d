"""Long replies: pages of fewer than 2,048 bytes, cut where a reader would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.wechat.reply import (
    MAX_REPLY_BYTES,
    NumberedChoice,
    WeChatReply,
    cut_bytes,
    join_replies,
)

CHOICES = tuple(NumberedChoice(str(n), f"下一个问题{n}", f"/payload_{n}") for n in range(2, 6))
SENTENCE = "用人单位应当按月足额支付工资,不得克扣。"


def pages(reply: WeChatReply) -> list[str]:
    shown = []
    while True:
        page, reply = reply.page()
        shown.append(page)
        if not reply.text:
            return shown


def test_a_short_reply_is_one_page_with_its_choices() -> None:
    page, rest = WeChatReply("好的。", CHOICES[:1]).page()
    assert page == "好的。\n\n回复 2:下一个问题2"
    assert (rest.text, rest.choices) == ("", CHOICES[:1])


def test_a_long_reply_is_cut_behind_sentences_and_offers_more() -> None:
    shown = pages(WeChatReply(SENTENCE * 60, CHOICES))
    assert len(shown) > 1
    for page in shown:
        assert len(page.encode()) <= MAX_REPLY_BYTES
        assert page.endswith("回复 5:下一个问题5")
        assert page.split("\n\n")[0].endswith("。")
    assert ["回复 1 看更多" in page for page in shown] == [True] * (len(shown) - 1) + [False]
    assert "".join(page.split("\n\n")[0] for page in shown) == SENTENCE * 60


def test_pages_are_as_full_as_sentences_allow() -> None:
    first = pages(WeChatReply(SENTENCE * 100))[0]
    assert len(first.encode()) > MAX_REPLY_BYTES - len(SENTENCE.encode())


def test_a_reply_of_exactly_one_page_has_no_second() -> None:
    assert len(pages(WeChatReply("a" * MAX_REPLY_BYTES))) == 1
    assert len(pages(WeChatReply("a" * (MAX_REPLY_BYTES + 1)))) == 2


def test_a_closing_quote_stays_with_its_sentence() -> None:
    assert cut_bytes("他说“好。”然后走了。", len("他说“好。”然".encode())) == (
        "他说“好。”",
        "然后走了。",
    )


def test_without_sentences_it_is_cut_behind_a_clause_else_anywhere() -> None:
    assert cut_bytes("一二三,四五六七", 18) == ("一二三,", "四五六七")
    assert cut_bytes("一二三四五六七", 10) == ("一二三", "四五六七")


def test_a_figure_is_cut_neither_at_its_point_nor_at_its_comma() -> None:
    room = len("先说结论。下降20.".encode())
    assert cut_bytes("先说结论。下降20.5%以上", room) == ("先说结论。", "下降20.5%以上")
    room = len("先说结论,欠50,".encode())
    assert cut_bytes("先说结论,欠50,000元", room) == ("先说结论,", "欠50,000元")


def test_a_heading_goes_with_what_stands_under_it() -> None:
    text = "先说结论。\n\n【原文】\n“一二三四五六七。”"
    assert cut_bytes(text, len(text.encode()) - 6) == ("先说结论。", "【原文】\n“一二三四五六七。”")


@pytest.mark.parametrize("link", ['<a href="https://example.org/a,b.c d">第一,链接。</a>'])
def test_a_link_is_never_cut(link: str) -> None:
    for room in range(12, 12 + len(link.encode())):
        head, rest = cut_bytes(f"看这里,{link}然后呢", room)
        assert (link in head) != (link in rest)


@pytest.mark.parametrize("drawn", ["👨‍👩‍👧‍👦", "👍🏽", "1️⃣", "é"])
def test_a_character_of_several_is_never_cut(drawn: str) -> None:
    for room in range(8, 40):
        head, rest = cut_bytes("很好" + drawn * 3 + "很好", room)
        assert (head + rest).count(drawn) == head.count(drawn) + rest.count(drawn) == 3


@settings(max_examples=200)
@given(st.text(max_size=400), st.integers(40, 300))
def test_any_text_is_cut_without_loss(text: str, room: int) -> None:
    left, seen = text.encode("utf-8", "ignore").decode(), []
    original = left
    for _ in range(1000):
        head, left = cut_bytes(left, room)
        assert len(head.encode()) <= room
        seen.append(head)
        if not left:
            break
    # Only blanks between the pieces may go.
    assert re.sub(r"\s", "", "".join(seen)) == re.sub(r"\s", "", original)


def test_a_reply_is_kept_as_it_is() -> None:
    reply = WeChatReply(
        '“原文”\n<a href="https://x">😀</a>', CHOICES, "en", asks=True, passing=True
    )
    assert WeChatReply.from_json(reply.as_json()) == reply


def test_joined_replies_offer_what_the_last_one_does() -> None:
    one = join_replies([WeChatReply("前一个", CHOICES), WeChatReply("后一个", CHOICES[:1], "en")])
    assert one.text == "前一个\n\n————\n\n后一个"
    assert (one.choices, one.locale) == (CHOICES[:1], "en")


def test_in_a_case_more_is_no_number_that_could_be_an_answer() -> None:
    page, _ = WeChatReply(
        SENTENCE * 60, (NumberedChoice("A", "跳过", "/guide_skip"),), asks=True
    ).page()
    assert page.endswith("回复 0 看更多\n回复 A:跳过")
