"""The gazette of 12 September 2017: six papers, whole and in order."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest

from policies_kb.parse import parse_papers
from tests.rigs.parse_helpers import GAZETTE, assert_whole, by_id, gazette_paper, printed, words

PAPERS = parse_papers(GAZETTE)
OFFICE = "浙江省人民政府办公厅"
EXPECTED = [
    (
        "浙政发〔2017〕31号",
        "浙江省人民政府关于印发浙江省“十三五”控制温室气体排放实施方案的通知",
        "浙江省人民政府",
        date(2017, 8, 3),
    ),
    (
        "浙政办发〔2017〕75号",
        "浙江省人民政府办公厅关于印发加强政务诚信和个人诚信体系建设实施方案的通知",
        OFFICE,
        date(2017, 7, 21),
    ),
    (
        "浙政办发〔2017〕77号",
        "浙江省人民政府办公厅关于全面建立生态环境状况报告制度的意见",
        OFFICE,
        date(2017, 7, 26),
    ),
    (
        "浙政办发〔2017〕80号",
        "浙江省人民政府办公厅关于深入开展“浙江无欠薪”行动的通知",
        OFFICE,
        date(2017, 7, 31),
    ),
    (
        "浙政办发〔2017〕82号",
        "浙江省人民政府办公厅关于印发浙江省基层政务公开标准化规范化试点工作实施方案的通知",
        OFFICE,
        date(2017, 8, 3),
    ),
    (
        "浙政办发〔2017〕86号",
        "浙江省人民政府办公厅关于表扬浙江婺剧艺术研究院《宫锦袍》剧组的通报",
        OFFICE,
        date(2017, 8, 9),
    ),
]


def test_six_papers_with_number_title_issuer_and_date() -> None:
    assert [(p.number, p.title, p.issuer, p.signed) for p in PAPERS] == EXPECTED


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.number)
def test_tree_is_the_source_text(paper) -> None:
    assert_whole(paper, GAZETTE)


def test_papers_contents_and_colophon_are_the_whole_issue() -> None:
    first, last = PAPERS[0].span[0], PAPERS[-1].span[1]
    contents, colophon = GAZETTE[:first], GAZETTE[last:]
    assert printed(contents).startswith("浙江省人民政府公报GAZETTE")
    assert printed(contents).endswith("《宫锦袍》剧组的通报(浙政办发[2017]86号)(35)")
    assert printed(colophon).startswith("浙江省人民政府公报2017年第25期(总第1174期)9月12日出版")
    assert printed(colophon).endswith("印刷单位:浙江省委办公厅文印中心")
    together = printed(contents) + "".join(map(words, PAPERS)) + printed(colophon)
    assert together == printed(GAZETTE)


def test_spans_point_at_the_words() -> None:
    for paper in PAPERS:
        for node in paper.walk():
            if not node.children:
                assert printed(GAZETTE[slice(*node.span)]) == re.sub(r"\s", "", node.text)


def test_wage_paper_ids_and_headings() -> None:
    nodes = by_id(gazette_paper("浙政办发〔2017〕80号"))
    assert "7日内得到妥善处置" in nodes["part_2__sec_1__item_3"].text
    assert nodes["part_2"].ordinal == "二、"
    assert nodes["part_2"].heading == "建设“无欠薪”县(市、区)"
    assert nodes["part_2__sec_1"].heading == "建设标准"
    assert nodes["part_2__sec_1"].text == "(一)建设标准。“无欠薪”县(市、区)应达到以下标准:"
    assert nodes["part_2__sec_1__item_3"].ordinal == "3."
    assert nodes["part_2__sec_1__item_3"].heading == "欠薪案件处置快速有力"
    kinds = [node.kind for node in gazette_paper("浙政办发〔2017〕80号").provisions]
    assert kinds == ["title", "number", "addressee", "para", *["part"] * 4, "para", "signature"]


def test_paragraph_after_a_list_belongs_to_what_the_list_stands_under() -> None:
    nodes = by_id(gazette_paper("浙政办发〔2017〕80号"))
    assert nodes["part_2__sec_2__para_1"].text.startswith("对建设成为“无欠薪”县(市、区)的")
    assert nodes["para_2"].text.endswith("于2017年8月31日前报省领导小组办公室备案。")
    nodes = by_id(gazette_paper("浙政办发〔2017〕77号"))
    assert nodes["part_4__sec_1__para_1"].text.startswith("各级政府应按照本级人大常委会")


def test_annexed_plans_have_ids_of_their_own() -> None:
    plans = {
        paper.number: [node.heading for node in paper.provisions if node.kind == "plan"]
        for paper in PAPERS
    }
    assert plans == {
        "浙政发〔2017〕31号": ["浙江省“十三五”控制温室气体排放实施方案"],
        "浙政办发〔2017〕75号": [
            "浙江省加强政务诚信建设的实施方案",
            "浙江省加强个人诚信体系建设的实施方案",
        ],
        "浙政办发〔2017〕77号": [],
        "浙政办发〔2017〕80号": [],
        "浙政办发〔2017〕82号": ["浙江省基层政务公开标准化规范化试点工作实施方案"],
        "浙政办发〔2017〕86号": [],
    }
    nodes = by_id(gazette_paper("浙政办发〔2017〕75号"))
    assert nodes["plan_1__part_2__sec_1__item_3"].heading == "建立政府公共信用评价体系"
    assert nodes["plan_2__part_2__sec_1__item_3"].heading == "推动实施实名登记制度"


@pytest.mark.parametrize(
    ("number", "node", "words_"),
    [
        ("浙政发〔2017〕31号", "plan_1__part_1__sec_2", "碳排放总量得到有效控制;氢氟碳化物"),
        ("浙政发〔2017〕31号", "plan_1__part_4__sec_1", "低碳理念和要求,积极探索集约"),
        ("浙政发〔2017〕31号", "plan_1__part_4__sec_3", "无害化处理和资源化利用"),
        ("浙政办发〔2017〕75号", "plan_1__part_2__sec_1__item_5", "取消相关政府部门参加各类荣誉"),
        ("浙政办发〔2017〕75号", "plan_2__part_2__sec_2__item_3", "信用信息查询服务。"),
        ("浙政办发〔2017〕77号", "part_2__sec_2", "专项工作开展情况的报告"),
        ("浙政办发〔2017〕80号", "part_1__para_1", "强化源头治理、加强属地管理"),
    ],
)
def test_paragraphs_broken_by_a_page_are_whole_again(number: str, node: str, words_: str) -> None:
    assert words_ in by_id(gazette_paper(number))[node].text


def test_headings_without_punctuation_are_not_joined_to_their_text() -> None:
    nodes = by_id(gazette_paper("浙政发〔2017〕31号"))
    assert nodes["plan_1__part_5"].text == "五、着力构建低碳空间格局"
    assert nodes["plan_1__part_5__para_1"].text.startswith("全面推进全省城镇空间结构")


def test_attachment_title_printed_over_its_label() -> None:
    nodes = by_id(gazette_paper("浙政办发〔2017〕82号"))
    assert nodes["att_2"].text == "基层政务公开标准体系结构图\n附件2"
    assert nodes["att_2"].heading == "基层政务公开标准体系结构图"
    assert nodes["att_1"].ordinal == "附件 1"
    assert nodes["att_1__table_1"].kind == "table"
    assert nodes["plan_1__attlist"].text.startswith("附件:1. 基层政务公开标准化规范化")


def test_issue_is_read_in_well_under_a_second() -> None:
    started = time.process_time()
    parse_papers(GAZETTE)
    assert time.process_time() - started < 1.0
