"""Reminders in a real database, with several processes at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from actions.question import TIME_ZONE
from bot.reminders.reminder import Reminder, ReminderTarget
from bot.reminders.store import MAX_REMINDERS, Reminders, TooManyError
from bot.store.database import Database
from bot.store.lease import LENGTH, Lease

ROOT = Path(__file__).parents[3]
CREATED = datetime(2026, 11, 23, 10, tzinfo=TIME_ZONE)
WISH = Reminder(0, "tg:7", ReminderTarget({"region": ["杭州市"]}), 7, 9, "en", CREATED)
DAY = date(2026, 12, 31)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/wence.db"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture
def reminders(database: Database) -> Reminders:
    return Reminders(database)


def test_a_reminder_is_kept_as_it_was_made(reminders: Reminders) -> None:
    kept = reminders.add(WISH)
    assert reminders.of("tg:7") == [kept] == reminders.all("tg:")
    assert replace(kept, id=0) == WISH
    assert reminders.all("wx:") == []


def test_the_same_wish_twice_is_one_reminder_with_the_later_times(reminders: Reminders) -> None:
    first = reminders.add(WISH)
    second = reminders.add(replace(WISH, days=3))
    assert (second.id, second.days) == (first.id, 3)
    assert len(reminders.of("tg:7")) == 1


def test_there_is_a_limit(reminders: Reminders) -> None:
    for number in range(MAX_REMINDERS):
        reminders.add(replace(WISH, about=ReminderTarget(one=("d", "p", str(number)))))
    with pytest.raises(TooManyError):
        reminders.add(WISH)
    reminders.add(replace(WISH, conversation="tg:8"))


def test_only_its_own_conversation_changes_or_cancels_it(reminders: Reminders) -> None:
    kept = reminders.add(WISH)
    assert reminders.change(replace(kept, conversation="tg:8", hour=3)) is None
    assert not reminders.cancel("tg:8", kept.id)
    assert reminders.of("tg:7") == [kept]
    assert reminders.cancel("tg:7", kept.id)
    assert not reminders.cancel("tg:7", kept.id)


def test_a_number_is_never_used_again(reminders: Reminders) -> None:
    kept = reminders.add(WISH)
    reminders.cancel("tg:7", kept.id)
    assert reminders.add(WISH).id > kept.id


def test_a_day_is_claimed_once_however_many_try(reminders: Reminders) -> None:
    kept = reminders.add(WISH)
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda _: reminders.claim(kept.id, DAY), range(16)))
    assert won.count(True) == 1
    assert reminders.sent([kept.id]) == {(kept.id, DAY)}
    reminders.release(kept.id, DAY)
    assert reminders.claim(kept.id, DAY)


@pytest.mark.slow
def test_a_day_is_claimed_once_by_two_processes(reminders: Reminders, url: str) -> None:
    kept = reminders.add(WISH)
    program = (
        "import sys; from datetime import date\n"
        "from bot.reminders.store import Reminders; from bot.store.database import Database\n"
        "reminders = Reminders(Database.open(sys.argv[1]))\n"
        f"print(sum(reminders.claim({kept.id}, date(2027, 1, d)) for d in range(1, 29)))"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert sum(int(process.communicate(timeout=60)[0]) for process in running) == 28


def test_one_that_is_gone_cannot_be_claimed(reminders: Reminders) -> None:
    kept = reminders.add(WISH)
    reminders.claim(kept.id, DAY)
    reminders.forget("tg:7")
    assert reminders.of("tg:7") == []
    assert reminders.sent([kept.id]) == set()
    assert not reminders.claim(kept.id, DAY)


def test_new_times_that_are_still_to_come_are_sent_again(reminders: Reminders) -> None:
    kept = reminders.add(WISH)
    reminders.claim(kept.id, DAY)
    now = datetime(2026, 12, 24, 10, tzinfo=TIME_ZONE)
    reminders.change(replace(kept, hour=8, created=now))
    assert reminders.sent([kept.id]) == {(kept.id, DAY)}, "eight has passed today"
    reminders.change(replace(kept, hour=20, created=now))
    assert reminders.sent([kept.id]) == set()


def test_a_lease_has_one_owner_until_it_runs_out(database: Database, url: str) -> None:
    peer = Database.open(url)
    mine, theirs = Lease(database, "work"), Lease(peer, "work")
    now = datetime(2026, 11, 23, 10)
    assert mine.take(now) and not theirs.take(now)
    assert mine.take(now + LENGTH), "renewed"
    assert not theirs.take(now + LENGTH + timedelta(seconds=1))
    assert theirs.take(now + 2 * LENGTH + timedelta(seconds=1))
    assert not mine.take(now + 2 * LENGTH + timedelta(seconds=2))
    assert Lease(database, "other work").take(now)
    peer.close()
