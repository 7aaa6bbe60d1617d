"""Questions about the issue of papers: by whom and when, whether it was so, which came first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policies_kb.questions.base import FactBase
from policies_kb.questions.found import FactAnswer, FactSentence, Proof, Thread, tell
from policies_kb.questions.query import FactQuery
from policies_kb.rows import Document

_ISSUING = "(?:印发|发布|下发|签发|出台|发文|发)"
_ISSUED = re.compile(
    rf"{_ISSUING}的?.{{0,4}}(?:文件|通知|是|有|哪)|(?:哪|文件|通知).{{0,12}}(?:印发|发布|发文|发的)"
)
#: 是省府办发的吧: a time or an organ is taken for that of the issue.
#: What stands behind the verb in a question from English.
_BEHIND = r"(?:20\d\d年|[\u4e00-\u9fff]{2,12}[厅委办局府])吗?[?]?$"
_TAKEN = re.compile(rf"{_ISSUING}的?(?=$|[吧吗么嘛对是没?,]|{_BEHIND})")
_ORGAN = re.compile(
    rf"(?:是不是|是否|是|由)(?P<organ>[\u4e00-\u9fff]{{1,14}}?(?:府办?|[厅委办局部院会]))(?:联合)?{_ISSUING}"
    rf"|{_ISSUING}(?P<behind>[\u4e00-\u9fff]{{2,12}}[厅委办局府])吗?[?]?$"
)
_EDGE = re.compile(
    r"^(?:那|其中|里面)?(?P<last>最[晚后新近迟])?(?:最[早先])?(?:印?发的?)?的?(?:一?[个份件]|文件|那[个份件])*"
    r"是?(?:哪一?[个份件天日号]|什么时候|几月几[号日]|几号)?(?:印?发(?:布|文)?的?)?(?:文件)?(?:呢|的)?$"
)
#: What a question for a day and no more holds.
_DATE_WORDS = re.compile(r"\d{4}年|\d{1,2}[月日号]|[年月]?[初底]|[印发出]|\s")
_FIRST_OF = re.compile("先|早|晚|后")
#: 哪份是省政府发的: which papers an organ issued.
_WHICH = re.compile("哪[一几]?[份个件些]")


def told_issued(row: Document) -> FactSentence:
    """Return by whom and when a paper was issued, as far as it is printed."""
    if not row.issuer and not row.signed:
        return tell("not_printed", paper=row.name)
    if not row.signed:
        return tell("issued_undated", paper=row.name, issuer=row.issuer)
    if not row.issuer:
        return tell("dated", paper=row.name, date=row.signed)
    return tell("issued", paper=row.name, issuer=row.issuer, date=row.signed)


def signature(row: Document, base: FactBase) -> Iterator[Proof]:
    """Yield the proof of who signed a paper and when, where it is printed."""
    for one in base.provisions[row.id].values():
        if one.kind == "signature":
            yield Proof(row.id, one.text)
            return


def takes_issue(query: FactQuery) -> bool:
    """Tell whether a time or an organ is taken for that of the issue of a paper."""
    alone = bool(query.document) and not _DATE_WORDS.sub("", query.words) and not query.claims
    return query.yes_no and bool((alone or _TAKEN.search(query.text)) and _taken(query))


def is_it_so(row: Document, query: FactQuery, base: FactBase) -> FactAnswer:
    """Return whether a paper was issued when and by whom a question takes for granted."""
    taken = _taken(query)
    wrong = [said for said, of in taken if not _agrees(of, row)]
    kind = "wrong" if wrong else "right"
    claim = "、".join(wrong or [said for said, _ in taken])
    told = told_issued(row)
    told = FactSentence(f"{kind}+{told.kind}", {**told.values, "claim": claim})
    return FactAnswer((told,), tuple(signature(row, base)))


def with_true_issuer(found: FactAnswer | None, query: FactQuery, base: FactBase) -> FactAnswer:
    """Return an answer behind whose paper it is, where another organ was taken for its issuer."""
    row = base.document(query.document)
    issued = told_issued(row)
    also = found.told[0].values.get("claim", "") if found and takes_issue(query) else ""
    if not found or not found.told[0].kind.startswith("wrong"):
        also = ""
    claim = "、".join(filter(None, (query.said_issuer, also)))
    told = FactSentence(f"wrong+{issued.kind}", {**issued.values, "claim": claim})
    proofs = tuple(signature(row, base))
    if found is None:
        return FactAnswer((told,), proofs, thread=Thread("paper", row.id))
    rest = tuple(one for one in found.told if not one.kind.endswith(issued.kind))
    return replace(found, told=(told, *rest), proofs=(*proofs, *found.proofs), absent=False)


def _taken(query: FactQuery) -> list[tuple[str, str]]:
    """Return what is taken for granted, as said and as it is compared."""
    found = []
    if query.day:
        *_, month, day = query.day.split("-")
        found.append((f"{int(month)}月{int(day)}日", query.day))
    elif query.months:
        year, month = query.months[0].split("-")
        found.append((f"{year}年" * bool(year) + f"{int(month)}月", f"{query.months[0]}-"))
    elif query.years:
        found.append((f"{query.years[0]}年", f"{query.years[0]}-"))
    organ = _ORGAN.search(query.text)
    if organ:
        said = organ["organ"] or organ["behind"]
        found.append((said, said))
    return found


def _agrees(taken: str, row: Document) -> bool:
    if "-" in taken:
        return taken in f"-{row.signed}" if taken.endswith("-") else row.signed.endswith(taken)
    return _plain(row.issuer).endswith(_plain(taken))


def _plain(organ: str) -> str:
    """Return an organ's name so that 省府办 ends as 浙江省人民政府办公厅 does."""
    short = re.sub(r"政?府办(?:公[厅室])?$", "政府办公", organ.replace("人民", ""))
    return re.sub(r"(?<!政府)办公[厅室]$", "政府办公", short)


