"""Which of what two papers arrange is due first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, FactSentence, joined, tell

_DATE = re.compile(r"(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?[底末初]?")
#: How the time of a thing is asked, the wider first.
_ASKED = ("{}是什么时候", "{}是哪年")


def which_is_earlier(
    things: Sequence[str], answering: Callable[[str], FactAnswer | None], base: FactBase
) -> FactAnswer | None:
    """Return which of two things is due first and what is said of each, ``None`` where the time of
    one is not told.

    Args:
        things: The two, each with its paper.
        answering: Answers one question.
        base: Has the papers.
    """
    answers = []
    for thing in things:
        found = (answering(one.format(thing)) for one in _ASKED)
        dated = next((one for one in found if one and _dates(one)), None)
        if dated is None:
            return None
        answers.append(dated)
    if not answers:
        return None
    whole = joined(answers)
    return FactAnswer((_compared(answers, base), *whole.told), whole.proofs, thread=whole.thread)


def _dates(answer: FactAnswer) -> list[re.Match[str]]:
    told = " ".join(answer.told[0].values.values())
    return [] if answer.absent or not answer.proofs else list(_DATE.finditer(told))


def _compared(answers: Sequence[FactAnswer], base: FactBase) -> FactSentence:
    found: list[tuple[tuple[int, int, int], str, str]] = []
    for answer in answers:
        # The last date of a sentence is that of what is reached.
        last = _dates(answer)[-1]
        # A year or a month ends with its last day.
        when = (int(last["year"]), int(last["month"] or 12), int(last["day"] or 31))
        found.append((when, last[0], base.name(answer.proofs[0].document)))
    (first, day, paper), (second, other_day, other_paper) = sorted(found)
    values = {"first": paper, "day": day, "last": other_paper, "other": other_day}
    return tell("due_together" if first == second else "due_first", **values)
