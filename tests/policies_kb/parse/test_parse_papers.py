"""Other papers of the genre: numbers, titles, trees, page layout."""

from __future__ import annotations

from datetime import date

import pytest

from policies_kb.parse import parse_papers
from policies_kb.parsed_paper import Paper
from tests.rigs.parse_helpers import assert_whole, by_id, fixture

NOTICE = """{title}
{number}
各市人民政府:
现将有关事项通知如下:
一、总体要求
请抓好落实。
东海省人民政府
2017年8月3日
"""
TITLE = "东海省人民政府关于做好防汛工作的通知"


def only(source: str) -> Paper:
    (paper,) = parse_papers(source)
    assert_whole(paper, source)
    return paper


@pytest.mark.parametrize("name", ["issue.txt", "order.txt", "law.md", "redhead.txt", "bars.txt"])
def test_nothing_is_lost(name: str) -> None:
    source = fixture(name)
    for paper in parse_papers(source):
        assert_whole(paper, source)


@pytest.mark.parametrize(
    "printed",
    [
        "东政发〔2017〕31号",
        "东政发〔2017〕31 号",
        "东政发[2017]31号",
        "东政发【2017】31号",
        "东政发（2017）31号",
        "东政发(2017)31号",
        "东政发［２０１７］３１号",
        "东政发 〔 2017 〕 31 号",
        "东政发〔2017〕第31号",
        "（东政发〔2017〕31号）",
        "　　东政发〔2017〕31号　",
    ],
)
def test_document_number_however_printed(printed: str) -> None:
    paper = only(NOTICE.format(title=TITLE, number=printed))
    assert paper.number == "东政发〔2017〕31号"
    assert paper.title == TITLE
    assert by_id(paper)["number"].text == printed.strip()


@pytest.mark.parametrize(
    "printed",
    [
        "东海省人民政府 关于做好 防汛工作的通知",
        "东海省人民政府\n关于做好防汛工作的通知",
        "东海省人民政府\n\n关于做好防汛\n\n工作的通知",
        "　　　东海省人民政府关于\n　　做好防汛工作的通知",
    ],
)
def test_title_split_by_spaces_and_lines(printed: str) -> None:
    paper = only(NOTICE.format(title=printed, number="东政发〔2017〕31号"))
    assert paper.title == TITLE
    assert paper.provisions[0].text == TITLE


def test_latin_words_in_a_title_keep_their_space() -> None:
    title = "东海省人民政府关于推广 Smart Port 系统的通知"
    paper = only(NOTICE.format(title=title, number="东政发〔2017〕31号"))
    assert paper.title == "东海省人民政府关于推广Smart Port系统的通知"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: "\ufeff\r\n" + text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n　　"),
        lambda text: text.replace("\n", "\n\u00a0\u3000\n\t"),
    ],
    ids=["crlf", "cr", "bom", "bom-crlf", "full-width", "nbsp-and-tab"],
)
def test_layout_changes_neither_tree_nor_words(change) -> None:
    plain = only(NOTICE.format(title=TITLE, number="东政发〔2017〕31号"))
    source = change(NOTICE.format(title=TITLE, number="东政发〔2017〕31号"))
    laid_out = only(source)
    assert [(n.id, n.text) for n in laid_out.walk()] == [(n.id, n.text) for n in plain.walk()]
    assert source[slice(*by_id(laid_out)["number"].span)] == "东政发〔2017〕31号"


def test_issue_with_contents_section_headers_and_colophon() -> None:
    source = fixture("issue.txt")
    rules, notice = parse_papers(source)
    assert (rules.number, rules.issuer) == ("东政发〔2020〕5号", "东海省人民政府")
    assert (notice.number, notice.title) == (
        "东政办发〔2020〕11号",
        "东海省人民政府办公厅关于做好防汛工作的通知",
    )
    assert source[: rules.span[0]].rstrip().endswith("【省政府文件】")
    assert source[rules.span[1] : notice.span[0]].strip() == "【省政府办公厅文件】"
    assert source[notice.span[1] :].lstrip().startswith("东海省人民政府公报")


def test_impossible_date_is_no_date() -> None:
    rules, notice = parse_papers(fixture("issue.txt"))
    assert rules.signed is None
    assert notice.signed == date(2020, 3, 5)


def test_number_cited_on_a_line_of_its_own_opens_no_paper() -> None:
    notice = parse_papers(fixture("issue.txt"))[1]
    item = by_id(notice)["part_1__sec_1__item_2"]
    assert item.text == "2. 各部门分工负责,执行国办发〔2019〕9号文件的要求。"


def test_list_of_other_papers_opens_no_paper() -> None:
    source = NOTICE.format(title=TITLE, number="东政发〔2017〕31号") + (
        "附件\n废止文件目录\n东海省人民政府关于渡口的通知\n东政发〔2001〕1号\n"
        "东海省人民政府关于码头的通知\n东政发〔2002〕2号\n"
    )
    assert only(source).number == "东政发〔2017〕31号"


