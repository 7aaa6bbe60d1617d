"""Whoever asks what a number is hears of that line, and of no other."""

from __future__ import annotations

import pytest

from actions.context import AnswerContext
from actions.lookups.hotlines import number_asked
from actions.question import Question
from actions.routing.dispatch import answer
from bot.wording.render import render
from nlu.topics import FALLBACK_INTENT
from policies_kb.kb import KnowledgeBase

ASKED = ["{}是什么", "{}是干什么的电话?", "请问{}管什么", "什么是{}", "what is {}", "{}?"]


def test_every_number_of_the_base_is_named(context: AnswerContext, kb: KnowledgeBase) -> None:
    lines = [channel for channel in kb.channels() if channel.phone]
    assert {"110", "119", "120", "12356", "12345"} <= {channel.phone for channel in lines}
    for number in {channel.phone for channel in lines}:
        own = [channel for channel in lines if channel.phone == number]
        for words in ASKED:
            given = answer(Question(words.format(number), FALLBACK_INTENT), context)
            assert [link.url for link in given.links] == [f"tel:{number}"], words
            shown = str(render(given, "zh-Hans").text).split("【")[0]
            assert f"{number}是{own[0].name.zh}" in shown and own[0].takes.zh in shown
            assert f"{number} is the" in str(render(given, "en").text)


def test_a_number_that_is_not_held_is_not_guessed(context: AnswerContext) -> None:
    given = answer(Question("12378是什么热线", "out_other"), context)
    assert given.status == "out_of_scope"
    assert "没有收录" in str(render(given, "zh-Hans").text).split("【")[0]


@pytest.mark.parametrize(
    "text",
    [
        "12356打不通怎么办",
        "打了12345没人管",
        "2017是什么文件",
        "欠我12345元",
        "12378",
        "119条是什么",
    ],
)
def test_other_messages_are_left_alone(text: str, context: AnswerContext) -> None:
    assert number_asked(Question(text, FALLBACK_INTENT), context) is None
