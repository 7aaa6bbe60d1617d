"""Hears danger in a message as it came in: by certain words, and by nearness to examples."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, partial
from time import monotonic
from typing import TypeVar

from nlu.danger import nearness, rules, spelling
from nlu.danger.nearness import Near, Nearness
from nlu.danger.rules import Rules
from nlu.danger.spelling import Spelling, narrow
from nlu.encoder.engines import open_encoder

#: The dangers, the most urgent first.
ROWS = (
    "self_harm",
    "emergency",
    "violence",
    "child_labour",
    "harm_to_others",
    "blockade",
    "someone_else",
)

#: A rule is believed from this chance on: its words stand in many an innocent message.
BELIEVED = 0.03
#: Rows whose rules are believed whatever the classifier says: here a miss weighs most, and hardly
#: an innocent message says the words.
ALWAYS = frozenset({"self_harm", "harm_to_others", "emergency"})
#: Seconds until weights that were missing are looked for again.
_AGAIN = 5.0
Heard = TypeVar("Heard")

logger = logging.getLogger(__name__)


class DangerHearing:
    """Tells which dangers a message speaks of.

    Args:
        words: The rules.
        slips: Makes a message plain for them.
        near: Tells what is near; where it tells nothing the rules hear alone.
    """

    def __init__(self, words: Rules, slips: Spelling, near: Callable[[str], Near | None]) -> None:
        self._words = words
        self._slips = slips
        self._near = near

    def hear(self, text: str) -> tuple[str, ...]:
        """Return the rows that are heard, the most urgent first; never raises.

        Args:
            text: A message of any length, as it was written.
        """
        by_rule = self._one(lambda: self._words.hear(self._slips.plain(text))) or frozenset()
        near = self._one(partial(self._near, text))
        heard = by_rule
        if near:
            heard = near.rows | (by_rule if near.danger >= BELIEVED else by_rule & ALWAYS)
        return tuple(row for row in ROWS if row in heard)

    def _one(self, ear: Callable[[], Heard]) -> Heard | None:
        # Who is in danger is answered by the other one when one is broken.
        try:
            return ear()
        except Exception:
            logger.exception("danger: a message could not be heard whole")
            return None


class LateNearness:
    """Nearness that is taken up as soon as its weights are there.

    ``make run`` serves while they are still being fitted; till then the rules hear alone.

    Args:
        load: Returns the nearness; raises what it likes while it cannot be had.
        clock: Tells the time in seconds.
    """

    def __init__(
        self, load: Callable[[], Callable[[str], Near]], clock: Callable[[], float] = monotonic
    ) -> None:
        self._load = load
        self._clock = clock
        self._near: Callable[[str], Near] | None = None
        self._next = float("-inf")
        self._said = ""

    def __call__(self, text: str) -> Near | None:
        """Return what is near, ``None`` while nothing can tell."""
        if self._near is None and self._clock() >= self._next:
            self._try()
        return self._near(text) if self._near else None

    def _try(self) -> None:
        self._next = self._clock() + _AGAIN
        try:
            self._near = self._load()
        # Whatever is missing or broken, the rules go on.
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            if told != self._said:
                logger.warning(
                    "danger is heard by rules alone: %s; python -m nlu.danger makes it anew", told
                )
            self._said = told
        else:
            if self._said:
                logger.info("danger is heard by nearness too")


@cache
def open_hearing() -> DangerHearing:
    """Return the hearing, by rules alone while the weights or the encoder cannot be had."""
    near = LateNearness(_nearness)
    near("")
    return DangerHearing(rules.load(), spelling.load(), near)


def _nearness() -> Callable[[str], Near]:
    found, encoder = Nearness.load(nearness.WEIGHTS), open_encoder("e5")
    return lambda text: found.hear(narrow(text), encoder.encode)
