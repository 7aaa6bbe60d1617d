"""What a word of an answer means is told from the cards of the matter spoken of."""

from __future__ import annotations

import pytest

from actions.answer import Answer
from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.terms import term, term_asked


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("支付令是啥子东西", "支付令"),
        ("那个复议又是什么意思", "复议"),
        ("什么叫法律援助", "法律援助"),
        ("你是什么", ""),
        ("结果是什么", ""),
        ("支付令要多久", ""),
    ],
)
def test_the_word_that_is_asked_for(text: str, word: str) -> None:
    assert term_asked(text) == word


def asked(text: str, before: str, context: AnswerContext) -> Answer | None:
    history = (PreviousQuestion(before, "", {}),)
    return term(Question(text, "out_other", history=history), context)


def test_the_sentence_that_tells_of_it_comes_first(context: AnswerContext) -> None:
    given = asked("支付令是啥", "wages_claim", context)
    assert given is not None
    assert "支付令" in given.lead[0].translations["zh"]
    assert given.citations


def test_a_word_of_no_card_is_left_to_others(context: AnswerContext) -> None:
    assert asked("区块链是啥", "wages_claim", context) is None
    assert asked("支付令是啥", "greet", context) is None
