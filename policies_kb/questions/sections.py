"""Questions answered by the numbered headings below one: fields, steps, parts, kinds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, Proof, Thread, tell
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery
from policies_kb.questions.statements import FactStatement
from policies_kb.rows import Provision
from policies_kb.text.numerals import NumberError, read_number
from policies_kb.text.positions import without_position

_ASKED = ("list", "count", "steps", "parts")
_NUMBERED = re.compile(
    r"(?<!进)[一二两三四五六七八九十\d]{1,2}(?:大|个|项|类|种|步|方面|阶段|条|块)"
)
_INSIDE = re.compile(r"在.{0,4}(?:内|里|列|其中|范围)|包括|算|属于|有没有|也?是.{0,2}吗|吗$|呢$")
_LISTED = re.compile("[在算属包]|其中")
_ENOUGH = 0.55
#: What a heading gains by the noun of the question, or by being a procedure where one is asked.
_NOUN = 0.12
#: ... beside any sentence.
_SURE = 0.3
_PROCESS = re.compile("流程|程序|步骤|进度|阶段")
#: Who asks for the kinds of a thing: the headings below end in its name.
_KINDS = re.compile("[几哪多].{0,2}[种类]|种类|类型|分类")
#: The kinds of a thing, listed, are nearer than any sentence.
_CERTAIN = 2.0
#: 报告分几类: what parts a thing is none of its name.
_PARTED = re.compile(r"分(?:为|成)?(?!\S)")
#: Levels that do a thing stand in a sentence, not in headings.
_LEVELS = re.compile("[几哪]一?[级层]")
#: What asks for more than whether something is on a list.
_OPEN = re.compile("[几哪谁何啥怎]|什么|多少")
#: Who asks for a part by its number says so little else; in pairs of signs.
_FEW = 8
#: ... of a paper nobody named or takes for meant, and so rare its words have to be.
_ANYWHERE, _RARE = 0.75, 0.9
#: A question left open, which a card answers better than a heading or a sentence.
OPEN_QUESTION = re.compile(r"(?<![叫])(?:是什么|是啥|什么样)[?？]?$")
_WANTED = re.compile(
    r"哪(?P<number>[两二三四五六七八九十]+|\d+)(?:大|个|项|类|种|步|方面|阶段|条|块)"
)
_ANNOUNCES = re.compile(r"(?:以下|下列|如下)[^。;]{0,6}:?$")
OPENING = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,8}(?:,?[\u4e00-\u9fff]{2,8})?)。(?=.)")


def ask_section(
    query: FactQuery, thread: Thread, base: FactBase
) -> tuple[FactAnswer, float] | None:
    """Return the headings below the one a question names, with how well it is named."""
    if not (query.asks(*_ASKED) or query.position or _NUMBERED.search(query.text)):
        return None
    if (OPEN_QUESTION.search(query.text) and not query.position) or _LEVELS.search(query.text):
        return None
    words = _NUMBERED.sub(" ", without_position(query.words))
    whole_words = [word for word in base.matcher.cut(_PARTED.sub(" ", words)) if len(word) >= 2]
    noun = set(pairs(whole_words[-1])) if whole_words else set()
    wanted = counted_in(query.text) if query.inside else 0
    asked = base.matcher.weights(words)
    total = sum(asked.values())
    if not total:
        return None
    kinds = _of_kinds(whole_words, query, thread, base) if _KINDS.search(query.text) else None
    if kinds is not None:
        return kinds
    best: tuple[float, float, str, Provision] | None = None
    best_score = 0.0
    for document, row, below in _headed(base):
        if (query.document or query.inside) not in ("", document):
            continue
        if not (query.document or query.inside or query.places or document in base.general):
            continue
        if not query.document and thread.document and document != thread.document and total < 1.2:
            continue
        if wanted and wanted != len(_below(document, row.id, base)):
            continue
        own = set(pairs(row.heading))
        shared = sum(weight for pair, weight in asked.items() if pair in own)
        process = query.asks("steps") and bool(_PROCESS.search(row.heading))
        if not shared and not process:
            continue
        around = set(pairs(_headings_above(document, row, base)))
        beside = 0.8 if process else 0.3
        context = sum(
            weight * (0.8 if pair in around else beside if pair in below else 0.0)
            for pair, weight in asked.items()
            if pair not in own
        )
        # What is listed is named last, of 无欠薪县的标准 the standards, as in 建设标准.
        cover = (shared + context) / total + _NOUN * (row.heading[-2:] in noun) + _NOUN * process
        fit = sum(pair in asked for pair in own) / len(own)
        score = cover + 0.3 * fit + _SURE * process
        if score > best_score:
            best, best_score = (cover, fit, document, row), score
    if best is None or best[0] < _ENOUGH:
        return None
    cover, fit, document, row = best
    meant = document in (query.document, thread.document) or document in query.likely
    if not meant and (cover < _ANYWHERE or total < _RARE):
        return None
    sure = query.asks("steps") and bool(_PROCESS.search(row.heading))
    return _told(document, row, query, base), cover + 0.2 * fit + _SURE * sure


def _of_kinds(
    words: Sequence[str], query: FactQuery, thread: Thread, base: FactBase
) -> tuple[FactAnswer, float] | None:
    """Return the kinds of a thing that the paper meant lists below one heading, each by a name
    that ends in that of the thing: 综合性报告, 专项报告."""
    meant = query.document or query.inside or thread.document
    found: tuple[str, Provision] | None = None
    most = 1
    for document, row, _ in _headed(base):
        if document != meant and (meant or document not in query.likely):
            continue
        names = [name for name, _ in _below(document, row.id, base)]
        if len(names) > most and any(all(name.endswith(one) for name in names) for one in words):
            found, most = (document, row), len(names)
    return (_told(*found, query, base), _CERTAIN) if found else None


def counted_in(text: str) -> int:
    """Return how many things a question says there are (哪四个方面), 0 where it does not."""
    match = _WANTED.search(text)
    if match is None:
        return 0
    number = match["number"].replace("两", "二")
    try:
        return int(read_number(number))
    except NumberError:  # 哪二三类 says no number.
        return 0


def ask_inside(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return whether what is named stands among the headings just listed."""
    if thread.kind != "section" or query.document or not (query.words or query.position):
        return None
    if query.position and len(query.words) <= _FEW:
        row = base.provisions[thread.document][thread.provision]
        return _told(thread.document, row, query, base)
    if not _INSIDE.search(query.text) or len(query.words) > 16 or _OPEN.search(query.text):
        return None
    if query.asks("must", "may") and not _LISTED.search(query.text):
        # 街道必须报吗 asks what is to be done, and not what is on the list.
        return None
    below = _below(thread.document, thread.provision, base)
    named = re.sub(r"[内在]", "", query.words).strip()
    asked = set(pairs(named))
    if not asked:
        return None
    kept = Thread("section", thread.document, thread.provision, "", thread.words, thread.columns)
    for position, (name, printed) in enumerate(below, 1):
        if len(asked & set(pairs(name))) / len(asked) >= 0.6:
            told = tell("inside", what=named, position=str(position), heading=name)
            return FactAnswer((told,), (Proof(thread.document, printed),), thread=kept)
    names = "、".join(name for name, _ in below)
    told = tell("not_inside", what=named, count=str(len(below)), names=names)
    proofs = (Proof(thread.document, below[0][1]),) if below else ()
    return FactAnswer((told,), proofs, absent=True, thread=kept)


