"""What is said when it is not clear what a message asks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_texts import intents_offered

from actions.context import AnswerContext
from actions.question import IntentScore, PreviousQuestion, Question
from actions.routing.dispatch import answer
from actions.routing.fallback import CHOICES
from nlu.decision import Matter


def unsure(text: str, **readings: float) -> Question:
    ranked = tuple(IntentScore(name, confidence) for name, confidence in readings.items())
    return Question(text, "nlu_fallback", readings=ranked)


def test_a_reading_on_the_matter_spoken_of_is_taken(context: AnswerContext) -> None:
    before = PreviousQuestion("wages_claim", "老板不发工资", {})
    question = replace(
        unsure("多久能办完", out_government_service=0.4, wages_time_limit=0.3), history=(before,)
    )
    assert answer(question, context).lead == (context.cards["wages_time_limit"].lead,)


def test_small_talk_in_between_does_not_close_a_matter(context: AnswerContext) -> None:
    history = (
        PreviousQuestion("out_chitchat", "今天热吗", {}),
        PreviousQuestion("wages_claim", "老板不发工资", {}),
    )
    question = replace(unsure("多久能办完", wages_time_limit=0.3), history=history)
    assert answer(question, context).lead == (context.cards["wages_time_limit"].lead,)


def test_an_unsure_message_gets_one_question_with_choices(context: AnswerContext) -> None:
    question = unsure("zzz", wages_claim=0.3, wages_iou=0.2, credit_bank=0.15, greet=0.1)
    given = answer(question, context)
    assert (given.status, given.reply) == ("clarify", "asked")
    assert len(given.lead) == 1
    assert intents_offered(given) == ["wages_claim", "wages_iou", "credit_bank"]
    assert given.citations == ()


def test_no_more_choices_are_offered_than_can_be_taken_in(context: AnswerContext) -> None:
    many = dict.fromkeys(list(context.labels)[:9], 0.1)
    assert len(answer(unsure("zzz", **many), context).suggestions) == CHOICES


def test_words_of_the_text_itself_are_answered_with_the_passage(context: AnswerContext) -> None:
    matters = (Matter("papers", 0.9, "nlu_fallback"), Matter("outside", 0.1, "out_other"))
    question = Question(
        "农村水电站生态修复和增效扩容改造",
        "nlu_fallback",
        readings=(IntentScore("climate_energy", 0.3), IntentScore("climate_support", 0.2)),
        matters=matters,
        reply="sure",
    )
    given = answer(question, context)
    assert given.status == "answered"
    assert any("农村水电站" in c.quote.translations["zh"] for c in given.citations)


@pytest.mark.parametrize(
    "text", ["zzz", "", "火星上的天气", "\ud800", "1", "1 2 3", "二", '" OR 1=1 --', "NEAR(", "*"]
)
def test_nothing_found_is_said_and_who_may_know(context: AnswerContext, text: str) -> None:
    given = answer(unsure(text), context)
    assert given.status == "no_provision"
    assert [link.url for link in given.links] == ["tel:12345"]
    assert given.citations == ()


def test_an_intent_nobody_answers_falls_back(context: AnswerContext) -> None:
    assert answer(Question("zzz", "no_such_intent"), context).status == "no_provision"
