"""Fills the fields of a case from what somebody says, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from actions.answer import Answer, Phrase, worded
from actions.context import AnswerContext
from actions.guides.choices import read_choice, read_place
from actions.guides.common import COMMON
from actions.guides.corrections import instead
from actions.guides.estimates import ends
from actions.guides.figures import LEAST_NO_CROWD, only_figure, read_money, read_people
from actions.guides.model import UNKNOWN, CaseFacts, Field, Filled
from actions.guides.reading import FieldMessage, Impossible, Unsettled
from actions.guides.script import Entry, Script
from actions.guides.summary import value_text
from actions.guides.times import read_date, read_month
from actions.guides.unpaid_months import read_unpaid
from actions.question import Question
from nlu.clauses import stated
from policies_kb.text.months import moments

#: A longer text is cut: it only goes into the blank of a letter.
LONGEST_TEXT = 300
ANSWER, SKIP, BACK, STOP = "guide_answer", "guide_skip", "guide_back", "guide_stop"
ENOUGH = "guide_enough"
#: What is one thing only: told otherwise later, it is asked which holds.
_TOLD_ONCE = ("place", "choice")
#: The fields that a contradiction of times names.
_DATED = ("since", "ended")
_TIMES = ("month", "months", "date")
#: What a figure without a measure word may be.
_FIGURES = ("money", "count")
_MARKS = " ,，。.!！、的了"


class Form:
    """A case of fields; a case of its own adds what its facts come to.

    Attributes:
        name: The intent that starts it.
        script: Its words.
    """

    def __init__(self, name: str, script: Script[Any]) -> None:
        self.name = name
        self.script = script

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Its fields by name, in the order they are asked for."""
        return {name: entry.field for name, entry in self.script.entries.items()}

    def pending(self, facts: CaseFacts) -> str | None:
        """Return the field to ask for next, ``None`` when there is none."""
        open_fields = (name for name in self.fields if name not in facts)
        return next((name for name in open_fields if self.needed(name, facts)), None)

    def needed(self, name: str, facts: CaseFacts) -> bool:
        """Tell whether an open field matters for the advice."""
        return True

    def contradiction(self, facts: CaseFacts) -> tuple[str, str] | None:
        """Return the field to give up and the problem when the facts cannot be true together."""
        return None

    def fill(self, facts: CaseFacts, pending: str | None, question: Question) -> Filled:
        """Return the facts with what a message says; ``pending`` is the field asked for."""
        if question.intent == SKIP:
            return self._skipped(facts, pending)
        if question.intent == ANSWER:
            return self._answered(facts, question)
        if pending and COMMON.patterns["skip"].fullmatch(question.text.strip()):
            return self._skipped(facts, pending)
        changed, told = self._changed(facts, pending, question)
        if changed is None:
            return self._read(facts, pending, told, only=None)
        filled = self._read(facts, changed, told, only=changed)
        found = filled.understood or filled.problem not in (None, self._unread(changed, told))
        return filled if found else self._read(facts, changed, question, only=changed)

    def _answered(self, facts: CaseFacts, question: Question) -> Filled:
        """Return the facts with what a button says, or a correction of an earlier message."""
        names = [name for name in question.values("guide_field") if name in self.fields]
        if not names:
            return Filled(dict(facts), COMMON.texts["unread"], ())
        entities = {k: v for k, v in question.entities.items() if not k.startswith("guide_")}
        text = question.first("guide_value")
        given = replace(question, text=text, intent="", entities=entities)
        if len(names) == 1:
            return self._read(facts, names[0], given, only=names[0])
        # A story is read anew as a story; what it does not tell any more stays.
        others = {name: value for name, value in facts.items() if name not in names}
        anew = self._read(others, None, given, only=None)
        filled = {**others, **{n: facts[n] for n in names if n in facts}, **anew.facts}
        clash = self.contradiction(filled)
        problem = anew.problem or (self._clash(filled, clash[1]) if clash else None)
        if problem:
            return Filled(dict(facts), problem, ())
        changed = tuple(name for name in filled if filled[name] != facts.get(name))
        return Filled(filled, None, changed)

    def ready(self, facts: CaseFacts) -> bool:
        """Tell whether enough is known for a letter worth having."""
        needs = self.script.settings.letter_needs
        known = {name for name, value in facts.items() if value != UNKNOWN}
        return bool(needs) and all(known.intersection(one_of) for one_of in needs)

    def first_help(
        self,
        facts: CaseFacts,
        understood: tuple[str, ...],
        question: Question,
        context: AnswerContext,
    ) -> Answer | None:
        """Return what must be said before the next question; a case may know something."""
        return None

    def _read(
        self, facts: CaseFacts, asked: str | None, question: Question, only: str | None
    ) -> Filled:
        """Read the fields that are open, or the one that is asked for or changed."""
        found: CaseFacts = {}
        problem: Phrase | None = None
        doubt: tuple[str, Unsettled] | None = None
        twice: tuple[str, Unsettled] | None = None
        for name, entry in self.script.entries.items():
            settled = facts.get(name, UNKNOWN) != UNKNOWN
            if name != asked and settled and not only and entry.field.kind in _TOLD_ONCE:
                other = self._other_value(entry, facts[name], question, opening=not asked)
                if other is not None and COMMON.patterns["denies"].search(question.text):
                    found[name] = other
                elif other is not None:
                    twice = twice or (name, Unsettled((facts[name], other), "which_of_two"))
            if name != asked and (only or settled):
                continue
            try:
                value = self._value(entry, question, name == asked, opening=not asked)
            except Impossible as error:
                problem = problem or COMMON.texts[error.problem]
                continue
            except Unsettled as error:
                doubt = (name, error)
                continue
            if value is not None:
                found[name] = value
        filled, problem = self._consistent(facts, found, problem)
        understood = tuple(k for k, v in filled.items() if k in found and facts.get(k) != v)
        # An answer may name again what another question was about; without one it contradicts.
        doubt = doubt or (None if asked in found else twice)
        if not problem and not doubt and asked and not found:
            if only and question.intent != "" and asked in facts:
                return Filled({k: v for k, v in facts.items() if k != asked}, None, ())
            problem = self._unread(asked, question)
        return Filled(filled, problem, understood, doubt)

    def _consistent(
        self, facts: CaseFacts, found: CaseFacts, problem: Phrase | None
    ) -> tuple[CaseFacts, Phrase | None]:
        """Return the facts with what was found, less what contradicts the rest."""
        # What is told anew comes last: the last field filled is the first to go back to.
        filled = {**{k: v for k, v in facts.items() if k not in found}, **found}
        clash = self.contradiction(filled)
        if clash is None:
            return filled, problem
        told, key = clash
        given_up = told if told in found else next(iter(found))
        kept = {name: value for name, value in filled.items() if name != given_up}
        if given_up in facts:
            kept[given_up] = facts[given_up]
        return kept, problem or self._clash(filled, key)

    def _clash(self, facts: CaseFacts, key: str) -> Phrase:
        """Return the sentence that names both readings of what cannot be true together."""
        values = {name: value_text(self.fields[name], facts[name]) for name in _DATED}
        return worded(COMMON.texts[key], **values)

    def _other_value(self, entry: Entry, told: Any, question: Question, opening: bool) -> Any:
        """Return what a message says of a field that was told otherwise, ``None`` for nothing."""
        try:
            value = self._value(entry, question, asked=False, opening=opening)
        except (Impossible, Unsettled):
            return None
        return None if value == told else value

    def _value(self, entry: Entry, question: Question, asked: bool, opening: bool) -> Any:
        kind = entry.field.kind
        places = question.values("region") or question.values("outside_region")
        said = " ".join(question.text.split())
        # Who says what they ask for by name may use a question's words: 想公开补偿款给了谁.
        text = said if kind == "text" and entry.before.search(said) else stated(said, opening)
        message = FieldMessage(text, question.today, _places_in(places, text, said), asked)
        if kind == "place":
            return read_place(message) or read_choice(entry, message)
        value = read_choice(entry, message)
        if value is not None:
            return int(value) if kind == "count" else value
        return _READERS[kind](self, entry, message) if kind in _READERS else None

    def month_entries(self, but: Entry) -> list[Entry]:
        """Return the other fields that want a month."""
        kinds = ("month", "months")
        return [e for e in self.script.entries.values() if e.field.kind in kinds and e is not but]

    def _changed(
        self, facts: CaseFacts, pending: str | None, question: Question
    ) -> tuple[str | None, Question]:
        """Return the filled field a message takes back, and the part that tells it anew.

        It is the one that is named, the one that was told what is denied, the one whose words stand
        beside the new value, or the one told last that such a value fits.
        """
        swap = instead(question.text)
        if swap and not self._is_value(swap.old, facts, pending, question):
            swap = None
        *_, last = [None, *COMMON.patterns["change"].finditer(question.text)]
        if not (swap or last):
            return None, question
        # What stands before the word of change names the old value: 合同说错了,只有聊天.
        tail = only_of(question, swap.new if swap else question.text[last.end() if last else 0 :])
        named = (
            n for n, entry in self.script.entries.items() if entry.called.search(question.text)
        )
        name = next((name for name in named if name in facts), None) if last else None
        if name:
            return name, tail
        latest = [n for n in reversed(facts) if n in self.fields and facts[n] != UNKNOWN]
        if swap:
            name = next(
                (n for n in latest if self._reads(n, only_of(question, swap.old)) == facts[n]), None
            )
            return name or self._meant(facts, latest, pending, tail), tail
        whole = tail if tail.text.strip(_MARKS) else question
        name = self._meant(facts, latest, pending, whole)
        return name, whole if name else question

    def _meant(
        self, facts: CaseFacts, latest: list[str], pending: str | None, question: Question
    ) -> str | None:
        """Return the filled field that a value told instead of another belongs to."""
        asked = pending if pending and pending not in facts else None
        if asked and self._reads(asked, question, asked=False) is not None:
            return None
        own = (n for n in latest if self._reads(n, question, asked=False) is not None)
        fits = [n for n in latest if self._fits(n, facts[n], question)]
        return next(own, None) or self._nearest(fits, facts, question)

    def _nearest(self, names: list[str], facts: CaseFacts, question: Question) -> str | None:
        """Return the field told last; of figures without a measure word the one nearest to it.

        不对,是25000 changes a sum of 20000, not a number of 3 people, whichever was told last.
        """
        figures = [n for n in names if self.fields[n].kind in _FIGURES]
        bare = only_figure(question.text) if figures else None
        if bare is None:
            return next(iter(names), None)
        told = {name: float(ends(facts[name])[0]) for name in figures}
        likely = [n for n in figures if self.fields[n].kind == "money" or bare < LEAST_NO_CROWD]
        return min(likely, key=lambda n: max(bare / told[n], told[n] / bare), default=None)

    def _fits(self, name: str, told: Any, question: Question) -> bool:
        """Tell whether a message has a value of the kind that a field was told."""
        entry = self.script.entries[name]
        other = self._reads(name, question)
        if entry.field.kind == "text" or other is None:
            return False
        timed = any(True for _ in moments(question.text, question.today))
        # 还在干 is an answer of a field that also takes a month; 是8月 does not stand for it.
        same = _is_answer(entry, told) == _is_answer(entry, other)
        return same and timed == (entry.field.kind in _TIMES or _is_answer(entry, other))

    def _is_value(
        self, text: str, facts: CaseFacts, pending: str | None, question: Question
    ) -> bool:
        """Tell whether a field that is filled or asked for can be told these words."""
        names = {*facts, *((pending,) if pending else ())} & {*self.fields}
        kinds = {name: self.fields[name].kind for name in names}
        said = only_of(question, text)
        return any(kinds[name] != "text" and self._reads(name, said) is not None for name in names)

    def _reads(self, name: str, question: Question, asked: bool = True) -> Any:
        """Return what a field would take from a message, ``None`` for nothing or for a slip."""
        try:
            return self._value(self.script.entries[name], question, asked, opening=False)
        except Impossible:
            return None
        except Unsettled as unsettled:
            return unsettled.readings[0]

    def _unread(self, name: str, question: Question) -> Phrase:
        entry = self.script.entries[name]
        why = COMMON.patterns["why"].search(question.text)
        return entry.field.hint if why else entry.problem

    def _skipped(self, facts: CaseFacts, pending: str | None) -> Filled:
        name = pending or self.pending(facts)
        if name is None:
            return Filled(dict(facts), None, ())
        return Filled({**facts, name: UNKNOWN}, None, ())


