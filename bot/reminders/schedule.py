"""When a reminder is sent. Pure: the time is given, nothing is kept.

All times are of Zhejiang (Asia/Shanghai), which has known no summer time since 1992. A reminder is
planned for its hour, so many days before the last day. What could not be sent then - the machine
was off, or the reminder was made later - is sent at the same hour of a later day, the last day
included. After that there is nothing to remind of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from actions.question import TIME_ZONE
from bot.reminders.reminder import Reminder
from policies_kb.calendar.deadlines import Due, next_due
from policies_kb.facts.fact_rows import Deadline

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Delivery:
    """What is to be sent now.

    Attributes:
        reminder: For which wish.
        occurrence: The last day of the deadlines.
        found: The deadlines, all with that last day.
        left: Days left until the last day.
        late: Whether it comes later than wished.
    """

    reminder: Reminder
    occurrence: date
    found: tuple[Due, ...]
    left: int
    late: bool


def planned(occurrence: date, days: int, hour: int) -> datetime:
    """Return when a reminder of a last day is wished for.

    >>> planned(date(2027, 3, 31), 7, 9).isoformat()
    '2027-03-24T09:00:00+08:00'
    """
    return datetime.combine(occurrence - timedelta(days=days), time(hour), TIME_ZONE)


def moment(reminder: Reminder, occurrence: date) -> datetime | None:
    """Return when a reminder of a last day is first sent, ``None`` when it was made too late."""
    wished = planned(occurrence, reminder.days, reminder.hour)
    if wished > reminder.created:
        return wished
    created = reminder.created.astimezone(TIME_ZONE)
    first = datetime.combine(created.date(), time(reminder.hour), TIME_ZONE)
    if first <= created:
        first += _DAY
    return first if first.date() <= occurrence else None


def due_now(reminder: Reminder, found: Iterable[Due], now: datetime) -> list[Delivery]:
    """Return what is to be sent of a reminder unless it has been, the nearest day first.

    Args:
        reminder: The wish.
        found: The deadlines it is about.
        now: The time, with a time zone.
    """
    local = now.astimezone(TIME_ZONE)
    today = local.date()
    by_day: dict[date, list[Due]] = {}
    for due in found:
        for occurrence in _near(due.deadline, today, reminder.days):
            by_day.setdefault(occurrence, []).append(due)
    sent = []
    for occurrence in sorted(by_day):
        first = moment(reminder, occurrence)
        if first is None or first > local or local.hour < reminder.hour:
            continue
        late = today > (occurrence - timedelta(days=reminder.days))
        left = (occurrence - today).days
        sent.append(Delivery(reminder, occurrence, tuple(by_day[occurrence]), left, late))
    return sent


def upcoming(reminder: Reminder, found: Iterable[Due], now: datetime) -> datetime | None:
    """Return when a reminder is sent next, ``None`` when it never will be again."""
    times = [_next_time(reminder, due.deadline, now) for due in found]
    return min((at for at in times if at), default=None)


def _next_time(reminder: Reminder, deadline: Deadline, now: datetime) -> datetime | None:
    day = next_due(deadline, now.astimezone(TIME_ZONE).date())
    while day is not None:
        at = moment(reminder, day)
        if at is not None and at > now:
            return at
        day = next_due(deadline, day + _DAY)
    return None


def _near(deadline: Deadline, today: date, days: int) -> Iterator[date]:
    """Yield the last days a reminder may be sent for today."""
    day = next_due(deadline, today)
    while day is not None and day - timedelta(days=days) <= today:
        yield day
        day = next_due(deadline, day + _DAY)
