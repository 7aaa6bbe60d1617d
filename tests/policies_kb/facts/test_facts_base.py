"""The facts of the gazette as the base hands them out."""

from __future__ import annotations

from pathlib import Path

import pytest

from policies_kb.checks.built_base import check_base
from policies_kb.cli import main
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import CURATED, SOURCES

_CUTS = {
    "25": "杭州",
    "23": "宁波 绍兴 衢州",
    "21": "湖州 嘉兴 金华 舟山",
    "18": "温州 台州 丽水",
}


def test_every_city_has_its_cut(base: KnowledgeBase) -> None:
    rows = [row for row in base.targets(indicator="碳排放强度") if row.region]
    printed = {city: value for value, cities in _CUTS.items() for city in cities.split()}
    assert {row.region: row.value for row in rows} == printed
    assert {(row.base_year, row.target_year, row.unit) for row in rows} == {(2015, 2020, "%")}


@pytest.mark.parametrize("name", ["宁波", "宁波市"])
def test_a_city_is_found_by_both_its_names(base: KnowledgeBase, name: str) -> None:
    [row] = base.targets(region=name)
    assert row.value == "23"


def test_a_county_has_no_target(base: KnowledgeBase) -> None:
    assert base.targets(region="嘉善县") == ()


def test_targets_can_be_asked_by_indicator_and_year(base: KnowledgeBase) -> None:
    rows = base.targets("浙政发[2017]31号", indicator="核电", target_year=2020)
    assert [(row.indicator, row.comparison, row.value + row.unit) for row in rows] == [
        ("核电装机容量", "=", "900万千瓦"),
        ("在建核电装机容量", ">=", "500万千瓦"),
    ]
    assert base.targets(target_year=1999) == ()


def test_the_share_of_towns_is_the_only_target_of_the_report_paper(base: KnowledgeBase) -> None:
    [row] = base.targets("浙政办发〔2017〕77号")
    assert (row.comparison, row.value, row.unit, row.target_year) == (">=", "30", "%", 2018)


def test_the_standard_of_a_county_without_arrears(base: KnowledgeBase) -> None:
    rows = base.thresholds("浙政办发〔2017〕80号")
    building = "在建工程建设项目(以建设主管部门登记备案数为基数,下同)"
    firms = "企业(不含建筑施工企业,下同)"
    assert [(row.scope, row.comparison, row.value + row.unit) for row in rows] == [
        ("国有企业、政府投资项目、交通和水利建设项目", "=", "0"),
        (building, "<=", "3%"),
        (building, "<", "500万元"),
        (firms, "<=", "5%"),
        (firms, "<", "50万元"),
        ("", "<", "10人"),
        ("重大活动和元旦、春节等重大节假日期间", "<=", "7日"),
        ("", "=", "0"),
        ("对建设成为“无欠薪”县(市、区)的", ">=", "20%"),
    ]


def test_a_unit_is_found_under_its_old_present_and_short_names(base: KnowledgeBase) -> None:
    found = [
        base.responsibilities(name) for name in ("环保厅", "省生态环境厅", "省环保厅", "生态环境厅")
    ]
    assert found[0] and all(rows == found[0] for rows in found)
    assert {row.unit for row in found[0]} == {"省环保厅"}


def test_a_present_unit_finds_the_rows_of_all_it_took_over(base: KnowledgeBase) -> None:
    printed = {row.unit for row in base.responsibilities("省农业农村厅")}
    assert printed == {"省农业厅", "省农办"}


def test_an_unknown_unit_has_no_rows(base: KnowledgeBase) -> None:
    assert base.responsibilities("省魔法厅") == ()


def test_standards_are_found_under_the_present_name(base: KnowledgeBase) -> None:
    rows = base.standard_items(unit="省质监局")
    assert rows and base.standard_items(unit="省市场监督管理局") == rows


def test_the_seven_pilot_areas_with_their_cities(base: KnowledgeBase) -> None:
    assert [(row.name, row.city) for row in base.pilot_areas()] == [
        ("拱墅区", "杭州市"),
        ("江北区", "宁波市"),
        ("瓯海区", "温州市"),
        ("嘉善县", "嘉兴市"),
        ("义乌市", "金华市"),
        ("江山市", "衢州市"),
        ("临海市", "台州市"),
    ]


@pytest.mark.parametrize(
    ("number", "names"),
    [
        ("浙政办发〔2017〕80号", "申报 考核验收 公示公告"),
        ("浙政办发〔2017〕77号", "报告准备阶段 报告形成阶段 报告开展阶段 整改反馈阶段"),
        ("浙政办发〔2017〕82号", "制定实施方案 全面组织实施 完善改进标准 组织验收总结"),
        ("浙政办发〔2017〕86号", ""),
    ],
)
def test_steps_of_procedures_in_order(base: KnowledgeBase, number: str, names: str) -> None:
    rows = base.procedure_steps(number)
    assert [row.name for row in rows] == names.split()
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))


def test_a_document_that_does_not_exist_is_refused(base: KnowledgeBase) -> None:
    with pytest.raises(NotInBase):
        base.deadlines("浙政发〔1999〕1号")


def test_the_built_base_is_sound(base: KnowledgeBase) -> None:
    assert list(check_base(base, SOURCES, CURATED)) == []


def test_the_command_prints_tables_and_page(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["facts", "--db", str(database), "--today", "2026-11-23"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("target ") for line in lines) == 49
    assert main(["facts", "--markdown", "--db", str(database), "--today", "2026-11-23"]) == 0
    assert "| 2017-08-20 | passed |" in capsys.readouterr().out


@pytest.mark.docs
def test_the_page_in_the_docs_is_what_the_command_prints(base: KnowledgeBase) -> None:
    from datetime import date

    from policies_kb.facts_report import deadlines_report

    page = Path(__file__).parents[3] / "docs" / "deadlines.md"
    assert page.read_text(encoding="utf-8").rstrip("\n") == deadlines_report(
        base, date(2026, 11, 23)
    )