def _is_answer(entry: Entry, value: Any) -> bool:
    """Tell whether a value is one of the answers a field offers, no figure and no time."""
    return isinstance(value, str) and value in entry.answers


def only_of(question: Question, text: str) -> Question:
    """Return a part of a message, with the places that stand in it."""
    if text == question.text:
        return question
    places = {
        kind: tuple(name for name in values if name[:2] in text or name[:2] not in question.text)
        for kind, values in question.entities.items()
        if kind in ("region", "outside_region")
    }
    return replace(question, text=text, entities={**question.entities, **places})


def _places_in(places: tuple[str, ...], text: str, said: str) -> tuple[str, ...]:
    """Return the places that stand in the part of a message that states something."""
    if text == said:
        return places
    # A place may be written otherwise than it is called: in Latin letters, by its former name.
    spelt = any(place[:2] in said for place in places)
    return tuple(place for place in places if text and (not spelt or place[:2] in text))


def filled_names(form_fields: Mapping[str, Field], facts: CaseFacts) -> Iterator[str]:
    """Yield the names of the fields that have an answer, in the order they were given."""
    return (name for name in facts if name in form_fields)


def _text(form: Form, entry: Entry, message: FieldMessage) -> str | None:
    """Return the words that belong to a field of free text."""
    found = entry.before.search(message.text)
    told = message.text[found.end() :] if found else ""
    if message.asked:
        told = told or message.text
    elif entry.dropped.search(told):
        return None
    describes = found or entry.describes.search(told)
    if not describes or entry.slip.search(told.strip()):
        return None
    return told[:LONGEST_TEXT] or None


_READERS: Mapping[str, Callable[[Form, Entry, FieldMessage], Any]] = {
    "months": lambda form, entry, message: read_unpaid(entry, message, form.month_entries(entry)),
    "month": lambda form, entry, message: read_month(entry, message, form.month_entries(entry)),
    "date": lambda form, entry, message: read_date(entry, message),
    "money": lambda form, entry, message: read_money(message),
    "count": lambda form, entry, message: read_people(message),
    "text": _text,
}
