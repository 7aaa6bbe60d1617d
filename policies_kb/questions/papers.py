"""Questions about a paper itself: which one, on what basis, by whom, when, its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from policies_kb.questions.asked import REPLACES
from policies_kb.questions.base import FactBase
from policies_kb.questions.extracts import cut_extract
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.issued import (
    first_or_last,
    is_it_so,
    of_day,
    of_issuer,
    of_several,
    signature,
    takes_issue,
    told_issued,
)
from policies_kb.questions.laws import law_numbered
from policies_kb.questions.matching import pairs
from policies_kb.questions.query import FactQuery
from policies_kb.rows import Document, Provision

_BASIS = re.compile(
    r"(?:根据|依据|按照|贯彻落实|贯彻|落实)(?P<what>[^。;]*?(?:《[^《》]+》(?:\([^()]*号\s*\))?[、和及]?)+)"
)
_NAMED = re.compile(r"《[^《》]+》(?:\s*\([^()]*号\s*\))?")
_PLANS = re.compile(
    r"(?:几|哪几|哪两|哪|多少|两)个?(?:实施)?方案|方案(?:叫|名称|有(?!.{0,6}(?:项|条|部分|任务|措施|目标)))"
)
#: Columns only a paper has.
OF_PAPERS = {"basis", "issuer", "date", "attachments", "addressee", "parts", "number"}
_YEAR = re.compile(r"〔\d{4}〕")
_PAPER = re.compile("通报|通知|意见|方案")
_WHICH_DAY = re.compile("(?:几月几[号日]|几号|哪一?[天日年]|什么时候|何时|日期)[的呢]?[?]?$")
#: What asks for a column of a paper and is no word of its title.
_ASKING = re.compile(
    "单位|机关|部门|印?发(?:布|文|的)?$|印发|发布|出台|制定|依据|日期|时间|文件|附件|[那这]个|文号|几[月号日]|分?(?:成|为)?[几哪]个?(?:大)?部分"
)
#: So much of what is said has to stand in the title of a paper that is quoted.
_QUOTED = 0.8
#: The papers just told.
_THESE = re.compile(r"这[几两三四]?[个件份]|^(?:都?是)?同一?[天日]")
#: What asks for what is due, and not for the day of the paper.
_DUE = re.compile("截止|截至|期限|时限")
#: Up to this many characters besides what is asked name nothing.
_FEW = 5
_WHAT = re.compile(
    r"^(?:的?(?:是|叫|讲|说|管)?(?:的|些)?(?:什么(?!时)|啥(?!时)|哪个|哪方面).*|呢|全称|标题|名称)?$|什么文件|讲(?:的|了)?(?:是)?什么|说(?:的|了)?(?:是)?什么|叫什么|全称|标题|关于什么"
)


def ask_paper(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return what is known of the paper named, ``None`` where the question is about its matter."""
    these = thread.kind == "paper" and _THESE.search(query.text)
    names = thread.names if these else ()
    names = names or (query.documents if len(query.documents) > 1 else ())
    several = (
        of_several(query, names, base)
        if names
        else first_or_last(query, thread, base) or of_issuer(query, base)
    )
    if several is not None or (names and not query.document):
        return several
    if query.day and not query.document:
        return of_day(query, base)
    leans = _leans(query, thread, base) or (
        thread.kind == "paper"
        and (_other_plan(query, thread, base) or _asks_its_day(query, thread))
    )
    document = query.document or (thread.document if leans else "")
    quoted = None if document else _quoted(query, base)
    if quoted is not None:
        return quoted
    if not document:
        document = _titled(query, base)
    if not document:
        return None
    row = base.document(document)
    if takes_issue(query):
        return _kept(is_it_so(row, query, base), row, "issuer", thread)
    columns = query.columns
    if thread.kind == "paper" and not query.document and _asks_its_day(query, thread):
        columns = ("date",)
    if not query.document and not leans and not OF_PAPERS & set(columns):
        columns = ("date",)
    if (
        thread.kind == "paper"
        and not set(columns) & set(_TELLING)
        and not (query.words and not _other_plan(query, thread, base))
    ):
        columns = thread.columns
    for column, telling in _TELLING.items():
        if column in columns:
            found = telling(row, query, thread, base)
            if found is not None:
                return _kept(found, row, column, thread)
    if _PLANS.search(query.text) and len(_plans(row, base)) > 1:
        return _kept(_plan_list(row, base), row, "plans", thread)
    due = query.asks("when") and _DUE.search(query.text)
    of_matter = due or query.asks("recipient", "who", "howmuch", "consequence")
    named = query.document and _says_nothing_more(query, base) and not of_matter
    return _kept(_what(row, query, thread, base), row, "what", thread) if named else None


