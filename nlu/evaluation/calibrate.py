"""Answers dev questions every way the gate can decide, for a sweep of its floors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from rasa_sdk import Tracker

from actions.dispatch import answer
from actions.fallback import OUTSIDE_FLOOR
from actions.question import Reading
from actions.rasa_actions import question_of
from actions.topics import topic_of
from nlu.evaluation.floors import Calibration, Case, Floors, cost_of, grid, sweep
from nlu.evaluation.judge import FALLBACK, Reply, judge
from nlu.evaluation.rows import Row
from nlu.evaluation.subject import Subject
from nlu.evaluation.understanding import Understanding


def calibrate(rows: Iterable[Row], model: Understanding, subject: Subject) -> Calibration:
    """Return the cheapest floors over some questions; changes no setting.

    Questions that lean on an earlier turn are left out.
    """
    cases = [case_of(row, model, subject) for row in rows if len(row.turns) == 1]
    gate = model.gate
    return sweep(cases, Floors(gate["topic_floor"], gate["intent_floor"], OUTSIDE_FLOOR), grid())


def case_of(row: Row, model: Understanding, subject: Subject) -> Case:
    """Return everything the gate can make of a question, each way answered once."""
    text = subject.as_understood(row.question)
    ranking = model.ranking(text)
    question = question_of(_tracker(model.parse(text)))
    likeliest = ranking[0]
    masses: dict[str, float] = defaultdict(float)
    for reading in ranking:
        masses[topic_of(reading.intent)] += reading.confidence
    kept = ranking[: len(question.readings)]
    passed = replace(question, intent=likeliest.intent, readings=kept)
    searched = replace(question, intent=FALLBACK, readings=_without_outside(kept))
    outside = Reply("out_of_scope", likeliest.intent)

    def cost(reply: Reply) -> int:
        return cost_of(judge(row, reply, subject.topics))

    return Case(
        topic=masses[topic_of(likeliest.intent)],
        intent=likeliest.confidence,
        outside=sum(r.confidence for r in kept if topic_of(r.intent) == "outside"),
        passed=cost(subject.reply_of(answer(passed, subject.desk), likeliest.intent)),
        handed_over=cost(outside),
        searched=cost(subject.reply_of(answer(searched, subject.desk), FALLBACK)),
    )


def _without_outside(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the readings that keep the careful answer from calling the message outside."""
    return tuple(reading for reading in readings if topic_of(reading.intent) != "outside")


def _tracker(parsed: dict[str, object]) -> Tracker:
    return Tracker("calibration", {}, parsed, [], False, None, {}, None)
