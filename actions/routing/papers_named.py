"""Papers asked for by a number that is not held, whatever paper shares its digits."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actions.answer import Answer, say
from actions.citations import hotline
from actions.context import AnswerContext
from actions.question import Question

#: 〔2018〕80号 with what stands before, 2019年80号文, 令第716号.
_OPENING, _CLOSING = r"[〔\[［(（【]", r"[〕\]］)）】]"
_NAMED = re.compile(
    rf"(?P<before>[\u4e00-\u9fff]{{0,12}}?)\s*"
    rf"(?:{_OPENING}\s*(?P<bracketed>(?:19|20)\d\d)\s*{_CLOSING}\s*第?(?P<one>\d{{1,4}})\s*号"
    r"|(?P<year>(?:19|20)\d\d)\s*年?的?\s*第?(?P<two>\d{1,4})\s*号(?:文|令)"
    r"|(?P<three>\d{1,4})\s*号文)"
)
#: Who issues papers, as people name them before a number.
_ISSUER = re.compile(
    r"[\u4e00-\u9fff]{0,6}?(?:国务院|国办|国发|人社部|财政部|住建部|发改委|[\u4e00-\u9fff]部"
    r"|[\u4e00-\u9fff]{1,3}(?:省|市|县|区)(?:政府)?|政府|办公厅|厅|局|委|院|发|函|字)$"
)
#: The province as people call it where a paper is its own.
_PROVINCE = frozenset({"浙江省", "浙江", "省政府", "浙江省政府", "省府", "省里", "本省", "我省"})


def paper_not_held(question: Question, context: AnswerContext) -> Answer | None:
    """Return that a paper is not held which is named by its number and its issuer or year.

    Papers of other issuers and years have the same digits: theirs is no answer. ``None`` where no
    such paper is named, or one that is held or spoken of in one that is.
    """
    if question.text.startswith("/"):
        return None
    named = next(filter(_is_precise, _NAMED.finditer(question.text)), None)
    if named is None:
        return None
    known = [
        *(d.number for d in context.kb.documents() if d.number),
        *(w.number for w in context.kb.laws()),
    ]
    digits = _digits(named)
    if any(_fits(named, number) for number in known if _number_of(number) == digits):
        return None
    if context.kb.mentions(_shown(named)):
        return None
    alike = [number for number in known if "〕" in number and _number_of(number) == digits]
    lead = [
        say(
            "您说的“{paper}”这里没有收录,内容和现在有没有效都不能乱说。可以到发文机关的网站查,或者向它申请公开。",
            paper=_shown(named),
        )
    ]
    if alike:
        lead.append(say("号码相近、这里收录的是{papers},不是同一份文件。", papers="、".join(alike)))
    return Answer(
        "no_provision",
        lead=tuple(lead),
        links=(hotline(context.kb),),
        suggestions=context.suggest("document_list", "disclosure_request"),
    )


def _is_precise(named: re.Match[str]) -> bool:
    return bool(_year(named) or _issuer(named))


def _year(named: re.Match[str]) -> str:
    return named["bracketed"] or named["year"] or ""


def _digits(named: re.Match[str]) -> str:
    return (named["one"] or named["two"] or named["three"]).lstrip("0")


def _issuer(named: re.Match[str]) -> str:
    found = _ISSUER.search(named["before"])
    return found[0] if found else ""


def _shown(named: re.Match[str]) -> str:
    return named[0][named.end("before") - named.start() - len(_issuer(named)) :].strip()


def _number_of(number: str) -> str:
    found: Iterable[str] = re.findall(r"(\d+)号", number)
    return next(iter(found), "")


def _fits(named: re.Match[str], number: str) -> bool:
    """Tell whether a known number has the year and the issuer that were named."""
    year, issuer = _year(named), _issuer(named)
    if year and "〕" in number and f"〔{year}〕" not in number:
        return False
    if not issuer:
        return True
    own = number.partition("〔")[0]
    if own.startswith("浙") and (issuer in _PROVINCE or any(issuer.endswith(n) for n in _PROVINCE)):
        return True
    return own.endswith(issuer) or issuer.endswith(own) or issuer in number
