"""What is said when the classifier is not sure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from said import intents_offered

from actions.desk import Desk
from actions.dispatch import answer
from actions.fallback import CHOICES
from actions.question import Past, Question, Reading


def unsure(text: str, **readings: float) -> Question:
    ranked = tuple(Reading(name, confidence) for name, confidence in readings.items())
    return Question(text, "nlu_fallback", readings=ranked)


def test_a_message_without_a_likely_matter_is_outside(desk: Desk) -> None:
    given = answer(unsure("zzz", out_bank=0.4, help=0.35, wages_claim=0.2), desk)
    assert given.status == "out_of_scope"
    assert given.lead == (desk.cards["out_bank"].lead,)
    assert given.links


def test_a_likely_matter_is_asked_back_even_when_outside_is_likelier(desk: Desk) -> None:
    given = answer(unsure("zzz", out_labour=0.5, wages_claim=0.3), desk)
    assert given.status == "clarify"
    assert intents_offered(given) == ["wages_claim"]


def test_a_reading_on_the_matter_spoken_of_is_taken(desk: Desk) -> None:
    before = Past("wages_claim", "老板不发工资", {})
    question = replace(
        unsure("多久能办完", out_government_service=0.4, wages_time_limit=0.3), history=(before,)
    )
    assert answer(question, desk).lead == (desk.cards["wages_time_limit"].lead,)


def test_weak_outside_readings_do_not(desk: Desk) -> None:
    given = answer(unsure("zzz", wages_claim=0.4, out_bank=0.2), desk)
    assert given.status == "clarify"


def test_an_unsure_message_gets_one_question_with_choices(desk: Desk) -> None:
    question = unsure("zzz", wages_claim=0.3, wages_iou=0.2, credit_bank=0.15, greet=0.1)
    given = answer(question, desk)
    assert given.status == "clarify"
    assert len(given.lead) == 1
    assert intents_offered(given) == ["wages_claim", "wages_iou", "credit_bank"]
    assert given.citations == ()


def test_no_more_choices_are_offered_than_can_be_taken_in(desk: Desk) -> None:
    many = dict.fromkeys(list(desk.labels)[:9], 0.1)
    assert len(answer(unsure("zzz", **many), desk).suggestions) == CHOICES


def test_words_of_the_text_itself_are_answered_with_the_passage(desk: Desk) -> None:
    given = answer(unsure("农村水电站生态修复和增效扩容改造", wages_claim=0.2), desk)
    assert given.status == "answered"
    assert any("农村水电站" in c.quote.translations["zh"] for c in given.citations)


@pytest.mark.parametrize(
    "text", ["zzz", "", "火星上的天气", "\ud800", "1", "1 2 3", "二", '" OR 1=1 --', "NEAR(", "*"]
)
def test_nothing_found_is_said_and_who_may_know(desk: Desk, text: str) -> None:
    given = answer(unsure(text), desk)
    assert given.status == "no_provision"
    assert [link.url for link in given.links] == ["tel:12345"]
    assert given.citations == ()


def test_an_intent_nobody_answers_falls_back(desk: Desk) -> None:
    assert answer(Question("zzz", "no_such_intent"), desk).status == "no_provision"
