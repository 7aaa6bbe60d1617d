"""Questions made of the fact tables: every row asked for each of its columns in three wordings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policies_kb.kb import KnowledgeBase

#: The last wording of each column has no word the reader knows for it.
WORDINGS: Mapping[str, tuple[str, str, str]] = {
    "item when": (
        "{field}的{item}什么时候完成",
        "{field}{item}几月份之前要弄好",
        "{field}{item},完成期",
    ),
    "item who": ("{field}的{item}谁负责", "{field}{item}归哪个单位管", "{field}{item},主管方"),
    "item class": ("{item}属于哪个领域", "{item}归在哪一类", "清单里{item},上一级"),
    "figure": ("{paper}里{what}是多少", "{what}要达到多少", "{paper}{what}定的数"),
    "field who": ("{field}这一块责任单位是谁", "清单里{field}归哪些单位", "清单里{field}的主管方"),
    "duty": ("{paper}里“{what}”由谁负责", "{paper}的{what}责任单位有哪些", "{paper}{what},主管方"),
    "deadline": ("{paper}里“{what}”是什么时候", "{what}最晚哪天", "{paper}{what},日子"),
    "title": ("{paper}是什么文件", "{paper}叫什么", "{paper}"),
    "date": ("{paper}是什么时候印发的", "{paper}哪天发的", "{paper},盖章那日"),
    "place": ("{place}{what}是多少", "{place}的{what}要降多少", "{what},{place}"),
    "reverse": ("哪些市{what}是{value}", "{what}{value}的是哪几个市", "各市里{what}定{value}的"),
    "definition": ("什么是{what}", "{what}是什么意思", "{paper}{what},说法"),
    "basis": ("{paper}依据哪些文件", "{paper}是根据什么制定的", "{paper},凭据"),
    "addressee": ("{paper}发给谁", "{paper}主送哪些单位", "{paper},收文方"),
    "pilot": ("{place}是试点吗", "试点里有没有{place}", "试点,{place}"),
}
_DEFINED = re.compile(r"(?:^|[。;])(?P<what>[^,。;()]{2,16}?)?。?是指(?P<words>[^,。;]{6,})")
_BASIS = re.compile(r"^为?[^。]*(?:根据|依据|贯彻)[^。]*《")
_LAW = re.compile(r"《[^《》]+》")
_FIRST = re.compile(r".*?[。?!](?=[^)」”]|$)", re.DOTALL)


@dataclass(frozen=True)
class AskedRow:
    """A question and the words its first sentence has to hold.

    Attributes:
        column: The column asked for, a key of :data:`WORDINGS`.
        wording: Which of its wordings this is: 0, 1 or 2.
        text: The question.
        wanted: Words of the answer.
    """

    column: str
    wording: int
    text: str
    wanted: tuple[str, ...]

    def is_answered_by(self, text: str) -> bool:
        """Tell whether the first sentence of an answer holds every word wanted."""
        plain = "".join(text.split())
        first = _FIRST.match(plain)
        sentence = first[0] if first else plain
        return all("".join(word.split()) in sentence for word in self.wanted)


def walk_questions(kb: KnowledgeBase) -> Iterator[AskedRow]:
    """Yield every row's questions."""
    yield from _of_rows(kb)
    yield from _of_figures(kb)
    yield from _of_papers(kb)
    yield from _of_words(kb)
    yield from _of_duties(kb)
    yield from _of_deadlines(kb)
    areas = kb.pilot_areas()
    for area in areas:
        yield from _worded("pilot", {"place": area.name}, (area.name, str(len(areas))))


def _of_papers(kb: KnowledgeBase) -> Iterator[AskedRow]:
    for document in kb.documents():
        words = {"paper": document.name}
        yield from _worded("title", words, (document.title,))
        if document.signed:
            yield from _worded("date", words, (_in_chinese(document.signed),))


