"""Fills the fields of a case from what somebody says, in any order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from actions.answer import Answer, Attachment, Phrase, worded
from actions.context import AnswerContext
from actions.guides.changes import change_of
from actions.guides.choices import read_choice, read_place
from actions.guides.common import COMMON
from actions.guides.figures import read_money, read_people
from actions.guides.model import UNKNOWN, CaseFacts, Field, Filled
from actions.guides.own_words import own_words
from actions.guides.pay import read_daily, read_days, read_monthly, read_paid, read_work
from actions.guides.reading import FieldMessage, Impossible, StatedMessage, Unsettled
from actions.guides.script import Entry, Script
from actions.guides.span_ends import shares_an_end, with_other_end
from actions.guides.summary import value_text
from actions.guides.times import read_date, read_month
from actions.guides.unasked import unasked
from actions.guides.unpaid_months import is_only_stretch, read_unpaid
from actions.question import Question
from nlu.clauses import stated

#: A longer text is cut: it only goes into the blank of a letter.
LONGEST_TEXT = 300
#: People type a space for a comma.
_PARTED = re.compile(r"(?<=[\u4e00-\u9fff\d]) (?=[\u4e00-\u9fff])")
ANSWER, SKIP, BACK, STOP = "guide_answer", "guide_skip", "guide_back", "guide_stop"
ENOUGH = "guide_enough"
#: What is one thing only: told otherwise later, it is asked which holds.
_TOLD_ONCE = ("place", "choice")
#: The fields that a contradiction of times names.
_DATED = ("since", "ended")
#: What keeps the end that a correction does not name.
_MONTHS = ("month", "months")


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
        asked = (name for name, field in self.fields.items() if not field.told_only)
        open_fields = (name for name in asked if name not in facts)
        return next((name for name in open_fields if self.needed(name, facts)), None)

    def needed(self, name: str, facts: CaseFacts) -> bool:
        """Tell whether an open field matters for the advice."""
        return True

    def settled(self, facts: CaseFacts, today: date) -> CaseFacts:
        """Return facts with what follows from them on a day; a case may work something out."""
        return facts

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
        change = change_of(self, facts, pending, question)
        if change.field is None:
            filled = self._read(facts, pending, change.said, only=None)
            nothing = filled.unread or not (pending or filled.understood)
            elsewhere = unasked(self, facts, pending, change.said) if nothing else None
            return elsewhere or filled
        filled = self._read(facts, change.field, change.said, change.field, change.denied)
        heard = filled.understood or filled.doubt or (filled.problem and not filled.unread)
        return filled if heard else self._read(facts, change.field, question, change.field)

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

    def papers(self, facts: CaseFacts, today: date) -> tuple[Attachment, ...]:
        """Return the letters for the facts; a case may have some before it is told in full."""
        return ()

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
        self,
        facts: CaseFacts,
        asked: str | None,
        question: Question,
        only: str | None,
        denied: str = "",
    ) -> Filled:
        """Read the fields that are open, or the one that is asked for or changed."""
        found: CaseFacts = {}
        problem: Phrase | None = None
        doubt: tuple[str, Unsettled] | None = None
        twice: tuple[str, Unsettled] | None = None
        message = _stated(question, opening=not asked)
        for name, entry in self._readable(facts, asked, question):
            settled = facts.get(name, UNKNOWN) != UNKNOWN
            if name != asked and settled and not only:
                other = self._told_otherwise(entry, facts[name], message)
                if isinstance(other, Unsettled):
                    twice = twice or (name, other)
                elif other is not None:
                    found[name] = other
            if name != asked and (only or settled):
                continue
            try:
                value = self._value(entry, message, name == asked, facts.get(name), denied)
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
        if asked and asked not in found and not (only or problem or doubt):
            problem = self._partly(asked, question)
        if not problem and not doubt and asked and not found:
            if only and question.intent != "" and asked in facts:
                return Filled({k: v for k, v in facts.items() if k != asked}, None, (), unread=True)
            return Filled(filled, self._unread(asked, question), understood, unread=True)
        return Filled(filled, problem, understood, doubt)

    def _readable(
        self, facts: CaseFacts, asked: str | None, question: Question
    ) -> Iterator[tuple[str, Entry]]:
        """Yield the fields a message is read for: months alone say nothing of when work ended."""
        kinds = {name: entry.field.kind for name, entry in self.script.entries.items()}
        told = any(kinds.get(name) == "months" and name != asked for name in facts)
        months_alone = told and is_only_stretch(question.text, question.today)
        for name, entry in self.script.entries.items():
            if not (months_alone and entry.field.kind == "month"):
                yield name, entry

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

    def _told_otherwise(self, entry: Entry, told: Any, message: StatedMessage) -> Any:
        """Return what a message says of a filled field that is not asked for.

        It is the value where it surely replaces the one told before, both as unsettled where one
        of them must be wrong, ``None`` where it says nothing else.
        """
        kind = entry.field.kind
        months = kind == "months" and is_only_stretch(message.said, message.today)
        if kind not in _TOLD_ONCE and not months:
            return None
        try:
            value = self._value(entry, message, False, told if months else None)
        except (Impossible, Unsettled):
            return None
        if value is None or value == told:
            return None
        denies = COMMON.patterns["denies"].search(message.said)
        if denies or (months and shares_an_end(told, value)):
            return value
        return Unsettled((told, value), "which_of_two")

    def _value(
        self,
        entry: Entry,
        heard: StatedMessage,
        asked: bool,
        told: Any = None,
        denied: str = "",
    ) -> Any:
        """Return what a message says of a field; what it was told before holds where it can."""
        kind = entry.field.kind
        # Who says what they ask for by name may use a question's words: 想公开补偿款给了谁.
        whole = kind == "text" and entry.patterns.before.search(heard.said)
        text = heard.said if whole else own_words(heard.stated, kind)
        places = _places_in(heard.places, text, heard.said)
        message = FieldMessage(text, heard.today, places, asked)
        if kind == "place":
            return read_place(message) or read_choice(entry, message)
        value = read_choice(entry, message)
        if value is not None:
            return int(value) if kind == "count" else value
        if told is not None and kind in _MONTHS:
            value = with_other_end(told, text, heard.today, denied, kind == "months")
        if value is None and kind in _READERS:
            value = _READERS[kind](self, entry, message)
        return value

    def month_entries(self, but: Entry) -> list[Entry]:
        """Return the other fields that want a month."""
        kinds = ("month", "months")
        return [e for e in self.script.entries.values() if e.field.kind in kinds and e is not but]

    def value_of(self, name: str, question: Question) -> Any:
        """Return what a field would take from a message if it were asked for.

        Raises:
            Impossible: It cannot be true.
            Unsettled: There are two readings.
        """
        return self._value(self.script.entries[name], _stated(question, opening=False), True)

    def reads(self, name: str, question: Question, asked: bool = True) -> Any:
        """Return what a field would take from a message, ``None`` for nothing or for a slip."""
        try:
            return self._value(self.script.entries[name], _stated(question, False), asked)
        except Impossible:
            return None
        except Unsettled as unsettled:
            return unsettled.readings[0]

    def _partly(self, name: str, question: Question) -> Phrase | None:
        """Return what is said to who tells a part of what is asked for: 走了, without a month."""
        entry = self.script.entries[name]
        for part, words in entry.patterns.partly.items():
            found = words.search(question.text)
            if found:
                return worded(entry.words.partly[part], words=found[0])
        return None

    def _unread(self, name: str, question: Question) -> Phrase:
        entry = self.script.entries[name]
        why = COMMON.patterns["why"].search(question.text)
        return entry.field.hint if why else entry.words.problem

    def _skipped(self, facts: CaseFacts, pending: str | None) -> Filled:
        name = pending or self.pending(facts)
        if name is None:
            return Filled(dict(facts), None, ())
        return Filled({**facts, name: UNKNOWN}, None, ())


def _stated(question: Question, opening: bool) -> StatedMessage:
    """Return a message as fields are read from it; a space in Chinese parts clauses as a comma."""
    said = " ".join(question.text.split())
    told = stated(_PARTED.sub("\n", said), opening).replace("\n", " ").strip()
    places = question.values("region") or question.values("outside_region")
    return StatedMessage(said, told, question.today, places)


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
    found = entry.patterns.before.search(message.text)
    told = message.text[found.end() :] if found else ""
    if message.asked:
        told = told or message.text
    elif entry.patterns.dropped.search(told):
        return None
    describes = found or entry.patterns.describes.search(told)
    if not describes or entry.patterns.slip.search(told.strip()):
        return None
    return told[:LONGEST_TEXT] or None


_READERS: Mapping[str, Callable[[Form, Entry, FieldMessage], Any]] = {
    "months": lambda form, entry, message: read_unpaid(entry, message, form.month_entries(entry)),
    "month": lambda form, entry, message: read_month(entry, message, form.month_entries(entry)),
    "date": lambda form, entry, message: read_date(entry, message),
    "money": lambda form, entry, message: read_money(message),
    "count": lambda form, entry, message: read_people(message),
    "monthly": lambda form, entry, message: read_monthly(message),
    "daily": lambda form, entry, message: read_daily(message),
    "days": lambda form, entry, message: read_days(message),
    "paid": lambda form, entry, message: read_paid(message),
    "work": lambda form, entry, message: read_work(message),
    "text": _text,
}
