"""Words a doubt: the likely answer, two readings, a hand-over with the other reading beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from actions.answer import Answer, Phrase, Row, Suggestion, curated, say
from actions.context import AnswerContext
from actions.question import NAMED, Question
from actions.routing.matters import matter_names
from nlu.decision import Matter, rules
from nlu.topics import OUTSIDE

#: The first sentence of a lead; a point between letters or figures ends none.
_FIRST = {"zh": re.compile(r".*?[。；！？]"), "en": re.compile(r".*?[a-z)][.;!?](?= |$)|.*")}


def in_doubt(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return an answer as it is said of a matter that is likely, or to a hand-over in doubt."""
    if question.reply == "likely" and given.status == "answered":
        return _likely(given, question, context)
    if question.reply == "handed_over" and given.status == "out_of_scope":
        return _with_other_reading(given, question, context)
    return given


def two_readings(question: Question, context: AnswerContext) -> Answer:
    """Return the two likeliest matters, each with its answer in a line and a button."""
    ours = [m for m in question.matters if m.name != OUTSIDE and m.intent in context.labels][:2]
    return Answer(
        status="clarify",
        lead=(say("您说的是哪一件?选一个,我就接着说:"),),
        rows=tuple(Row(_in_a_line(matter, context)) for matter in ours),
        suggestions=reading_buttons([matter.intent for matter in ours], question, context),
        decided="two_readings",
    )


def reading_buttons(
    intents: Sequence[str], question: Question, context: AnswerContext
) -> tuple[Suggestion, ...]:
    """Return buttons for readings of a question.

    A choice keeps what the question names: who asked what is due in August gets August.
    """
    named = {kind: list(question.values(kind)) for kind in NAMED if question.values(kind)}
    kept = json.dumps(named, ensure_ascii=False, separators=(",", ":")) if named else ""
    return tuple(replace(c, payload=c.payload + kept) for c in context.suggest(*intents))


def _likely(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return the answer with what it takes the message for, and who helps if it is not that."""
    matter = next(m for m in question.matters if m.name != OUTSIDE)
    other = next(m for m in question.matters if m.name != matter.name)
    opening = say("您说的是{matter}吧:", matter=matter_names()[matter.name])
    return replace(
        given,
        lead=(opening, *given.lead, _other_reading(other, context)),
        suggestions=(*reading_buttons([other.intent], question, context), *given.suggestions),
        decided="likely",
    )


def _other_reading(other: Matter, context: AnswerContext) -> Phrase:
    name = context.labels.get(other.intent)
    if not name:
        return say("不是的话,换个说法再说一遍。")
    if other.name != OUTSIDE:
        return say("如果您说的是“{other}”,选下面的一项。", other=name)
    return say("如果您说的是“{other}”,请找{door}。", other=name, door=_door(other.intent, context))


def _door(intent: str, context: AnswerContext) -> Phrase:
    """Return name and number of whoever deals with an outside matter."""
    link = context.card_answer(intent).links[0]
    if not link.url.startswith("tel:"):
        return link.label
    return say("{name} {number}", name=link.label, number=link.url.removeprefix("tel:"))


def _with_other_reading(given: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return a hand-over with the button of a matter of ours that is not ruled out, in front."""
    ours = [m for m in question.matters if m.name != OUTSIDE and m.chance >= rules().offered][:1]
    buttons = reading_buttons([matter.intent for matter in ours], question, context)
    if not buttons:
        return given
    others = tuple(button for button in given.suggestions if button not in buttons)
    return replace(
        given,
        lead=(*given.lead, _other_reading(ours[0], context)),
        suggestions=(*buttons, *others),
    )


def _in_a_line(matter: Matter, context: AnswerContext) -> Phrase:
    label = context.labels[matter.intent]
    card = context.cards.get(matter.intent)
    if card is None:
        return label
    return say("{matter}:{answer}", matter=label, answer=_first_sentence(card.lead))


def _first_sentence(phrase: Phrase) -> Phrase:
    return curated(**{name: _cut(text, name) for name, text in phrase.translations.items()})


def _cut(text: str, language: str) -> str:
    found = _FIRST[language].match(text)
    return found[0].rstrip("；;") if found else text
