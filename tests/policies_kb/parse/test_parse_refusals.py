"""What is not an official paper is refused, naming the line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies_kb.parse import ParseError, parse_papers
from tests.rigs.parse_helpers import GAZETTE, assert_whole

TITLE = "东海省人民政府关于做好防汛工作的通知"


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("", 1, "empty"),
        (" \n\t\n　\ufeff", 1, "empty"),
        ("昨天我去了杭州。\n天气很好。\n", 1, "not an official paper"),
        ("\n\n老板三个月没发工资,怎么办?\n", 3, "not an official paper"),
        ("姓名,电话\n甲,1\n乙,2\n", 1, "not an official paper"),
        ("file\ttitle\tdoc_number\na.txt\t关于某事的通知\t国发〔2019〕5号\n", 1, "not an official"),
        ("# Readme\n\nSome text.\n\n1. One\n2. Two\n", 1, "not an official paper"),
        ("第一行\nPK\x03\x04\x00\x00", 2, "control character"),
        ("\ufeff第一行\r\n第二行\x00", 2, "control character"),
        ("说明如下\n\n国发〔2019〕5号\n", 3, "without a title"),
        (f"{TITLE}\n东政发〔2017〕3号\n", 2, "without a title or a text"),
        (f"{TITLE}\n正文没有文号。\n", 1, "not an official paper"),
        ("根据国发〔2016〕61号文件精神,现通知如下:\n请落实。\n", 1, "not an official paper"),
    ],
)
def test_refused_with_the_line(source: str, line: int, said: str) -> None:
    with pytest.raises(ParseError, match=said) as caught:
        parse_papers(source)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"line {line}: ")


@pytest.mark.parametrize(
    "junk",
    [
        "政府" * 500_000,
        "《" * 1_000_000,
        "<!--" * 250_000,
        "（《“" * 300_000,
        "浙政发〔2017〕" * 110_000,
        "2017年8月3日" * 120_000,
    ],
    ids=["bodies", "titles", "comments", "open pairs", "numbers", "dates"],
)
def test_a_megabyte_of_junk_does_not_hang(junk: str) -> None:
    started = time.process_time()
    with pytest.raises(ParseError):
        parse_papers(junk)
    assert time.process_time() - started < 5.0


def test_a_megabyte_in_one_unfinished_paragraph_does_not_hang() -> None:
    source = f"{TITLE}\n东政发〔2017〕3号\n各市人民政府:\n" + "某某(某,某\n" * 20_000
    started = time.process_time()
    (paper,) = parse_papers(source)
    assert time.process_time() - started < 10.0
    assert_whole(paper, source)


LINES = st.one_of(
    st.sampled_from([line for line in GAZETTE.split("\n") if line and len(line) < 120]),
    st.sampled_from(
        [
            "",
            "　　",
            TITLE,
            "东政发〔2017〕3号",
            "东海省人民政府令",
            "第 21 号",
            "各市人民政府:",
            "现将《东海省渡口办法》印发给你们。",
            "东海省渡口办法",
            "东海省人民政府",
            "2017年8月3日",
            "（此件公开发布）",
            "目录",
            "# 东海省码头条例",
            "## 附则",
            "<!-- 注 -->",
            "<!--",
            "第一章 总则",
            "第二条 渡口",
            "第二条渡口。",
            "一、要求",
            "(一)标准。内容",
            "1. 甲;",
            "(1)乙",
            "①丙",
            "附件:1. 名单",
            "2. 图",
            "附件1",
            "附件2:图",
            "甲\t乙\t",
            "\t\t丙",
            "甲 | 乙 | 丙",
            "有效",
            "控制;",
            "\ufeff",
            "a\u2028b",
        ]
    ),
    st.text(
        alphabet=st.sampled_from("一二三十、.。(1)（）第条章附件:;号〔2017〕年月日的通知《》|\t #"),
        max_size=12,
    ),
)


@settings(max_examples=120)
@given(
    st.lists(LINES, max_size=40),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.booleans(),
)
def test_any_text_is_refused_or_kept_whole(
    lines: list[str], separator: str, has_head: bool
) -> None:
    head = [TITLE, "东政发〔2017〕3号", "各市人民政府:"] if has_head else []
    source = separator.join([*head, *lines])
    try:
        papers = parse_papers(source)
    except ParseError as error:
        assert 1 <= error.line <= source.count("\n") + 1
        return
    assert papers
    for paper in papers:
        assert_whole(paper, source)


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_characters_at_all_are_refused_or_kept_whole(text: str) -> None:
    source = f"{TITLE}\n东政发〔2017〕3号\n各市人民政府:\n{text}"
    try:
        papers = parse_papers(source)
    except ParseError:
        return
    for paper in papers:
        assert_whole(paper, source)


@pytest.mark.parametrize("opening", ["十十、", "百千、", "(五十百)", "第百百条 ", "第一条之十十 "])
def test_an_ordinal_that_is_no_number_opens_nothing(opening: str) -> None:
    source = f"{TITLE}\n东政发〔2017〕3号\n一、要求\n做好工作。\n{opening}加强值守。\n"
    [paper] = parse_papers(source)
    assert_whole(paper, source)
    assert [node.ordinal for node in paper.walk() if node.ordinal] == ["一、"]