def ask_other_paper(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return that a paper is not in the base, with what of the base comes near it.

    Papers of other issuers and years have the same serial: theirs is no answer.
    """
    if not query.other_number or query.document or law_numbered(query.other_number, base):
        return None
    told = [tell("no_paper", number=query.other_number.removeprefix("令"))]
    quoting = base.numbers_quoted.get(query.other_number) or next(
        (
            row
            for number, row in base.numbers_quoted.items()
            if _YEAR.sub("", number) == query.other_number
        ),
        None,
    )
    proofs: tuple[Proof, ...] = ()
    if quoting:
        words, _ = cut_extract(quoting, {pair: 1.0 for pair in pairs(query.other_number)}, ())
        told.append(tell("paper_quoted", paper=base.name(quoting.document), words=words))
        if query.asks("basis"):
            told.insert(
                0, tell("basis_of", number=query.other_number, paper=base.name(quoting.document))
            )
        proofs = (Proof(quoting.document, quoting.quote),)
    elif query.namesake:
        ours = base.document(query.namesake)
        serial = re.findall(r"\d+|[一二三四五六七八九十百]+", query.other_number)[-1]
        told.append(tell("our_paper", number=ours.name, title=ours.title, serial=serial))
        proofs = (Proof(ours.id, _title(ours, base)),)
    return FactAnswer((*told, tell("ask_the_issuer")), proofs, absent=True)


def _quoted(query: FactQuery, base: FactBase) -> FactAnswer | None:
    """Return the number of a paper ours quote by its title, where that is what a question names."""
    asked = set(pairs(_ASKING.sub(" ", query.words)))
    if not query.asks("number") or len(asked) < _FEW:
        return None
    held = {title: len(asked & set(pairs(title))) / len(asked) for title in base.titles_quoted}
    best = max(held, key=held.__getitem__, default="")
    if not best or held[best] < _QUOTED:
        return None
    number, row = base.titles_quoted[best]
    told = tell("number_of", title=best, number=number)
    quote = cut_extract(row, {pair: 1.0 for pair in pairs(best)}, ())[1]
    kept = Thread("statement", row.document, row.provision, "", best)
    return FactAnswer((told,), (Proof(row.document, quote),), thread=kept)


def _says_nothing_more(query: FactQuery, base: FactBase) -> bool:
    words = query.words.replace(" ", "")
    known = (base.matcher.known_in(pair, query.document) for pair in pairs(words))
    of_matter = bool(query.printed) or any(known)
    bare = len(words) <= 2 and not of_matter
    return bare or bool(_WHAT.search(query.text) and len(words) <= 4)


def _leans(query: FactQuery, thread: Thread, base: FactBase) -> bool:
    if thread.kind == "paper" and takes_issue(query):
        return True
    named = pairs(_PAPER.sub(" ", _ASKING.sub(" ", query.words)))
    if query.asks("issuer", "date") and all(
        base.matcher.known_in(pair, thread.document) for pair in named or [""]
    ):
        return False
    return bool(thread.document) and bool(
        set(query.columns) & {"basis", "issuer", "date", "attachments", "addressee"}
        or (query.asks("parts", "number") and len(query.words) <= _FEW)
    )


def _asks_its_day(query: FactQuery, thread: Thread) -> bool:
    """Tell whether a message asks for a day and no more, after what a paper is by itself."""
    of_paper = set(thread.columns) & {"what", "basis", "issuer", "number", "addressee"}
    return bool(of_paper and query.asks("when") and not query.words)


def _other_plan(query: FactQuery, thread: Thread, base: FactBase) -> bool:
    """Tell whether a message only names another plan of the paper spoken of: 政务诚信那个呢."""
    asked = set(pairs(query.words))
    plans = _plans(base.document(thread.document), base)
    return bool(REPLACES.search(query.text) and asked) and any(
        asked <= set(pairs(plan.heading)) for plan in plans
    )


def _titled(query: FactQuery, base: FactBase) -> str:
    """Return the paper whose title the question's words come from, where it asks for a column
    only a paper has."""
    certain = bool(OF_PAPERS & set(query.columns))
    dated = bool(_PAPER.search(query.words) and _WHICH_DAY.search(query.text))
    if not (certain or dated):
        return ""
    asked = set(pairs(_ASKING.sub(" ", query.words)))
    scores = {row.id: len(asked & set(pairs(base.titles(row.id)))) for row in base.kb.documents()}
    best = max(scores, key=scores.__getitem__, default="")
    if len(query.likely) == 1 and query.asks("attachments") and len(asked) <= 2:
        return next(iter(query.likely))
    share = 0.5 if certain else 1.0
    return best if best and scores[best] >= max(2, share * len(asked)) else ""


def _kept(found: FactAnswer, row: Document, column: str, thread: Thread) -> FactAnswer:
    before = thread.names if thread.kind == "paper" else ()
    names = (*(name for name in before if name != row.id), row.id)
    key = found.thread.key
    kept = Thread(kind="paper", document=row.id, key=key, columns=(column,), names=names)
    if found.thread.names:
        kept = Thread("paper", row.id, "", key, "", (column,), found.thread.names)
    return FactAnswer(found.told, found.proofs, found.absent, found.items, kept)


def _issuer(row: Document, query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    proofs = tuple(signature(row, base)) or (Proof(row.id, _title(row, base)),)
    return FactAnswer((told_issued(row),), proofs)


def _date(row: Document, query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    return _issuer(row, query, thread, base)


def _basis(row: Document, query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return the papers and laws the opening words name."""
    found = list(_bases(row, base))
    if len(found) > 1:
        found = _of_plan(found, query, thread, row, base)
    if not found:
        return FactAnswer((tell("no_basis", paper=row.name),), absent=True)
    proofs = tuple(Proof(row.id, quote) for _, quote, _ in found)
    names = tuple(name for _, _, names in found for name in names)
    told = tell(
        "basis", paper=row.name, names="".join(names) if len(names) < 2 else "、".join(names)
    )
    return FactAnswer((told,), proofs, thread=Thread(names=names))


def _bases(row: Document, base: FactBase) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield heading of the plan, quote and names of what each opening paragraph rests on."""
    seen: set[str] = set()
    for provision in base.provisions[row.id].values():
        parent = base.provisions[row.id].get(provision.parent)
        opens = provision.kind == "para" and (parent is None or parent.kind == "plan")
        if not opens or provision.parent in seen:
            continue
        match = _BASIS.search("".join(provision.text.split()))
        if match is None:
            continue
        seen.add(provision.parent)
        names = tuple(_NAMED.findall(match["what"]))
        printed = [
            m[0] for m in re.finditer(r"《[^《》]+》(?:\s*\([^()]*号\s*\))?", provision.text)
        ]
        start = provision.text.index(printed[0])
        end = provision.text.index(printed[min(len(names), len(printed)) - 1]) + len(
            printed[min(len(names), len(printed)) - 1]
        )
        yield parent.heading if parent else "", provision.text[start:end], names


def _of_plan(
    found: list[tuple[str, str, tuple[str, ...]]],
    query: FactQuery,
    thread: Thread,
    row: Document,
    base: FactBase,
) -> list[tuple[str, str, tuple[str, ...]]]:
    if query.position and thread.columns == ("plans",):
        return found[query.position - 1 : query.position] if query.position > 0 else found[-1:]
    asked = set(pairs(query.words))
    scores = [len(asked & set(pairs(heading))) for heading, _, _ in found]
    best = max(scores)
    return [one for one, score in zip(found, scores, strict=True) if score == best]


def _attachments(
    row: Document, query: FactQuery, thread: Thread, base: FactBase
) -> FactAnswer | None:
    rows = [one for one in base.provisions[row.id].values() if one.kind == "attachment"]
    if not rows:
        return FactAnswer((tell("no_attachment", paper=row.name),), absent=True)
    names = "、".join(f"{one.ordinal}《{one.heading}》".replace(" ", "") for one in rows)
    listed = [one for one in base.provisions[row.id].values() if one.kind == "attlist"]
    proofs = tuple(Proof(row.id, one.text) for one in listed[:1])
    told = tell("attachments", paper=row.name, count=str(len(rows)), names=names)
    claim = next((one for one in query.claims if one.unit in ("个", "份")), None)
    if query.yes_no and claim is not None:
        verdict = "right" if claim.value == len(rows) else "wrong"
        said = f"{claim.value.normalize():f}{claim.unit}"
        told = FactSentence(f"{verdict}+attachments", {**told.values, "claim": said})
    return FactAnswer((told,), proofs)


def _addressee(
    row: Document, query: FactQuery, thread: Thread, base: FactBase
) -> FactAnswer | None:
    rows = [one for one in base.provisions[row.id].values() if one.kind == "addressee"]
    if not rows:
        return None
    words = rows[0].text.rstrip(": ")
    return FactAnswer((tell("addressee", paper=row.name, names=words),), (Proof(row.id, words),))


def _plans(row: Document, base: FactBase) -> list[Provision]:
    return [one for one in base.provisions[row.id].values() if one.kind == "plan"]


def _plan_list(row: Document, base: FactBase) -> FactAnswer:
    plans = _plans(row, base)
    names = "、".join(f"《{one.heading}》" for one in plans)
    told = tell("plans", paper=row.name, count=str(len(plans)), names=names)
    proofs = tuple(Proof(row.id, one.text.strip()) for one in plans)
    return FactAnswer((told,), proofs)


def _parts(row: Document, query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    asked = set(pairs(_ASKING.sub(" ", query.words).replace("方案", " ")))
    plans = _plans(row, base)
    plan = max(plans, key=lambda one: len(asked & set(pairs(one.heading))), default=None)
    of_plan = plan is not None and len(plans) > 1 and asked <= set(pairs(plan.heading))
    if query.words and len(query.words.replace(" ", "")) > 6 and not of_plan:
        return None
    parts = [one for one in base.provisions[row.id].values() if one.kind == "part"]
    if of_plan and plan and asked:
        parts = [one for one in parts if one.parent == plan.id]
    if not parts:
        return None
    names = "、".join(one.heading for one in parts)
    told = tell("parts", paper=row.name, count=str(len(parts)), names=names)
    return FactAnswer((told,), (Proof(row.id, _title(row, base)),))


def about_paper(document: str, base: FactBase) -> FactAnswer:
    """Return everything that is known of a paper itself, with the publication it stands in."""
    row = base.document(document)
    told = list(_known(row))
    if not row.number:
        told.append(tell("no_number"))
    issue = base.kb.issue(row.issue)
    if issue.title and issue.number:
        told.append(tell("printed_in", gazette=issue.title, issue=issue.number))
    return FactAnswer(tuple(told), _own_words(row, base), thread=Thread("paper", row.id))


def _what(row: Document, query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer:
    return FactAnswer(tuple(_known(row))[:1], _own_words(row, base))


def _known(row: Document) -> Iterator[FactSentence]:
    values = {"number": row.name, "title": row.title}
    if row.issuer and row.signed:
        yield tell("paper_issued", **values, issuer=row.issuer, date=row.signed)
        return
    yield tell("paper", **values)
    if row.issuer or row.signed:
        yield told_issued(row)


def _own_words(row: Document, base: FactBase) -> tuple[Proof, ...]:
    return (Proof(row.id, _title(row, base)), *signature(row, base))


def _numbered(row: Document, query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    return _what(row, query, thread, base)


def _title(row: Document, base: FactBase) -> str:
    rows = base.provisions[row.id].values()
    return next((one.text for one in rows if one.kind == "title"), next(iter(rows)).text)


_TELLING: dict[str, Callable[[Document, FactQuery, Thread, FactBase], FactAnswer | None]] = {
    "basis": _basis,
    "attachments": _attachments,
    "addressee": _addressee,
    "issuer": _issuer,
    "date": _date,
    "parts": _parts,
    "number": _numbered,
}
