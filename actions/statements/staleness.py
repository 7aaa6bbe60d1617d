"""Says so when an answer leans on something that is due to be checked again: a law or a door it
names, how a paper stands today, and whatever other curated row it was made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions.answer import Answer, Notice, say
from actions.citations import STATUS_NOTICES
from actions.dates import localized_date
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Channel, Law, StatusEvidence

_LAWS = "/laws/"


def with_due_notice(given: Answer, today: date, kb: KnowledgeBase) -> Answer:
    """Return the answer with one short notice if a row it leans on is due to be checked again."""
    doors = _doors(given, kb)
    if any("danger" in door.topics for door in doors):
        # Who is sent to the police or the ambulance is told nothing of days and checks.
        return given
    rests = [law.evidence for law in _laws(given, kb)] + [door.evidence for door in doors]
    rests += _standing(given, kb)
    due = [evidence for evidence in (*rests, *given.rests_on) if today >= evidence.due]
    if not due:
        return given
    day = localized_date(min(evidence.checked for evidence in due))
    text = say("这里有的内容上次核对是{day},已到该再核对的时候,办理前请先问清。", day=day)
    return replace(given, notices=(*given.notices, Notice("due", text)))


def _doors(given: Answer, kb: KnowledgeBase) -> list[Channel]:
    """Return the channels an answer names."""
    urls = {link.url for link in given.links if link.url}
    return [door for door in kb.channels() if urls & {f"tel:{door.phone}", door.url}]


def _laws(given: Answer, kb: KnowledgeBase) -> list[Law]:
    """Return the laws an answer rests on."""
    addresses = (citation.url for citation in given.citations if citation.url.startswith(_LAWS))
    return [kb.law(name) for name in dict.fromkeys(map(_law_of, addresses))]


def _standing(given: Answer, kb: KnowledgeBase) -> list[StatusEvidence]:
    """Return why it may be believed how the papers and places an answer names stand today."""
    kinds = {notice.kind for notice in given.notices}
    papers = dict.fromkeys(citation.document for citation in given.citations if citation.verbatim)
    known = filter(None, map(kb.status, papers)) if kinds & STATUS_NOTICES else ()
    standing = [status.evidence for status in known if status.warns]
    if "former_place" in kinds:
        # The rows of places share the evidence of their file.
        standing.append(kb.divisions()[0].evidence)
    return standing


def _law_of(address: str) -> str:
    return address.removeprefix(_LAWS).partition("#")[0]
