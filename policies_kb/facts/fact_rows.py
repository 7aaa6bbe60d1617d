"""The rows of the fact tables.

Every row names the provision it was read from and carries ``quote``, a contiguous piece of that
provision's own text that proves it. ``quote`` is exact; the other text fields are as printed,
with white space left out, punctuation in its ASCII form and misprints mended.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Deadline:
    """Something to be done by a day, again and again, or around an event.

    Attributes:
        document: Id of the document.
        provision: Id of the provision.
        quote: Verbatim proof.
        actor: Who has to act, empty when the text does not say.
        action: What is to be done.
        recipient: Who gets it, empty when there is none.
        rule: ``date``, ``month`` (a row of an attachment), ``recurring`` or ``relative``.
        when: The words that say when.
        due: Last day (ISO); of the first time for a recurring one; empty for a relative one.
        rrule: RFC 5545 recurrence rule of a recurring one, whose DTSTART is ``due``; else empty.
        event: What a relative one counts from, empty when the text does not say.
        offset: Days from the event to the last day, negative before it; ``None`` when the text
            gives no number of days.
        workdays: Whether the offset counts working days.
        approximate: Whether the words name no exact day (``年初`` is read as all of January).
        scope: In which cases or for how long it holds, empty when always.
        sure: Whether the rules leave no doubt; rows in doubt are shown to an operator alone.
    """

    document: str
    provision: str
    quote: str
    actor: str
    action: str
    recipient: str
    rule: str
    when: str
    due: str
    rrule: str
    event: str
    offset: int | None
    workdays: bool
    approximate: bool
    scope: str
    sure: bool = True


@dataclass(frozen=True)
class Target:
    """A figure to be reached.

    A clause that sets a state without a figure (``全面推行``) is a deadline instead. A figure a
    case is judged by, with no year to reach it, is a threshold.

    Attributes:
        document: Id of the document.
        provision: Id of the provision.
        quote: Verbatim proof, from the printed year on where there is one.
        indicator: What is measured; an item that shares the measure of the item beside it gets
            the measure's words too.
        region: Place as printed (``杭州``, ``全省``), empty when the text names none.
        comparison: ``>=``, ``<=``, ``=``, ``~``, ``decrease`` or ``increase``.
        value: The figure as printed, without separators; an exact decimal.
        unit: Unit as printed (``%``, ``万千瓦``), multiples included.
        base_year: Year compared with; ``None`` when the text gives none.
        target_year: Year to reach it by; ``None`` when unknown.
        period: The five-year plan (``十三五``) the years come from where the clause itself
            prints no year, else empty.
        sure: As of a deadline.
    """

    document: str
    provision: str
    quote: str
    indicator: str
    region: str
    comparison: str
    value: str
    unit: str
    base_year: int | None
    target_year: int | None
    period: str
    sure: bool = True

    @property
    def amount(self) -> Decimal:
        """The figure as an exact number of units."""
        return Decimal(self.value)


@dataclass(frozen=True)
class Threshold:
    """A figure cases are judged by.

    Attributes:
        document: Id of the document.
        provision: Id of the provision.
        quote: Verbatim proof.
        subject: What is judged.
        comparison: What must hold: ``>=``, ``<=``, ``<``, ``>`` or ``=``. ``未发生500万元以上``
            is ``<`` 500: no case may reach the figure.
        value: The figure as printed; ``零`` is ``0``.
        unit: Unit as printed, empty for a bare number.
        scope: What it holds for, with the excluded cases, as printed.
        kind: ``limit``, ``fine``, ``grant`` (what is paid, or a share that is) or ``score``.
        sure: As of a deadline.
    """

    document: str
    provision: str
    quote: str
    subject: str
    comparison: str
    value: str
    unit: str
    scope: str
    kind: str = "limit"
    sure: bool = True

    @property
    def amount(self) -> Decimal:
        """The figure as an exact number of units."""
        return Decimal(self.value)


@dataclass(frozen=True)
class Responsibility:
    """A unit answerable for a provision.

    Attributes:
        document: Id of the document.
        provision: Id of the provision.
        quote: The list of units, or the clause that gives the unit a task.
        unit: Name as printed.
        basis: ``listed`` (in a list of units), ``table`` (in the row of a table) or ``tasked``
            (named as the one who acts).
        role: ``lead`` (牵头) or ``support`` (配合), empty where the text parts no roles.
        sure: As of a deadline.
    """

    document: str
    provision: str
    quote: str
    unit: str
    basis: str
    role: str = ""
    sure: bool = True


@dataclass(frozen=True)
class PilotArea:
    """A county, district or city taking part in a pilot.

    Attributes:
        document: Id of the document.
        provision: Id of the provision.
        quote: The whole list with its count.
        name: Name as printed, without the city before it.
        city: City it lies in; from the list of divisions where the text leaves it out, empty
            when unknown.
    """

    document: str
    provision: str
    quote: str
    name: str
    city: str


@dataclass(frozen=True)
class ProcedureStep:
    """One step of a procedure.

    Attributes:
        document: Id of the document.
        provision: Id of the step's provision.
        quote: The step's printed heading.
        procedure: Heading of the procedure.
        position: Place in the procedure, from 1.
        name: Name of the step.
    """

    document: str
    provision: str
    quote: str
    procedure: str
    position: int
    name: str


@dataclass(frozen=True)
class Doubt:
    """Something the rules met and could not read.

    Attributes:
        provision: Id of the provision.
        message: What it was, one sentence.
    """

    provision: str
    message: str


@dataclass(frozen=True)
class Facts:
    """All facts of one document, and what could not be read."""

    deadlines: tuple[Deadline, ...] = ()
    targets: tuple[Target, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    pilot_areas: tuple[PilotArea, ...] = ()
    procedure_steps: tuple[ProcedureStep, ...] = ()
    doubts: tuple[Doubt, ...] = ()
