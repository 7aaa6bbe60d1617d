"""Which process answers which update."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.telegram import inbox as module
from bot.channels.telegram.inbox import INBOX_TRIES, LEASE, Inbox
from bot.channels.telegram.incoming import Incoming
from bot.store.database import Database

ASKED = Incoming(5, 7, "text", "老板没发工资", 3)


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 10)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "now", made)
    return made


@pytest.fixture
def peers(tmp_path: Path, clock: Clock) -> Iterator[tuple[Inbox, Inbox]]:
    """Two processes on one store."""
    databases = [Database.open(f"sqlite:///{tmp_path}/wence.db") for _ in range(2)]
    one, two = (Inbox(database, "telegram:4242") for database in databases)
    yield one, two
    for database in databases:
        database.close()


def test_an_update_is_new_to_one_process_only(peers: tuple[Inbox, Inbox]) -> None:
    with ThreadPoolExecutor(8) as pool:
        fresh = list(pool.map(lambda n: peers[n % 2].keep([ASKED]), range(12)))
    assert sorted(fresh, key=len) == [[]] * 11 + [[ASKED]]


def test_two_bots_may_get_the_same_number(peers: tuple[Inbox, Inbox], tmp_path: Path) -> None:
    other = Inbox(Database.open(f"sqlite:///{tmp_path}/wence.db"), "telegram:1")
    assert peers[0].keep([ASKED]) == other.keep([ASKED]) == [ASKED]


def test_an_answer_begins_to_go_out_once(peers: tuple[Inbox, Inbox], clock: Clock) -> None:
    one, two = peers
    one.keep([ASKED])
    assert not two.begin(5), "it is the other's"
    clock.time += LEASE + timedelta(seconds=1)
    (left,) = two.left()
    assert (left.incoming, left.state) == (ASKED, "open")
    assert not one.begin(5), "taken over meanwhile"
    assert two.begin(5) and not two.begin(5)


def test_what_is_being_worked_on_is_not_taken_over(
    peers: tuple[Inbox, Inbox], clock: Clock
) -> None:
    one, two = peers
    one.keep([ASKED])
    clock.time += LEASE - timedelta(seconds=1)
    one.renew([5])
    clock.time += LEASE - timedelta(seconds=1)
    assert two.left() == []


def test_a_clock_put_back_does_not_leave_an_update_for_hours(
    peers: tuple[Inbox, Inbox], clock: Clock
) -> None:
    one, two = peers
    one.keep([ASKED])
    clock.time -= timedelta(hours=3)
    (left,) = two.left()
    assert left.incoming == ASKED


def test_what_began_to_go_out_is_told_apart(peers: tuple[Inbox, Inbox], clock: Clock) -> None:
    one, two = peers
    one.keep([ASKED])
    one.begin(5)
    (left,) = two.left(everything=True)
    assert left.state == "sending"


def test_what_is_done_is_forgotten_but_known(peers: tuple[Inbox, Inbox], clock: Clock) -> None:
    one, two = peers
    one.keep([ASKED])
    one.begin(5)
    one.done(5)
    clock.time += timedelta(days=1)
    assert two.left() == [] and two.keep([ASKED]) == []
    clock.time += timedelta(days=2)
    assert two.left() == [] and two.keep([ASKED]) == [ASKED], "the row itself is deleted"


def test_what_cannot_be_sent_is_given_up_at_last(peers: tuple[Inbox, Inbox], clock: Clock) -> None:
    one, _ = peers
    one.keep([ASKED])
    for _ in range(INBOX_TRIES - 1):
        assert one.begin(5)
        one.again(5)
        clock.time += LEASE + timedelta(seconds=1)
        assert [left.state for left in one.left()] == ["open"]
    one.begin(5)
    one.again(5)
    clock.time += LEASE + timedelta(seconds=1)
    assert one.left() == []
