"""The rows of an attachment's table as they are told: one, those of a field, counted, compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from policies_kb.questions.asked import REPLACES
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.query import FactQuery, Named
from policies_kb.rows import StandardItem

#: Rows of several fields told by name at most; of more, how many each field has.
_FEW = 6
#: 其他几项呢: the same is asked of the rows beside.
_OTHERS = re.compile("^那?(?:其他|其它|其余|另外|剩下)的?.{0,3}呢[?]?$")
_UNITS_ASKED = re.compile("部门|单位|厅|家")


@dataclass(frozen=True)
class ChosenItems:
    """Rows a question chooses and by what."""

    rows: tuple[StandardItem, ...]
    item: str = ""
    field: str = ""
    group: str = ""


def key_of(row: StandardItem) -> str:
    """Return what tells a row of a table in a thread."""
    return f"{row.field}·{row.item}"


def told_items(
    query: FactQuery, thread: Thread, chosen: ChosenItems, base: FactBase
) -> FactAnswer | None:
    """Return what the rows chosen say to a question, ``None`` where there are none."""
    rows = chosen.rows
    if not rows:
        return None
    if query.asks("diff", "more") and len({row.field for row in rows}) == 2:
        return _difference(rows)
    if query.asks("compare"):
        return _compared(rows, query)
    again = not query.columns and bool(REPLACES.search(query.text))
    if thread.kind in ("field", "item") and (again or _OTHERS.search(query.text)):
        query = replace(query, columns=thread.columns)
    if len(rows) == 1 or (chosen.item and len({row.field for row in rows}) == 1):
        return _row(query, thread, rows[0], base)
    if chosen.item:
        # One name in several fields: each is told, or how many there are.
        if query.asks("count"):
            return _of_fields("item_fields", rows, item=chosen.item)
        told = [FactSentence("item", item_values(row)) for row in rows]
        return FactAnswer(
            tuple(told[:1]), _proofs(rows[:1]), items=tuple(_line(row) for row in rows)
        )
    if query.asks("who") and not query.asks("count"):
        return _with_fields(_field_units(rows, query), thread)
    one_field = len({row.field for row in rows}) == 1
    unit = next(iter(query.units), None)
    if unit is None and thread.kind == "unit":
        unit = Named(thread.key, thread.key, base.kb.printed_names(thread.key))
    if query.asks("when") and unit and not chosen.field:
        return _with_fields(_unit_months(rows, unit), thread)
    if query.asks("when") and not query.asks("count") and one_field:
        return _with_fields(_field_months(rows), thread)
    return _with_fields(_listed(query, chosen), thread)


def _with_fields(found: FactAnswer, before: Thread) -> FactAnswer:
    """Return an answer about a field that keeps those spoken of before it."""
    kept = found.thread
    spoken = before.names if before.kind == "field" else ()
    names = (*(name for name in spoken if name != kept.key), kept.key)
    return replace(found, thread=replace(kept, names=names))


def _row(query: FactQuery, thread: Thread, row: StandardItem, base: FactBase) -> FactAnswer:
    columns = query.columns or (thread.columns if thread.kind == "item" else ())
    values = item_values(row)
    told: list[FactSentence] = []
    wrong = [unit for unit in query.units if not unit.printed & set(row.units)]
    right = [unit for unit in query.units if unit.printed & set(row.units)]
    if query.yes_no and not query.units and "它" in query.text and thread.names:
        names = base.kb.printed_names(thread.names[0])
        (right if names & set(row.units) else wrong).append(Named(thread.names[0], "", names))
    if query.yes_no and wrong:
        told.append(tell("not_unit", unit=wrong[0].text, **values))
    elif query.yes_no and right:
        told.append(tell("is_unit", unit=right[0].text, **values))
    elif query.yes_no and query.months:
        told.append(_of_month(row, query, values))
    elif (
        "class" in columns
        and row.group
        and (re.search("小类|组", query.text) or row.field in query.text)
    ):
        told.append(FactSentence("item_group", values))
    elif "class" in columns:
        told.append(FactSentence("item_field", values))
    elif "when" in columns and "who" not in columns:
        told.append(FactSentence("item_when", values))
    elif "who" in columns and "when" not in columns:
        told.append(FactSentence("item_who", values))
    else:
        told.append(FactSentence("item", values))
    kept = Thread("item", row.document, row.provision, key_of(row), row.item, columns, thread.names)
    return FactAnswer(tuple(told), _proofs([row]), thread=kept)


def _of_month(row: StandardItem, query: FactQuery, values: dict[str, str]) -> FactSentence:
    """Return whether a row is due in the month named, and when it is."""
    due = any(row.due.endswith(month) for month in query.months)
    claim = "、".join(f"{int(month.rpartition('-')[2])}月" for month in query.months)
    return tell(f"{'right' if due else 'wrong'}+item_when", claim=claim, **values)


def item_values(row: StandardItem) -> dict[str, str]:
    """Return a row of a table as it is told."""
    return {
        "item": row.item,
        "field": row.field,
        "group": row.group,
        "month": row.due,
        "units": "、".join(row.units),
    }


def _line(row: StandardItem) -> str:
    return f"{row.field}·{row.item}"


def _proofs(rows: Sequence[StandardItem]) -> tuple[Proof, ...]:
    """Return one proof for each field and month."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        groups.setdefault((row.document, row.field, row.due), []).append(row.item)
    return tuple(
        Proof(document, field=field, due=due, items=tuple(names))
        for (document, field, due), names in groups.items()
    )


