"""Tells one wish that arrives as several: a double tap, the pictures of an album."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bot.channels.telegram.incoming import Incoming

#: Seconds within which the same button pressed again by the same person is no second wish, nor the
#: next picture of an album.
TOGETHER = 2.0
#: Presses that are remembered.
_KEPT = 500


class Taps:
    """The buttons pressed and albums sent a moment ago, as this process has seen them.

    What another process has seen is told by the button itself, see ``actions.guides``.

    Args:
        clock: Tells seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[tuple[int, int, int, str], tuple[int, float]] = {}
        self._captioned: dict[tuple[int, str], None] = {}

    def arrived(self, incoming: Incoming) -> None:
        """Note an update as it comes: which albums have words under one of their pictures."""
        if incoming.album and incoming.kind == "text":
            self._captioned[incoming.chat, incoming.album] = None
            _keep_last(self._captioned)

    def is_captioned(self, incoming: Incoming) -> bool:
        """Tell whether the words of the album that a picture belongs to are answered by themselves.

        They may stand under any of its pictures, the last one too.
        """
        return incoming.kind == "other" and (incoming.chat, incoming.album) in self._captioned

    def is_repeated(self, incoming: Incoming) -> bool:
        """Note a press or a picture; tell whether it repeats one of a moment ago."""
        if incoming.kind == "button":
            key = (incoming.chat, incoming.message, incoming.person, incoming.text)
        elif incoming.kind == "other" and incoming.album:
            key = (incoming.chat, 0, incoming.person, incoming.album)
        else:
            return False
        number, at = self._last.pop(key, (incoming.id, 0.0))
        now = self._clock()
        # The same update, taken up once more because it could not be sent, is no tap.
        repeated = number != incoming.id and now - at < TOGETHER
        self._last[key] = (number, at) if repeated else (incoming.id, now)
        _keep_last(self._last)
        return repeated


def _keep_last(noted: dict[Any, Any]) -> None:
    while len(noted) > _KEPT:
        del noted[next(iter(noted))]