def of_several(query: FactQuery, names: Sequence[str], base: FactBase) -> FactAnswer | None:
    """Return by whom or when each of some papers was issued, and which of them came first."""
    rows = [base.document(name) for name in names[-9:] if name in base.provisions]
    first = bool(_FIRST_OF.search(query.text))
    if not (query.asks("issuer", "date") or first) or len(rows) < 2:
        return None
    told: list[FactSentence] = []
    if query.asks("issuer") and len({row.issuer for row in rows}) == 1 and not first:
        papers = "、".join(row.name for row in rows)
        told = [tell("same_issuer", papers=papers, issuer=rows[0].issuer)]
    else:
        dated = sorted((row for row in rows if row.signed), key=lambda row: row.signed)
        if first and dated and dated[0].signed == dated[-1].signed:
            told = [tell("issued_together")]
        elif first and dated:
            told = [tell("issued_first", first=dated[0].name, last=dated[-1].name)]
        told += [told_issued(row) for row in rows]
    proofs = tuple(proof for row in rows for proof in signature(row, base))
    return FactAnswer(tuple(told), proofs, thread=Thread("paper", rows[-1].id, names=tuple(names)))


def of_day(query: FactQuery, base: FactBase) -> FactAnswer | None:
    """Return the papers issued on a day (7月26日印发的是哪个文件)."""
    if not _ISSUED.search(query.text) or query.claims:
        return None
    rows = [row for row in base.kb.documents() if row.signed and row.signed.endswith(query.day)]
    return _told_papers("papers_of_day", rows, base, date=rows[0].signed) if rows else None


def of_issuer(query: FactQuery, base: FactBase) -> FactAnswer | None:
    """Return the papers an organ issued, ``None`` unless that is asked and there are some."""
    organ = _ORGAN.search(query.text)
    if query.document or not organ or not _WHICH.search(query.text):
        return None
    said = organ["organ"] or organ["behind"]
    rows = [row for row in base.kb.documents() if _agrees(said, row)]
    if not rows:
        return None
    found = _told_papers("papers_of_issuer", rows, base, issuer=said)
    return replace(found, thread=replace(found.thread, kind="papers"))


def first_or_last(query: FactQuery, thread: Thread, base: FactBase) -> FactAnswer | None:
    """Return the paper issued first or last, where all were just told or papers are named."""
    named = thread.kind in ("gazette", "papers") or re.search("文件|印发|发布", query.text)
    match = _EDGE.match(query.text.rstrip("?"))
    dated = [row for row in base.kb.documents() if row.signed]
    if not (named and match and re.search("最", query.text) and dated):
        return None
    edge = (max if match["last"] else min)(row.signed for row in dated)
    kind = "last_issued" if match["last"] else "first_issued"
    found = _told_papers(kind, [row for row in dated if row.signed == edge], base, date=edge)
    return FactAnswer(found.told, found.proofs, thread=Thread("papers", found.thread.document))


def _told_papers(kind: str, rows: Sequence[Document], base: FactBase, **values: str) -> FactAnswer:
    """Return some papers by number and title, with what else is told of all of them."""
    names = "、".join(f"{row.name}《{row.title}》" for row in rows)
    told = tell(kind, count=str(len(rows)), names=names, **values)
    proofs = tuple(proof for row in rows for proof in signature(row, base))
    ids = tuple(row.id for row in rows)
    return FactAnswer((told,), proofs, thread=Thread("paper", ids[-1], names=ids))