def _field_units(rows: Sequence[StandardItem], query: FactQuery) -> FactAnswer:
    field = rows[0].field
    if len({row.field for row in rows}) > 1:
        return _compared(rows, query)
    units = tuple(dict.fromkeys(unit for row in rows for unit in row.units))
    told = tell("field_who", field=field, units="、".join(units))
    kept = Thread("field", rows[0].document, rows[0].provision, field, field, ("who",))
    return FactAnswer((told,), _proofs(rows[:1]), thread=kept)


def _field_months(rows: Sequence[StandardItem]) -> FactAnswer:
    told = []
    for month in dict.fromkeys(row.due for row in rows):
        names = [row.item for row in rows if row.due == month]
        told.append(tell("month_items", month=month, items="、".join(names)))
    kept = Thread(
        "field", rows[0].document, rows[0].provision, rows[0].field, rows[0].field, ("when",)
    )
    return FactAnswer(tuple(told), _proofs(rows), thread=kept)


def _unit_months(rows: Sequence[StandardItem], unit: Named) -> FactAnswer:
    """Return how many rows a unit has due in each month."""
    due = Counter(row.due for row in rows)
    told = tuple(tell("month_count", month=one, count=str(due[one])) for one in sorted(due))
    kept = Thread("unit", rows[0].document, "", unit.name or unit.text, unit.text, ("when",))
    return FactAnswer(told, unit_proofs(unit, rows), thread=kept)


def _listed(query: FactQuery, chosen: ChosenItems) -> FactAnswer:
    rows = chosen.rows
    scope = [part for part in (chosen.field, chosen.group) if part]
    if not scope and query.units:
        scope = [query.units[0].text]
    month = next(iter(query.months), "") if len({row.due for row in rows}) == 1 else ""
    month = rows[0].due if month else ""
    names = list(dict.fromkeys(row.item for row in rows))
    kept = Thread(
        "field", rows[0].document, rows[0].provision, rows[0].field, " ".join(scope), ("list",)
    )
    fields = list(dict.fromkeys(row.field for row in rows))
    values = {"scope": "·".join(scope), "month": month, "count": str(len(rows))}
    if len(query.months) > 1 and query.asks("count"):
        due = Counter(row.due for row in rows)
        each = tuple(tell("month_count", month=one, count=str(due[one])) for one in sorted(due))
        return FactAnswer(each, _proofs(rows)[:1], thread=kept)
    units = {row.units for row in rows}
    if chosen.field and len(units) == 1 and not query.columns:
        told = tell("field", **values, units="、".join(rows[0].units), names="、".join(names))
        return FactAnswer((told,), _proofs(rows), thread=kept)
    if len(fields) > 1 and len(rows) > _FEW:
        counts = [f"{field}{sum(row.field == field for row in rows)}项" for field in fields]
        told = tell("rows_by_field", **values, counts="、".join(counts))
        return FactAnswer((told,), _proofs(rows)[:1], thread=kept)
    told = tell("rows", **values, names="、".join(names))
    return FactAnswer((told,), _proofs(rows), thread=kept)


