"""Every address and number of the curated files: where it was read, and whom it serves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from policies_kb.overlay.loader import Placed
from policies_kb.overlay.model import RECHECK_DAYS, due_day

_URL_IN_TEXT = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
#: Seconds to wait for one page, and how many are asked at a time.
_WAIT, _AT_A_TIME = 10, 8


@dataclass(frozen=True)
class Address:
    """A number or a page.

    Attributes:
        value: As it is dialled or opened.
        owner: Id of the channel or law it stands with.
        name: Name of that channel or law.
        where: Words beside it on the way there.
        serves: What it takes, or what can be read there.
        topics: The matters a channel serves; empty for a law.
        source: Where it was read.
        checked: The day it was checked.
        due: The day from which it is to be checked again.
        place: ``file:line``.
    """

    value: str
    owner: str
    name: str
    where: str
    serves: str
    topics: tuple[str, ...]
    source: str
    checked: date
    due: date
    place: str

    @property
    def page(self) -> bool:
        """Whether it is a page; else a number."""
        return self.value.startswith("http")

    def line(self) -> str:
        """Return it as a line of a table."""
        days = f"checked {self.checked}, again {self.due}"
        return "\t".join((self.value, self.name, self.serves, days, " ".join(self.source.split())))


def addresses(tables: Mapping[str, Sequence[Placed]]) -> list[Address]:
    """Return the addresses of all channels and laws, in the order of the files."""
    rows = [*tables["channel"], *tables["law"]]
    return [address for row, place in rows for address in _of_row(row, place)]


def ask_pages(found: Iterable[Address]) -> list[tuple[str, str]]:
    """Ask every page over the network; return each once with what came back."""
    pages = list(dict.fromkeys(address.value for address in found if address.page))
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        return list(zip(pages, pool.map(_answers, pages), strict=True))


def _of_row(row: Mapping[str, Any], place: str) -> Iterator[Address]:
    where = row.get("where", {}).get("zh", "")
    checked = date.fromisoformat(row["checked"])
    values = [row.get("phone", ""), row.get("url", ""), *_URL_IN_TEXT.findall(where)]
    for value in dict.fromkeys(filter(None, values)):
        yield Address(
            value=value,
            owner=row["id"],
            name=row.get("name", row.get("title"))["zh"],
            where=where,
            serves=row["takes"]["zh"] if "takes" in row else "原文或者官方说明",
            topics=tuple(row.get("topics", ())),
            source=row["source"],
            checked=checked,
            due=due_day(checked, row.get("recheck", RECHECK_DAYS)),
            place=place,
        )


def _answers(page: str) -> str:
    """Return ``answers`` with the status, or why it does not."""
    try:
        with urlopen(Request(page, headers={"User-Agent": "Mozilla/5.0"}), timeout=_WAIT) as reply:
            return f"answers {reply.status}"
    except HTTPError as error:
        # A page that refuses programs is still there.
        there = error.code in (401, 403, 405, 412, 429)
        return f"{'answers' if there else 'does not answer:'} {error.code}"
    except (URLError, OSError, ValueError) as error:
        return f"does not answer: {getattr(error, 'reason', error)}"
