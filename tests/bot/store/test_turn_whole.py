"""A process killed anywhere while a turn is written: the turn is kept whole or not at all."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import Any

from contract_reply import reply
from sqlalchemy import event, func, select

from bot.reminders.reminder import Reminder, ReminderTarget
from bot.reminders.store import Reminders
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.tables import conversation, feedback, now, reminded, reminder, turn
from bot.store.tables import reply as reply_table

#: More statements than a turn is made of.
_ENOUGH = 30
EVENTS = [{"event": "slot", "name": "turn", "value": 1}]
#: Left open, so that it goes into the editor's queue as well.
REPLY = reply(status="no_provision")
FORK = multiprocessing.get_context("fork")


def keep_turn_once(database: Database) -> None:
    Archive(database).record(REPLY, EVENTS, "m-1")


def wish(hour: int) -> Reminder:
    return Reminder(0, "tg:7", ReminderTarget(), 7, hour, "zh-Hans", AT, thread=3)


AT = now().astimezone()


def change_reminder(database: Database) -> None:
    Reminders(database).add(wish(18))


def killed_at(url: str, number: int, write: Any) -> None:
    """Write, and be killed right before the statement of this number, or before what ends it."""
    database, seen = Database.open(url), 0

    def count(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "commit"):
        event.listen(database._readers, name, count)
    write(database)


def came_through(url: str, number: int, write: Any) -> bool:
    process = FORK.Process(target=killed_at, args=(url, number, write))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode == 0


def rows(url: str) -> dict[str, int]:
    database = Database.open(url)
    with database.reading() as connection:
        counted = {
            table.name: int(
                connection.execute(select(func.count()).select_from(table)).scalar_one()
            )
            for table in (conversation, turn, reply_table, feedback)
        }
    database.close()
    return counted


def test_a_turn_is_kept_whole_or_not_at_all_and_sent_again_it_is_one(shared_url: str) -> None:
    Database.open(shared_url).close()
    nothing = rows(shared_url)
    deaths = 0
    while deaths < _ENOUGH and not came_through(shared_url, deaths + 1, keep_turn_once):
        assert rows(shared_url) == nothing
        deaths += 1
    # Conversation, its turn, the editor's queue and the reply are four writes at least.
    assert 5 <= deaths < _ENOUGH
    assert set(rows(shared_url).values()) == {1}
    archive = Archive.open(shared_url)
    assert archive.conversations.load("c-1") == EVENTS
    assert archive.replies.find("c-1", "m-1") == REPLY.as_json()
    archive.close()


def test_a_reminder_has_its_old_time_or_its_new_one(shared_url: str) -> None:
    database = Database.open(shared_url)
    kept = Reminders(database).add(wish(9))
    assert Reminders(database).claim(kept.id, AT.date())
    database.close()
    deaths = 0
    while deaths < _ENOUGH and not came_through(shared_url, deaths + 1, change_reminder):
        assert hours(shared_url) == [9]
        deaths += 1
    assert 4 <= deaths < _ENOUGH
    assert hours(shared_url) == [18]


def hours(url: str) -> list[int]:
    database = Database.open(url)
    with database.reading() as connection:
        assert len(connection.execute(select(reminded)).all()) <= 1
        found = list(connection.execute(select(reminder.c.hour)).scalars())
    database.close()
    return found
