"""What counts as right, as silence and as a false answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tools.evaluation.judge import Cited, GivenReply, JudgedReply, judge
from tools.evaluation.labelled_rows import LabelledRow

WAGES_PAPER = "浙政办发〔2017〕80号"
CREDIT_PAPER = "浙政办发〔2017〕75号"
LAW = "国务院令第724号"
TOPICS = {WAGES_PAPER: {"wages"}, CREDIT_PAPER: {"credit"}, LAW: {"wages"}}

WAGES = LabelledRow("wages", "q", intent="wages_claim")
STANDARD = LabelledRow("wages", "q", document=WAGES_PAPER, quote="控制在3%以内|控制在5%以内")
OUTSIDE = LabelledRow("outside", "q")


def verdict(row: LabelledRow, reply: GivenReply) -> JudgedReply:
    return judge(row, reply, TOPICS)


def test_an_answer_on_the_topic_is_right_whatever_its_intent() -> None:
    found = verdict(WAGES, GivenReply("answered", "wages_evidence"))
    assert found.right_topic and not found.false_answer
    assert found.right_intent is False


def test_an_answer_on_another_topic_is_a_false_answer() -> None:
    found = verdict(WAGES, GivenReply("answered", "credit_repair"))
    assert not found.right_topic and found.false_answer


@pytest.mark.parametrize(
    ("offered", "right"), [(("credit_bank", "wages_claim"), True), (("credit_bank",), False)]
)
def test_a_question_back_is_right_when_it_offers_the_topic(
    offered: tuple[str, ...], right: bool
) -> None:
    found = verdict(WAGES, GivenReply("clarify", "nlu_fallback", offered=offered))
    assert found.right_topic is right
    assert not found.false_answer and not found.abstained


@pytest.mark.parametrize("status", ["out_of_scope", "no_provision", "error"])
def test_silence_on_an_answerable_question_is_not_right_and_not_false(status: str) -> None:
    found = verdict(WAGES, GivenReply(status, "out_labour"))
    assert not found.right_topic and not found.false_answer
    assert found.abstained is (status != "error")


@pytest.mark.parametrize("status", ["out_of_scope", "no_provision"])
def test_silence_on_an_outside_question_is_right(status: str) -> None:
    found = verdict(OUTSIDE, GivenReply(status, "out_family"))
    assert found.right_topic and found.abstained and not found.false_answer


@pytest.mark.parametrize("intent", ["wages_claim", "nlu_fallback", "follow_phone", "deadlines"])
def test_an_answer_to_an_outside_question_is_false(intent: str) -> None:
    found = verdict(OUTSIDE, GivenReply("answered", intent, cited=(Cited(WAGES_PAPER, ""),)))
    assert found.false_answer and not found.right_topic


def test_small_talk_claims_nothing() -> None:
    found = verdict(OUTSIDE, GivenReply("answered", "greet"))
    assert found.right_topic and found.abstained and not found.false_answer
    assert not verdict(WAGES, GivenReply("answered", "greet")).right_topic


def test_a_search_answers_on_the_topic_of_the_paper_it_cites() -> None:
    found = GivenReply("answered", "nlu_fallback", cited=(Cited(WAGES_PAPER, "…"),))
    assert verdict(WAGES, found).right_topic
    assert verdict(LabelledRow("credit", "q"), found).false_answer


def test_an_expected_clause_may_stand_in_any_citation_and_is_compared_without_spaces() -> None:
    cited = (Cited(LAW, ""), Cited(WAGES_PAPER, "欠薪案件发生率控制\n在 5%以内"))
    assert verdict(STANDARD, GivenReply("answered", "wages_governance", cited=cited)).right_clause
    assert verdict(STANDARD, GivenReply("answered", "wages_governance")).right_clause is False
    assert verdict(WAGES, GivenReply("answered", "wages_claim", cited=cited)).right_clause is None


def test_an_expected_law_is_found_by_its_number() -> None:
    row = replace(WAGES, quote=f"国务院令第423号|{LAW}")
    assert verdict(
        row, GivenReply("answered", "wages_claim", cited=(Cited(LAW, "x"),))
    ).right_clause


def test_an_answer_from_another_paper_than_the_expected_is_false() -> None:
    other = GivenReply("answered", "wages_claim", cited=(Cited(LAW, "x"),))
    assert verdict(STANDARD, other).false_answer
    beside = GivenReply("answered", "wages_claim", cited=(Cited(WAGES_PAPER, "x"),))
    assert not verdict(STANDARD, beside).false_answer


def test_a_trap_must_not_be_answered() -> None:
    trap = LabelledRow("climate", "2030年的目标", expected_status="no_provision|out_of_scope")
    assert verdict(trap, GivenReply("answered", "climate_targets")).false_answer
    assert verdict(trap, GivenReply("no_provision", "climate_targets")).right_topic


def test_a_question_of_a_paper_is_answered_by_its_card_as_well_as_by_the_tables() -> None:
    row = LabelledRow("documents", "省林业厅负责什么", document=WAGES_PAPER)
    card = GivenReply("answered", "wages_campaign", cited=(Cited(WAGES_PAPER, "x"),))
    assert verdict(row, card).right_topic
    assert verdict(row, GivenReply("answered", "unit_duties", cited=card.cited)).right_topic


def test_a_contact_asked_for_after_a_question_is_about_that_question() -> None:
    phone = GivenReply("answered", "follow_phone")
    assert verdict(LabelledRow("wages", '["欠薪怎么办", "电话多少"]'), phone).right_topic
    assert verdict(LabelledRow("wages", "电话多少"), phone).false_answer
