"""What an answer says, in words."""

from __future__ import annotations

from actions.answer import Answer
from bot.wording.render import Wording, render


def worded(given: Answer, locale: str = "zh-Hans") -> str:
    """Return the whole of an answer as it is shown."""
    return str(render(given, locale).text)


def leads(given: Answer, locale: str = "zh-Hans") -> list[str]:
    return [Wording(locale).word(phrase) for phrase in given.lead]


def rows(given: Answer, locale: str = "zh-Hans") -> list[tuple[str, str]]:
    """Return the words of each row with the passage that proves it."""
    wording = Wording(locale)
    return [
        (
            wording.word(row.text),
            "" if row.citation is None else wording.word(given.citations[row.citation].quote),
        )
        for row in given.rows
    ]


def intents_offered(given: Answer) -> list[str]:
    return [choice.payload.removeprefix("/").split("{")[0] for choice in given.suggestions]
