"""The rules on texts that are not in the gazette."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.facts import Deadline, Facts, Target, Threshold, extract
from policies_kb.rows import Document, Provision

_PLACES = {"甲市": "", "甲": "", "乙市": "", "乙": "", "丙丙县": "甲市"}


def _provision(text: str, **other: str) -> Provision:
    plain = {"document": "d", "id": "p", "parent": "", "kind": "para", "ordinal": "", "heading": ""}
    fields = {**plain, **other}
    return Provision(**fields, position=0, depth=0, text=text, start=0, end=len(text))  # type: ignore[arg-type]


def _read(*texts: str, title: str = "某通知", signed: str = "2021-03-05") -> Facts:
    document = Document("d", "某政发〔2021〕1号", title, "某省", signed, "i", "f.txt", 0, 1)
    rows = [_provision(text, id=f"p{index}") for index, text in enumerate(texts)]
    return extract(document, rows, _PLACES)


def _deadline(text: str, **other: str) -> Deadline:
    [row] = _read(text, **other).deadlines
    return row


def _target(text: str, **other: str) -> Target:
    [row] = _read(text, **other).targets
    return row


def _threshold(text: str) -> Threshold:
    [row] = _read(text).thresholds
    return row


def test_a_day_with_actor_and_recipient() -> None:
    row = _deadline("各市、县(市、区)政府要抓紧制定方案,并于2021年6月30日前报省发展改革委备案。")
    assert (row.rule, row.due, row.actor) == ("date", "2021-06-30", "各市、县(市、区)政府")
    assert row.recipient == "省发展改革委"
    assert row.action == "抓紧制定方案,并于2021年6月30日前报省发展改革委备案"


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("2021年7月底前完成任务。", "2021-07-31"),
        ("2021年8月,省政府办公厅组织验收。", "2021-08-31"),
        ("到2025年底,基本建成体系。", "2025-12-31"),
        ("到2025年,全面建成体系。", "2025-12-31"),
        ("2022年全面推开。", "2022-12-31"),
        ("2022年一季度前完成任务。", "2022-03-31"),
        ("２０２１年７月底前完成任务。", "2021-07-31"),
        ("到 2025 年底,基本建成体系。", "2025-12-31"),
    ],
)
def test_last_day_of_fixed_deadlines(words: str, due: str) -> None:
    assert _deadline(words).due == due


@pytest.mark.parametrize(
    "words",
    [
        "全面落实2021年省政府工作报告的要求。",
        "碳强度比2020年有所下降。",
        "从2021年起,在全省开展活动。",
        "在2021年度评审中获奖。",
        "2022年初步建成体系。",
        "执行2016年12月印发的意见。",
        "反映变化,体现与之前年份对比的情况。",
    ],
)
def test_other_years_are_no_deadlines(words: str) -> None:
    assert _read(words).deadlines == ()


@pytest.mark.parametrize(
    ("words", "rule", "first"),
    [
        ("每年年初,由各县政府报送申报书。", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1", "2022-01-31"),
        ("每年1月31日前公布报告。", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1", "2022-01-31"),
        ("每年3月15日前公布报告。", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15", "2021-03-15"),
        ("每年2月底前公布报告。", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "2022-02-28"),
        ("次年一季度,开展自查。", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1", "2021-03-31"),
        ("自2023年起,每年梳理案例。", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "2023-12-31"),
        ("各地每季度报送进展。", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2021-03-31"),
        ("各地每月5日前报送进展。", "FREQ=MONTHLY;BYMONTHDAY=5", "2021-03-05"),
    ],
)
def test_recurring_deadlines_carry_a_rule_and_their_first_day(
    words: str, rule: str, first: str
) -> None:
    row = _deadline(words)
    assert (row.rule, row.rrule, row.due) == ("recurring", rule, first)


def test_only_vague_words_are_marked_approximate() -> None:
    assert _deadline("每年年初,由各县政府报送申报书。").approximate
    assert not _deadline("每年1月31日前公布报告。").approximate


def test_reports_of_a_pilot_end_with_the_pilot() -> None:
    rows = _read("各地每季度报送试点工作进展。", "2022年7月底前完成试点各项任务。").deadlines
    assert rows[0].rrule.endswith(";UNTIL=20220731")


@pytest.mark.parametrize(
    ("words", "event", "offset", "workdays"),
    [
        ("报告应于会议举行10日前提交。", "会议举行", -10, False),
        ("报告应在会议举行之前印发。", "会议举行", -1, False),
        ("应当自收到申请之日起20个工作日内予以答复。", "收到申请之日起", 20, True),
        ("案件能在7日内得到妥善处置。", "", 7, False),
        ("一般在查明原因后及时报告。", "查明原因后", None, False),
        ("对重大问题,及时报告。", "重大问题", None, False),
    ],
)
def test_relative_deadlines(words: str, event: str, offset: int | None, workdays: bool) -> None:
    row = _deadline(words)
    assert (row.rule, row.due, row.event) == ("relative", "", event)
    assert (row.offset, row.workdays) == (offset, workdays)


def test_a_sentence_with_a_subject_of_its_own_does_not_inherit_one() -> None:
    row = _deadline("行政机关应当征求第三方的意见。第三方应当自收到之日起15个工作日内提出意见。")
    assert row.actor == ""


def test_a_sentence_without_a_subject_goes_on_with_the_one_before() -> None:
    row = _deadline("各县政府要有力有序开展试点。2022年7月底前完成各项任务。")
    assert row.actor == "各县政府"
    assert row.quote.startswith("各县政府")


def test_an_impossible_date_is_a_doubt_and_no_row() -> None:
    facts = _read("2021年6月31日前报省发展改革委备案。", "每年2月30日前报送进展。")
    assert facts.deadlines == ()
    assert len(facts.doubts) == 2


def test_a_list_of_values_is_a_row_each() -> None:
    rows = _read("到2025年水电、风电装机容量分别达到700万千瓦和300万千瓦。").targets
    assert [(row.indicator, row.amount, row.unit) for row in rows] == [
        ("水电装机容量", Decimal(700), "万千瓦"),
        ("风电装机容量", Decimal(300), "万千瓦"),
    ]


def test_places_sharing_a_value_are_a_row_each() -> None:
    rows = _read("“十四五”期间,甲、乙碳排放强度分别下降23%。").targets
    assert [(row.region, row.value, row.base_year, row.target_year) for row in rows] == [
        ("甲", "23", 2020, 2025),
        ("乙", "23", 2020, 2025),
    ]


@pytest.mark.parametrize(
    ("words", "comparison", "value", "unit"),
    [
        ("到2025年占比达到10%以上。", ">=", "10", "%"),
        ("到2025年煤炭消费控制在1.35亿吨标煤左右。", "~", "1.35", "亿吨标煤"),
        ("到2025年平均排放控制在780克/千瓦时以下。", "<=", "780", "克/千瓦时"),
        ("到2025年蓄积量达到4亿立方米。", "=", "4", "亿立方米"),
        ("到2025年碳强度比2020年下降20.5%。", "decrease", "20.5", "%"),
        ("到2025年收入比2020年增长50%。", "increase", "50", "%"),
        ("到2025年建成充电站1000余座。", ">=", "1000", "座"),
        ("到2025年产业增加值年均增长10%以上。", ">=", "10", "%"),
        ("到2025年投入不低于1,200万元。", ">=", "1200", "万元"),
    ],
)
def test_figures_stay_exact_with_unit_and_comparison(
    words: str, comparison: str, value: str, unit: str
) -> None:
    row = _target(words)
    assert (row.comparison, row.value, row.unit) == (comparison, value, unit)
    assert row.target_year == 2025


def test_a_year_missing_from_the_text_is_not_made_up() -> None:
    assert _target("确保占比达到80%以上。").target_year is None


def test_a_plan_named_in_the_title_gives_the_year_and_says_so() -> None:
    row = _target("面积达到50%以上。", title="某省“十四五”实施方案")
    assert (row.target_year, row.period) == (2025, "十四五")


def test_a_limit_without_a_year_is_a_threshold() -> None:
    facts = _read("对获评的,省办公室每年按不低于20%的比例进行抽查。")
    [row] = facts.thresholds
    assert facts.targets == ()
    assert (row.comparison, row.value, row.scope) == (">=", "20", "对获评的")
    assert _threshold("人工费用拨付周期不得超过1个月。").comparison == "<="


def test_clauses_below_announced_standards_are_thresholds() -> None:
    rows = _read(
        "应达到以下标准:国有企业实现零欠薪;在建项目(以登记数为基数,下同)发生率控制在3%以内,"
        "未发生500万元以上的案件;未及时处置率为零。"
    ).thresholds
    assert [(row.scope, row.subject, row.comparison, row.value + row.unit) for row in rows] == [
        ("国有企业", "欠薪", "=", "0"),
        ("在建项目(以登记数为基数,下同)", "发生率", "<=", "3%"),
        ("在建项目(以登记数为基数,下同)", "案件", "<", "500万元"),
        ("", "未及时处置率", "=", "0"),
    ]


def test_units_of_a_list_are_split_outside_brackets() -> None:
    rows = _read("加强监管。(责任单位:省农办、省民政厅,试点县(市、区)政府)").responsibilities
    assert [row.unit for row in rows] == ["省农办", "省民政厅", "试点县(市、区)政府"]
    assert {row.quote for row in rows} == {"(责任单位:省农办、省民政厅,试点县(市、区)政府)"}


def test_a_named_unit_that_is_given_a_task_is_answerable() -> None:
    rows = _read("参考格式由省环保厅另行制发。省级有关部门要加强指导。").responsibilities
    assert [(row.unit, row.basis) for row in rows] == [("省环保厅", "tasked")]


def test_a_list_of_areas_counts_only_when_it_is_complete() -> None:
    names = "丁丁市戊戊区、丙丙县等"
    facts = _read(f"{names}2个县(市、区)开展试点。", f"{names}5个县(市、区)参加。")
    assert [(row.name, row.city) for row in facts.pilot_areas] == [
        ("戊戊区", "丁丁市"),
        ("丙丙县", "甲市"),
    ]
    assert len(facts.doubts) == 1


_WORDS = """
2021年 2022年 6月 31日 年底 前 内 一季度 次年 每年 每季度 20.5% 500万元 3 10日 十十日
到 至 在 于 对 由
向 比 每 和 或 并 应 要 , 。 ; : 、 ( ) “ ” 各县政府 省环保厅 报送 报告 下降 达到 分别 不低于 控制在
建成 零欠薪 为零 “十三五”期间 等3个县(市、区) 甲 乙市 丙丙县 应达到以下标准: (责任单位: 水电装机容量
"""
_PIECES = st.sampled_from([*_WORDS.split(), " ", "\n"])


@given(st.lists(_PIECES, max_size=25).map("".join) | st.text(max_size=40))
def test_any_text_gives_rows_proved_word_for_word(text: str) -> None:
    facts = _read(text)
    rows = (*facts.deadlines, *facts.targets, *facts.thresholds, *facts.responsibilities)
    for row in (*rows, *facts.pilot_areas):
        assert row.quote and row.quote in text
    for target in (*facts.targets, *facts.thresholds):
        assert target.amount.is_finite()