def ask_part(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return what the part of a paper is that a question names by its number (第三部分)."""
    document = query.document or thread.document
    if not query.part or not document or len(pairs(query.words)) > _FEW:
        return None
    parts: dict[str, list[Provision]] = {}
    for row in base.provisions[document].values():
        if row.kind in ("part", "chapter"):
            parts.setdefault(row.parent, []).append(row)
    found = [rows[query.part - 1] for rows in parts.values() if len(rows) >= query.part]
    if not found:
        count = str(max(map(len, parts.values()), default=0))
        told = tell("no_part", paper=base.name(document), part=str(query.part), count=count)
        return FactAnswer((told,), absent=True, thread=thread)
    told_of = []
    for row in found:
        names = "、".join(name for name, _ in _below(document, row.id, base))
        values = {"paper": base.name(document), "part": str(query.part), "heading": row.heading}
        told_of.append(tell("part_of" if names else "part", names=names, **values))
    proofs = tuple(Proof(document, _printed(row)) for row in found)
    kept = Thread("section", document, found[0].id, "", found[0].heading, query.columns)
    return FactAnswer(tuple(told_of), proofs, thread=kept)


def announced(row: FactStatement, query: FactQuery, base: FactBase) -> FactAnswer | None:
    """Return what a sentence announces (包括以下内容:), where it is listed below it."""
    if not _ANNOUNCES.search(row.words):
        return None
    provision = base.provisions[row.document][row.provision]
    for one in (provision, base.provisions[row.document].get(provision.parent)):
        if one is not None and one.heading and len(_below(row.document, one.id, base)) >= 2:
            return _told(row.document, one, query, base)
    return None


def _told(document: str, row: Provision, query: FactQuery, base: FactBase) -> FactAnswer:
    below = _below(document, row.id, base)
    names = [name for name, _ in below]
    values = {"heading": row.heading, "count": str(len(below)), "names": "、".join(names)}
    kept = Thread("section", document, row.id, "", query.words, query.columns)
    proofs = tuple(Proof(document, printed) for _, printed in below[:1])
    if query.position and -1 <= query.position <= len(below):
        name, printed = below[query.position - 1 if query.position > 0 else -1]
        nth = str(query.position if query.position > 0 else len(below))
        told = tell("nth", heading=row.heading, position=nth, name=name)
        return FactAnswer((told,), (Proof(document, printed),), thread=kept)
    if sum(map(len, names)) > 120:
        return FactAnswer(
            (tell("section_long", **values),), proofs, items=tuple(names), thread=kept
        )
    return FactAnswer((tell("section", **values),), proofs, thread=kept)


def _headings_above(document: str, row: Provision, base: FactBase) -> str:
    headings = [base.document(document).title]
    above = base.provisions[document].get(row.parent)
    while above is not None:
        headings.append(above.heading)
        above = base.provisions[document].get(above.parent)
    return " ".join(headings)


def _below(document: str, provision: str, base: FactBase) -> list[tuple[str, str]]:
    """Return name and printed words of what is listed below: numbered headings, or paragraphs
    that each open with a short sentence as their name."""
    headed = base.children(document, provision)
    if headed:
        return [(row.heading, _printed(row)) for row in headed]
    rows = [row for row in base.provisions[document].values() if row.parent == provision]
    opened = [(row, OPENING.match(row.text)) for row in rows]
    return [(match["name"], match["name"]) for _, match in opened if match]


def _printed(row: Provision) -> str:
    """Return the heading with its ordinal as printed."""
    start = row.text.find(row.heading)
    return row.text[: start + len(row.heading)] if start >= 0 else row.text


@lru_cache(maxsize=4)
def _headed(base: FactBase) -> tuple[tuple[str, Provision, frozenset[str]], ...]:
    """Return the provisions with two or more headed ones below, and the words of those."""
    found = []
    for document, rows in base.provisions.items():
        for row in rows.values():
            below = _below(document, row.id, base)
            if row.heading and len(below) >= 2:
                words = " ".join(name for name, _ in below)
                found.append((document, row, frozenset(pairs(words))))
    return tuple(found)
