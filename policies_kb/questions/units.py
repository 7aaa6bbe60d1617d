"""Questions about a unit: what it answers for, whether it is named, what it is called now."""

from __future__ import annotations

import re
from dataclasses import replace

from policies_kb.facts.fact_rows import Responsibility
from policies_kb.questions.asked import leans, names_alone
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import cut_extract, figure_clause
from policies_kb.questions.figures import figure_values
from policies_kb.questions.found import FactAnswer, Proof, Thread, joined, tell
from policies_kb.questions.item_answers import fields_of, unit_proofs
from policies_kb.questions.items import rows_meant
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery, Named

_TASKS = re.compile(
    r"(?:负责|管|承担|参与|牵头|分工|涉及).{0,4}(?:什么|啥|哪|几|多少)"
    r"|(?:哪|什么|啥).{0,6}(?:任务|职责|工作|活|领域|条|类|事)|任务|职责|有份"
    r"|(?:制定|编制|拿出|出台|完成|交|报|要?[干做办])(?:什么|啥|嘛|哪些)"
    r"|在.{0,10}(?:里|内|上|中)(?:吗|么|有)|管(?:什么|啥|哪)|谁(?:和|跟)"
    r"|responsiblefor"
)
#: Tasks of more signs than this are listed below the sentence.
_LONGEST = 130
#: The governments below the province as papers name them.
_CITIES = re.compile("设区市|各市|市、县|各地")
_COUNTIES = re.compile("县")
_PAPERS = re.compile("(?:哪些|[哪几多][几少]?[个份件])文件?|文件.{0,4}(?:有哪|哪[几些])")
#: A unit that was told, without its name.
_THIS_UNIT = re.compile(
    "[这那该](?:个|家)?(?P<kind>领导小组办公室|领导小组|办公室|单位|部门|机构|厅|局|委)"
)
_TABLE = re.compile(r"清单|附件")
_MORE = re.compile("(?:任务|事|活|项|负责|管)的?.{0,2}[更最]?[多少](?!少)|[多少]些?[?]?$")
_WITH = re.compile(r"(?:跟|和|与|同)谁|谁.{0,3}(?:一起|共同)|还有(?:谁|哪)")


