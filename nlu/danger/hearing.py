"""Hears which dangers a message tells of."""

from __future__ import annotations

from nlu.danger import rules, spelling

#: The most urgent first.
ROWS = ("self_harm", "violence", "child_labour", "harm_to_others", "blockade", "someone_else")


class DangerHearing:
    """Hears danger by the words of a message.

    Args:
        words: The rules.
        slips: Makes a message plain before.
    """

    def __init__(self, words: rules.Rules, slips: spelling.Spelling) -> None:
        self._rules = words
        self._spelling = slips

    def hear(self, text: str) -> tuple[str, ...]:
        """Return the rows that are heard, the most urgent first; never raises."""
        heard = self._rules.hear(self._spelling.plain(text))
        return tuple(row for row in ROWS if row in heard)


def open_hearing() -> DangerHearing:
    """Return a hearing over the project's own rules."""
    return DangerHearing(rules.load(), spelling.load())
