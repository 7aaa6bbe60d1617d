"""Says so when an answer leans on something that is due to be checked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from actions.answer import Answer, Notice, say
from actions.dates import said
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay_model import Evidence

_LAWS = "/laws/"
#: Who is sent to the police first is told nothing of days and checks.
_POLICE = "tel:110"


def with_due_notice(given: Answer, today: date, kb: KnowledgeBase) -> Answer:
    """Return the answer with one short notice if a law or door in it is due to be checked again."""
    if any(link.url == _POLICE for link in given.links):
        return given
    due = [evidence for evidence in _leans_on(given, kb) if today >= evidence.due]
    if not due:
        return given
    day = said(min(evidence.checked for evidence in due))
    text = say("这里有的内容上次核对是{day},已到该再核对的时候,办理前请先问清。", day=day)
    return replace(given, notices=(*given.notices, Notice("due", text)))


def _leans_on(given: Answer, kb: KnowledgeBase) -> list[Evidence]:
    """Return the evidence of every law and door in an answer."""
    addresses = (citation.url for citation in given.citations if citation.url.startswith(_LAWS))
    laws = dict.fromkeys(url.removeprefix(_LAWS).partition("#")[0] for url in addresses)
    doors = {link.url for link in given.links if link.url}
    return [kb.law(law).evidence for law in laws] + [
        channel.evidence
        for channel in kb.channels()
        if doors & {f"tel:{channel.phone}", channel.url}
    ]