def ask_unit(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return what the papers ask of a unit, ``None`` where no unit is asked about."""
    if not query.units and thread.kind == "unit" and _WITH.search(query.text):
        return _partners(thread, base)
    again = thread.kind == "unit" and query.asks("list") and not query.words
    if not query.units and query.asks("present_name"):
        named = _spoken_of(query, thread, base)
        return (_present_name(named, thread, base) or _no_name(named, thread)) if named else None
    if not query.units and not again:
        return None
    if query.months and query.asks("count", "list", "what"):
        # Which rows are due then is asked of the table.
        return None
    if len(query.units) == 2 and _MORE.search(query.text):
        return _with_more(query, base)
    unit = _unit_of(thread, base) if again else query.units[0]
    if query.asks("present_name"):
        return _present_name(unit, thread, base)
    again = again or (bool(thread.document) and names_alone(query))
    again = again or (thread.kind == "unit" and len(query.words) <= len(unit.text) + 1)
    document = query.document or thread.document
    nowhere = bool(query.columns) and leans(query, thread) and not _is_printed(unit, document, base)
    if not (_TASKS.search(query.text) or _is_listed_asked(unit, query) or again or nowhere):
        return None
    if _is_of_place(unit, query) and document in base.general:
        return _of_place(unit, query, document, base)
    items = [row for row in rows_meant(query, thread, base) if document in ("", row.document)]
    units = query.units or (unit,)
    of_rows = _TABLE.search(query.text) or thread.kind in ("unit", "item", "field")
    in_rows = document and any(one.printed & set(row.units) for one in units for row in items)
    if items and (of_rows or in_rows):
        told = [_in_table(one, query, items[0].document, base) for one in units]
        besides = [_in_papers(one, query, document, thread, base) for one in units if in_rows]
        return joined([*told, *(one for one in besides if one and not one.absent)])
    everywhere = None if document else _everywhere(unit, query, base)
    return everywhere or _in_papers(unit, query, document, thread, base)


def _is_printed(unit: Named, document: str, base: FactBase) -> bool:
    """Tell whether a paper names a unit anywhere."""
    return any(name in row.words for row in base.statements_of(document) for name in unit.printed)


def ask_naming(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return which papers name a unit, ``None`` for other questions."""
    again = thread.columns == ("papers",) and names_alone(query)
    if not query.units or query.document or not (_PAPERS.search(query.text) or again):
        return None
    unit = query.units[0]
    in_rows = {row.document for row in base.kb.standard_items() if unit.printed & set(row.units)}
    found: dict[str, Proof] = {
        row.document: Proof(row.document, row.quote)
        for row in reversed(base.kb.responsibilities())
        if row.unit in unit.printed
    }
    names = [row.name for row in base.kb.documents() if row.id in in_rows or row.id in found]
    kept = Thread("unit", "", "", unit.name or unit.text, query.words, ("papers",))
    if base.gazette is not None and "公报" in query.text:
        # What comes next may be asked of all its papers.
        kept = Thread("gazette", key=base.gazette.id, words=query.words)
    values = {"unit": unit.text, "count": str(len(names)), "names": "、".join(names)}
    if not names:
        return FactAnswer((tell("no_paper_names", unit=unit.text),), absent=True, thread=kept)
    rows = [row for row in base.kb.standard_items() if row.document not in found]
    proofs = (*found.values(), *unit_proofs(unit, rows)[:1])
    return FactAnswer((tell("papers_naming", **values),), proofs, thread=kept)


def _is_of_place(unit: Named, query: FactQuery) -> bool:
    """Tell whether a unit is one of a city or county: 杭州发改委."""
    return any(unit.text.startswith(place.text) for place in query.places)


def _of_place(unit: Named, query: FactQuery, document: str, base: FactBase) -> FactAnswer:
    """Return that a paper of the province has nothing for a city's unit by name, with what it asks
    of the governments of cities or counties."""
    place = next(place for place in query.places if unit.text.startswith(place.text))
    parents = {row.name: row.parent for row in base.kb.divisions() if row.zhejiang}
    level = _COUNTIES if parents.get(place.name) else _CITIES
    rows = [
        row
        for row in base.kb.responsibilities()
        if row.document == document and level.search(row.unit)
    ]
    told = [tell("unit_without_task", unit=unit.text, paper=base.name(document))]
    kept = Thread("unit", document, "", unit.text, query.words, query.columns)
    figures = [
        row for row in base.targets if row.document == document and row.region in place.printed
    ]
    told += [tell("figure", **figure_values(row)) for row in figures]
    items = dict.fromkeys(
        f"{base.heading(document, row.provision)}({base.place(document, row.provision)})"
        for row in rows
    )
    if items:
        values = {"unit": rows[0].unit, "paper": base.name(document)}
        told.append(tell("unit_tasks", **values, items="、".join(items)))
    proofs = [Proof(document, figure_clause(row)) for row in figures]
    proofs += [Proof(document, row.quote) for row in rows[:2]]
    return FactAnswer(tuple(told), tuple(proofs), absent=not proofs, thread=kept)


def _with_more(query: FactQuery, base: FactBase) -> FactAnswer | None:
    """Return which of two units the papers ask more of."""
    rows = base.kb.standard_items()
    tasks = [
        sum(bool(unit.printed & set(row.units)) for row in rows) + len(_duties(unit, query, base))
        for unit in query.units
    ]
    ordered = sorted(zip(tasks, query.units, strict=True), key=lambda one: -one[0])
    (count, first), (other, second) = ordered
    if not count:
        return None
    values = {"first": first.text, "second": second.text}
    told = tell(
        "unit_more" if count > other else "units_equal",
        **values,
        count=str(count),
        other=str(other),
    )
    proofs = tuple(proof for unit in query.units for proof in unit_proofs(unit, rows)[:1])
    return FactAnswer((told,), proofs, thread=Thread("unit", "", "", first.name or first.text))


def _unit_of(thread: Thread, base: FactBase) -> Named:
    """Return the unit just spoken of."""
    return Named(thread.key, thread.key, base.kb.printed_names(thread.key))


def _spoken_of(query: FactQuery, thread: Thread, base: FactBase) -> Named | None:
    """Return the unit meant by one without its name (这个办公室), ``None`` where none was told."""
    this = _THIS_UNIT.search(query.text)
    if this is None or thread.kind == "unit":
        return _unit_of(thread, base) if this else None
    rows = base.duties.get((thread.document, thread.provision), ())
    any_kind = this["kind"] in ("单位", "部门", "机构")
    names = [row.unit for row in rows if any_kind or row.unit.endswith(this["kind"])]
    return Named(names[0], names[0], base.kb.printed_names(names[0])) if names else None


def _is_listed_asked(unit: Named, query: FactQuery) -> bool:
    """Tell whether a question asks if a table has a unit: 清单里有没有省公安厅."""
    if _TABLE.search(query.text) and len(query.words) <= len(unit.text) + len(" 责任清单里"):
        return True
    asked = rf"(?:有|包括|列了?|提到|[有含]没有){re.escape(unit.text)}"
    listing = _TABLE.search(query.text) or "责任单位" in query.text
    return bool(query.yes_no and listing and re.search(asked, query.text))


def _in_table(unit: Named, query: FactQuery, document: str, base: FactBase) -> FactAnswer:
    rows = [row for row in base.kb.standard_items() if row.document == document]
    fields = fields_of(unit, rows)
    name = unit.name or unit.text
    here = Thread("unit", document, "", name, query.words, query.columns, (name,))
    heading = next(
        (p.heading for p in base.provisions[document].values() if p.kind == "attachment"), ""
    )
    values = {"unit": unit.text, "list": heading, "paper": base.name(document)}
    if not fields:
        units = tuple(dict.fromkeys(name for row in rows for name in row.units))
        missing = (tell("unit_not_listed", **values), tell("units_listed", units="、".join(units)))
        first = rows[0]
        proof = Proof(document, field=first.field, due=first.due, items=(first.item,))
        return FactAnswer(missing, (proof,), absent=True, thread=here)
    number = sum(bool(unit.printed & set(row.units)) for row in rows)
    count = {"count": str(len(fields)), "items": str(number)}
    told = (tell("unit_fields", **values, **count, fields="、".join(fields)),)
    return FactAnswer(told, unit_proofs(unit, rows), thread=here)


def _everywhere(unit: Named, query: FactQuery, base: FactBase) -> FactAnswer | None:
    """Return that all papers are asked what they want of a unit; ``None`` where none names it."""
    items = [row for row in base.kb.standard_items() if unit.printed & set(row.units)]
    duties = _duties(unit, query, base)
    papers = {row.document for row in items} | {row.document for row in duties}
    if not papers or (len(papers) == 1 and not items):
        return None
    name = unit.name or unit.text
    document = items[0].document if items else ""
    kept = Thread("unit", document, "", name, query.words, query.columns, (name,))
    return FactAnswer((tell("unit_everywhere", unit=name),), thread=kept)


def _duties(
    unit: Named, query: FactQuery, base: FactBase, document: str = ""
) -> list[Responsibility]:
    """Return the duties of a unit in a paper; else in all that hold where the question asks."""
    return [
        row
        for row in base.kb.responsibilities()
        if row.unit in unit.printed
        and (row.document == document if document else query.places or row.document in base.general)
    ]


def _in_papers(
    unit: Named, query: FactQuery, document: str, thread: Thread, base: FactBase
) -> FactAnswer | None:
    rows = _duties(unit, query, base, document)
    here = Thread("unit", document, "", unit.name or unit.text, query.words, query.columns)
    if not rows and not document:
        return None
    branch = _of_branch(unit, query, document, base) if not rows else None
    if branch is not None:
        return replace(branch, thread=here)
    if not rows:
        missing = tell("unit_without_task", unit=unit.text, paper=base.name(document))
        return FactAnswer((missing,), absent=True, thread=here)
    if all(row.basis == "tasked" for row in rows):
        # The sentence that tasks it says more than its heading.
        return None
    if not document and len({row.document for row in rows}) > 1:
        return None
    asked = set(pairs(query.words)) - set(pairs(unit.text))
    heading = lambda row: base.heading(row.document, row.provision)  # noqa: E731
    if query.yes_no and thread.document and not query.document:
        near = [row for row in rows if row.provision == thread.provision]
        near = near or [row for row in rows if asked & set(pairs(heading(row)))]
        rows = near or rows
    places = list(
        dict.fromkeys(f"{heading(row)}({base.place(row.document, row.provision)})" for row in rows)
    )
    values = {"unit": unit.text, "paper": base.name(rows[0].document)}
    kept = Thread(
        "unit", rows[0].document, rows[0].provision, unit.name, heading(rows[0]), query.columns
    )
    if len(places) > 3 and len("、".join(places)) > _LONGEST:
        told = (tell("unit_many", **values, count=str(len(places))),)
        proofs = tuple(Proof(row.document, row.quote) for row in rows[:2])
        return FactAnswer(told, proofs, items=tuple(places), thread=kept)
    told = (tell("unit_tasks", **values, items="、".join(places)),)
    proofs = tuple(Proof(row.document, row.quote) for row in rows)
    return FactAnswer(told, proofs, thread=kept)


def _of_branch(unit: Named, query: FactQuery, document: str, base: FactBase) -> FactAnswer | None:
    """Return the sentence of a paper that names a unit by its branch: 人社部门 for 人社厅."""
    names = {f"{name.removeprefix('省')[:-1]}部门" for name in unit.printed if len(name) > 2}
    rows = (row for row in base.statements_of(document) if row.figure is None)
    row = next((row for row in rows if any(name in row.words for name in names)), None)
    if row is None:
        return None
    named = {pair: 1.0 for name in names if name in row.words for pair in pairs(name)}
    words, quote = cut_extract(row, named, ("who",))
    return FactAnswer((tell("statement", words=words),), (Proof(document, quote),))


def _partners(thread: Thread, base: FactBase) -> FactAnswer | None:
    rows = base.duties.get((thread.document, thread.provision), [])
    names = base.kb.printed_names(thread.key)
    others = [row.unit for row in rows if row.unit not in names]
    if not others:
        return None
    told = tell("partners", what=thread.words, units="、".join(others))
    return FactAnswer((told,), (Proof(thread.document, rows[0].quote),), thread=thread)


def _present_name(unit: Named, thread: Thread, base: FactBase) -> FactAnswer | None:
    known = next((row for row in base.kb.units() if row.name == unit.name), None)
    if known is None:
        return None
    if not known.present:
        return _no_name(Named(known.name, known.name, frozenset()), thread)
    if known.present == (known.name,):
        return FactAnswer((tell("same_name", unit=known.name),), thread=thread)
    told = tell("present_name", unit=known.name, names="、".join(known.present))
    return FactAnswer((told,), thread=thread)


def _no_name(unit: Named, thread: Thread) -> FactAnswer:
    """Return that nothing is known of another name of a unit."""
    return FactAnswer((tell("no_present_name", unit=unit.name),), absent=True, thread=thread)
