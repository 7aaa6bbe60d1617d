"""Two figures, places or fields beside each other, and follow-ups that name another thing."""

from __future__ import annotations

import pytest

from policies_kb.kb import KnowledgeBase
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Thread
from policies_kb.questions.order import ask_not_held
from tests.rigs.fact_questions import ask_in_words, read


@pytest.fixture(scope="module")
def base(kb: KnowledgeBase) -> FactBase:
    return FactBase(kb)


def talked(base: FactBase, *turns: str) -> FactAnswer:
    """Return the answer to the last of some turns."""
    thread, found = Thread(), None
    for text in turns:
        found = ask_in_words(text, thread, base, frozenset({"浙政发-2017-31"}))
        assert found is not None, text
        thread = found.thread
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("turns", "kind", "values"),
    [
        (("金华碳排放强度比衢州高还是低",), "lower", {"total": "2个百分点"}),
        (("嘉兴和舟山碳排放强度哪个高",), "equal", {"first_value": "21%"}),
        (("丽水碳排放强度降多少", "比杭州低多少"), "lower", {"total": "7个百分点"}),
        (("全省核电装机容量多少", "水电呢", "哪个大"), "higher", {"total": "200万千瓦"}),
        (("太阳能光伏和风力发电装机差多少",), "gap", {"total": "500万千瓦"}),
    ],
)
def test_two_figures_are_told_by_which_is_higher_and_by_how_much(
    turns: tuple[str, ...], kind: str, values: dict[str, str], base: FactBase
) -> None:
    told = talked(base, *turns).told[0]
    assert told.kind == kind
    assert values.items() <= told.values.items()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("农村危房改造和义务教育责任单位一样吗", "not_same"),
        ("危房改造和保障性住房责任单位一样吗", "same"),
    ],
)
def test_fields_are_told_to_have_the_same_units_or_not(
    text: str, kind: str, base: FactBase
) -> None:
    found = talked(base, text)
    assert found.told[0].kind == kind
    assert len(found.told) == 3


@pytest.mark.parametrize(
    ("turns", "kind"),
    [
        (("82号文征地补偿的责任单位是谁", "跟拆迁安置的责任单位一样吗"), "not_same"),
        (("82号文危房改造的责任单位是谁", "跟保障性住房的责任单位一样吗"), "same"),
    ],
)
def test_a_field_named_alone_is_compared_with_the_one_before(
    turns: tuple[str, ...], kind: str, base: FactBase
) -> None:
    found = talked(base, *turns)
    assert found.told[0].kind == kind
    assert len(found.told) == 3


def test_one_field_alone_is_the_same_as_nothing(base: FactBase) -> None:
    found = talked(base, "82号文征地补偿的责任单位一样吗")
    assert [one.kind for one in found.told] == ["field_who"]


def test_a_unit_is_called_by_its_branch_alone_where_units_are_spoken_of(base: FactBase) -> None:
    first = "民政厅在责任清单里负责什么"
    assert talked(base, first, "教育呢").told[0].values["fields"] == "义务教育"
    assert talked(base, first, "公安呢").absent
    assert ask_in_words("公安呢", Thread(), base) is None


@pytest.mark.parametrize(
    "text", ["征地补偿多少钱一亩", "供水管理电话多少", "义务教育学费多少", "保障性住房怎么申请"]
)
def test_what_no_row_has_a_column_for_is_not_asked_of_a_list(text: str, base: FactBase) -> None:
    assert ask_in_words(text, Thread(), base, strict=True) is None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("我单位收到省政府转来的浙政办发〔2019〕77号,想问问内容", False),
        ("人社部2023年80号文件说可以不付,是真的吗", False),
        ("浙政办发〔2017〕77号讲的什么", True),
        ("国务院令第724号怎么说", True),
        ("我的工单是2023年80号,没人管", True),
    ],
)
def test_a_paper_is_told_not_to_be_held_only_where_it_is_named_for_sure(
    text: str, held: bool, base: FactBase
) -> None:
    assert (ask_not_held(read(text, base), base) is None) is held
