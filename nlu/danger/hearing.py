"""Hears danger in a message as it came in: by certain words, and by nearness to examples."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import cache

from nlu.danger import nearness, rules, spelling
from nlu.danger.nearness import Nearness
from nlu.danger.rules import Rules
from nlu.danger.spelling import Spelling, narrow
from nlu.encoder.engines import open_encoder

#: The dangers, the most urgent first.
ROWS = (
    "self_harm",
    "violence",
    "child_labour",
    "harm_to_others",
    "blockade",
    "someone_else",
)

logger = logging.getLogger(__name__)


class DangerHearing:
    """Tells which dangers a message speaks of.

    Args:
        words: The rules.
        slips: Makes a message plain for them.
        near: The rows whose examples are near; without it the rules hear alone.
    """

    def __init__(
        self, words: Rules, slips: Spelling, near: Callable[[str], Iterable[str]] | None
    ) -> None:
        self._ears: list[Callable[[str], Iterable[str]]] = [
            lambda text: words.hear(slips.plain(text))
        ]
        if near:
            self._ears.append(near)

    def hear(self, text: str) -> tuple[str, ...]:
        """Return the rows that are heard, the most urgent first; never raises.

        Args:
            text: A message of any length, as it was written.
        """
        heard: set[str] = set()
        for ear in self._ears:
            # Who is in danger is answered whatever is broken here.
            try:
                heard.update(ear(text))
            except Exception:
                logger.exception("danger: a message could not be heard whole")
        return tuple(row for row in ROWS if row in heard)


@cache
def open_hearing() -> DangerHearing:
    """Return the hearing, by rules alone where the weights or the encoder cannot be had."""
    return DangerHearing(rules.load(), spelling.load(), _near())


def _near() -> Callable[[str], Iterable[str]] | None:
    try:
        found, encoder = Nearness.load(), open_encoder("e5")
    # Whatever is missing or broken, the rules go on.
    except Exception as error:
        logger.warning(
            "danger is heard by rules alone: %s: %s; python -m nlu.danger makes %s",
            type(error).__name__,
            error,
            nearness.WEIGHTS,
        )
        return None
    return lambda text: found.hear(narrow(text), encoder.encode)
