"""Says how a line or page of the base is reached, or when it is open, where its name is asked for.

Opening hours are told only where they have a source; others are said to be unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from actions.answer import Answer, Phrase, curated, say
from actions.citations import channel_link, phrase
from actions.context import AnswerContext
from actions.question import Question
from policies_kb.overlay.model import Channel
from policies_kb.yaml_file import DataFile, DataRow, PatternText

_BEFORE = r"(?:请问|问一下|问下|我想|想要|要|知道|查一?下|告诉我|那个?|浙江省?|省|[\s“”\"'「」])*"
_QUOTE = r"[\s“”\"'「」]*"
_END = r"[呀啊吧么呢\s?？。.!！]*"


class _Asked(DataRow):
    way: PatternText
    hours: PatternText
    english_way: PatternText
    english_hours: PatternText
    english_open: PatternText


class _NamedDoors(DataRow):
    asked: _Asked
    doors: dict[str, PatternText]


NAMED_DOORS = DataFile(Path(__file__).with_suffix(".yml"), _NamedDoors)


@dataclass(frozen=True)
class _NamedDoor:
    """A channel and how messages ask for its way or its hours."""

    channel: str
    way: re.Pattern[str]
    hours: re.Pattern[str]


def named_door(question: Question, context: AnswerContext) -> Answer | None:
    """Return the way to a door or its hours, ``None`` where none is asked for by its name."""
    text = question.text.strip()
    for door in _doors():
        words = ((door.hours, _hours), (door.way, _way))
        tell = next((tell for pattern, tell in words if pattern.fullmatch(text)), None)
        if tell is not None:
            channel = context.kb.channel(door.channel)
            return Answer("answered", lead=(tell(channel),), links=(channel_link(channel),))
    return None


def _way(channel: Channel) -> Phrase:
    ways = [curated(way, way) for way in (channel.phone, channel.url) if way]
    if channel.where:
        ways.append(phrase(channel.where))
    zh = "；".join(way.translations["zh"] for way in ways)
    en = "; ".join(way.translations["en"] for way in ways)
    return say("{name}:{way}。", name=phrase(channel.name), way=curated(zh, en))


def _hours(channel: Channel) -> Phrase:
    if channel.hours:
        return say("{name}:{hours}。", name=phrase(channel.name), hours=phrase(channel.hours))
    return say(
        "{name}什么时间有人,这里没有收录,请先打过去或者上网核对。", name=phrase(channel.name)
    )


@cache
def _doors() -> tuple[_NamedDoor, ...]:
    return tuple(_compiled())


def _compiled() -> Iterator[_NamedDoor]:
    asked = NAMED_DOORS.data.asked
    for channel, words in NAMED_DOORS.data.doors.items():
        door = f"{_QUOTE}(?:{words}){_QUOTE}"
        way = f"{_BEFORE}{door}(?:{asked.way}){_END}|{asked.english_way}{door}{_END}"
        hours = f"{_BEFORE}{door}(?:{asked.hours}){_END}"
        hours += f"|{asked.english_hours}{door}{asked.english_open}{_END}"
        yield _NamedDoor(channel, re.compile(way, re.IGNORECASE), re.compile(hours, re.IGNORECASE))
