"""How a message is answered: the reply of the least expected price, and how doubt is worded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_texts import intents_offered, leads, rows

from actions.answer import Answer
from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from actions.routing.doubt import two_readings
from actions.routing.matters import matter_names
from nlu.decision import (
    Matter,
    could_be_likelier,
    decide,
    of_a_paper,
    rules,
    with_matter_likelier,
    with_open_matter,
)
from nlu.topics import MATTERS

INTENTS = {
    "wages": "wages_claim",
    "credit": "credit_repair",
    "disclosure": "disclosure_request",
    "papers": "climate_targets",
    "outside": "out_labour",
}


def matters(**chances: float) -> tuple[Matter, ...]:
    rest = 1 - sum(chances.values())
    known = {"outside": rest, **chances}
    found = [Matter(name, known.get(name, 0.0), INTENTS[name]) for name in MATTERS]
    return tuple(sorted(found, key=lambda matter: -matter.chance))


def asked(**chances: float) -> Question:
    found = matters(**chances)
    reply, about = decide(found)
    intent = about[0].intent if reply in ("sure", "likely", "handed_over") else "nlu_fallback"
    return Question("zzz", intent, matters=found, reply=reply)


@pytest.mark.parametrize(
    ("chances", "reply"),
    [
        ({"wages": 0.97}, "sure"),
        ({"wages": 0.8}, "likely"),
        ({"wages": 0.55}, "likely"),
        ({"wages": 0.45}, "handed_over"),
        ({"wages": 0.5, "credit": 0.45}, "two_readings"),
        ({"wages": 0.3, "credit": 0.25, "disclosure": 0.2}, "asked"),
        ({}, "handed_over"),
    ],
)
def test_the_cheapest_reply_is_chosen(chances: dict[str, float], reply: str) -> None:
    assert decide(matters(**chances))[0] == reply


def test_the_dearer_a_mistake_the_later_it_is_risked() -> None:
    """A sure answer on a wrong matter is the dearest of all, for ours and for outside messages."""
    prices = rules().prices
    assert prices.wrong["sure"] > prices.wrong["likely"] >= prices.none["handed_over"]
    assert prices.outside["sure"] > prices.outside["likely"] > prices.outside["asked"]


@pytest.mark.parametrize("text", ["要多久", "how many days does it take"])
def test_a_short_message_leans_on_the_matter_spoken_of(text: str) -> None:
    alone = matters(disclosure=0.05)
    assert decide(alone)[0] == "handed_over"
    after = with_open_matter(alone, ["disclosure_request"], text)
    assert decide(after)[1][0].name == "disclosure"
    assert sum(matter.chance for matter in after) == pytest.approx(1)


def test_a_message_with_evidence_of_its_own_switches() -> None:
    after = with_open_matter(matters(wages=0.001, credit=0.99), ["wages_claim"], "征信逾期怎么消")
    assert decide(after)[1][0].name == "credit"


def test_what_was_handed_over_before_is_not_leaned_on() -> None:
    alone = matters(wages=0.2)
    after = with_open_matter(alone, ["out_other", "wages_claim"], "那要多久")
    assert decide(after)[1][0].name == "wages"
    assert with_open_matter(alone, ["out_other"], "那要多久") == alone


def test_after_what_the_province_wants_any_paper_is_near() -> None:
    after = with_open_matter(matters(papers=0.1), ["wages_campaign"], "还有效吗")
    assert decide(after)[1][0].name == "papers"


def test_who_names_a_paper_is_not_outside() -> None:
    reply, about = decide(of_a_paper(matters(wages=0.2, papers=0.1)))
    assert (reply, about[0].name) == ("sure", "wages")


@pytest.mark.parametrize(
    ("locale", "opening", "door"),
    [
        ("zh-Hans", "您说的是被拖欠工资吧", "12333"),
        ("zh-Hant", "您說的是被拖欠工資吧", "12333"),
        ("en", "unpaid wages", "12333"),
    ],
)
def test_a_likely_answer_says_what_it_takes_the_message_for(
    context: AnswerContext, locale: str, opening: str, door: str
) -> None:
    given = answer(asked(wages=0.7), context)
    said = leads(given, locale)
    assert (given.status, given.reply) == ("answered", "likely")
    assert opening in said[0]
    assert door in said[-1]
    assert given.citations == context.card_answer("wages_claim").citations
    assert intents_offered(given)[0] == "out_labour"


def test_the_other_door_of_a_likely_answer_may_be_a_matter_of_ours(context: AnswerContext) -> None:
    given = answer(asked(wages=0.79, credit=0.2), context)
    assert given.reply == "likely"
    assert "信用记录怎么修复" in leads(given)[-1]
    assert intents_offered(given)[0] == "credit_repair"


def test_a_sure_answer_is_said_without_more(context: AnswerContext) -> None:
    given = answer(asked(wages=0.97), context)
    assert given.reply == "sure"
    assert given == context.card_answer("wages_claim")


def test_two_readings_have_a_line_and_a_button_each(context: AnswerContext) -> None:
    given = answer(asked(wages=0.5, credit=0.45), context)
    assert (given.status, given.reply) == ("clarify", "two_readings")
    assert intents_offered(given) == ["wages_claim", "credit_repair"]
    first, second = (text for text, _ in rows(given))
    assert first.startswith("被欠工资，去哪里投诉:") and "投诉" in first.split(":", 1)[1]
    assert second.startswith("信用记录怎么修复:")
    assert all(len(text) <= 120 for text, _ in rows(given))
    assert not any("没有完全听懂" in lead for lead in leads(given))


def test_every_reading_can_be_told_in_a_line(context: AnswerContext) -> None:
    for intent in set(context.cards) & set(context.labels):
        question = Question("zzz", "nlu_fallback", matters=(Matter("wages", 0.5, intent),))
        for locale in ("zh-Hans", "en"):
            [(text, _)] = rows(two_readings(question, context), locale)
            assert text.rstrip()[-1] not in ";；,，", text


def test_a_choice_keeps_what_the_question_names(context: AnswerContext) -> None:
    question = replace(asked(wages=0.5, credit=0.45), entities={"region": ("义乌市",)})
    given = answer(question, context)
    assert given.suggestions[0].payload == '/wages_claim{"region":["义乌市"]}'


def test_a_hand_over_in_doubt_shows_the_other_reading(context: AnswerContext) -> None:
    given = answer(asked(wages=0.4), context)
    assert (given.status, given.reply) == ("out_of_scope", "handed_over")
    assert intents_offered(given)[0] == "wages_claim"
    assert answer(asked(wages=0.01), context) == context.card_answer("out_labour")


def test_the_kind_of_reply_is_decided_or_told_by_the_status(context: AnswerContext) -> None:
    assert answer(asked(wages=0.7), context).reply == "likely"
    assert Answer("clarify").reply == "asked"


def test_every_general_card_answers(context: AnswerContext) -> None:
    for matter, intent in rules().general.items():
        assert context.cards[intent].status == "answered"
        assert matter in matter_names()


@pytest.mark.parametrize(
    ("chances", "text", "read"),
    [
        # Nothing told makes it surer, or near enough to count.
        ({"wages": 0.99}, "五千一个月 四个月没见着钱", False),
        ({"credit": 0.99}, "贷款五千 三个月没还", False),
        ({"wages": 0.001}, "五千一个月", False),
        # It may be pay, and it may be told so.
        ({"wages": 0.05}, "五千一个月 四个月没见着钱", True),
        ({"wages": 0.2}, "包工头跑了", True),
        # No figure, and no word that counts beside what may be told.
        ({"wages": 0.2}, "人不见了", False),
    ],
)
def test_a_message_is_read_for_pay_only_where_that_can_change_the_reply(
    chances: dict[str, float], text: str, read: bool
) -> None:
    assert could_be_likelier(matters(**chances), "wages", text) == read


@pytest.mark.parametrize("name", ["credit", "disclosure", "papers"])
@pytest.mark.parametrize("hundredths", range(0, 100, 5))
def test_what_is_not_read_is_decided_as_if_it_had_been(name: str, hundredths: int) -> None:
    checked = 0
    for own in range(0, 100 - hundredths, 3):
        before = matters(wages=own / 100, **{name: hundredths / 100})
        if could_be_likelier(before, "wages", "五千一个月"):
            continue
        checked += 1
        for times in {rule.times for rule in rules().told}:
            after = decide(with_matter_likelier(before, "wages", times))
            was = decide(before)
            assert (was[0], [m.name for m in was[1]]) == (after[0], [m.name for m in after[1]])
    assert checked
