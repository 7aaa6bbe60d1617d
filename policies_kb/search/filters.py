"""Which provisions a search may return."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

#: Runs SQL and returns rows.
SearchSelect = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]

#: Kinds of provision that hold no rule and are left out unless asked for by name.
FORMAL_KINDS = ("title", "number", "addressee", "signature", "letterhead", "toc", "note")


@dataclass(frozen=True)
class SearchFilter:
    """What to look in.

    Attributes:
        documents: Ids of documents; all when ``None``.
        kinds: Kinds of provision; all but ``FORMAL_KINDS`` when ``None``.
    """

    documents: Collection[str] | None = None
    kinds: Collection[str] | None = None

    @property
    def condition(self) -> str:
        """The filter as SQL over the table ``provision p``, begun with AND."""
        condition = ""
        if self.documents is not None:
            condition += f" AND p.document IN ({marks(self.documents)})"
        if self.kinds is None:
            return condition + f" AND p.kind NOT IN ({marks(FORMAL_KINDS)})"
        return condition + f" AND p.kind IN ({marks(self.kinds)})"

    @property
    def values(self) -> list[str]:
        """The parameters of the condition."""
        return [*(self.documents or ()), *(FORMAL_KINDS if self.kinds is None else self.kinds)]

    def takes(self, kind: str) -> bool:
        """Tell whether provisions of a kind are looked for."""
        return kind not in FORMAL_KINDS if self.kinds is None else kind in self.kinds


def marks(values: Collection[object]) -> str:
    """Return a question mark for each value, apart by commas."""
    return ", ".join("?" * len(values))
