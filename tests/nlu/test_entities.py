"""Places, units, papers, dates and amounts in what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.entities import Entity, Vocabulary, find_entities
from nlu.vocabulary import PolicyVocabulary
from policies_kb.kb import KnowledgeBase

NOTHING = Vocabulary({})
KINDS = {
    "region", "outside_region", "unit", "field", "document_number", "year", "month", "day",
    "date", "percent", "money", "head_count", "duration",
}  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary(kb: KnowledgeBase) -> PolicyVocabulary:
    return PolicyVocabulary.of(kb)


def found(text: str, vocabulary: Vocabulary = NOTHING) -> list[tuple[str, str]]:
    return [(entity.entity, entity.value) for entity in find_entities(text, vocabulary)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017年8月31日前", [("year", "2017"), ("month", "8"), ("day", "31")]),
        ("17年8月份", [("year", "2017"), ("month", "8")]),
        ("二〇一七年十二月", [("year", "2017"), ("month", "12")]),
        ("二0一七年", [("year", "2017")]),
        ("2018年度", [("year", "2018")]),
        ("1月1号", [("month", "1"), ("day", "1")]),
        ("2017-8-5开始", [("date", "2017-08-05")]),
        ("2017/08/31", [("date", "2017-08-31")]),
        ("控制在3%以内", [("percent", "3")]),
        ("下降20.5％", [("percent", "20.5")]),
        ("百分之五十", [("percent", "50")]),
        ("欠我三万五千元", [("money", "35000")]),
        ("欠我3w", [("money", "30000")]),
        ("5000块钱", [("money", "5000")]),
        ("1.5万元", [("money", "15000")]),
        ("三千多块", [("money", "3000")]),
        ("50多人", [("head_count", "50")]),
        ("我们十个工友", [("head_count", "10")]),
        ("三个月没发", [("duration", "3 month")]),
        ("拖了两年", [("duration", "2 year")]),
        ("7日内", [("duration", "7 day")]),
        ("等了两个星期", [("duration", "2 week")]),
        ("没有数字", []),
        ("", []),
    ],
)
def test_dates_and_amounts_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("杭州的目标", ("region", "杭州市")),
        ("嘉善是不是试点", ("region", "嘉善县")),
        ("景宁县", ("region", "景宁畲族自治县")),
        ("我在北京打工", ("outside_region", "北京市")),
        ("河南这边", ("outside_region", "河南省")),
        ("济南市", ("outside_region", "济南市")),
        ("环保厅管什么", ("unit", "省环保厅")),
        ("省生态环境厅管什么", ("unit", "省环保厅")),
        ("义务教育有哪些标准", ("field", "义务教育")),
        ("80号文说了什么", ("document_number", "浙政办发〔2017〕80号")),
        ("Yiwu, two months without pay", ("region", "义乌市")),
        ("a bureau in WENZHOU's old town", ("region", "温州市")),
        ("ban gong shi zai yueqing", ("region", "乐清市")),
        ("Taizhou hotel", ("region", "台州市")),
        ("a firm in Suzhou", ("outside_region", "苏州市")),
        ("Shaanxi province", ("outside_region", "陕西省")),
    ],
)
def test_the_terms_of_the_base_are_found_by_any_name(
    vocabulary: PolicyVocabulary, text: str, expected: tuple[str, str]
) -> None:
    assert expected in found(text, vocabulary)


@pytest.mark.parametrize(
    "brackets", ["〔2017〕", "[2017]", "［2017］", "(2017)", "（2017）", "【2017】", " 〔 2017 〕 "]
)
def test_a_number_is_found_in_any_brackets(vocabulary: PolicyVocabulary, brackets: str) -> None:
    text = f"浙政办发{brackets}80号"
    assert found(text, vocabulary) == [("document_number", "浙政办发〔2017〕80号")]


def test_words_glued_to_a_number_are_cut_off_it(vocabulary: PolicyVocabulary) -> None:
    assert vocabulary.known_number("请看浙政办发〔2017〕80号") == "浙政办发〔2017〕80号"
    assert vocabulary.known_number("国发〔2016〕1号") == "国发〔2016〕1号"


def test_every_division_and_unit_is_found_by_its_name(
    vocabulary: PolicyVocabulary, kb: KnowledgeBase
) -> None:
    names = {division.name: division.zhejiang for division in kb.divisions()}
    for name, zhejiang in names.items():
        kind = "region" if zhejiang else "outside_region"
        assert found(name, vocabulary) == [(kind, name)]
    for unit in kb.units():
        assert ("unit", unit.name) in found(unit.name, vocabulary)


@pytest.mark.parametrize("text", ["yiwus", "myyiwu", "yi wu zhi", "anjing"])
def test_a_place_in_latin_letters_is_a_word_of_its_own(
    vocabulary: PolicyVocabulary, text: str
) -> None:
    assert not [kind for kind, _ in found(text, vocabulary) if kind.endswith("region")]


def test_of_two_terms_the_longer_wins() -> None:
    vocabulary = Vocabulary({"海宁": ("region", "海宁市"), "海宁皮革城": ("unit", "海宁皮革城")})
    assert found("海宁皮革城欠薪", vocabulary) == [("unit", "海宁皮革城")]


def test_an_entity_is_what_rasa_holds() -> None:
    assert Entity("year", "2017", 2, 7).as_rasa() == {
        "entity": "year",
        "value": "2017",
        "start": 2,
        "end": 7,
    }


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("干了10年", []),
        ("在厂里做了 12 年", []),
        ("等了20年还没等到", []),
        ("满15年才能办", []),
        ("近20年的老员工", []),
        ("超过10年的合同", []),
        ("欠了11年的工钱", []),
        ("10年多了", []),
        ("10年来一直这样", []),
        ("都12年了", []),
        ("10年以上", []),
        ("10年以内", []),
        ("10年内完成", []),
        ("20年前的事", []),
        ("我有10多年工龄", []),
        ("17年的工资", ["2017"]),
        ("18年底前", ["2018"]),
        ("快18年底了", ["2018"]),
        ("拖到了17年", ["2017"]),
        ("我17年来的浙江", ["2017"]),
        ("19年进的厂,做了10年", ["2019"]),
        ("超过2017年的水平", ["2017"]),
        ("今年的工资", []),
    ],
)
def test_a_short_number_before_year_is_a_year_only_where_it_is_no_length_of_time(
    text: str, years: list[str]
) -> None:
    assert [value for kind, value in found(text) if kind == "year"] == years


def test_a_length_of_time_stays_one() -> None:
    assert found("干了10年") == [("duration", "10 year")]
    assert found("10年以上") == [("duration", "10 year")]


@pytest.mark.parametrize(
    "text", ["五六个人", "七八个工友", "两三年", "三四个月", "百分之五六", "八九块钱"]
)
def test_a_range_said_with_two_digits_is_no_number(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("十五个人", "15"), ("五十六人", "56"), ("一百零六人", "106"), ("三〇五人", "305")],
)
def test_a_number_with_places_or_a_zero_is_one(text: str, expected: str) -> None:
    assert found(text) == [("head_count", expected)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("十五五的目标", "2026", "2030"),
        ("十五五规划", "2026", "2030"),
        ("「十五五」", "2026", "2030"),
        ("“十五五”期间", "2026", "2030"),
        ("十四五末", "2021", "2025"),
        ("“十三五”", "2016", "2020"),
        ("十二五", "2011", "2015"),
    ],
)
def test_a_five_year_plan_gives_its_first_and_last_year(text: str, first: str, last: str) -> None:
    assert found(text) == [("year", first), ("year", last)]


@pytest.mark.parametrize("text", ["十四五个人", "十三五岁", "二十四五天", "十五五百", "一千十五五"])
def test_what_only_looks_like_a_plan_gives_no_year(text: str) -> None:
    assert not [value for kind, value in found(text) if kind == "year"]


LIKELY = (
    "0123456789０１２一二两三四五十百千万零〇○O年月日号人块元%％"
    "个多来几了满近底.,点-/〔〕[]浙政办发杭州 "
)


@given(st.one_of(st.text(), st.text(alphabet=LIKELY, max_size=40)))
def test_any_text_has_its_entities_in_order_and_in_place(text: str) -> None:
    vocabulary = Vocabulary({"杭州": ("region", "杭州市")})
    entities = find_entities(text, vocabulary)
    end = 0
    for entity in entities:
        assert end <= entity.start < entity.end <= len(text)
        assert entity.entity in KINDS
        assert entity.value
        end = entity.end


def test_a_long_text_takes_no_long_time() -> None:
    assert find_entities("一" * 20_000, NOTHING) == []
    assert len(find_entities("2017年" * 300, NOTHING)) == 300
    for piece in ("十五五", "干了10年", "五六", "快17年", "1"):
        find_entities(piece * 4_000, NOTHING)


@pytest.mark.parametrize("name", ["省生态环境厅", "生态环境厅", "省环保厅", "环保厅"])
def test_a_provincial_organ_is_known_without_its_province(kb: KnowledgeBase, name: str) -> None:
    found = find_entities(f"{name}有哪些期限", PolicyVocabulary.of(kb))
    assert [(e.entity, e.value) for e in found] == [("unit", "省环保厅")]


@pytest.mark.parametrize(
    "text", ["活在杭州干的，俺现在回河南了", "他人在河南", "包工头跑到四川了", "我是安徽人"]
)
def test_where_somebody_is_from_or_went_to_nothing_happened(
    text: str, vocabulary: PolicyVocabulary
) -> None:
    assert "outside_region" not in dict(found(text, vocabulary))


def test_where_somebody_works_outside_zhejiang_is_named(vocabulary: PolicyVocabulary) -> None:
    assert ("outside_region", "河南省") in found("在河南工地干活没发工资", vocabulary)
    assert ("outside_region", "四川省") in found("四川人社局管不管", vocabulary)
