"""Says whom to call where the telephone or the address of an office of ours is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from actions.answer import Answer, say
from actions.citations import channel_link
from actions.context import AnswerContext
from actions.question import Question
from policies_kb.yaml_file import DataFile, DataRow, PatternText

#: What may stand around the name of the office, its place for one.
_NEAR = r"[^,，。;；!！?？]{0,14}?"
_END = r"[呀啊吧么呢\s?？。.!！]*"


class _Asked(DataRow):
    after: PatternText
    hours: PatternText
    before: PatternText


class _Office(DataRow):
    office: PatternText
    channels: tuple[str, ...]


class _Doors(DataRow):
    asked: _Asked
    offices: dict[str, _Office]


DOORS = DataFile(Path(__file__).with_suffix(".yml"), _Doors)


def door_asked(question: Question, context: AnswerContext) -> Answer | None:
    """Return the lines that hold everywhere, ``None`` where no such office is asked for.

    The numbers of single offices are not held, and none is guessed.
    """
    text = question.text.strip()
    office = next((name for name, words in _offices() if words.fullmatch(text)), "")
    if not office:
        return None
    channels = [context.kb.channel(name) for name in DOORS.data.offices[office].channels]
    lead = say(
        "请打{numbers}。各地窗口自己的电话、地址和上班时间这里没有收录,打过去可以问到。",
        numbers=" / ".join(channel.phone for channel in channels if channel.phone),
    )
    return Answer(
        "answered",
        lead=(lead,),
        links=tuple(channel_link(channel) for channel in channels),
        suggestions=context.suggest("wages_claim", "wages_case", "wages_arbitration"),
    )


@cache
def _offices() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(_compiled())


def _compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    asked = DOORS.data.asked
    after = f"(?:{asked.after})(?:[,，、和还]*(?:{asked.hours}))?|{asked.hours}"
    for name, row in DOORS.data.offices.items():
        office = f"(?:{row.office})"
        first = f"{_NEAR}{office}(?:{after}){_END}"
        last = f"(?:{asked.before}){_NEAR}{office}(?:{_NEAR}|[A-Za-z ]{{0,48}}){_END}"
        yield name, re.compile(f"{first}|{last}", re.IGNORECASE)
