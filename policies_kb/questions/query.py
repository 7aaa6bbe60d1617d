"""What a question about facts asks: which rows, and which column of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Named:
    """A unit or place a question names.

    Attributes:
        text: As written.
        name: As the base calls it; empty when the base does not know it.
        printed: Every name under which papers may print it.
    """

    text: str
    name: str
    printed: frozenset[str]


@dataclass(frozen=True)
class Claim:
    """A figure a question states, with its unit as written."""

    value: Decimal
    unit: str


@dataclass(frozen=True)
class FactQuery:
    """A question about facts, read from its words alone.

    Attributes:
        text: The message without white space, signs made plain.
        words: What is left when everything that only asks is taken out; parts are divided by
            spaces.
        printed: The same in the words papers print, where a short form was used; else empty.
        document: Id of the paper named, of the first of several; empty without one.
        documents: Ids of all papers named.
        other_number: A number of a paper the base does not hold, empty without one.
        namesake: Id of a paper of the base that shares serial with ``other_number``.
        said_issuer: An organ taken for the issuer of ``document`` that it is not of.
        number_is_sure: Whether that names its issuer or its year.
        columns: The columns asked for, as ``words.yml`` calls them.
        units: Units named.
        places: Places of Zhejiang named.
        outside: Places outside Zhejiang named.
        months: Months named, ``YYYY-MM``.
        years: Years named.
        claims: Figures stated.
        yes_no: Whether a yes or no is asked for.
        personal: Whether it speaks of the writer's own matter.
        at_loss: Whether it asks what to do: 怎么办.
        superlative: ``max`` or ``min`` where the highest or lowest is asked for.
        day: The day named, ``MM-DD`` or ``YYYY-MM-DD``; empty without one.
        part: Which part of a paper is meant (第三部分), 0 for none.
        likely: Ids of the papers it is likely about.
        strict: Whether it is likely a matter of the writer's own, or none of the papers'.
        inside: Id of the paper to look in alone, where somebody else has told which it is about.
        position: Which one of several is meant (第二个): 1, 2 ... or -1 for the last; 0 for none.
    """

    text: str
    words: str
    printed: str = ""
    document: str = ""
    documents: tuple[str, ...] = ()
    other_number: str = ""
    namesake: str = ""
    said_issuer: str = ""
    number_is_sure: bool = False
    columns: tuple[str, ...] = ()
    units: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    outside: tuple[Named, ...] = ()
    months: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    claims: tuple[Claim, ...] = ()
    yes_no: bool = False
    personal: bool = False
    at_loss: bool = False
    superlative: str = ""
    position: int = 0
    day: str = ""
    part: int = 0
    likely: frozenset[str] = frozenset()
    strict: bool = False
    inside: str = ""

    def asks(self, *columns: str) -> bool:
        """Tell whether one of these columns is asked for."""
        return any(column in self.columns for column in columns)

    @property
    def times(self) -> tuple[tuple[int | None, int | None], ...]:
        """The months named, each with its year, or those of the years named, or of any year."""
        if not self.months:
            return tuple((year, None) for year in self.years)
        found: list[tuple[int | None, int | None]] = []
        for named in self.months:
            year, _, month = named.rpartition("-")
            years = (int(year),) if year else self.years or (None,)
            found += [(one, int(month)) for one in years]
        return tuple(found)
