"""Says whom to call where the telephone or the address of an office of ours is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.answer import Answer, say
from actions.citations import channel_link
from actions.context import AnswerContext
from actions.question import Question

_FILE = Path(__file__).with_suffix(".yml")
#: What may stand around the name of the office, its place for one.
_NEAR = r"[^,，。;；!！?？]{0,14}?"
_END = r"[呀啊吧么呢\s?？。.!！]*"


def door_asked(question: Question, context: AnswerContext) -> Answer | None:
    """Return the lines that hold everywhere, ``None`` where no such office is asked for.

    The numbers of single offices are not held, and none is guessed.
    """
    text = question.text.strip()
    office = next((name for name, words in _offices() if words.fullmatch(text)), "")
    if not office:
        return None
    channels = [context.kb.channel(name) for name in _data()["offices"][office]["channels"]]
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
    asked = _data()["asked"]
    after = f"(?:{asked['after']})(?:[,，、和还]*(?:{asked['hours']}))?|{asked['hours']}"
    for name, row in _data()["offices"].items():
        office = f"(?:{row['office']})"
        first = f"{_NEAR}{office}(?:{after}){_END}"
        last = f"(?:{asked['before']}){_NEAR}{office}(?:{_NEAR}|[A-Za-z ]{{0,48}}){_END}"
        yield name, re.compile(f"{first}|{last}", re.IGNORECASE)


@cache
def _data() -> Mapping[str, Any]:
    return yaml.load(_FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)  # type: ignore[no-any-return]
