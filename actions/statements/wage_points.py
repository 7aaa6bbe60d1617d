"""Points of unpaid wages, asked about in a sentence: is a recording proof, does a bonus count.

The first line answers, from the law held or by saying that nothing is held on it (the YAML beside).
The page of the matter comes behind it only where a conversation begins with the point.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from actions.answer import Answer, Phrase, curated, worded
from actions.citations import channel_links
from actions.context import AnswerContext
from actions.nearness import point_near
from actions.question import Question
from actions.statements.sentences import SourcedSentence, proven, texts
from nlu.clauses import asks
from nlu.decision import rules
from nlu.topics import FALLBACK_INTENT, is_matter, is_national, topic_of
from policies_kb.yaml_file import NEVER, AnyCase, ByName, DataFile, DataRow, NamedRow

#: The matter whose points these are.
_TOPIC = "wages"
#: So many messages back a point may lean on what one of them spoke of.
_BACK = 4
#: What is said where a point names no thing.
_IN_GENERAL = curated("这一项", "this item")
#: What a message on a point may be taken for by itself while the matter is open.
_TAKEN_FOR = frozenset({_TOPIC, "outside", "follow", "social"})


class WagePoint(NamedRow):
    """One thing that is asked about; the fields are explained in ``wage_points.yml``."""

    words: AnyCase = NEVER
    after: AnyCase | None = None
    rule: SourcedSentence
    steps: tuple[SourcedSentence, ...] = ()
    channels: tuple[str, ...] = ()

    def leans_on(self, before: Iterable[str]) -> bool:
        """Tell whether the messages before allow it to be asked."""
        return self.after is None or any(self.after.search(text) for text in before)

    def says(self, thing: str | None = None) -> Phrase:
        """Return the answer with the thing that is named."""
        return worded(self.rule.text, thing=thing or _IN_GENERAL)


class _Points(DataRow):
    longest: int
    longest_told: int
    channels: tuple[str, ...]
    suggestions: tuple[str, ...]
    points: ByName[WagePoint]


WAGE_POINTS = DataFile(Path(__file__).with_suffix(".yml"), _Points)


@dataclass(frozen=True)
class _Asked:
    """A point that is asked.

    Attributes:
        matter: The intent of the matter it is a point of.
        in_thread: Whether the matter was spoken of before.
        point: The point.
        says: Its sentence, with the thing that is named.
    """

    matter: str
    in_thread: bool
    point: WagePoint
    says: Phrase


def point_asked(question: Question, context: AnswerContext) -> Answer | None:
    """Return the answer to a point of the unpaid wages spoken of, ``None`` where none is asked."""
    asked = _asked(question)
    if asked is None or not asked.in_thread:
        return None
    point, data = asked.point, WAGE_POINTS.data
    answer = Answer(
        "answered" if point.rule.law else "no_provision",
        lead=(asked.says,),
        steps=texts(point.steps),
        links=channel_links(context.kb, point.channels or data.channels),
        suggestions=context.suggest(*data.suggestions),
    )
    return replace(answer, **proven(answer, (point.rule, *point.steps), context))


def with_wage_point(page: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return the page of unpaid wages behind the answer to a point it was asked for first."""
    asked = _asked(question)
    if asked is None or asked.in_thread:
        return page
    point = asked.point
    return replace(
        page,
        lead=(asked.says, *page.lead),
        steps=(*texts(point.steps), *page.steps),
        **proven(page, (point.rule, *point.steps), context),
    )


def matter_of_point(question: Question) -> str:
    """Return the intent of the matter a message asks a point of, ``""`` where it asks none."""
    asked = _asked(question)
    return asked.matter if asked else ""


def _asked(question: Question) -> _Asked | None:
    """Return the first point a message names where it is asked of unpaid wages."""
    past = _open_matter(question)
    matter = _matter(question, past)
    if not matter or question.text.startswith("/"):
        return None
    before = [past.text for past in question.history[:_BACK]]
    points = {
        name: point for name, point in WAGE_POINTS.data.points.items() if point.leans_on(before)
    }
    found = _by_words(question, points.values(), bool(past))
    if found:
        return _Asked(matter, bool(past), *found)
    least = rules().near.point if past else rules().near.point_first
    near = points.get(point_near(question, _TOPIC, least))
    if near is None or len(question.text) > WAGE_POINTS.data.longest:
        return None
    return _Asked(matter, bool(past), near, near.says())


def _by_words(
    question: Question, points: Iterable[WagePoint], spoken_of: bool
) -> tuple[WagePoint, Phrase] | None:
    """Return the first point whose words stand in a message, with what it says."""
    data, asking = WAGE_POINTS.data, asks(question.text)
    if len(question.text) > (data.longest if asking else data.longest_told):
        return None
    if not spoken_of and not asking:
        return None
    for point in points:
        named = point.words.search(question.text)
        if named:
            return point, point.says(named.groupdict().get("thing"))
    return None


def _matter(question: Question, past: str) -> str:
    """Return the intent of the unpaid wages a message may ask a point of, ``""`` for none."""
    own = question.intent if topic_of(question.intent) == _TOPIC else ""
    if past:
        taken = question.intent == FALLBACK_INTENT or topic_of(question.intent) in _TAKEN_FOR
        return (own or past) if taken or not question.is_clear else ""
    return own if is_national(own) else ""


def _open_matter(question: Question) -> str:
    """Return the intent of the unpaid wages spoken of, ``""`` where something else is."""
    past = next((p for p in question.history if p.about or is_matter(p.intent)), None)
    is_case = past and not past.about and topic_of(past.intent) == _TOPIC
    return past.intent if past and is_case and is_national(past.intent) else ""
