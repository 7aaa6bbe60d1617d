"""In which language an answer is: that of the conversation until a sentence of another comes."""

from __future__ import annotations

import pytest

from bot.server.start import App
from bot.wording.languages import choose_locale

CHINESE, TRADITIONAL, ENGLISH = "zh-Hans", "zh-Hant", "en"
URL = "https://www.zj.gov.cn/art/2026/1/1/art_1.html"


@pytest.mark.parametrize("before", [CHINESE, TRADITIONAL])
@pytest.mark.parametrize(
    "text",
    [
        *(
            "ok",
            "OK",
            "yes",
            "no",
            "VIP",
            "HR",
            "QQ",
            "app",
            "[OK]",
            "image.png",
            "合同.pdf",
            "PDF",
        ),
        *(URL, "www.baidu.com", "Huawei Technologies Co., Ltd.", "RMB 5000", "5000 yuan", "20k"),
        *("hangzhou", "Alibaba", "a@b.cn", "WeChat", "$2000", "A", "Thanks", "bye bye", "12"),
    ],
)
def test_a_word_a_name_or_a_link_keeps_a_chinese_conversation(before: str, text: str) -> None:
    assert choose_locale(None, text, before) == before


@pytest.mark.parametrize(
    "text",
    [
        *("20k", "$2000", "12", "杭州", "义乌市", "浙江某某建筑有限公司", URL, "[图片]", "￥5000"),
        *("3", "March 2026", "my boss is 王总", "It is 浙江某某建筑有限公司", "OK"),
    ],
)
def test_a_figure_or_a_name_keeps_an_english_conversation(text: str) -> None:
    assert choose_locale(None, text, ENGLISH) == ENGLISH


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        (CHINESE, "my boss does not pay", ENGLISH),
        (CHINESE, "What can I do?", ENGLISH),
        (CHINESE, "please answer in English", ENGLISH),
        (CHINESE, "работодатель не платит", ENGLISH),
        (CHINESE, "임금을 못 받았어요", ENGLISH),
        (CHINESE, "老闆不發工資", TRADITIONAL),
        (TRADITIONAL, "老板还没发工资", CHINESE),
        (ENGLISH, "老板不发工资怎么办", CHINESE),
        (ENGLISH, "我没有合同", CHINESE),
        (ENGLISH, "老闆沒發工資", TRADITIONAL),
        (ENGLISH, "are you sure?", ENGLISH),
        (ENGLISH, "lao ban bu fa gong zi zen me ban", CHINESE),
        (CHINESE, "HR说工资下个月才发", CHINESE),
        (TRADITIONAL, "杭州", TRADITIONAL),
        (TRADITIONAL, "3个人", TRADITIONAL),
    ],
)
def test_a_sentence_of_another_language_changes_it(before: str, text: str, after: str) -> None:
    assert choose_locale(None, text, before) == after


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("hello", ENGLISH),
        ("unpaid wages", ENGLISH),
        ("ok", CHINESE),
        ("QQ", CHINESE),
        (URL, CHINESE),
        ("[OK]", CHINESE),
        ("image.png", CHINESE),
        ("my boss 王总 does not pay me", ENGLISH),
        ("老板说OK", CHINESE),
        ("are you sure", ENGLISH),
    ],
)
def test_a_first_message_tells_the_language_by_its_words(text: str, locale: str) -> None:
    assert choose_locale(None, text) == locale


def test_a_wish_goes_before_all() -> None:
    assert choose_locale("en", "老板不发工资", CHINESE) == ENGLISH


@pytest.mark.timeout(300)
async def test_a_case_goes_on_in_its_language(parts: App) -> None:
    async def said(name: str, *texts: str) -> list[str]:
        return [(await parts.assistant.reply(name, text)).language for text in texts]

    chinese = ("一步步帮我讨薪", "ok", "义乌", "https://a.cn/b.png", "OK", "RMB 5000", "HR")
    assert set(await said("language-1", *chinese)) == {CHINESE}
    english = ("My boss owes me wages, guide me step by step", "义乌", "20k", "$2000", "3")
    assert set(await said("language-2", *english)) == {ENGLISH}
    traditional = ("老闆不發工資,一步步幫我討薪", "杭州", "OK", "3")
    assert set(await said("language-3", *traditional)) == {TRADITIONAL}
    # The press of a button keeps it too, where its channel names none.
    assert await said("language-2", "/guide_skip") == [ENGLISH]
