"""Every question of every guided case x every kind of interruption, over the real model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import yaml

from actions.guides import GUIDES
from actions.routing.case import Case

if TYPE_CHECKING:
    from bot.server.start import App

KINDS = yaml.safe_load(Path(__file__).with_name("interruptions.yml").read_text(encoding="utf-8"))
#: What is told first, so that a case has something to lose.
TOLD = {
    "wages_case": '/guide_answer{"guide_field":"employer","guide_value":"shop"}',
    "credit_case": '/guide_answer{"guide_field":"done","guide_value":"no"}',
    "request_case": '/guide_answer{"guide_field":"organ","guide_value":"department"}',
}


@dataclass(frozen=True)
class Seat:
    """A conversation with a case open at one of its questions."""

    parts: App
    name: str

    async def say(self, text: str) -> dict[str, Any]:
        return (await self.parts.assistant.reply(self.name, text)).as_json()

    async def case(self) -> Case:
        tracker = await self.parts.engine._processor.tracker_store.retrieve(self.name)
        assert tracker
        return Case.from_json(tracker.get_slot("case"))


async def seated(parts: App, guide: str, place: int) -> Seat | None:
    """Open a case and skip to one of its questions; ``None`` behind the last one."""
    seat = Seat(parts, uuid4().hex)
    await seat.say(f"/{guide}")
    await seat.say(TOLD[guide])
    for _ in range(place):
        field = json.dumps({"guide_field": (await seat.case()).pending})
        await seat.say(f"/guide_skip{field}")
    case = await seat.case()
    return seat if case.open else None


def places() -> Iterator[tuple[str, int]]:
    for name, guide in GUIDES.items():
        for place in range(sum(not field.told_only for field in guide.fields.values())):
            yield name, place


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["kind"])
async def test_a_case_listens_at_each_of_its_questions(parts: App, kind: dict[str, Any]) -> None:
    wrong: list[str] = []
    asked = 0
    for turn, (guide, place) in enumerate(places()):
        seat = await seated(parts, guide, place)
        if seat is None:
            continue
        asked += 1
        message = kind["messages"][turn % len(kind["messages"])]
        before = await seat.case()
        said = await seat.say(message)
        problem = _problem(kind, before, await seat.case(), said)
        if problem:
            wrong.append(f"{guide}.{before.pending}: {message} -> {problem}: {said['text'][:80]}")
    assert asked >= len(GUIDES) * 2
    assert not wrong, "\n".join(wrong)


def _problem(kind: dict[str, Any], before: Case, after: Case, said: dict[str, Any]) -> str:
    """Return what is wrong with a reply, ``""`` for nothing."""
    links = json.dumps(said["links"], ensure_ascii=False)
    shown = said["text"] + links
    if not re.search(kind["says"], shown):
        return "does not say it"
    if kind.get("never") and re.search(kind["never"], said["text"]):
        return "says what it must not"
    expected = {
        "waits": before,
        "left": Case(before.guide, before.facts, before.pending, open=False),
        "forgotten": Case(),
    }
    if kind["case"] == "new":
        return "" if after.open and not after.facts else f"not begun anew: {after}"
    return "" if after == expected[kind["case"]] else f"case is {after}"
