"""A page of unpaid wages that was shown in a conversation is not shown whole again."""

from __future__ import annotations

import pytest

from actions.context import AnswerContext
from actions.question import MessageContext, PreviousQuestion, Question
from actions.routing.dispatch import answer


def _asked_again(
    intent: str, text: str, context: AnswerContext, follows: str = "", public: bool = False
) -> tuple[list[str], list[str]]:
    before = (PreviousQuestion(intent, "老板不给工钱", {}),)
    sending = MessageContext(public=public)
    question = Question(text, intent, history=before, follows=follows, sending=sending)
    given = answer(question, context)
    assert given.status == "answered" and len(given.links) <= 2 and len(given.citations) <= 3
    assert given.suggestions[0].payload == f"/{intent}"
    return (
        [line.translations["zh"] for line in given.lead],
        [step.translations["zh"] for step in given.steps],
    )


def test_a_question_the_page_replies_to_gets_its_first_sentence(context: AnswerContext) -> None:
    lead, steps = _asked_again("wages_claim", "那到底去哪里说", context)
    assert lead == [context.cards["wages_claim"].lead.translations["zh"]] and not steps


def test_a_question_with_words_of_a_step_gets_that_step(context: AnswerContext) -> None:
    lead, steps = _asked_again("wages_building_site", "工资保证金是干嘛的", context)
    assert len(lead) == 1 and len(steps) == 1 and "工资保证金" in steps[0]


def test_what_nothing_more_exact_is_held_on_is_called_by_its_name(context: AnswerContext) -> None:
    lead, steps = _asked_again("wages_claim", "师傅带徒弟算不算?", context)
    assert "关于“师傅带徒弟算不算”这一点" in lead[0] and not steps
    lead, _ = _asked_again("wages_claim", "师傅带徒弟算不算?", context, public=True)
    assert "师傅" not in lead[0] and "没有查到单独的规定" in lead[0]


def test_who_asks_nothing_is_told_that_it_still_holds(context: AnswerContext) -> None:
    lead, _ = _asked_again("wages_claim", "真是气人", context)
    assert lead[0].startswith("前面说的办法照样能用")


@pytest.mark.parametrize(
    ("intent", "text", "follows", "before"),
    [
        ("wages_claim", "/wages_claim", "", "老板不给工钱"),
        ("wages_claim", "再说一遍", "repeat", "老板不给工钱"),
        ("wages_claim", "那到底去哪里说", "", ""),
    ],
)
def test_the_page_is_shown_to_who_wants_it(
    intent: str, text: str, follows: str, before: str, context: AnswerContext
) -> None:
    history = (PreviousQuestion(intent, before, {}),)
    given = answer(Question(text, intent, history=history, follows=follows), context)
    page = context.cards[intent]
    assert page.lead in given.lead and len(given.steps) == len(page.steps)
