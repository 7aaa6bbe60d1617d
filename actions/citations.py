"""Makes citations: every one is checked against the knowledge base when it is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from urllib.parse import quote as percent_encode

from actions.answer import Citation, Link, Notice, NoticeKind, Phrase, curated, say
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Channel, Text
from policies_kb.rows import Provision

HOTLINE = "hotline_12345"
Item = TypeVar("Item")
_NOTICE_KINDS: dict[str, NoticeKind] = {
    "historic": "historic",
    "overtaken": "superseded",
    "in_force_unconfirmed": "historic",
}
#: The kinds of notices that say how a paper stands today.
STATUS_NOTICES = frozenset(_NOTICE_KINDS.values())


def phrase(text: Text) -> Phrase:
    """Return a curated text as a phrase."""
    return curated(text.zh, text.en)


def place(kb: KnowledgeBase, provision: Provision) -> str:
    """Return the printed place of a provision, e.g. ``二、(一)3.``; empty for plain paragraphs.

    Articles are numbered through all chapters of a law and are cited without them: ``第三十条``.
    """
    ordinals = [provision.ordinal]
    while provision.parent and provision.kind != "article":
        provision = kb.provision(provision.document, provision.parent)
        ordinals.append(provision.ordinal)
    return "".join(reversed(ordinals))


def gazette_citation(kb: KnowledgeBase, number: str, quote: str) -> Citation:
    """Return a citation of a gazette paper.

    Raises:
        QuoteNotFound: The quote does not stand word for word in the paper.
    """
    document = kb.document(number)
    provision = kb.locate(number, quote)
    start = provision.text.index(quote)
    printed = place(kb, provision)
    anchor = percent_encode(provision.id)
    # The fragment never reaches the server, which marks the passage: the id stands twice.
    asked = f"at={anchor}&mark={start}-{start + len(quote)}"
    return Citation(
        document=document.name,
        title=curated(document.title, document.title),
        provision=provision.id,
        place=curated(printed, printed),
        quote=curated(quote, quote),
        verbatim=True,
        url=f"/documents/{percent_encode(document.id)}?{asked}#{anchor}",
    )


def law_citation(kb: KnowledgeBase, provision_id: str) -> Citation:
    """Return a citation of a law that governs today, in curated words.

    Raises:
        NotInBase: There is no such law provision.
    """
    provision = kb.law_provision(provision_id)
    law = kb.law(provision.law)
    article = provision_id.removeprefix(f"{law.id}.")
    return Citation(
        document=law.number,
        title=phrase(law.title),
        provision=article,
        place=phrase(provision.label),
        quote=phrase(provision.text),
        verbatim=False,
        url=f"/laws/{law.id}#{article}",
        confidence=provision.confidence,
        checked=law.evidence.checked.isoformat(),
    )


def without_doubles(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return citations, links or other parts of an answer in their order, each once."""
    kept: list[Item] = []
    for item in items:
        if item not in kept:
            kept.append(item)
    return tuple(kept)


def status_notices(kb: KnowledgeBase, citations: tuple[Citation, ...]) -> tuple[Notice, ...]:
    """Return what must be known of the cited gazette papers today, each paper once."""
    notices = []
    for number in dict.fromkeys(c.document for c in citations if c.verbatim):
        status = kb.status(number)
        if status and status.warns:
            notices.append(Notice(_NOTICE_KINDS[status.status], phrase(status.notice)))
    return tuple(notices)


def secondary_notice(citations: Iterable[Citation]) -> tuple[Notice, ...]:
    """Return a notice when a law that is cited was only read in somebody's report of it."""
    if not any(citation.confidence == "secondary" for citation in citations):
        return ()
    text = say("部分现行规定读自转载或报道,办理前请向窗口或热线核对。")
    return (Notice("secondary", text),)


def hotline(kb: KnowledgeBase) -> Link:
    """Return the number that takes any question, for where nobody else is named.

    Raises:
        NotInBase: The base has no such channel.
    """
    return channel_link(kb.channel(HOTLINE))


def channel_links(kb: KnowledgeBase, names: Iterable[str]) -> tuple[Link, ...]:
    """Return channels of the base as links, by their ids."""
    return tuple(channel_link(kb.channel(name)) for name in names)


def channel_link(channel: Channel) -> Link:
    """Return a channel as a link: its telephone first, else its page, else its place.

    What was only read in somebody's report always says where it can be confirmed.
    """
    place_only = not (channel.phone or channel.url)
    parts = [channel.takes, channel.where if place_only else None, channel.confirm]
    said = [part for part in parts if part]
    detail = curated("。".join(p.zh for p in said), ". ".join(p.en for p in said))
    url = f"tel:{channel.phone}" if channel.phone else channel.url
    return Link(phrase(channel.name), url, detail)