def _of_words(kb: KnowledgeBase) -> Iterator[AskedRow]:
    """Yield what the papers define, rest on and are sent to, as their words say it."""
    for document in kb.documents():
        words = {"paper": document.name}
        opening = ""
        for row in kb.provisions(document.id):
            text = "".join(row.text.split())
            for found in _DEFINED.finditer(text):
                what = found["what"] or row.heading
                yield from _worded("definition", {**words, "what": what}, (found["words"],))
            if row.kind == "addressee":
                yield from _worded("addressee", words, (text.rstrip(":"),))
            if row.kind == "para" and not opening and _BASIS.search(text):
                opening = text
        named = tuple(dict.fromkeys(_LAW.findall(opening.partition("就")[0])))
        if named:
            yield from _worded("basis", words, named)


def _of_duties(kb: KnowledgeBase) -> Iterator[AskedRow]:
    duties: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in kb.responsibilities():
        if row.basis == "listed":
            duties[row.document, row.provision].append(row.unit)
    for (document, provision), units in duties.items():
        heading = kb.provision(document, provision).heading
        if heading:
            words = {"paper": kb.document(document).name, "what": heading}
            yield from _worded("duty", words, tuple(units))


def _of_deadlines(kb: KnowledgeBase) -> Iterator[AskedRow]:
    """Yield what is due by the words of running text; rows of attachments are asked by name."""
    for document in kb.documents():
        whens: dict[str, set[str]] = defaultdict(set)
        for row in kb.deadlines(document.id):
            if row.rule != "month" and row.sure:
                whens[_asked_of(row.action, row.when)].add(row.when)
        for what, found in whens.items():
            if len(found) == 1 and len(what) > len("进行自查"):
                yield from _worded("deadline", {"paper": document.name, "what": what}, tuple(found))


def _asked_of(action: str, when: str) -> str:
    """Return an action as it is asked for: its first clauses, without the words that say when."""
    clauses = re.split(r"[,;]", action.replace(when, ""))
    clauses = [clause for clause in clauses if len(clause) > len("结合实际")]
    return clauses[0] if clauses else ""


def _of_rows(kb: KnowledgeBase) -> Iterator[AskedRow]:
    rows = kb.standard_items()
    fields = Counter(name for name, _ in {(row.item, row.field) for row in rows})
    names = {row.field for row in rows} | {row.group for row in rows}
    for row in rows:
        words = {"field": row.field, "item": row.item}
        yield from _worded("item when", words, (_in_chinese(row.due),))
        yield from _worded("item who", words, row.units)
        if fields[row.item] == 1 and row.item not in names:
            yield from _worded("item class", words, (row.field,))
    for row in {row.field: row for row in rows}.values():
        yield from _worded("field who", {"field": row.field}, row.units)


def _of_figures(kb: KnowledgeBase) -> Iterator[AskedRow]:
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    targets = kb.targets()
    for row in targets:
        values[row.document, f"{row.region}{row.indicator}"].add(f"{row.value}{row.unit}")
    for threshold in kb.thresholds():
        value = f"{threshold.value}{threshold.unit}" if float(threshold.amount) else "零"
        values[threshold.document, threshold.subject].add(value)
    for (document, what), found in values.items():
        if len(found) == 1:
            words = {"paper": kb.document(document).name, "what": what}
            yield from _worded("figure", words, tuple(found))
    cities = {row.name.removesuffix("市") for row in kb.divisions() if not row.parent}
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in targets:
        if row.region in cities:
            value = f"{row.value}{row.unit}"
            yield from _worded("place", {"place": row.region, "what": row.indicator}, (value,))
            places[row.indicator, value].append(row.region)
    for (what, value), names in places.items():
        yield from _worded("reverse", {"what": what, "value": value}, tuple(names))


def _worded(column: str, words: Mapping[str, str], wanted: tuple[str, ...]) -> Iterator[AskedRow]:
    for number, wording in enumerate(WORDINGS[column]):
        yield AskedRow(column, number, wording.format(**words), wanted)


def _in_chinese(due: str) -> str:
    """Return a month or a day as Chinese papers print it: 2017年12月."""
    parts = [str(int(part)) for part in due.split("-")]
    return "".join(f"{part}{mark}" for part, mark in zip(parts, "年月日", strict=False))
