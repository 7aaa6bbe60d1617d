"""Hears danger in a message as it came in: by certain words, and by nearness of meaning."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from nlu.danger import nearness, rules, spelling
from nlu.danger.nearness import Nearness
from nlu.danger.rules import Rules
from nlu.danger.spelling import Spelling
from nlu.encoder.engines import Vectors, open_encoder

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
        meaning: The rows that are near in meaning; without it the rules hear alone.
    """

    def __init__(
        self, words: Rules, slips: Spelling, meaning: Callable[[str], Iterable[str]] | None
    ) -> None:
        self._words = words
        self._slips = slips
        self._meaning = meaning

    def hear(self, text: str) -> tuple[str, ...]:
        """Return the rows that are heard, the most urgent first; never raises.

        Args:
            text: A message of any length, as it was written.
        """
        heard: set[str] = set()
        try:
            plain = self._slips.plain(text)
            heard.update(self._words.hear(plain))
            if self._meaning:
                heard.update(self._meaning(plain))
        # Who is in danger is answered whatever is broken here.
        except Exception:
            logger.exception("danger: a message could not be heard whole")
        return tuple(row for row in ROWS if row in heard)


@cache
def open_hearing() -> DangerHearing:
    """Return the hearing, by rules alone where its weights or the encoder cannot be had."""
    return DangerHearing(rules.load(), spelling.load(), _meaning())


def _meaning() -> Callable[[str], Iterable[str]] | None:
    try:
        found = Nearness.load()
        encoder = open_encoder(found.encoder)
    # Whatever is missing or broken, the rules go on.
    except Exception as error:
        logger.warning(
            "danger is heard by rules alone: %s: %s; python -m nlu.danger makes %s",
            type(error).__name__,
            error,
            nearness.WEIGHTS,
        )
        return None

    def encode(texts: Sequence[str]) -> Vectors:
        return encoder.encode(texts)

    return lambda plain: found.hear(encode([plain]))
