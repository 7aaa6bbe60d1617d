"""Where a paper was published, as an operator tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

_ISSUE = re.compile(r"(\d{4})\s*(?:年第?|-)\s*(\d{1,4})\s*(?:期|号)?")


@dataclass(frozen=True)
class Publication:
    """Where a paper was published, as far as the operator knows.

    Attributes:
        title: Title of the gazette or page, may be empty.
        year: Year of the issue, ``None`` for a paper that came alone.
        issue: Number of the issue within the year, ``None`` likewise.
        published: Day of publication, ``None`` when unknown.
        publisher: Who published it, may be empty.
        url: Address, may be empty.
    """

    title: str = ""
    year: int | None = None
    issue: int | None = None
    published: date | None = None
    publisher: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """What to call a whole issue among the sources, empty for a single paper."""
        return f"{self.title}-{self.year}-{self.issue}" if self.issue else ""

    @property
    def words(self) -> str:
        """What is known of it in one line."""
        issue = f"{self.year}年第{self.issue}期" if self.issue else ""
        known = (self.title, issue, self.published, self.publisher, self.url)
        return ", ".join(str(part) for part in known if part) or "not told (--url, --title)"

    @property
    def known(self) -> dict[str, Any]:
        """What is known of it, see ``policies_kb.sources.KnownPublication``."""
        every = {
            "title": self.title,
            "year": self.year,
            "issue": self.issue,
            "published": self.published and self.published.isoformat(),
            "publisher": self.publisher,
            "url": self.url,
        }
        return {key: value for key, value in every.items() if value}


def read_issue(text: str) -> tuple[int, int]:
    """Return year and number of an issue: ``2017-25``, ``2017年第25期``.

    Raises:
        ValueError: It is no such thing.
    """
    match = _ISSUE.fullmatch(text.strip())
    if match is None or not int(match[2]):
        raise ValueError(f"no issue: {text[:30]!r}")
    return int(match[1]), int(match[2])
