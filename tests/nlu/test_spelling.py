"""Blanks, characters that sound alike and pinyin are read as they were meant."""

from __future__ import annotations

import pytest

from nlu.spelling import Spelling, load_spelling
from policies_kb.kb import KnowledgeBase


@pytest.fixture(scope="module")
def spelling(kb: KnowledgeBase) -> Spelling:
    return load_spelling(kb.segmenter.cut)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("qian xin zenme ban", "欠薪怎么办"),
        ("bao gong tou bu gei gong qian", "包工头不给工钱"),
        ("zheng xin yu qi zen me xiao chu", "征信逾期怎么消除"),
        ("老 板 拖 欠 工 资", "老板拖欠工资"),
        ("工.资.不.发", "工资不发"),
        ("厂里托欠公资", "厂里拖欠工资"),
        ("去哪里投述", "去哪里投诉"),
        ("laoban bu fa gongzi zenme ban", "老板不发工资怎么办"),
        ("贷款预期了怎么办", "贷款逾期了怎么办"),
        ("证信报告", "征信报告"),
    ],
)
def test_slips_are_mended(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.meant(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "老板拖欠工资",
        "公司的公资产管理",
        "浙政办发〔2017〕80号",
        "my boss owes me three months of pay",
        "he can ban me and you can go on",
        "please send me an invoice for the bus company",
        "一 二 三",
        "",
    ],
)
def test_what_is_right_stays(spelling: Spelling, typed: str) -> None:
    assert spelling.meant(typed) in (typed, "一二三")


def test_a_long_message_is_read_in_time(spelling: Spelling) -> None:
    text = "老板拖欠公资" * 300
    assert spelling.meant(text) == "老板拖欠工资" * 300
