"""Who answers first where two could: the table of questions about facts, pair by pair."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from policies_kb.kb import KnowledgeBase
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import Thread
from policies_kb.questions.gazette import ask_gazette
from policies_kb.questions.items import ask_items
from policies_kb.questions.laws import ask_law, ask_status
from policies_kb.questions.order import FACT_ORDER
from policies_kb.questions.papers import ask_other_paper, ask_paper
from policies_kb.questions.passages import ask_passage
from policies_kb.questions.pilots import ask_pilots
from policies_kb.questions.places import ask_place
from policies_kb.questions.sections import ask_inside
from policies_kb.questions.units import ask_unit
from tests.rigs.fact_questions import ask_in_words, read

NOTHING = Thread()
#: A message that both could answer, and who does.
PAIRS: list[tuple[str, Callable[..., Any], Callable[..., Any]]] = [
    ("公报登了哪些文件,有没有浙政发〔2016〕5号", ask_gazette, ask_other_paper),
    ("浙政发〔2016〕5号由省教育厅负责什么", ask_other_paper, ask_unit),
    ("82号文责任清单省教育厅负责什么,还有效吗", ask_unit, ask_status),
    ("82号文责任清单省教育厅负责什么,还有效吗", ask_unit, ask_passage),
    ("82号文里《中华人民共和国政府信息公开条例》还有效吗", ask_law, ask_status),
    ("80号文的依据还有效吗", ask_status, ask_paper),
    ("82号文清单里义务教育谁负责,依据是什么", ask_items, ask_paper),
    ("义务教育由哪个单位负责", ask_items, ask_passage),
    ("82号文试点的县市有哪些,有几个附件", ask_pilots, ask_paper),
    ("哪些市碳排放强度下降23%", ask_place, ask_passage),
    ("31号文的依据是什么", ask_paper, ask_passage),
]


@pytest.fixture(scope="module")
def base(kb: KnowledgeBase) -> FactBase:
    return FactBase(kb)


@pytest.mark.parametrize(("message", "first", "second"), PAIRS)
def test_of_two_the_surer_answers(
    message: str, first: Callable[..., Any], second: Callable[..., Any], base: FactBase
) -> None:
    query = read(message, base)
    wanted = first(query, NOTHING, base)
    assert wanted is not None and second(query, NOTHING, base) is not None
    assert ask_in_words(message, NOTHING, base) == wanted
    assert FACT_ORDER.index(first) < FACT_ORDER.index(second)


def test_what_was_just_listed_is_asked_before_any_sentence(base: FactBase) -> None:
    listed = ask_in_words("75号文加强重点领域政务诚信建设有哪几项", NOTHING, base)
    assert listed and listed.thread.kind == "section"
    query = read("政府采购在里面吗", base)
    assert ask_inside(query, listed.thread, base) is not None
    assert ask_in_words("政府采购在里面吗", listed.thread, base) == ask_inside(
        query, listed.thread, base
    )
    assert (
        FACT_ORDER.index(ask_inside) < FACT_ORDER.index(ask_place) < FACT_ORDER.index(ask_passage)
    )


def test_any_sentence_comes_last() -> None:
    assert FACT_ORDER[-1] is ask_passage
    assert all(one is not other for one, other in pairwise(FACT_ORDER))


def test_a_county_without_a_figure_of_its_own_gets_that_of_its_city(base: FactBase) -> None:
    found = ask_in_words("嘉善县的碳排放强度要降多少", NOTHING, base)
    assert found and [told.kind for told in found.told] == ["only_city", "figure"]
    assert found.told[0].values == {"county": "嘉善县", "city": "嘉兴市"}
    assert found.told[1].values["value"] == "21%"


@pytest.mark.parametrize(
    "message",
    [
        "老板欠我工资什么时候能拿到",
        "我被拉进失信名单了怎么办",
        "今天天气怎么样",
        "举报嘉善县一家染厂夜里偷偷排放污水",
        "宁波有家化工厂往河里排放废水",
        "帮我写一首诗",
        "你好",
        "离婚后孩子归谁",
    ],
)
def test_whoever_asks_for_no_fact_is_left_to_others(message: str, base: FactBase) -> None:
    assert ask_in_words(message, NOTHING, base) is None
