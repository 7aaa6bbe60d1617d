"""Questions about the rows of an attachment's table: month, units, field and group of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Thread
from policies_kb.questions.item_answers import (
    ChosenItems,
    key_of,
    told_by_units,
    told_fields,
    told_items,
    told_largest,
)
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery
from policies_kb.rows import StandardItem
from policies_kb.text.patterns import any_of

_TABLE = re.compile(r"清单|附件1|附件一|附表")
#: Words a question about rows may hold besides their names.
_ABOUT_ROWS = (
    "责任清单标准化标准项目领域大类小类类别完成实施月份公开规范级部门共同负责试点年月日附件项目名称"
    "属于不一样相同区别差异管理规范牵头负责几月同一个单位"
)
_OF_ROWS = re.compile("清单|责任单位")
_SAME = re.compile(r"同一?(?:个)?(?:小|大)?(?:类|组|领域)|另外|其他|其余|还有哪")
#: 义务教育除公开规范外: all rows of a field but those.
_BESIDES = re.compile("除了?(?P<but>[\u4e00-\u9fff]{2,12}?)(?:[以之]?外|,)")
_DAY_ASKED = re.compile("[哪几]一?[天号日]")
_WHEN = re.compile(r"(?:\d{4}年)?\d{1,2}月[份底初末]?(?:之?前|以前)?")
#: The share of a question that has to name rows and what is asked of them; all of it where the
#: message is likely about something else.
_ABOUT = 0.6
_COLUMNS = ("when", "who", "class", "count", "list", "compare")
#: No row says what something costs, or how it is applied for.
_NO_COLUMN = re.compile(
    r"(?:多少|几).{0,3}[钱元]|多少块|[钱费价款]的?(?:多少|是多少)|票价|学费|收费|电话|怎么?申请|多少一"
    # 一共8个县吧 counts places.
    r"|(?:\d|[几两三四五六七八九十]|多少)个?(?:县|市|区|乡镇)(?!政|级)"
)
_FIELDS_ASKED = re.compile(
    r"清单.{0,6}分?(?:成|为)?(?:几|多少|哪几|哪些)个?(?:大)?(?:块|类|领域|方面|部分)"
)
_TOGETHER = re.compile(
    r"(?P<number>两|二|2|三|3)个.{0,4}(?:部门|单位|厅局?).{0,4}(?:共同|一起|联合)?"
)


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
    likely = query.likely & {row.document for row in rows}
    if query.superlative and (_TABLE.search(query.text) or here or likely):
        return told_largest(query, rows)
    if _FIELDS_ASKED.search(query.text) and query.asks("count", "list") and len(query.words) <= 8:
        return told_fields(rows, base)
    together = _TOGETHER.search(query.text)
    if together and (_TABLE.search(query.text) or here) and not query.asks("compare"):
        return told_by_units(rows, 2 if together["number"] in "两二2" else 3)
    chosen = _choose(query, thread if here else Thread(), rows, base)
    if chosen is None:
        return None
    if query.asks("compare") and here:
        chosen = _beside_the_field_before(chosen, thread, rows)
    return told_items(query, thread, chosen, base)


def _beside_the_field_before(
    chosen: ChosenItems, thread: Thread, rows: Sequence[StandardItem]
) -> ChosenItems:
    """Add the fields spoken of before where one alone is named: 和拆迁安置的一样吗."""
    named = {row.field for row in chosen.rows}
    if len(named) > 1:
        return chosen
    before = {thread.key.split("·")[0], *thread.names} - named
    return replace(chosen, rows=(*(row for row in rows if row.field in before), *chosen.rows))


def selected_items(query: FactQuery, base: FactBase) -> tuple[StandardItem, ...]:
    """Return the rows a question to a table selects, none where it selects by nothing."""
    chosen = _choose(query, Thread(), rows_meant(query, Thread(), base), base)
    return chosen.rows if chosen else ()


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
) -> ChosenItems | None:
    before = _before(thread, rows)
    if before is not None and query.asks("compare") and len(thread.names) > 1:
        both = thread.names[-2:]
        return ChosenItems(tuple(row for row in rows if row.field in both))
    if before is not None and _SAME.search(query.text):
        alike = _alike(before, query, rows)
        if alike is not None:
            return alike
    if thread.kind == "unit" and query.asks("when") and len(pairs(query.words)) <= 2:
        mine = _of_unit(thread, rows, base)
        if mine:
            return _of_one_field(mine)
    if thread.kind == "unit" and query.months and not query.units:
        due = [r for r in _of_unit(thread, rows, base) if any(map(r.due.endswith, query.months))]
        if due:
            return _of_one_field(due)
    named = _named((name for row in rows for name in _names(row)), query.text)
    fields = [row.field for name in named for row in rows if name in (row.field, _short(row.field))]
    fields = list(dict.fromkeys(fields))
    besides = _BESIDES.search(query.text)
    if besides and fields:
        others = (row for row in rows if row.field in fields and besides["but"] not in row.item)
        return ChosenItems(tuple(others), field=fields[0])
    groups = [name for name in named if any(row.group == name for row in rows)]
    items = [name for name in named if any(row.item == name for row in rows)]
    items = [name for name in items if name not in (*fields, *groups)]
    if not items and not query.asks("compare"):
        items = _nearly([row for row in rows if not fields or row.field in fields], query, base)
    if query.position and not named and (_TABLE.search(query.text) or before):
        nth = _nth_field(query, rows)
        if nth is not None:
            return nth
    if before is not None and query.units and query.asks("when") and not named:
        asked_of = query.units[0].printed
        mine = tuple(row for row in rows if asked_of & set(row.units))
        return ChosenItems(mine) if mine else None
    if before is not None and not named:
        other = _other_rows(query, before, rows)
        if other is not None:
            return other
    if before is not None and not (fields or groups or items):
        if _is_of_the_text(query, before, rows, base):
            return None
        return _same_row(query, thread, before, rows)
    dated = query.units or any(len(month) == 7 for month in query.months)
    exact = bool(query.months and dated) and query.asks("count", "list", "what")
    listed = bool(_TABLE.search(query.text)) or (exact and _is_about(query, (), base))
    months = query.months if listed or fields or groups or thread.kind else ()
    if not (items or fields or groups) and not (listed and (months or query.units)):
        return None
    if not (listed or thread.kind) and not _is_about(query, (*fields, *groups, *items), base):
        return None
    is_named = bool(items or fields or groups)
    if query.units and not is_named and not (months and query.asks("count", "list", "what")):
        return None
    asked_of = frozenset(name for unit in query.units for name in unit.printed)
    # Whether a row is due then: it may be due in another month.
    is_asked = query.yes_no and bool(items)
    kept = tuple(
        row
        for row in rows
        if (not fields or row.field in fields)
        and (not groups or row.group in groups)
        and (not items or row.item in items)
        and (is_asked or not months or any(row.due.endswith(month) for month in months))
        and (is_named or not asked_of or asked_of & set(row.units))
    )
    if before is not None and items and len({row.field for row in kept}) > 1:
        kept = tuple(row for row in kept if row.field == before.field) or kept
    one = lambda names: names[0] if len(names) == 1 else ""  # noqa: E731
    return ChosenItems(kept, one(items), one(fields), one(groups)) if kept or fields else None


def _of_unit(
    thread: Thread, rows: Sequence[StandardItem], base: FactBase
) -> tuple[StandardItem, ...]:
    """Return the rows of the unit spoken of."""
    names = base.kb.printed_names(thread.key)
    return tuple(row for row in rows if names & set(row.units))


def _of_one_field(rows: Sequence[StandardItem]) -> ChosenItems:
    """Return rows chosen, with their field where they are of one."""
    alike = len({row.field for row in rows}) == 1
    return ChosenItems(tuple(rows), field=rows[0].field if alike else "")


def _nth_field(query: FactQuery, rows: Sequence[StandardItem]) -> ChosenItems | None:
    """Return the rows of the field a question names by its place (第三类)."""
    if not re.search("类|领域", query.text):
        return None
    every = list(dict.fromkeys(row.field for row in rows))
    nth = every[query.position - 1 if query.position > 0 else -1 :][:1]
    return ChosenItems(tuple(r for r in rows if r.field in nth), field=nth[0]) if nth else None


def _before(thread: Thread, rows: Sequence[StandardItem]) -> StandardItem | None:
    if thread.kind not in ("item", "field"):
        return None
    return next((row for row in rows if key_of(row) == thread.key or row.field == thread.key), None)


def _names(row: StandardItem) -> tuple[str, ...]:
    return row.field, _short(row.field), row.group, row.item


def _short(field: str) -> str:
    """Return a field without the word before it: 农村危房改造 is called 危房改造."""
    return field[2:] if len(field) >= 6 else field


def _same_row(
    query: FactQuery, thread: Thread, before: StandardItem, rows: Sequence[StandardItem]
) -> ChosenItems | None:
    """Return the row or the field spoken of, where the question asks for another column of it."""
    if len("".join(pairs(query.words))) > 16 or not query.asks(*_COLUMNS):
        return None
    if query.months:
        mine = (row for row in rows if row.field == before.field)
        due = tuple(row for row in mine if any(row.due.endswith(m) for m in query.months))
        return ChosenItems(due, field=before.field) if due else None
    if thread.key == before.field:
        return ChosenItems(
            tuple(row for row in rows if row.field == before.field), field=before.field
        )
    return ChosenItems((before,), before.item, before.field, before.group)


def _other_rows(
    query: FactQuery, before: StandardItem, rows: Sequence[StandardItem]
) -> ChosenItems | None:
    """Return the field, or the one row, that a follow-up names by a part of its name (拆迁呢,
    供气呢, 公开规范哪月), of the field spoken of before others; ``None`` where it names none."""
    words = [word for word in query.words.split() if len(word) >= 2]
    if any(word in before.item or word in before.field for word in words):
        return None
    fields = [row.field for row in rows if any(word in row.field for word in words)]
    if len(set(fields)) == 1:
        return ChosenItems(tuple(r for r in rows if r.field == fields[0]), field=fields[0])
    found = [row for row in rows if any(word in row.item for word in words)]
    found = [row for row in found if row.field == before.field] or found
    if len(found) != 1:
        return None
    return ChosenItems((found[0],), found[0].item, found[0].field, found[0].group)


def _is_of_the_text(
    query: FactQuery, before: StandardItem, rows: Sequence[StandardItem], base: FactBase
) -> bool:
    """Tell whether a day is asked for, which no row has, of what the paper's own sentences name:
    试点方案哪天前报 after a row."""
    if not (query.asks("when") and _DAY_ASKED.search(query.text)):
        return False
    listed = set(pairs(" ".join((_ABOUT_ROWS, *_names(before)))))
    own = [pair for word in base.matcher.cut(query.words) for pair in pairs(word)]
    sentences = [row.words for row in base.statements_of(before.document) if not row.is_row]
    return any(pair not in listed and any(pair in words for words in sentences) for pair in own)


def _alike(
    before: StandardItem, query: FactQuery, rows: Sequence[StandardItem]
) -> ChosenItems | None:
    """Return the rows beside the one spoken of: all others, or the one the question names."""
    alike = [row for row in rows if row.field == before.field and row.group == before.group]
    asked = set(pairs(re.sub(_SAME, "", query.words)))
    scores = [len(asked & set(pairs(row.item))) for row in alike]
    if max(scores, default=0) >= 2:
        best = alike[scores.index(max(scores))]
        return ChosenItems((best,), best.item, best.field, best.group)
    others = tuple(row for row in alike if row != before)
    return ChosenItems(others, "", before.field, before.group)


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
    if best >= 0.7:
        return [name]
    # Of a table that is named one word may do: 清单 供水 时间.
    if not _OF_ROWS.search(query.text):
        return []
    fields = {name for row in rows for name in (row.field, _short(row.field))}
    words = [w for w in query.words.split() if len(w) >= 2 and w not in _ABOUT_ROWS]
    words = [word for word in words if word not in fields]
    names = [row.item for row in rows if any(word in row.item for word in words)]
    return names if len(set(names)) == 1 else []


def _is_about(query: FactQuery, names: Sequence[str], base: FactBase) -> bool:
    """Tell whether a question says little but the names of rows and what is asked of them."""
    # Field and item together name a row; whatever is asked of it, the whole row tells.
    of_month = query.yes_no and bool(query.months)
    if not (query.asks(*_COLUMNS) or query.units or len(names) > 1 or of_month):
        return False
    units = (unit.text for unit in query.units)
    known = set(pairs(" ".join((*names, *units, _ABOUT_ROWS))))
    asked = [base.matcher.weights(_WHEN.sub(" ", words)) for words in (query.words, query.printed)]
    asked = [weights for weights in asked if weights]
    if not asked:
        return bool(query.months)
    if query.strict:
        words = (word for word in base.matcher.cut(query.words) if not word[:1].isdigit())
        return all(set(pairs(word)) <= known for word in words)
    shares = (sum(w for p, w in one.items() if p in known) / sum(one.values()) for one in asked)
    return max(shares) >= _ABOUT