def test_figure_at_the_start_of_a_line_is_no_ordinal() -> None:
    part = by_id(parse_papers(fixture("issue.txt"))[1])["part_2"]
    assert part.text.endswith("降低20.5%以上。(责任单位:省水利厅、省财政厅)")


def test_heading_split_in_two_lines_is_one() -> None:
    assert by_id(parse_papers(fixture("issue.txt"))[1])["part_1__sec_1"].heading == "压实责任链条"


def test_annexed_regulation_in_articles() -> None:
    nodes = by_id(parse_papers(fixture("issue.txt"))[0])
    assert nodes["plan_1"].heading == "东海省海塘安全办法"
    assert nodes["plan_1__art_2__item_2"].text == "(二)财政部门负责资金。检查费用列入预算。"
    assert nodes["plan_1__art_2__para_2"].text == "前款所称检查,包括:"
    assert nodes["plan_1__art_3"].text == "第三条　依照第二条第一项作出的决定,应当公开。"


def test_order_takes_the_name_of_its_regulation() -> None:
    paper = only(fixture("order.txt"))
    assert (paper.number, paper.title) == ("东海省人民政府令第21号", "东海省渡口管理规定")
    assert (paper.issuer, paper.signed) == ("东海省人民政府", date(2018, 11, 2))
    nodes = by_id(paper)
    assert nodes["toc"].text == "目　录\n第一章　总则\n第二章　管理"
    assert nodes["art_2"].heading == "适用范围"
    assert [child.id for child in nodes["chp_2"].children] == ["art_3", "art_5_1"]


def test_repeated_and_skipped_ordinals_keep_their_print() -> None:
    nodes = by_id(only(fixture("order.txt")))
    assert nodes["art_3__item_1__point_2"].ordinal == "2．"
    assert (nodes["art_3__item_2"].ordinal, nodes["art_3__item_2_2"].ordinal) == (
        "（二）",
        "（二）",
    )
    assert nodes["art_3__item_2_2"].text == "（二）不得夜航。"
    assert nodes["art_3__para_2"].text == "违反前款规定的，依法处理。"


def test_law_in_markdown() -> None:
    paper = only(fixture("law.md"))
    assert paper.title == "东海省码头条例"
    assert paper.number == "东海省人民代表大会常务委员会公告第7号"
    assert paper.signed == date(2001, 3, 4)
    nodes = by_id(paper)
    assert nodes["chp_1"].heading == "总则"
    assert nodes["chp_1__sec_1"].text == "第一节　规划"
    assert nodes["art_1__para_2"].text == "本条例所称码头，包括趸船。"
    assert nodes["chp_2"].heading == "附则"
    assert nodes["chp_2"].children[0].id == "art_3"


def test_number_printed_over_the_title() -> None:
    paper = only(fixture("redhead.txt"))
    assert (paper.number, paper.title) == (
        "东政函〔2018〕7号",
        "东海省人民政府关于同意设立东海新区的批复",
    )
    kinds = [node.kind for node in paper.provisions]
    assert kinds[:4] == ["letterhead", "number", "title", "addressee"]
    assert kinds[-2:] == ["signature", "note"]


def test_number_in_brackets_after_the_title() -> None:
    source = NOTICE.format(title=f"{TITLE}（东政发〔2017〕31号）", number="")
    paper = only(source)
    assert (paper.number, paper.title) == ("东政发〔2017〕31号", TITLE)


def test_law_as_plain_text() -> None:
    source = (
        "东海省码头条例\n（2001年3月4日东海省人民代表大会常务委员会第五次会议通过）\n"
        "第一条　为了管理码头，制定本条例。\n第二条　码头分为两类：\n（一）客运；\n（二）货运。\n"
    )
    paper = only(source)
    assert (paper.number, paper.title) == ("", "东海省码头条例")
    assert (paper.issuer, paper.signed) == ("东海省人民代表大会常务委员会", date(2001, 3, 4))
    nodes = by_id(paper)
    assert nodes["note"].text.startswith("（2001年3月4日")
    assert nodes["art_2__item_2"].text == "（二）货运。"


def test_national_order_number_leaves_out_the_name_of_the_state() -> None:
    source = (
        "# 东海渡口条例\n1999年1月2日 中华人民共和国国务院令第 999 号公布\n"
        "2009年3月4日 中华人民共和国国务院令第1111号修订\n<!-- INFO END -->\n"
        "第一条 甲。\n第二条 乙。\n"
    )
    paper = only(source)
    assert (paper.number, paper.issuer) == ("国务院令第999号", "国务院")
    assert paper.signed == date(1999, 1, 2)


def test_joint_signature_with_chinese_date() -> None:
    source = NOTICE.format(
        title="东海省水利厅、东海省财政厅关于海塘的通知", number="东水发〔2019〕2号"
    ).replace(
        "东海省人民政府\n2017年8月3日", "东海省水利厅　东海省财政厅\n二〇一九年十二月三十一日"
    )
    paper = only(source)
    assert paper.issuer == "东海省水利厅、东海省财政厅"
    assert paper.signed == date(2019, 12, 31)
