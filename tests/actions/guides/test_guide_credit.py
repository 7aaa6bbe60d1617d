"""Whole cases of a damaged credit record."""

from __future__ import annotations

import pytest
from guide_play import PlayerMaker

#: What is said, then the kind of credit it comes to.
CASES: dict[str, tuple[tuple[str, ...], str]] = {
    "loan_not_mine": (("银行征信报告有一笔贷款不是我的",), "bank_wrong"),
    "overdue": (("征信上有逾期记录", "是真的,忘了还", "还没还清"), "bank_true"),
    "wrong_penalty": (("信用中国上的处罚搞错了",), "public_wrong"),
    "true_penalty": (("信用浙江上有行政处罚", "确有其事", "没交"), "public_true"),
    "company_list": (("我们公司进了经营异常名录", "是真的", "还没有"), "public_true"),
    "wrong_debtor": (("法院把我列成失信被执行人,弄错人了",), "court_wrong"),
    "debtor": (("我被列入老赖名单", "是真的", "还没还"), "court_true"),
    "washing": (("有人说交钱就能洗白征信",), "paid_agency"),
    "worker": (("老板欠我工资,会不会影响我的信用",), "unpaid_worker"),
    "english": (("my bank loan record is wrong",), "bank_wrong"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_comes_to_its_kind(name: str, start: PlayerMaker) -> None:
    said, wanted = CASES[name]
    player = start("credit_case").type(*said)
    assert player.pending is None, (player.facts, player.lead())
    kind = next(kind for kind in player.context.kb.credit_kinds() if kind.id == wanted)
    assert f"{kind.situation.zh}。先走这一步：{kind.first_step.zh}" in player.lead()
    assert kind.why.zh in player.text()
    assert set(kind.law) <= player.law()


def test_every_kind_is_reached_by_some_case(start: PlayerMaker) -> None:
    kinds = {kind.id for kind in start("credit_case").context.kb.credit_kinds()}
    assert {wanted for _, wanted in CASES.values()} == kinds


@pytest.mark.parametrize("seen", ["bank", "public", "court", "company", "agency", "worker"])
@pytest.mark.parametrize("entry", ["wrong", "true", "unknown"])
def test_three_questions_are_enough_and_fraud_is_always_warned_of(
    seen: str, entry: str, start: PlayerMaker
) -> None:
    player = start("credit_case").choose(seen=seen)
    asked = 1
    while player.pending and asked < 5:
        asked += 1
        value = entry if player.pending == "entry" else "yes"
        if value == "unknown":
            player.press("/guide_skip")
        else:
            player.choose(**{player.pending: value})
    assert asked <= 3
    assert "pbccrc_warning_2026.scam" in player.law()
    assert {"law631.art_25", "ndrc36.art_3"} <= player.law()
    assert [a.maker for a in player.given.attachments] == ["case_packet"]


@pytest.mark.parametrize(
    ("seen", "law"),
    [
        ("bank", "law631.art_16"),
        ("public", "gbf2025_22.classes"),
        ("court", "court_list_2017.art_10"),
    ],
)
def test_a_duty_done_changes_the_advice(seen: str, law: str, start: PlayerMaker) -> None:
    paid = start("credit_case").choose(seen=seen, entry="true", done="yes")
    unpaid = start("credit_case").choose(seen=seen, entry="true", done="no")
    assert law in paid.law()
    assert "已经" in paid.lead()
    assert paid.lead() != unpaid.lead()


def test_who_does_not_know_where_is_told_where_to_look(start: PlayerMaker) -> None:
    player = start("credit_case").type("我信用坏了", "不知道")
    assert "先查清楚" in player.lead()
    assert {"law631.art_17", "reg_zj_credit_2018.art_19"} <= player.law()
    assert len(player.given.links) >= 4
