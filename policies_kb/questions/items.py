"""Questions about the rows of an attachment's table: month, units, field and group of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery, Named
from policies_kb.questions.ranking import REPLACES
from policies_kb.questions.reader import any_of
from policies_kb.rows import StandardItem

_TABLE = re.compile(r"清单|附件1|附件一|附表")
#: Words a question about rows may hold besides their names.
_ABOUT_ROWS = (
    "责任清单标准化标准项目领域大类小类类别完成实施月份公开规范级部门共同负责试点年月日附件项目名称"
    "属于不一样相同区别差异管理规范"
)
_SAME = re.compile(r"同一?(?:个)?(?:小|大)?(?:类|组|领域)|另外|其他|其余|还有哪")
#: So much of a question has to be names of rows and what is asked of them; all of it where the
#: message is likely about something else.
_ABOUT = 0.6
#: So many rows of several fields are told by name; of more, how many each field has.
_FEW = 6
_COLUMNS = ("when", "who", "class", "count", "list", "compare")
#: No row says what something costs, or how it is applied for.
_NO_COLUMN = re.compile(
    r"(?:多少|几).{0,3}[钱元块]|[钱费价款]的?(?:多少|是多少)|票价|学费|收费|电话|怎么?申请|多少一"
)
_UNITS_ASKED = re.compile("部门|单位|厅|家")
_TOGETHER = re.compile(
    r"(?P<number>两|二|2|三|3)个.{0,4}(?:部门|单位|厅局).{0,4}(?:共同|一起|联合)?"
)


@dataclass(frozen=True)
class _Chosen:
    """Rows a question chooses and by what."""

    rows: tuple[StandardItem, ...]
    item: str = ""
    field: str = ""
    group: str = ""


def ask_items(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return what a table's rows say, ``None`` where the question is about something else."""
    if query.other_number or _NO_COLUMN.search(query.text):
        return None
    rows = rows_meant(query, thread, base)
    if not rows:
        return None
    here = thread.kind in ("item", "field", "unit") and thread.document in {
        row.document for row in rows
    }
    if query.superlative and (_TABLE.search(query.text) or here):
        return _largest(query, rows)
    together = _TOGETHER.search(query.text)
    if together and (_TABLE.search(query.text) or here):
        return _by_units(rows, 2 if together["number"] in "两二2" else 3)
    chosen = _choose(query, thread if here else Thread(), rows, base)
    if chosen is None:
        return None
    return _answer(query, thread, chosen, base)


def rows_meant(query: FactQuery, thread: Thread, base: FactBase) -> list[StandardItem]:
    """Return the rows a question can mean: of the paper named, of the one spoken of, of those
    whose title or table it names; of all papers else."""
    rows = base.kb.standard_items()
    papers = list(dict.fromkeys(row.document for row in rows))
    meant = query.document or (thread.document if thread.document in papers else "")
    if meant or len(papers) < 2:
        return [row for row in rows if not meant or row.document == meant]
    asked = set(pairs(query.words)) - set(pairs(_ABOUT_ROWS))
    shared = {paper: len(asked & set(pairs(base.titles(paper)))) for paper in papers}
    best = max(shared.values())
    return [row for row in rows if shared[row.document] == best]