def told_fields(rows: Sequence[StandardItem], base: FactBase) -> FactAnswer:
    """Return the fields a table is divided into."""
    above = base.provisions[rows[0].document].values()
    heading = next((row.heading for row in above if row.kind == "attachment"), "")
    return _of_fields("table_fields", rows, list=heading)


def _of_fields(kind: str, rows: Sequence[StandardItem], **values: str) -> FactAnswer:
    firsts = list({row.field: row for row in reversed(rows)}.values())[::-1]
    fields = "、".join(row.field for row in firsts)
    told = tell(kind, count=str(len(firsts)), fields=fields, **values)
    return FactAnswer((told,), _proofs(firsts), thread=Thread("field", rows[0].document))


def told_by_units(rows: Sequence[StandardItem], number: int) -> FactAnswer:
    """Return the fields so many provincial units answer for together."""
    units = {row.field: [name for name in row.units if name.startswith("省")] for row in rows}
    fields = [field for field, names in units.items() if len(names) == number]
    told = tell(
        "fields_of_units", number=str(number), count=str(len(fields)), fields="、".join(fields)
    )
    firsts = [next(row for row in rows if row.field == field) for field in fields]
    return FactAnswer((told,), _proofs(firsts), thread=Thread("field", rows[0].document))


def told_largest(query: FactQuery, rows: Sequence[StandardItem]) -> FactAnswer | None:
    """Return the fields, or the provincial units, with most or fewest rows."""
    of_units = bool(_UNITS_ASKED.search(query.text))
    if not (of_units or re.search("类|领域|方面", query.text)):
        return None
    counts: Counter[str] = Counter()
    for row in rows:
        units = (name for name in row.units if name.startswith("省"))
        counts.update(units if of_units else (row.field,))
    if not counts:
        return None
    edge = (max if query.superlative == "max" else min)(counts.values())
    names = [name for name, count in counts.items() if count == edge]
    mine = [row for row in rows if row.field in names or set(names) & set(row.units)]
    kind = "most" if query.superlative == "max" else "fewest"
    told = tell(kind, names="、".join(names), count=str(edge))
    kept = Thread("field", rows[0].document, rows[0].provision, mine[0].field, mine[0].field)
    return FactAnswer((told,), _proofs(mine), thread=kept)


def _compared(rows: Sequence[StandardItem], query: FactQuery) -> FactAnswer:
    """Return the units of each field, and where the question asks so whether they are the same."""
    firsts = [
        next(row for row in rows if row.field == f) for f in dict.fromkeys(r.field for r in rows)
    ]
    told = tuple(tell("field_who", field=row.field, units="、".join(row.units)) for row in firsts)
    # Rows of one field are compared where they are named, not the field with itself.
    beside = firsts if len(firsts) > 1 else [row for row in rows if row.item in query.text]
    if len(beside) > 1 and (query.yes_no or query.asks("compare")):
        same = len({frozenset(row.units) for row in beside}) == 1
        told = (tell("same" if same else "not_same"), *told)
    return FactAnswer(
        told, _proofs(firsts), thread=Thread("field", rows[0].document, key=firsts[0].field)
    )


def _difference(rows: Sequence[StandardItem]) -> FactAnswer:
    """Return how many rows one of two fields has more than the other."""
    (first, count), (second, other) = Counter(row.field for row in rows).most_common()
    values = {"first": first, "second": second, "total": f"{count - other}项"}
    told = tell("gap", **values, first_value=f"{count}项", second_value=f"{other}项")
    firsts = list({row.field: row for row in reversed(rows)}.values())
    return FactAnswer((told,), _proofs(firsts), thread=Thread("field", rows[0].document, key=first))


def fields_of(unit: Named, rows: Iterable[StandardItem]) -> tuple[str, ...]:
    """Return the fields a unit answers for in a table."""
    return tuple(dict.fromkeys(row.field for row in rows if unit.printed & set(row.units)))


def unit_proofs(unit: Named, rows: Iterable[StandardItem]) -> tuple[Proof, ...]:
    """Return the proofs that a unit answers for its fields."""
    firsts: dict[str, StandardItem] = {}
    for row in rows:
        if unit.printed & set(row.units):
            firsts.setdefault(row.field, row)
    return _proofs([replace(row) for row in firsts.values()])
