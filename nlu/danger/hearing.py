"""Hears danger in a message as it came in: by certain words, and by nearness to examples."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from time import monotonic
from typing import Protocol, TypeVar

from nlu.danger import nearness, rules, spelling
from nlu.danger.nearness import Near, Nearness
from nlu.danger.rules import DangerRules
from nlu.danger.spelling import DangerSpelling, narrow
from nlu.encoder.engines import open_encoder

#: The dangers, the most urgent first.
DANGER_ROWS = (
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
ALWAYS = frozenset({"self_harm", "harm_to_others"})
#: Seconds until weights that were missing are looked for again.
_AGAIN = 5.0
Heard = TypeVar("Heard")

logger = logging.getLogger(__name__)


class Ear(Protocol):
    """Tells what is near a message, once it can."""

    @property
    def there(self) -> bool:
        """Whether nearness can be told now."""

    def __call__(self, text: str) -> Near | None:
        """Return what is near, ``None`` while it cannot tell."""


class DangerHearing:
    """Tells which dangers a message speaks of.

    Args:
        words: The rules.
        slips: Makes a message plain for them.
        near: Tells what is near; where it tells nothing the rules hear alone.
    """

    def __init__(self, words: DangerRules, slips: DangerSpelling, near: Ear) -> None:
        self._words = words
        self._slips = slips
        self._near = near

    @property
    def whole(self) -> bool:
        """Whether what is near is heard too, not the rules alone."""
        return self._near.there

    def hear(self, text: str) -> tuple[str, ...]:
        """Return the rows that are heard, the most urgent first; never raises.

        Args:
            text: A message of any length, as it was written.
        """
        by_rule = self._one(lambda: self._words.hear(self._slips.plain(text))) or frozenset()
        # What is denied is near to what it denies.
        spoken = self._one(lambda: self._words.undenied(narrow(text))) or text
        near = self._one(partial(self._near, spoken))
        heard = by_rule
        if near:
            heard = near.rows | (by_rule if near.danger >= BELIEVED else by_rule & ALWAYS)
        return tuple(row for row in DANGER_ROWS if row in heard)

    def _one(self, ear: Callable[[], Heard]) -> Heard | None:
        # Who is in danger is answered by the other one when one is broken.
        try:
            return ear()
        except Exception:
            logger.exception("danger: a message could not be heard whole")
            return None


class LateNearness:
    """Nearness that is taken up as soon as its weights are there, and again when they change.

    ``make run`` serves while they are still being fitted; till then the rules hear alone.

    Args:
        weights: The file of the weights.
        load: Returns the nearness of a file; raises what it likes while it cannot be had.
        clock: Tells the time in seconds.
    """

    def __init__(
        self,
        weights: Path,
        load: Callable[[Path], Callable[[str], Near]],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._weights = weights
        self._load = load
        self._clock = clock
        self._near: Callable[[str], Near] | None = None
        self._state: tuple[int, int] | None = None
        self._next = float("-inf")
        self._last_trouble = ""

    @property
    def there(self) -> bool:
        """Whether there are weights in use; looks for them."""
        if self._clock() >= self._next:
            self._next = self._clock() + _AGAIN
            self._look()
        return self._near is not None

    def __call__(self, text: str) -> Near | None:
        """Return what is near, ``None`` while nothing can tell."""
        return self._near(text) if self.there and self._near else None

    def _look(self) -> None:
        try:
            found = self._weights.stat()
            state = found.st_mtime_ns, found.st_size
            if state != self._state:
                self._near, self._state = self._load(self._weights), state
                if self._last_trouble:
                    logger.info("danger is heard by nearness too")
                self._last_trouble = ""
        # Whatever is missing or broken, the rules go on, or the weights of before.
        except Exception as error:
            trouble = f"{type(error).__name__}: {error}"
            if trouble != self._last_trouble:
                how = "by the weights of before" if self._near else "by rules alone"
                logger.warning(
                    "danger is heard %s: %s; python -m nlu.danger makes it anew", how, trouble
                )
            self._last_trouble = trouble


@cache
def open_hearing() -> DangerHearing:
    """Return the hearing, by rules alone while the weights or the encoder cannot be had."""
    return DangerHearing(
        rules.load_danger_rules(),
        spelling.load_danger_spelling(),
        LateNearness(nearness.WEIGHTS, _load),
    )


def _load(weights: Path) -> Callable[[str], Near]:
    found, encoder = Nearness.load(weights), open_encoder("e5")
    return lambda text: found.hear(narrow(text), encoder.encode)