def _choose(
    query: FactQuery, thread: Thread, rows: Sequence[StandardItem], base: FactBase
) -> _Chosen | None:
    before = _before(thread, rows)
    if before is not None and query.asks("compare") and len(thread.names) > 1:
        both = thread.names[-2:]
        return _Chosen(tuple(row for row in rows if row.field in both))
    if before is not None and _SAME.search(query.text):
        alike = _alike(before, query, rows)
        if alike is not None:
            return alike
    if thread.kind == "unit" and query.asks("when") and len(pairs(query.words)) <= 2:
        mine = tuple(row for row in rows if base.kb.printed_names(thread.key) & set(row.units))
        if mine:
            return _Chosen(mine, field=mine[0].field)
    said = _named((name for row in rows for name in _names(row)), query.text)
    fields = [row.field for name in said for row in rows if name in (row.field, _short(row.field))]
    fields = list(dict.fromkeys(fields))
    groups = [name for name in said if any(row.group == name for row in rows)]
    items = [name for name in said if any(row.item == name for row in rows)]
    items = [name for name in items if name not in (*fields, *groups)]
    if not items and not query.asks("compare"):
        items = _nearly([row for row in rows if not fields or row.field in fields], query, base)
    if (
        query.position
        and re.search("类|领域", query.text)
        and (_TABLE.search(query.text) or before)
    ):
        every = list(dict.fromkeys(row.field for row in rows))
        nth = every[query.position - 1 if query.position > 0 else -1 :][:1]
        if nth and not said:
            return _Chosen(tuple(row for row in rows if row.field in nth), field=nth[0])
    if before is not None and not (fields or groups or items):
        return _same_row(query, thread, before, rows)
    exact = any(len(month) == 7 for month in query.months) and query.asks("count", "list")
    listed = bool(_TABLE.search(query.text)) or (exact and _is_about(query, (), base))
    months = query.months if listed or fields or groups or thread.kind else ()
    if not (items or fields or groups) and not (listed and (months or query.units)):
        return None
    if not (listed or thread.kind) and not _is_about(query, (*fields, *groups, *items), base):
        return None
    named = bool(items or fields or groups)
    if query.units and not named and not (months and query.asks("count", "list")):
        return None
    mine = frozenset(name for unit in query.units for name in unit.printed)
    kept = tuple(
        row
        for row in rows
        if (not fields or row.field in fields)
        and (not groups or row.group in groups)
        and (not items or row.item in items)
        and (not months or any(row.due.endswith(month) for month in months))
        and (named or not mine or mine & set(row.units))
    )
    if before is not None and items and len({row.field for row in kept}) > 1:
        kept = tuple(row for row in kept if row.field == before.field) or kept
    one = lambda names: names[0] if len(names) == 1 else ""  # noqa: E731
    return _Chosen(kept, one(items), one(fields), one(groups)) if kept or fields else None


def _before(thread: Thread, rows: Sequence[StandardItem]) -> StandardItem | None:
    if thread.kind not in ("item", "field"):
        return None
    return next((row for row in rows if _key(row) == thread.key or row.field == thread.key), None)


def _names(row: StandardItem) -> tuple[str, ...]:
    return row.field, _short(row.field), row.group, row.item


def _short(field: str) -> str:
    """Return a field as it is called in short, without the word before: 农村危房改造 is 危房改造."""
    return field[2:] if len(field) >= 6 else field


def _key(row: StandardItem) -> str:
    return f"{row.field}·{row.item}"


def _same_row(
    query: FactQuery, thread: Thread, before: StandardItem, rows: Sequence[StandardItem]
) -> _Chosen | None:
    """Return the row or the field spoken of, where the question asks for another column of it."""
    if len("".join(pairs(query.words))) > 16 or not query.asks(*_COLUMNS):
        return None
    if query.months:
        mine = (row for row in rows if row.field == before.field)
        due = tuple(row for row in mine if any(row.due.endswith(m) for m in query.months))
        return _Chosen(due, field=before.field) if due else None
    if thread.key == before.field:
        return _Chosen(tuple(row for row in rows if row.field == before.field), field=before.field)
    return _Chosen((before,), before.item, before.field, before.group)


def _alike(before: StandardItem, query: FactQuery, rows: Sequence[StandardItem]) -> _Chosen | None:
    """Return the rows beside the one spoken of: all others, or the one the question names."""
    alike = [row for row in rows if row.field == before.field and row.group == before.group]
    asked = set(pairs(re.sub(_SAME, "", query.words)))
    scores = [len(asked & set(pairs(row.item))) for row in alike]
    if max(scores, default=0) >= 2:
        best = alike[scores.index(max(scores))]
        return _Chosen((best,), best.item, best.field, best.group)
    others = tuple(row for row in alike if row != before)
    return _Chosen(others, "", before.field, before.group)


def _named(names: Iterable[str], text: str) -> list[str]:
    """Return the names a text holds in their order, the longest where several begin."""
    return list(dict.fromkeys(any_of(frozenset(names) - {""}).findall(text)))


