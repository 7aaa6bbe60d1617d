"""Says what the telephone number is that somebody asks about: that line, and never another."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.answer import Answer, say
from actions.citations import channel_link, hotline, phrase
from actions.context import AnswerContext
from actions.question import Question
from policies_kb.overlay.model import Channel

#: Lines of few figures (12356, 119, 95588) and those of eight hundred kinds (400-810-8866).
_NUMBER = r"(?P<number>400-?\d{3}-?\d{4}|1\d{2}(?:\d{2})?|9[56]\d{3,4})"
_LINE = r"(?:这个|那个)?(?:电话|热线|号码|号|平台)?"
_ASKED = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        rf"(?:请问|问一下|问下|那个?|这个|电话|热线|\s)*{_NUMBER}\s*{_LINE}\s*(?:到底|究竟)?"
        r"(?:是|属于|管|归|打过去是|能)?(?:干|做|管|个)?(?:什么|啥|哪里|哪儿|哪个|谁|吗|嘛)"
        r"[^,，。;；]{0,8}[?？。!！\s]*",
        rf"(?:请问)?(?:什么|啥)是\s*{_NUMBER}\s*{_LINE}[?？。!！\s]*",
        rf"(?:what|who)(?:.?s| is| are)(?: the)?(?: number| line| hotline)? {_NUMBER}.{{0,10}}",
        rf"{_NUMBER}[?？]?",
    )
)


def number_asked(question: Question, context: AnswerContext) -> Answer | None:
    """Return what a line is for, ``None`` where no number is asked about.

    A number that is not in the base is said to be unknown; nothing else is named for it.
    """
    text = question.text.strip()
    found = next((match for words in _ASKED if (match := words.fullmatch(text))), None)
    if not found:
        return None
    number = found["number"]
    channel = _channel(number, context)
    if channel:
        told = say(
            "{number}是{name}:{takes}。",
            number=channel.phone,
            name=phrase(channel.name),
            takes=phrase(channel.takes),
        )
        return Answer("answered", lead=(told,), links=(channel_link(channel),))
    if text == number:
        return None
    unknown = say("{number}这个号码我这里没有收录,不能乱说是什么线路。", number=number)
    return Answer("out_of_scope", lead=(unknown,), links=(hotline(context.kb),))


def without_tried(given: Answer, question: Question) -> Answer:
    """Return the answer to who got through to nobody without the lines they name."""
    left = tuple(
        link for link in given.links if not _names(question.text, link.url.removeprefix("tel:"))
    )
    return replace(given, links=left or given.links)


def _names(text: str, number: str) -> bool:
    return number.isdigit() and number in text


def _channel(number: str, context: AnswerContext) -> Channel | None:
    """Return the first channel with a number."""
    plain = number.replace("-", "")
    return next((one for one in context.kb.channels() if one.phone.replace("-", "") == plain), None)
