"""Tells on standard error how far a long job is and how long it still takes."""

from __future__ import annotations

import sys
from time import monotonic


class ProgressLine:
    """One line that is written over.

    Args:
        what: What is being done.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._start = monotonic()

    def __call__(self, done: int, everything: int) -> None:
        """Tell how much of everything is done."""
        line = f"\r{self._what} {done}/{everything}"
        if done == everything:
            print(f"{line}, {self._passed():.0f} s".ljust(60), file=sys.stderr, flush=True)
            return
        if done:
            line += f", {self._passed() / done * (everything - done):.0f} s left"
        print(line.ljust(60), end="", file=sys.stderr, flush=True)

    def _passed(self) -> float:
        return monotonic() - self._start
