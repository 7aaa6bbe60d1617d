"""The rows of the fact tables as one list: chosen, sorted and cut into pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from policies_kb.calendar.deadlines import parties
from policies_kb.facts.fact_rows import Deadline, Target, Threshold
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import figure_clause
from policies_kb.questions.found import FactAnswer, Proof, Thread
from policies_kb.questions.matching import pairs
from policies_kb.questions.order import ask
from policies_kb.questions.query import FactQuery

#: Columns a list can be sorted by.
SORTS = ("paper", "what", "value", "due")
#: Rows named in an address at most; of more, what they have in common.
_NAMED = 12
#: The share of the words looked for that a row has to hold.
_ENOUGH = 0.6


@dataclass(frozen=True)
class FactRow:
    """One row of one table, told alike whatever table it is from.

    Attributes:
        document: Id of the paper.
        what: What is measured, to be done or to be written.
        value: The figure with its unit, empty without one.
        due: Last day or month or the year to reach it, ISO; empty without one.
        when: The words that say when, empty without them.
        units: Who answers for it, as printed.
        proof: Where it stands.
        amount: The figure by itself, for comparing.
        unit: Its unit.
    """

    document: str
    what: str
    value: str
    due: str
    when: str
    units: tuple[str, ...]
    proof: Proof
    amount: float = 0.0
    unit: str = ""


@dataclass(frozen=True)
class RowChoice:
    """Which rows are wanted; what is empty chooses nothing.

    Attributes:
        document: Id of the paper.
        unit: A unit by any of its names.
        month: ``YYYY-MM``.
        words: Words of what is measured or to be done, or a question.
        names: Rows by what they are called; of all when empty.
        sort: One of :data:`SORTS`; the order of the papers when empty.
        descending: Whether the largest comes first.
    """

    document: str = ""
    unit: str = ""
    month: str = ""
    words: str = ""
    names: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False

    @property
    def query(self) -> str:
        """The choice as the query of an address."""
        named = ("document", "unit", "month", "words", "sort")
        kept = {name: getattr(self, name) for name in named if getattr(self, name)}
        order = {"order": "desc"} if self.descending else {}
        names = {"what": self.names} if self.names else {}
        return urlencode({**kept, **names, **order}, doseq=True)


def choice_of(found: FactAnswer, kb: KnowledgeBase) -> RowChoice | None:
    """Return what chooses the rows an answer was made from; ``None`` where it is from none."""
    thread, first = found.thread, found.told[0]
    if first.kind == "rows_by_field" and first.values["month"]:
        return RowChoice(thread.document, month=first.values["month"])
    if thread.kind == "unit":
        choice = RowChoice(thread.document if found.proofs else "", unit=thread.key)
        return choice if _held(kb, choice) else None
    rows = told_rows(found, kb)
    if not rows:
        return None
    names = tuple(dict.fromkeys(row.what for row in rows))
    if len(names) <= _NAMED:
        return RowChoice(rows[0].document, names=names)
    return RowChoice(rows[0].document, words=thread.key or thread.words)


def told_rows(found: FactAnswer, kb: KnowledgeBase) -> list[FactRow]:
    """Return the rows whose proofs an answer shows."""
    told = [(proof.document, "".join(proof.quote.split())) for proof in found.proofs]
    shown = {(proof.document, proof.field, item) for proof in found.proofs for item in proof.items}
    rows = []
    for row in fact_rows(kb):
        quote = "".join(row.proof.quote.split())
        stands = any(row.document == document and quote in words for document, words in told)
        items = {(row.document, row.proof.field, item) for item in row.proof.items}
        if items & shown or (quote and stands):
            rows.append(row)
    # One clause may print the figures of several cities.
    figures = [one.values for one in found.told if one.kind.endswith("figure")]
    named = {f"{values['region']}{values['indicator']}" for values in figures}
    return [row for row in rows if row.what in named] or rows


@lru_cache(maxsize=2)
def fact_rows(kb: KnowledgeBase) -> tuple[FactRow, ...]:
    """Return the figures, deadlines and rows of tables of every paper, as the papers come."""
    rows: list[FactRow] = []
    for document in kb.documents():
        figures: list[Target | Threshold] = [*kb.targets(document.id), *kb.thresholds(document.id)]
        rows += [_figure(row) for row in figures]
        # Rows of attachments come with their units below.
        rows += [_due(row) for row in kb.deadlines(document.id) if row.rule != "month" and row.sure]
        rows += [
            FactRow(
                document=row.document,
                what=f"{row.field}·{row.item}",
                value="",
                due=row.due,
                when="",
                units=row.units,
                proof=Proof(row.document, field=row.field, due=row.due, items=(row.item,)),
            )
            for row in kb.standard_items()
            if row.document == document.id
        ]
    return tuple(rows)


def chosen_rows(base: FactBase, choice: RowChoice, query: FactQuery) -> list[FactRow]:
    """Return the rows wanted in the order wanted.

    Words that ask something choose the rows they are answered from in the chat; others choose the
    rows that hold most of them.

    Args:
        base: Has the rows.
        choice: Which are wanted.
        query: The words of the choice as a question.
    """
    asked = _answering(base, query) if choice.words else []
    rows = _held(base.kb, replace(choice, words="") if asked else choice)
    return _sorted([row for row in rows if row in asked] if asked else rows, choice)


def _answering(base: FactBase, query: FactQuery) -> list[FactRow]:
    found = ask(query, Thread(), base) if query.columns or query.yes_no else None
    return told_rows(found, base.kb) if found else []


def _held(kb: KnowledgeBase, choice: RowChoice) -> list[FactRow]:
    names = kb.printed_names(choice.unit) if choice.unit else frozenset()
    asked = set(pairs(choice.words))
    return [
        row
        for row in fact_rows(kb)
        if choice.document in ("", row.document)
        and (not choice.unit or names & set(row.units))
        and row.due.startswith(choice.month)
        and (not choice.names or row.what in choice.names)
        and _holds(row, choice.words, asked)
    ]


def months(kb: KnowledgeBase) -> list[str]:
    """Return the months something falls due in."""
    return sorted({row.due[:7] for row in fact_rows(kb) if len(row.due) >= len("2017-01")})


def units_asked(kb: KnowledgeBase) -> list[str]:
    """Return the units something is asked of, as printed."""
    return list(dict.fromkeys(unit for row in fact_rows(kb) for unit in row.units))


def _holds(row: FactRow, words: str, asked: set[str]) -> bool:
    if not asked:
        return words in row.what
    return len(asked & set(pairs(row.what))) >= _ENOUGH * len(asked)


def _sorted(rows: Sequence[FactRow], choice: RowChoice) -> list[FactRow]:
    keys = {
        "paper": lambda row: row.document,
        "what": lambda row: row.what,
        # Figures compare within their unit alone.
        "value": lambda row: (row.unit, row.amount),
        "due": lambda row: row.due,
    }
    if choice.sort not in keys:
        return list(rows)
    has = {"value": lambda row: bool(row.value), "due": lambda row: bool(row.due)}
    filled = has.get(choice.sort, lambda _: True)
    first = sorted(filter(filled, rows), key=keys[choice.sort], reverse=choice.descending)
    return [*first, *(row for row in rows if not filled(row))]


def _figure(row: Target | Threshold) -> FactRow:
    if isinstance(row, Target):
        what, due, when = f"{row.region}{row.indicator}", str(row.target_year or ""), row.period
    else:
        what, due, when = row.subject, "", ""
    return FactRow(
        document=row.document,
        what=what,
        value=f"{_SIGNS.get(row.comparison, '')}{row.value}{row.unit}",
        due=due,
        when=when,
        units=(),
        proof=Proof(row.document, figure_clause(row)),
        amount=float(row.amount),
        unit=row.unit,
    )


def _due(row: Deadline) -> FactRow:
    return FactRow(
        document=row.document,
        what=row.action,
        value="",
        due=row.due,
        when=row.when,
        units=tuple(parties(row.actor)),
        proof=Proof(row.document, row.quote),
    )


#: How a figure compares, as signs everybody reads.
_SIGNS = {">=": "≥", "<=": "≤", "<": "<", ">": ">", "~": "≈", "decrease": "↓", "increase": "↑"}
