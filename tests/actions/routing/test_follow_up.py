"""Questions that lean on the one before, and several answers in one."""

from __future__ import annotations

import pytest
from answer_texts import intents_offered, leads, rows
from walk import ask

from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.combine import combine
from actions.routing.dispatch import answer
from actions.routing.follow_up import resolved
from actions.routing.short_messages import leaning

TARGET = PreviousQuestion("climate_city_target", "杭州的目标", {"region": ("杭州市",)})
CLAIM = PreviousQuestion("wages_claim", "没发工资", {})
DEADLINES = PreviousQuestion("deadlines", "有哪些期限", {})


def after(
    intent: str, *history: PreviousQuestion, text: str = "那呢", **entities: tuple[str, ...]
) -> Question:
    return Question(text, intent, entities=entities, history=history)


def test_another_place_is_put_into_the_question_before(context: AnswerContext) -> None:
    given = answer(after("follow_other", TARGET, region=("宁波市",)), context)
    assert leads(given)[0].startswith("宁波碳排放强度")


def test_an_unsure_short_message_that_names_a_place_does_the_same(context: AnswerContext) -> None:
    given = answer(after("nlu_fallback", TARGET, text="宁波呢", region=("宁波市",)), context)
    assert leads(given)[0].startswith("宁波碳排放强度")


def test_what_was_exchanged_is_remembered() -> None:
    question = after("follow_other", TARGET, region=("宁波市",))
    assert resolved(question) == PreviousQuestion(
        TARGET.intent, TARGET.text, {"region": ("宁波市",)}
    )


def test_the_source_of_the_answer_before_is_shown(context: AnswerContext) -> None:
    given = answer(after("follow_source", CLAIM), context)
    assert given.citations == context.card_answer("wages_claim").citations
    assert given.rows == () and given.steps == ()


@pytest.mark.parametrize("text", ["真的假的？", "你说的靠谱吗", "确定吗", "are you sure?"])
def test_who_doubts_an_answer_is_shown_what_it_rests_on(context: AnswerContext, text: str) -> None:
    past = PreviousQuestion("credit_objection", "信用记录错了怎么改", {})
    given = answer(leaning(Question(text, "out_other", history=(past,))), context)
    assert given.citations == context.card_answer("credit_objection").citations
    assert "不是我编的" in leads(given)[0] and given.links


def test_who_doubts_a_hand_over_hears_that_nothing_is_held(context: AnswerContext) -> None:
    past = PreviousQuestion("out_government_service", "居住证怎么办", {})
    given = answer(leaning(Question("准不准啊", "out_other", history=(past,))), context)
    assert "没有收录条文" in leads(given)[0] and given.links


@pytest.mark.parametrize("text", ["对", "真的很急", "确定", "老板说的是真的吗，真要等两年"])
def test_not_every_word_of_truth_is_a_doubt(text: str) -> None:
    assert leaning(Question(text, "out_other", history=(CLAIM,))).intent != "follow_source"


def test_the_telephone_of_the_answer_before_is_given(context: AnswerContext) -> None:
    given = answer(after("follow_phone", CLAIM), context)
    assert given.links
    assert all(link.url.startswith("tel:") for link in given.links)


def test_more_shows_the_next_page(context: AnswerContext) -> None:
    pages = [rows(given) for _, given in ask(Question("", "deadlines"), context)]
    assert rows(answer(after("follow_more", DEADLINES), context)) == pages[1]


def test_back_answers_the_question_before_the_last(context: AnswerContext) -> None:
    given = answer(after("follow_back", TARGET, CLAIM), context)
    assert given.lead == context.card_answer("wages_claim").lead


@pytest.mark.parametrize("intent", ["follow_source", "follow_more", "follow_other", "follow_back"])
def test_with_nothing_before_it_asks_back(context: AnswerContext, intent: str) -> None:
    given = answer(after(intent), context)
    assert given.status == "clarify"
    assert "wages_claim" in intents_offered(given)


def test_several_answers_are_joined_without_repeats(context: AnswerContext) -> None:
    wages, target = (
        context.card_answer("wages_claim"),
        answer(after("follow_back", TARGET), context),
    )
    joined = combine([wages, target, wages])
    assert leads(joined) == [*leads(wages), *leads(target)]
    assert len(joined.citations) == len(set(map(repr, joined.citations)))
    assert rows(joined) == rows(target)
    assert [n for n in (*wages.notices, *target.notices) if n not in joined.notices] == []
