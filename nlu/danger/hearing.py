"""Hears danger in a message as it came in: by certain words, and by nearness to examples."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, partial
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
Heard = TypeVar("Heard")

logger = logging.getLogger(__name__)


class DangerHearing:
    """Tells which dangers a message speaks of.

    Args:
        words: The rules.
        slips: Makes a message plain for them.
        near: Tells what is near; without it the rules hear alone.
    """

    def __init__(self, words: Rules, slips: Spelling, near: Callable[[str], Near] | None) -> None:
        self._words = words
        self._slips = slips
        self._near = near

    def hear(self, text: str) -> tuple[str, ...]:
        """Return the rows that are heard, the most urgent first; never raises.

        Args:
            text: A message of any length, as it was written.
        """
        by_rule = self._one(lambda: self._words.hear(self._slips.plain(text))) or frozenset()
        near = self._one(partial(self._near, text)) if self._near else None
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


@cache
def open_hearing() -> DangerHearing:
    """Return the hearing, by rules alone where the weights or the encoder cannot be had."""
    return DangerHearing(rules.load(), spelling.load(), _near())


def _near() -> Callable[[str], Near] | None:
    try:
        found, encoder = Nearness.load(nearness.WEIGHTS), open_encoder("e5")
    # Whatever is missing or broken, the rules go on.
    except Exception as error:
        logger.warning(
            "danger is heard by rules alone: %s: %s; python -m nlu.danger makes it anew",
            type(error).__name__,
            error,
        )
        return None
    return lambda text: found.hear(narrow(text), encoder.encode)
