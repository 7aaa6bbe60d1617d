"""Reads deadlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Deadline
from policies_kb.facts.parties import Actor, find_actor, find_recipient
from policies_kb.facts.times import find_times
from policies_kb.facts.when import When
from policies_kb.text.misprints import without_misprints

_GOES_ON = re.compile(r"并|及时|报|经|同时|一般")
_ENDS = re.compile(r"如|其中|或")
_LASTS = re.compile(r"为期\d+(?:年|个月|天)$")
_PERIOD = re.compile(r"期间$")
_NO_SUBJECT = re.compile(r"对|应|须|要|并")
_BARE = re.compile(r"(?:原则上|一般|应当|应|须|要|能|并|再|自|在|于|对)*")
_TOPIC = re.compile(r"^.{0,12}(?:报告|方案|计划|材料)(?:一般|应当|应|须)(?:自|在|于)?")
_JOINED = re.compile(r"、|和|及|以及|、?各?至?")
_DAY_NAMED = re.compile(r"[月前内]")
_TRIM = ",;:、。"
#: Fewer words say nothing of what is to be done.
_SHORTEST_ACTION = 2
_MODAL = re.compile(r"^(?:一般)?(?:应当|应|要|须|能|将)?")


@dataclass(frozen=True)
class _Place:
    """A time phrase with the clauses round it.

    Attributes:
        clauses: All clauses of the sentence.
        own: Index of the clause the phrase starts in.
        last: Index of the clause it ends in.
        end: Where the duty ends in the plain text.
    """

    time: When
    clauses: Sequence[Span]
    own: int
    last: int
    end: int


def read_deadlines(
    document: str,
    provision: str,
    reading: DateReading,
    signed: date | None,
    figures: Sequence[Span],
    doubts: list[str],
) -> list[Deadline]:
    """Return the deadlines of a provision.

    Args:
        document: Id of the document.
        provision: Id of the provision.
        reading: The provision's text.
        signed: Day the paper was signed.
        figures: Where figures of targets stand; ``到2020年`` before one is part of the target.
        doubts: Gets one line for each date that does not exist.
    """
    rows: list[Deadline] = []
    before: Actor | None = None
    for sentence in reading.sentences():
        times = find_times(reading, sentence, signed, doubts)
        clauses = _clauses(reading, sentence, times)
        for time, stop in zip(times, _stops(reading, times, sentence), strict=True):
            place = _place(reading, time, clauses, stop, figures)
            if place is not None:
                rows.append(_row(document, provision, reading, place, before))
        before = _first_actor(reading, sentence, clauses)
    return rows


def bound_pilots(rows: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """End the recurring duties of a pilot with the pilot.

    A paper that sets a day to complete the pilot's tasks asks for the pilot's quarterly reports
    up to that day, and not for ever.
    """
    ends = [row.due for row in rows if row.rule == "date" and "完成试点" in row.action]
    if not ends:
        return tuple(rows)
    until = max(ends).replace("-", "")
    return tuple(
        replace(row, rrule=f"{row.rrule};UNTIL={until}")
        if row.rule == "recurring" and "试点" in row.quote and "每年" not in row.quote
        else row
        for row in rows
    )


def _clauses(reading: DateReading, sentence: Span, times: Sequence[When]) -> list[Span]:
    """Return the clauses of a sentence; one that says when twice is two, cut at its 、."""
    clauses = []
    for clause in reading.clauses(sentence):
        inside = [time.span for time in times if clause.holds(time.span.start)]
        start = clause.start
        for one, other in pairwise(inside):
            mark = reading.plain.rfind("、", one.end, other.start)
            if mark >= 0 and not _in_list(reading, one, other):
                clauses.append(Span(start, mark))
                start = mark + 1
        clauses.append(Span(start, clause.end))
    return clauses


def _in_list(reading: DateReading, one: Span, other: Span) -> bool:
    """Tell whether two phrases are days of one list: 6月15日、7月31日前."""
    return _JOINED.fullmatch(reading.words(Span(one.end, other.start))) is not None


def _stops(reading: DateReading, times: Sequence[When], sentence: Span) -> list[int]:
    """Return for each phrase where the next one begins that is not of the same list."""
    stops = [sentence.end] * len(times)
    for at in range(len(times) - 2, -1, -1):
        following = times[at + 1].span
        joined = _in_list(reading, times[at].span, following)
        stops[at] = stops[at + 1] if joined else following.start
    return stops


def _place(
    reading: DateReading, time: When, clauses: Sequence[Span], stop: int, figures: Sequence[Span]
) -> _Place | None:
    own = next(i for i, clause in enumerate(clauses) if clause.holds(time.span.start))
    last = next(i for i, clause in enumerate(clauses) if clause.holds(time.span.end - 1))
    first = last
    if clauses[first].end - time.span.end < 2 and first + 1 < len(clauses):
        first += 1
    measured = any(clauses[first].holds(span.start) for span in figures)
    if time.rule == "date" and measured and not _DAY_NAMED.search(reading.words(time.span)):
        return None
    end = first
    for index in range(first + 1, len(clauses)):
        words = reading.words(clauses[index])
        divided = reading.plain[clauses[index].start - 1] == ";"
        if divided or clauses[index].end > stop or _ENDS.match(words):
            break
        if any(clauses[index].holds(span.start) for span in figures):
            break
        if time.rule != "date" and not _GOES_ON.match(words):
            break
        end = index
    return _Place(time, clauses, own, last, min(clauses[end].end, max(stop, clauses[first].end)))


def _row(
    document: str, provision: str, reading: DateReading, place: _Place, before: Actor | None
) -> Deadline:
    time = place.time
    actor = _actor(reading, place)
    inherited = actor is None and not time.goal and _lacks_subject(reading, place)
    scope, scope_start = _scope(reading, place)
    start = min(time.span.start, scope_start, place.clauses[place.own].start)
    if _is_bare(place):
        start = place.clauses[place.own - 1].start
    known = before if inherited else actor
    if known is not None:
        start = min(start, known.span.start)
    words = reading.plain[start : place.end]
    action = _action(reading, place, actor)
    return Deadline(
        document=document,
        provision=provision,
        quote=reading.quote(start, place.end),
        actor=known.name if known else "",
        action=action,
        recipient=find_recipient(words),
        **time.columns(reading),
        scope=scope,
        sure=time.sure and len(action) >= _SHORTEST_ACTION,
    )


def _actor(reading: DateReading, place: _Place) -> Actor | None:
    """Return who acts: named before the time in its clause, after it, else in a clause before."""
    own = place.clauses[place.own]
    rest = Span(place.time.span.end, place.clauses[place.last].end)
    after = [rest] if rest.start < rest.end else []
    after += [clause for clause in place.clauses[place.last + 1 :] if clause.end <= place.end]
    opens = own.start == place.time.span.start and place.time.rule != "relative"
    here = [] if opens else [own]
    group = reading.plain.rfind(";", 0, own.start)
    earlier = [clause for clause in reversed(place.clauses[: place.own]) if clause.start > group]
    for clause in (*here, *after[:1], *earlier, *after[1:]):
        start = clause.start
        while reading.plain[start : start + 1] in tuple(_TRIM):
            start += 1
        found = find_actor(reading, Span(start, clause.end))
        # 由甲 names who acts in its own clause only.
        if found and (clause.end > own.start or reading.plain[found.span.start - 1] != "由"):
            return found
    return None


def _lacks_subject(reading: DateReading, place: _Place) -> bool:
    """Tell whether nothing before the time names a subject, so that the one before goes on."""
    own = place.clauses[place.own]
    for clause in reversed(place.clauses[: place.own]):
        if reading.plain[clause.end] == ";":
            break
        words = reading.words(clause)
        limits = _PERIOD.search(words) or _LASTS.search(words)
        if not (limits or _NO_SUBJECT.match(words) or _TOPIC.match(words)):
            return False
    prefix = reading.plain[own.start : place.time.span.start]
    return bool(_BARE.fullmatch(prefix) or _TOPIC.fullmatch(prefix))


def _first_actor(reading: DateReading, sentence: Span, clauses: Sequence[Span]) -> Actor | None:
    """Return who acts in a sentence and so may act in the next; a divided one has several."""
    if ";" in reading.words(sentence):
        return None
    for clause in clauses[:2]:
        found = find_actor(reading, clause)
        if found is not None:
            return found
    return None


def _scope(reading: DateReading, place: _Place) -> tuple[str, int]:
    """Return the clause before that limits the duty, and where it starts."""
    for index in range(place.own - 1, -1, -1):
        clause = place.clauses[index]
        if reading.plain[clause.end] == ";":
            break
        words = reading.words(clause)
        if words.startswith("对") or _PERIOD.search(words) or _LASTS.search(words):
            return words, clause.start
    return "", place.time.span.start


def _is_bare(place: _Place) -> bool:
    """Tell whether the clause of a time says nothing else: what is meant stands before it
    (拖网:5月1日至9月16日)."""
    time, own = place.time.span, place.clauses[place.own]
    return bool(place.own) and time.start <= own.start and time.end >= place.end


def _action(reading: DateReading, place: _Place, actor: Actor | None) -> str:
    """Return what is to be done: what follows the actor, else the whole clause."""
    own = place.clauses[place.own]
    time = place.time.span
    if actor is not None and actor.span.end < place.end:
        start = actor.span.end
    elif time.start - own.start >= 2 or place.end - time.end < 3:
        start = own.start
    else:
        start = time.end
    if _is_bare(place) or (start == own.start and place.own and reading.plain[start] == "并"):
        start = place.clauses[place.own - 1].start
    words = reading.plain[start : place.end].strip(_TRIM)
    return without_misprints(_MODAL.sub("", words).strip(_TRIM))
