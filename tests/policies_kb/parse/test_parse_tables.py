"""Tables: attachment 1 of 浙政办发〔2017〕82号 row by row, and tables of other kinds."""

from __future__ import annotations

import pytest

from policies_kb.parse import parse_papers
from policies_kb.parse.table_parser import cell_units
from tests.rigs.parse_helpers import fixture, gazette_paper

FIRST, SECOND = "2017-12", "2018-04"
TRIAL = "试点县(市、区)政府"
COMMON = {
    "政务公开总体要求": ["政务公开总则", "基层政务信息分类与编码规范", "政务公开目录编制要求"],
    "政务公开运行管理": [
        "机构和人员管理规范",
        "主动公开工作指南",
        "重大行政决策公开工作指南",
        "重大决策跟踪反馈和评估指南",
        "政务公开舆情信息管理指南",
        "举报投诉办理规范",
    ],
    "政务公开平台": ["数据元规范", "政务公开平台建设技术规范", "信息安全技术要求"],
    "政务公开评价": ["绩效评价指标体系", "绩效考核规范", "满意度测评规范"],
}
FIELDS = {
    "征地补偿": (
        ["省国土资源厅", TRIAL],
        "征地补偿公开规范",
        "征地实施管理 征地补偿安置 征地补偿标准 征地补偿方式 被征地农民社会保障管理规范 考核评价",
    ),
    "拆迁安置": (
        ["省建设厅", "省国土资源厅", TRIAL],
        "拆迁安置公开规范",
        "拆迁项目管理 拆迁安置程序 拆迁房源管理 拆迁房屋分户评估管理 补偿安置 考核评价",
    ),
    "保障性住房": (
        ["省建设厅", TRIAL],
        "保障性住房公开规范",
        "保障性住房工程建设管理 保障性住房申请审批程序 房源信息管理 分配和退出管理 考核评价",
    ),
    "农村危房改造": (
        ["省建设厅", TRIAL],
        "危房改造公开规范",
        "改造对象确定 危房改造申请程序 危房改造补助 改造实施管理 危房改造验收 改造资金管理 "
        "考核评价",
    ),
    "扶贫救灾": (
        ["省农办", "省民政厅", TRIAL],
        "扶贫救灾公开规范",
        "扶贫救灾对象确定程序 扶贫救灾项目管理 扶贫救灾资金管理 扶贫救灾自身建设 考核评价",
    ),
    "市政服务": (
        ["省建设厅", "省交通运输厅", TRIAL],
        "市政服务公开规范",
        "城市公共交通管理 供水管理 供气管理 污水处理 垃圾处理 考核评价",
    ),
    "公共资源交易": (
        ["省发展改革委", TRIAL],
        "公共资源交易公开规范",
        "招投标管理 评标管理 专家管理 信用评价 交易平台建设 考核评价",
    ),
    "义务教育": (
        ["省教育厅", TRIAL],
        "义务教育公开规范",
        "教师管理 学生管理 民办学校管理 教育规划管理 社会捐赠管理 中小学学校办学管理 "
        "学校教育用房建设管理 教育教学仪器设备管理 考核评价",
    ),
}


def _row(field: str, group: str, item: str, due: str, units: list[str]) -> dict[str, object]:
    return {"field": field, "group": group, "item": item, "due": due, "units": units}


def _expected() -> list[dict[str, object]]:
    rows = [
        _row("基础通用标准", group, item, FIRST, ["省质监局"])
        for group, items in COMMON.items()
        for item in items
    ]
    for field, (units, first, others) in FIELDS.items():
        rows.append(_row(field, "", first, FIRST, units))
        rows.extend(_row(field, "", item, SECOND, units) for item in others.split())
    return rows


def test_every_row_of_the_standards_list() -> None:
    (table,) = gazette_paper("浙政办发〔2017〕82号").tables
    assert table.id == "att_1"
    assert table.title == "基层政务公开标准化规范化试点工作责任清单"
    assert list(table.rows) == _expected()
    assert len(table.rows) == 73


def test_row_that_lost_its_trailing_tabs_is_still_an_item() -> None:
    source = (
        "东海省人民政府办公厅关于公布任务的通知\n东政办发〔2021〕4号\n各市人民政府:\n请抓好落实。\n"
        "附件\n任务清单\n实施时间\t项目名称\t责任单位\n一、甲类\n2021年3月\t项目一\t省水利厅\n"
        "\t项目二\n2021年12月\t项目三\n项目四\n二、乙类\n2022年1月\t项目五\t省财政厅\n"
    )
    (table,) = parse_papers(source)[0].tables
    assert [tuple(row.values()) for row in table.rows] == [
        ("甲类", "", "项目一", "2021-03", ["省水利厅"]),
        ("甲类", "", "项目二", "2021-03", ["省水利厅"]),
        ("甲类", "", "项目三", "2021-12", ["省水利厅"]),
        ("甲类", "", "项目四", "2021-12", ["省水利厅"]),
        ("乙类", "", "项目五", "2022-01", ["省财政厅"]),
    ]


def test_other_tables_take_their_names_from_the_header() -> None:
    names, gauges = parse_papers(fixture("issue.txt"))[1].tables
    assert names.rows == (
        {"单位": "省水利厅", "姓名": "甲"},
        {"单位": "省财政厅", "姓名": "乙"},
    )
    assert (gauges.id, gauges.title) == ("att_2", "水位表")
    assert gauges.rows[1] == {"站名": "塘二站", "警戒": "", "保证": "5.70"}


def test_table_with_bars_groups_and_merged_cells() -> None:
    (table,) = parse_papers(fixture("bars.txt"))[0].tables
    assert [tuple(row.values()) for row in table.rows] == [
        ("一、交通（共2项）", "铁路", "东海铁路", "10亿元"),
        ("一、交通（共2项）", "铁路", "东海支线", "2亿元"),
        ("二、水利（共1项）", "海塘", "东海海塘", "1亿元"),
    ]
    assert list(table.rows[0]) == ["group", "类别", "项目", "投资"]


def test_table_without_a_header_has_numbered_columns() -> None:
    source = (
        "东海省人民政府关于公布名单的通知\n东政发〔2021〕5号\n各市人民政府:\n"
        "名单如下,请知悉。\n甲\t\t1\n乙\t二\t2\n"
    )
    (table,) = parse_papers(source)[0].tables
    assert table.rows == (
        {"col_1": "甲", "col_2": "", "col_3": "1"},
        {"col_1": "乙", "col_2": "二", "col_3": "2"},
    )


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("省质监局", ["省质监局"]),
        ("省国土资源厅, 试点县(市、区) 政府", ["省国土资源厅", TRIAL]),
        ("省建设厅、省国 土资源厅,试点 县(市、区)政府", ["省建设厅", "省国土资源厅", TRIAL]),
        ("省农办，各县（市、区）政府；省财政厅", ["省农办", "各县（市、区）政府", "省财政厅"]),
        ("", []),
    ],
)
def test_units_are_parted_outside_brackets_only(cell: str, units: list[str]) -> None:
    assert cell_units(cell) == units
