"""What a page puts round a paper and what a copy breaks in it."""

from __future__ import annotations

import pytest

from policies_kb.parse import parse_papers
from policies_kb.parsed_paper import Paper
from tests.rigs.labelled_papers import labelled
from tests.rigs.parse_helpers import assert_whole, by_id

TEXTS = {paper.name: paper.text for paper in labelled()}
HEAD = "澜江市林业局关于做好护林工作的通知\n澜林发〔2022〕5号\n各县林业局：\n"
FOOT = "澜江市林业局\n2022年3月4日\n"


def only(source: str) -> Paper:
    [paper] = parse_papers(source)
    assert_whole(paper, source)
    return paper


def kinds(paper: Paper, kind: str) -> list[str]:
    return [node.text for node in paper.walk() if node.kind == kind]


@pytest.mark.parametrize(
    "line",
    [
        "打印本页", "【打印】【关闭】", "分享：", "扫一扫在手机上查看", "上一篇：关于防汛的通知",
        "抄送：市委办公室，市人大常委会办公室。", "澜江市林业局办公室2022年3月5日印发", "— 2 —",
    ],
)  # fmt: skip
def test_furniture_of_the_page_is_no_provision(line: str) -> None:
    paper = only(f"{HEAD}一、加强巡护。\n{FOOT}{line}\n")
    assert kinds(paper, "note") == [line]
    assert not kinds(paper, "para")


def test_who_gets_a_copy_may_take_two_lines() -> None:
    copies = "抄送：市委办公室，市人大常委会办公室、\n市政协办公室。"
    paper = only(f"{HEAD}一、加强巡护。\n{FOOT}{copies}\n")
    assert kinds(paper, "note") == [copies.replace("\n", "")]


def test_fields_of_the_page_stand_under_the_title_and_are_no_text() -> None:
    paper = only(TEXTS["parking_reply"])
    assert [text[:4] for text in kinds(paper, "note")] == ["发布时间", "打印本页", "关闭窗口"]
    assert kinds(paper, "addressee") == ["李秀兰委员："]


@pytest.mark.parametrize(
    "entry",
    ["（四）至少每月巡护一次；", "（四）和谐共处；", "（四）项目评审；", "（四）条件成熟的先行；"],
)
def test_an_entry_may_begin_with_words_that_also_refer(entry: str) -> None:
    before = "澜江市护林规定\n第一条　护林员应当：\n（一）甲；\n（二）乙；\n（三）丙；\n"
    text = f"{before}{entry}\n第二条　略。\n"
    assert by_id(only(text))["art_1__item_4"].text == entry


@pytest.mark.parametrize("words", ["（一）项规定的，从重。", "（一）至（三）项所列，从重。"])
def test_words_that_refer_to_an_entry_open_none(words: str) -> None:
    text = f"澜江市护林规定\n第一条　有下列情形，属于前款第\n{words}\n第二条　略。\n"
    assert "art_1__item_1" not in by_id(only(text))


def test_an_item_may_begin_with_a_year_or_a_month() -> None:
    paper = only(
        f"{HEAD}一、安排\n1．甲。\n2．2022年7月1日起乙。\n3.6月底前丙。\n4.5米以上不算。\n{FOOT}"
    )
    assert [text[:2] for text in kinds(paper, "item")] == ["1．", "2．", "3."]


def test_the_name_of_an_attachment_may_take_two_lines() -> None:
    source = (
        f"{HEAD}一、加强巡护。\n附件：1．2022年澜江市护林员岗位和\n责任区\n2．巡护记录\n{FOOT}"
        "附件1\n2022年澜江市护林员岗位\n和责任区\n1．东山\n附件2\n巡护记录\n1．记录\n"
    )
    paper = only(source)
    first = by_id(paper)["att_1"]
    assert first.heading == "2022年澜江市护林员岗位和责任区"
    assert len(kinds(paper, "attlist")) == 1 and not kinds(paper, "para")


def test_a_paper_pasted_as_one_line_is_taken_apart_at_its_ordinals() -> None:
    source = (
        "澜江市林业局关于护林的意见 澜林发[2022]6号 2022-03-05 为做好护林，提出以下意见。"
        " 一、总体要求 (一)原则。坚持预防为主。 (二)目标。到2025年，巡护率达到95%。"
        " 二、保障 加强领导。"
    )
    paper = only(source)
    assert (paper.number, str(paper.signed)) == ("澜林发〔2022〕6号", "2022-03-05")
    assert {"part_1__sec_1", "part_1__sec_2", "part_2"} <= set(by_id(paper))


def test_radicals_in_place_of_characters_are_read_as_them_and_kept() -> None:
    source = (
        "澜江省⼈⺠政府办公厅关于做好⼯资⽀付⼯作的通知\n澜政办发〔2017〕9号\n各市⼈⺠政府：\n"
        "⼀、2017年8⽉31⽇前完成排查。\n澜江省⼈⺠政府办公厅\n2017年7⽉20⽇\n"
    )
    paper = only(source)
    assert (paper.issuer, str(paper.signed)) == ("澜江省人民政府办公厅", "2017-07-20")
    assert "工资支付" in paper.title
    assert "8⽉31⽇前" in by_id(paper)["part_1"].text


@pytest.mark.parametrize(
    "source",
    [
        TEXTS["amending_act"],
        "澜江省渡口条例修正案（二）\n一、将第十条修改为：“第十条　渡船应当每年检验一次。”\n"
        "二、在第二十条后增加一条，作为第二十条之一：\n“（一）甲；\n“（二）乙。”\n",
    ],
)
def test_an_amending_act_owns_no_article_it_quotes(source: str) -> None:
    paper = only(source)
    assert not kinds(paper, "article")
    assert "修" in paper.title
