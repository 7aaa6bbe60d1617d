"""How a paper that is added stands today, and what governs its matter: told by the operator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from policies_kb.errors import SourceError
from policies_kb.overlay.model import Law, Overlay
from policies_kb.rows import Document

#: What a paper's standing is called, with the sentences that say it where the operator has none.
NOTICES: Mapping[str, tuple[str, str]] = {
    "in_force": (
        "{day}查到这份文件现行有效。",
        "On {day} this document was found to be in force.",
    ),
    "overtaken": (
        "这份文件的内容已有新的规定，办事请按现行规定。",
        "This document has been overtaken by newer rules. Please follow the current rules.",
    ),
    "historic": (
        "这份文件已成历史，不再作为现行规定。",
        "This document is history and no longer a current rule.",
    ),
    "in_force_unconfirmed": (
        "没有查到这份文件的废止通知，也没有查到仍然有效的公告。",
        "Neither a repeal of this document nor a statement that it is still valid was found.",
    ),
}
#: Asks one line of the operator.
Asking = Callable[[str], str]


@dataclass(frozen=True)
class Standing:
    """How a paper stands today.

    Attributes:
        status: One of ``NOTICES``; empty when nobody has looked it up.
        governs: Ids of the laws that govern its matter today.
        source: Where that was read.
        notice: What users are told, in Chinese and in English; made of ``NOTICES`` where empty.
        checked: The day it was looked up.
        confidence: ``official``, ``copy`` or ``secondary``.
    """

    status: str = ""
    governs: tuple[str, ...] = ()
    source: str = ""
    notice: tuple[str, str] = ("", "")
    checked: date = date.min
    confidence: str = "copy"

    def __post_init__(self) -> None:
        told = self.governs or self.source or any(self.notice)
        if not self.status and told:
            raise SourceError("--status:1: is needed beside --governs, --source and --notice")
        if self.status and not self.source:
            raise SourceError(f"--source:1: say where it was read that the paper is {self.status}")

    def rows(self, documents: Sequence[Document]) -> Iterator[dict[str, Any]]:
        """Yield a row a paper, as in ``curated/status.yml``."""
        if not self.status:
            return
        day = self.checked
        zh, en = NOTICES[self.status]
        moment = f"{day.year}年{day.month}月{day.day}日"
        for document in documents:
            yield {
                "document": document.number or document.id,
                "status": self.status,
                "superseded_by": list(self.governs),
                "notice": {
                    "zh": self.notice[0] or zh.format(day=moment),
                    "en": self.notice[1] or en.format(day=day.isoformat()),
                },
                "source": self.source,
                "checked": day.isoformat(),
                "confidence": self.confidence,
            }


def laws_named(names: str, overlay: Overlay) -> tuple[str, ...]:
    """Return the ids of laws an operator names, by commas: ids, numbers or titles.

    Raises:
        SourceError: One is not among the curated laws.
    """
    listed = (name.strip().strip("《》") for name in names.replace("，", ",").split(","))
    found = [_law(name, overlay.laws).id for name in listed if name]
    return tuple(dict.fromkeys(found))


def _law(name: str, laws: Sequence[Law]) -> Law:
    for law in laws:
        if name in (law.id, law.number, law.title.zh):
            return law
    raise SourceError(
        f"--governs:1: no curated law is called {name}; policies_kb/curated/laws has their ids"
    )


def ask_standing(asking: Asking, overlay: Overlay, today: date) -> Standing:
    """Ask the operator how a paper stands; an empty line says that nobody has looked.

    Args:
        asking: Asks one line.
        overlay: The curated laws.
        today: The day it is looked up.
    """
    kinds = tuple(NOTICES)
    choices = ", ".join(f"{number} {kind}" for number, kind in enumerate(kinds, 1))
    given = asking(f"How does it stand today? {choices}, Enter: nobody has looked: ").strip()
    status = kinds[int(given) - 1] if given in {"1", "2", "3", "4"} else given
    if status not in NOTICES:
        return Standing()
    source = asking("Where did you read that? ").strip()
    if not source:
        return Standing()
    while True:
        named = asking("What governs its matter today? Laws by commas, Enter: none known: ")
        try:
            return Standing(status, laws_named(named, overlay), source, checked=today)
        except SourceError as error:
            asking(f"{str(error).partition(':1: ')[2]} (Enter to go on) ")