def _nearly(rows: Sequence[StandardItem], query: FactQuery, base: FactBase) -> list[str]:
    """Return the item most of whose words the question holds."""
    asked = set(pairs(f"{query.words} {query.printed}"))
    best, name = 0.0, ""
    for row in rows:
        own = base.pairs_of(row.item)
        share = sum(pair in asked for pair in own) / len(own)
        if share > best:
            best, name = share, row.item
    return [name] if best >= 0.7 else []


def _is_about(query: FactQuery, names: Sequence[str], base: FactBase) -> bool:
    """Tell whether a question says little but the names of rows and what is asked of them."""
    # Field and item together name a row; whatever is asked of it, the whole row tells.
    if not (query.asks(*_COLUMNS) or query.units or len(names) > 1):
        return False
    weights = base.matcher.weights(query.printed or query.words)
    units = (unit.said for unit in query.units)
    known = set(pairs(" ".join((*names, *units, _ABOUT_ROWS))))
    total = sum(weights.values())
    if not total:
        return bool(query.months)
    if query.strict:
        said = (word for word in base.matcher.cut(query.words) if not word[:1].isdigit())
        return all(set(pairs(word)) <= known for word in said)
    return sum(w for pair, w in weights.items() if pair in known) / total >= _ABOUT


def _answer(query: FactQuery, thread: Thread, chosen: _Chosen, base: FactBase) -> FactAnswer | None:
    rows = chosen.rows
    if not rows:
        return None
    if query.asks("compare"):
        return _compared(rows, query)
    if not query.columns and REPLACES.search(query.text) and thread.kind == "field":
        query = replace(query, columns=thread.columns)
    if len(rows) == 1 or (chosen.item and len({row.field for row in rows}) == 1):
        return _row(query, thread, rows[0], base)
    if chosen.item:
        # One name in several fields: each is told.
        told = [FactSentence("item", _values(row)) for row in rows]
        return FactAnswer(
            tuple(told[:1]), _proofs(rows[:1]), items=tuple(_line(row) for row in rows)
        )
    if query.asks("who") and not query.asks("count"):
        return _with_fields(_field_units(rows, query), thread)
    if query.asks("when") and not query.asks("count") and chosen.field:
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
    values = _values(row)
    told: list[FactSentence] = []
    wrong = [unit for unit in query.units if not unit.printed & set(row.units)]
    right = [unit for unit in query.units if unit.printed & set(row.units)]
    if query.yes_no and not query.units and "它" in query.text and thread.names:
        names = base.kb.printed_names(thread.names[0])
        (right if names & set(row.units) else wrong).append(Named(thread.names[0], "", names))
    if query.yes_no and wrong:
        told.append(tell("not_unit", unit=wrong[0].said, **values))
    elif query.yes_no and right:
        told.append(tell("is_unit", unit=right[0].said, **values))
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
    kept = Thread("item", row.document, row.provision, _key(row), row.item, columns, thread.names)
    return FactAnswer(tuple(told), _proofs([row]), thread=kept)


def _values(row: StandardItem) -> dict[str, str]:
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


def _listed(query: FactQuery, chosen: _Chosen) -> FactAnswer:
    rows = chosen.rows
    scope = [part for part in (chosen.field, chosen.group) if part]
    if not scope and query.units:
        scope = [query.units[0].said]
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


def _by_units(rows: Sequence[StandardItem], number: int) -> FactAnswer:
    """Return the fields so many provincial units answer for together."""
    units = {row.field: [name for name in row.units if name.startswith("省")] for row in rows}
    fields = [field for field, names in units.items() if len(names) == number]
    told = tell(
        "fields_of_units", number=str(number), count=str(len(fields)), fields="、".join(fields)
    )
    firsts = [next(row for row in rows if row.field == field) for field in fields]
    return FactAnswer((told,), _proofs(firsts), thread=Thread("field", rows[0].document))


def _largest(query: FactQuery, rows: Sequence[StandardItem]) -> FactAnswer | None:
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
    if len(firsts) > 1 and (query.yes_no or query.asks("compare")):
        same = len({frozenset(row.units) for row in firsts}) == 1
        told = (tell("same" if same else "not_same"), *told)
    return FactAnswer(
        told, _proofs(firsts), thread=Thread("field", rows[0].document, key=firsts[0].field)
    )


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
