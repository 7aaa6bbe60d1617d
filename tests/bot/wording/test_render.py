"""An answer in words: plain text and the object of the outside contract."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.answer import (
    Answer,
    Citation,
    Link,
    Notice,
    Phrase,
    Row,
    Suggestion,
    curated,
    say,
)
from bot.wording.catalogues import LOCALES, catalogue
from bot.wording.render import Wording, render

QUOTE = "在建工程欠薪案件发生率控制在3%以内"
GAZETTE = Citation(
    document="浙政办发〔2017〕80号",
    title=curated("关于深入开展行动的通知", "关于深入开展行动的通知"),
    provision="part_2__sec_1__item_1",
    place=curated("二、(一)1.", "二、(一)1."),
    quote=curated(QUOTE, QUOTE),
    verbatim=True,
    url="/documents/x#part_2",
)
LAW = Citation(
    document="国务院令第724号",
    title=curated("保障农民工工资支付条例", "Regulation on Wages"),
    provision="art_30",
    place=curated("第三十条", "Article 30"),
    quote=curated("总包单位先行清偿", "The general contractor pays first"),
    verbatim=False,
    url="/laws/law724#art_30",
)
ANSWER = Answer(
    status="answered",
    lead=(curated("先投诉", "Complain first"),),
    steps=(curated("带材料", "Bring papers"), curated("去窗口", "Go to the office")),
    rows=(Row(say("不是,{place}不在试点名单里。", place="嘉善县"), 0),),
    citations=(GAZETTE, LAW),
    notices=(Notice("historic", curated("已成历史", "History")),),
    links=(
        Link(curated("热线", "Hotline"), "tel:12333", curated("问工资", "On wages")),
        Link(curated("窗口", "Office"), "", curated("当地", "Nearby")),
    ),
    suggestions=(Suggestion(curated("接着问", "Next"), "/wages_iou"),),
)


def test_the_plain_text_says_everything_in_order() -> None:
    assert render(ANSWER, "zh-Hans").text == (
        "先投诉\n\n"
        "【怎么做】\n1. 带材料\n2. 去窗口\n\n"
        "· 不是,嘉善县不在试点名单里。\n\n"
        f"【原文】\n“{QUOTE}”——浙政办发〔2017〕80号 二、(一)1.\n\n"
        "【现行规定(要点,不是原文)】\n"
        "· 国务院令第724号《保障农民工工资支付条例》第三十条:总包单位先行清偿\n\n"
        "【请注意】\n· 已成历史\n\n"
        "【找谁】\n· 热线 12333:问工资\n· 窗口:当地"
    )


def test_english_keeps_the_quote_in_chinese_and_says_so() -> None:
    worded = render(ANSWER, "en").as_json()
    assert f"“{QUOTE}”" in worded["text"]
    assert "Quotes from the documents stay in Chinese." in worded["text"]
    assert "The general contractor pays first" in worded["text"]
    assert worded["citations"][0]["quote"] == QUOTE
    assert worded["rows"] == [{"text": "No, 嘉善县 is not among the pilots.", "citation": 0}]


def test_traditional_characters_leave_the_quote_as_published() -> None:
    worded = render(ANSWER, "zh-Hant").as_json()
    assert worded["citations"][0]["quote"] == QUOTE
    assert f"“{QUOTE}”" in worded["text"]
    assert worded["lead"] == ["先投訴"]
    assert "【請注意】" in worded["text"]
    assert worded["language"] == "zh-Hant"


def test_the_object_has_the_fields_of_the_contract() -> None:
    worded = render(ANSWER, "zh-Hans").as_json()
    assert {
        "status", "language", "text", "citations", "links", "notices", "suggestions", "attachments"
    } <= set(worded)  # fmt: skip
    assert worded["notices"] == [{"kind": "historic", "text": "已成历史"}]
    assert worded["suggestions"] == [{"label": "接着问", "payload": "/wages_iou"}]
    assert worded["links"][0] == {"label": "热线", "url": "tel:12333", "detail": "问工资"}
    cited = worded["citations"][1]
    assert (cited["document"], cited["provision"]) == ("国务院令第724号", "art_30")


@pytest.mark.parametrize(
    ("confidence", "zh", "en"),
    [
        ("official", "读自官方网页,2026年11月28日核对", "read on an official page, checked on"),
        ("copy", "读到全文副本,2026年11月28日核对", "text read in a copy, checked on"),
        (
            "secondary",
            "读自转载或报道,2026年11月28日核对",
            "known from reprints or reports",
        ),
    ],
)
def test_a_law_says_how_it_was_read_and_when(confidence: str, zh: str, en: str) -> None:
    law = replace(LAW, confidence=confidence, checked="2026-11-28")
    answer = replace(ANSWER, citations=(GAZETTE, law))
    given = render(answer, "zh-Hans").as_json()
    assert [item["basis"] for item in given["citations"]] == ["", zh]
    assert f"总包单位先行清偿〔{zh}〕" in given["text"] and given["text"].count("〔读") == 1
    assert given["citations"][1]["checked"] == "2026-11-28"
    assert en in render(answer, "en").as_json()["citations"][1]["basis"]


def test_a_part_that_is_empty_leaves_no_heading() -> None:
    text = render(Answer("clarify", lead=(curated("哪一个?", "Which?"),)), "zh-Hans").as_json()[
        "text"
    ]
    assert text == "哪一个?"


@pytest.mark.parametrize(
    ("locale", "said"), [("zh-Hans", "定期,下次今天"), ("en", "recurring, next on today")]
)
def test_phrases_and_mappings_within_a_phrase_are_worded_too(locale: str, said: str) -> None:
    inner = say("定期,下次{day}", day={"zh": "今天", "en": "today"})
    outer = say("{when}{what}[{state}]", when="", what="x", state=inner)
    assert said in Wording(locale).word(outer)


def test_values_are_not_read_as_places() -> None:
    assert Wording("zh-Hans").word(say("不是,{place}不在试点名单里。", place="{0.__class__}")) == (
        "不是,{0.__class__}不在试点名单里。"
    )


def test_a_law_without_a_number_is_named_once() -> None:
    law = Answer("answered", citations=(_unnumbered(),))
    assert render(law, "zh-Hans").text.endswith("· 《民法典》第一条:要点")


def _unnumbered() -> Citation:
    return Citation(
        "《民法典》", curated("民法典", "Civil Code"), "art_1", curated("第一条", "Article 1"),
        curated("要点", "A point"), False, "/laws/x#art_1",
    )  # fmt: skip


def test_nothing_is_worded_as_nothing() -> None:
    assert Wording("en").word(Phrase()) == ""


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_a_catalogue(locale: str) -> None:
    assert catalogue(locale).gettext("请注意")
