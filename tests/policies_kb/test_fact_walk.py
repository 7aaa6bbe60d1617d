"""A walk over the fact tables: every row asked for each of its columns in three wordings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from policies_kb.kb import KnowledgeBase
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import Found, Thread
from policies_kb.questions.order import ask

#: The last wording of rows, figures and duties has no word the reader knows for their columns.
WORDINGS = {
    "item when": (
        "{field}的{item}什么时候完成",
        "{field}{item}几月份之前要弄好",
        "{field}{item},完成期",
    ),
    "item who": ("{field}的{item}谁负责", "{field}{item}归哪个单位管", "{field}{item},主管方"),
    "item class": ("{item}属于哪个领域", "{item}归在哪一类", "{item}列在哪块"),
    "figure": ("{paper}里{what}是多少", "{what}要达到多少", "{paper}{what}定的数"),
    "field who": ("{field}这一块责任单位是谁", "清单里{field}归哪些单位", "清单里{field}的主管方"),
    "duty": ("{paper}里“{what}”由谁负责", "{paper}的{what}责任单位有哪些", "{paper}{what},主管方"),
    "title": ("{paper}是什么文件", "{paper}叫什么", "{paper}呢"),
    "date": ("{paper}是什么时候印发的", "{paper}哪天发的", "{paper}落款日期"),
    "place": ("{place}{what}是多少", "{place}的{what}要降多少", "{what},{place}"),
    "reverse": ("哪些市{what}是{value}", "{what}{value}的是哪几个市", "各市里{what}定{value}的"),
}
#: So many of the first sentences have to hold what the row says.
RIGHT = 0.97


@dataclass(frozen=True)
class Asked:
    """A question and the words its answer has to hold."""

    column: str
    text: str
    wanted: tuple[str, ...]


def questions(kb: KnowledgeBase) -> Iterator[Asked]:
    """Yield every row's questions."""
    yield from _of_rows(kb)
    yield from _of_figures(kb)
    for document in kb.documents():
        words = {"paper": document.name}
        yield from _worded("title", words, (document.title,))
        if document.signed:
            yield from _worded("date", words, (document.signed,))
    duties: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in kb.responsibilities():
        if row.basis == "listed":
            duties[row.document, row.provision].append(row.unit)
    for (document_id, provision), units in duties.items():
        heading = kb.provision(document_id, provision).heading
        if heading:
            words = {"paper": kb.document(document_id).name, "what": heading}
            yield from _worded("duty", words, tuple(units))


def _of_rows(kb: KnowledgeBase) -> Iterator[Asked]:
    rows = kb.standard_items()
    fields = Counter(name for name, _ in {(row.item, row.field) for row in rows})
    names = {row.field for row in rows} | {row.group for row in rows}
    for row in rows:
        words = {"field": row.field, "item": row.item}
        yield from _worded("item when", words, (row.due,))
        yield from _worded("item who", words, row.units)
        if fields[row.item] == 1 and row.item not in names:
            yield from _worded("item class", words, (row.field,))
    for row in {row.field: row for row in rows}.values():
        yield from _worded("field who", {"field": row.field}, row.units)


def _of_figures(kb: KnowledgeBase) -> Iterator[Asked]:
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    targets = kb.targets()
    for row in targets:
        values[row.document, f"{row.region}{row.indicator}"].add(f"{row.value}{row.unit}")
    for threshold in kb.thresholds():
        value = f"{threshold.value}{threshold.unit}"
        values[threshold.document, threshold.subject].add(value)
    cities = {
        division.name.removesuffix("市") for division in kb.divisions() if not division.parent
    }
    for (document, what), found in values.items():
        if len(found) == 1:
            words = {"paper": kb.document(document).name, "what": what}
            yield from _worded("figure", words, tuple(found))
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in targets:
        if row.region in cities:
            value = f"{row.value}{row.unit}"
            yield from _worded("place", {"place": row.region, "what": row.indicator}, (value,))
            places[row.indicator, value].append(row.region)
    for (what, value), names in places.items():
        yield from _worded("reverse", {"what": what, "value": value}, tuple(names))


def _worded(column: str, words: dict[str, str], wanted: tuple[str, ...]) -> Iterator[Asked]:
    for wording in WORDINGS[column]:
        yield Asked(column, wording.format(**words), wanted)


def holds(found: Found | None, wanted: tuple[str, ...]) -> bool:
    """Tell whether the answer has every word wanted: in its first sentence, or in the second
    where the question does not say which column it wants."""
    if found is None:
        return False
    told = " ".join(value for one in found.told[:2] for value in one.values.values())
    return all(word in told for word in wanted)


@pytest.fixture(scope="module")
def base(kb: KnowledgeBase) -> FactBase:
    return FactBase(kb)


def test_the_first_words_are_right(kb: KnowledgeBase, base: FactBase) -> None:
    asked = list(questions(kb))
    wrong = [one for one in asked if not holds(ask(one.text, Thread(), base), one.wanted)]
    assert len(asked) > 900
    shown = [(one.text, one.wanted) for one in wrong[:20]]
    assert 1 - len(wrong) / len(asked) >= RIGHT, (len(wrong), len(asked), shown)
