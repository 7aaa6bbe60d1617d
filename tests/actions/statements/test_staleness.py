"""An answer that leans on something due to be checked again says so, once and not in danger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from actions.answer import Answer
from actions.citations import channel_link, law_citation
from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.question import Question
from actions.routing.dispatch import answer
from actions.routing.former_places import with_former_places
from actions.statements.staleness import with_due_notice
from bot.conversation.first_aid import open_first_aid
from bot.wording.render import render
from policies_kb.kb import KnowledgeBase

YEARS_LATER = date(2030, 1, 1)


def kinds(given: Answer) -> list[str]:
    return [notice.kind for notice in given.notices]


def of_law(kb: KnowledgeBase, provision: str) -> Answer:
    return Answer("answered", citations=(law_citation(kb, provision),))


@pytest.mark.parametrize(
    ("provision", "days"), [("ndrc36.period", 90), ("labour_contract_law.art_38", 365)]
)
def test_an_overdue_law_is_said_from_its_day_on(
    provision: str, days: int, kb: KnowledgeBase
) -> None:
    given, checked = of_law(kb, provision), date(2026, 11, 28)
    due = checked + timedelta(days=days)
    assert with_due_notice(given, due - timedelta(days=1), kb) == given
    said = with_due_notice(given, due, kb)
    assert kinds(said) == ["due"]
    assert "2026年11月28日" in render(said, "zh-Hans").as_json()["notices"][0]["text"]


def test_an_overdue_door_is_said(kb: KnowledgeBase) -> None:
    given = Answer("answered", links=(channel_link(kb.channel("hotline_12333")),))
    assert kinds(with_due_notice(given, YEARS_LATER, kb)) == ["due"]
    assert with_due_notice(given, date(2026, 11, 29), kb) == given


def test_many_overdue_rows_are_one_notice_with_the_oldest_day(context: AnswerContext) -> None:
    given = answer(Question("老板不给工钱", "wages_claim"), context)
    said = with_due_notice(given, YEARS_LATER, context.kb)
    [notice] = [n for n in render(said, "zh-Hans").as_json()["notices"] if n["kind"] == "due"]
    assert "2026年11月23日" in notice["text"]
    assert kinds(given) == [kind for kind in kinds(said) if kind != "due"]


def test_a_gazette_answer_has_no_such_day(context: AnswerContext) -> None:
    given = replace(
        answer(Question("无欠薪县标准", "wages_county_standard"), context), links=(), notices=()
    )
    quotes = replace(given, citations=tuple(c for c in given.citations if c.verbatim))
    assert quotes.citations and with_due_notice(quotes, YEARS_LATER, context.kb) == quotes


@pytest.mark.parametrize("door", ["police_110", "emergency_120", "psych_12356"])
def test_who_is_sent_to_help_hears_of_no_doubts(door: str, kb: KnowledgeBase) -> None:
    links = (channel_link(kb.channel(door)), channel_link(kb.channel("hotline_12333")))
    given = Answer("answered", links=links)
    assert with_due_notice(given, YEARS_LATER, kb) == given


def test_behind_lines_for_danger_there_is_no_such_notice(context: AnswerContext) -> None:
    given = answer(Question("老板不给工钱", "wages_claim"), context)
    said = with_due_notice(given, YEARS_LATER, context.kb)
    first = open_first_aid(context.kb).first_words("不想活了,老板不给工钱")
    assert first is not None
    worded = render(said, "zh-Hans", first=first).as_json()
    assert "due" not in {notice["kind"] for notice in worded["notices"]}
    assert "再核对" not in worded["text"].split("【现行规定")[0]
    assert "due" in {notice["kind"] for notice in render(said, "zh-Hans").as_json()["notices"]}


def bare(given: Answer) -> Answer:
    """Return an answer without the laws it cites and the doors it names."""
    quotes = tuple(citation for citation in given.citations if citation.verbatim)
    return replace(given, citations=quotes, links=())


def test_how_a_paper_stands_is_due_too(context: AnswerContext) -> None:
    given = bare(answer(Question("老板不给工钱", "wages_claim"), context))
    assert "superseded" in kinds(given)
    assert kinds(with_due_notice(given, YEARS_LATER, context.kb))[-1] == "due"
    assert with_due_notice(given, date(2026, 11, 29), context.kb) == given


def test_a_case_leans_on_the_ways_it_tells(context: AnswerContext) -> None:
    facts = {"seen": "court", "entry": "wrong"}
    given = GUIDES["credit_case"].result(facts, Question("", "credit_case"), context)
    [way] = [one for one in context.kb.credit_kinds() if one.id == "court_wrong"]
    assert given.rests_on == (way.evidence,)
    alone = bare(given)
    assert kinds(with_due_notice(alone, way.evidence.due, context.kb))[-1] == "due"
    assert with_due_notice(alone, way.evidence.due - timedelta(days=1), context.kb) == alone
    # It is told with the answer, and is no part of what is sent.
    assert "rests_on" not in given.as_json()


def test_a_wage_case_leans_on_its_ways(context: AnswerContext) -> None:
    facts = {"employer": "company", "reachable": "fled"}
    given = GUIDES["wages_case"].result(facts, Question("", "wages_case"), context)
    assert given.rests_on and {one.source for one in given.rests_on} <= {
        way.evidence.source for way in context.kb.wage_routes()
    }


def test_what_a_unit_is_called_today_is_due(context: AnswerContext) -> None:
    given = answer(Question("省环保厅现在叫什么", "unit_duties"), context)
    assert "省生态环境厅" in str(render(given, "zh-Hans").text)
    assert kinds(with_due_notice(given, YEARS_LATER, context.kb)) == [*kinds(given), "due"]


def test_what_became_of_a_place_is_due(kb: KnowledgeBase) -> None:
    given = with_former_places(Answer("answered"), "下城区的厂不给钱", kb)
    assert kinds(given) == ["former_place"]
    assert kinds(with_due_notice(given, YEARS_LATER, kb)) == ["former_place", "due"]
