"""English questions become the Chinese ones that the reader knows."""

from __future__ import annotations

import pytest

from nlu.fact_questions.english import in_chinese
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import Thread
from tests.rigs.fact_questions import ask_in_words


@pytest.fixture(scope="module")
def base(kb: KnowledgeBase) -> FactBase:
    return FactBase(kb)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Who is in charge of sewage treatment?", ("谁负责", "污水处理")),
        ("carbon intensity of Lishui by 2020", ("碳排放强度", "丽水", "2020年")),
        ("what is notice 82 of 2017", ("2017年82号文",)),
        ("due on 20 August 2017 or March 3, 2018", ("2017年8月20日", "2018年3月3日")),
        ("so it's 30 days?", ("30", "天", "吗?")),
        ("and Quzhou?", ("衢州", "呢")),
        ("What does the department of education have to do?", ("省教育厅", "负责什么")),
    ],
)
def test_words_of_the_trade_are_read(
    message: str, words: tuple[str, ...], kb: KnowledgeBase
) -> None:
    said = in_chinese(message, kb)
    assert all(word in said for word in words), said


@pytest.mark.parametrize("message", ["供水管理谁负责", "GDP占比多少", "PPP模式是什么"])
def test_chinese_with_a_few_letters_is_left_as_it_is(message: str, kb: KnowledgeBase) -> None:
    assert in_chinese(message, kb) == message


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("when is bid evaluation due", "2018-04"),
        ("which cities have a carbon intensity target of 21%?", "湖州、嘉兴、金华、舟山"),
        ("Is Wenling a pilot county?", "温岭"),
        ("what share of straw is to be used by 2020", "95%"),
    ],
)
def test_the_rows_answer_both_languages(message: str, wanted: str, base: FactBase) -> None:
    found = ask_in_words(message, Thread(), base)
    assert found is not None
    assert any(wanted in value for value in found.told[0].values.values()), found.told


@pytest.mark.parametrize(
    "message",
    [
        "my boss has not paid me for three months, who is responsible?",
        "What is the capital of France?",
        "I want my money back from the online shop",
    ],
)
def test_what_is_not_asked_of_the_papers_gets_no_row(message: str, base: FactBase) -> None:
    assert ask_in_words(message, Thread(), base) is None
