"""Makes a calendar (RFC 5545) of deadlines."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event, vRecur, vText

from actions.answer import say
from actions.citations import phrase, place
from actions.lookups.deadlines import chosen_deadlines, dated, is_doubtful, standing
from actions.question import today_in_zhejiang
from bot.attachments.file import File
from bot.wording.render import Wording
from policies_kb.calendar.deadlines import DeadlineState, Due
from policies_kb.facts.fact_rows import Deadline
from policies_kb.kb import KnowledgeBase

MEDIA_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
#: The reminder comes at nine in the morning a week before the day.
_REMINDER = timedelta(days=-7, hours=9)
_SUMMARY = 40


def deadline_calendar(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
    """Return the deadlines that what is named in ``data`` chooses, as a calendar file.

    Args:
        data: Values by kind of entity, as
            :func:`actions.lookups.deadlines.chosen_deadlines` takes them.
        kb: The knowledge base.
        locale: Language of the words around the text of the papers.

    Raises:
        NotInBase: A document or region named does not exist.
    """
    found = chosen_deadlines(kb, data, today_in_zhejiang())
    content = calendar_of(found, kb, locale, datetime.now(UTC))
    return File(content, MEDIA_TYPE)


def calendar_of(found: Sequence[Due], kb: KnowledgeBase, locale: str, created: datetime) -> bytes:
    """Return a calendar with one event for each dated deadline.

    Those that hang on an event have no day; they are left out and counted in the description.

    Args:
        found: The deadlines as they stand.
        kb: The base they come from.
        locale: Language of the words around the text of the papers.
        created: When the calendar is made, in UTC (DTSTAMP).
    """
    wording = Wording(locale)
    with_day = dated(found)
    name = wording.word(say("问策:文件里的期限"))
    told = say(
        "{dated}项有日期;{undated}项要看具体事情,没有日期,没有放进来。",
        dated=len(with_day),
        undated=len(found) - len(with_day),
    )
    calendar = Calendar()
    calendar.add("prodid", "-//Wence//Deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # RFC 7986 names them NAME and DESCRIPTION; most programs read only the X- forms.
    calendar.add("name", name)
    calendar.add("x-wr-calname", vText(name))
    calendar.add("description", wording.word(told))
    calendar.add("x-wr-caldesc", vText(wording.word(told)))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for due in with_day:
        calendar.add_component(_event(due, kb, wording, created))
    return calendar.to_ical()


def _event(due: Due, kb: KnowledgeBase, wording: Wording, created: datetime) -> Event:
    row = due.deadline
    # The rule of a paper without a signing date has no first time; it begins with the next.
    first = date.fromisoformat(row.due) if row.due or not due.next else due.next
    event = Event()
    event.add("uid", _uid(row))
    event.add("dtstamp", created)
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    if row.rrule:
        event.add("rrule", vRecur.from_ical(row.rrule))
    event.add("summary", _summary(due, kb, wording))
    event.add("description", _description(due, kb, wording))
    # A deadline keeps nobody busy the whole day; a doubtful one is not promised.
    event.add("transp", "TRANSPARENT")
    event.add("status", "TENTATIVE" if is_doubtful(due, kb) else "CONFIRMED")
    url = kb.issue(kb.document(row.document).issue).url
    if url:
        event.add("url", url)
    if due.state is not DeadlineState.PASSED:
        event.add_component(_alarm(event))
    return event


def _uid(row: Deadline) -> str:
    """Return an id that stays the same in every calendar the deadline comes in."""
    parts = (row.document, row.provision, row.scope, row.action, row.quote, row.due)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    return f"{row.provision}-{digest}@wence"


def _summary(due: Due, kb: KnowledgeBase, wording: Wording) -> str:
    row = due.deadline
    words = "".join((row.actor, ":" if row.actor else "", row.action))
    short = words if len(words) <= _SUMMARY else f"{words[: _SUMMARY - 1]}…"
    if due.state is DeadlineState.PASSED:
        return wording.word(say("[已过] {what}", what=short))
    if is_doubtful(due, kb):
        return wording.word(say("[待核实] {what}", what=short))
    return short


def _description(due: Due, kb: KnowledgeBase, wording: Wording) -> str:
    row = due.deadline
    paper = kb.document(row.document)
    where = f"{paper.name} {place(kb, kb.provision(row.document, row.provision))}".strip()
    lines = [f"“{row.quote}”——{where}", wording.word(standing(due, kb))]
    if row.recipient:
        lines.append(wording.word(say("报送:{recipient}", recipient=row.recipient)))
    if row.approximate:
        about = say("原文写的是“{when}”,没有写明哪一天,这里放在最后一天。", when=row.when)
        lines.append(wording.word(about))
    status = kb.status(row.document)
    if status:
        lines.append(wording.word(phrase(status.notice)))
    return "\n".join(lines)


def _alarm(event: Event) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _REMINDER)
    alarm.add("description", event["summary"])
    return alarm
