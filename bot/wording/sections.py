"""The sections of a reply, one after the other: what every channel marks up in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.reply import Reply, ReplyCitation, ReplyLink
from bot.wording.catalogues import DEFAULT_LOCALE, catalogue


def say_label(message: str) -> str:
    """Mark a label for Babel; it is translated when it is used."""
    return message


#: What stands over the sections that have a title.
TITLES = {
    "steps": say_label("怎么做"),
    "quotes": say_label("原文"),
    "law": say_label("现行规定(要点,不是原文)"),
    "notices": say_label("请注意"),
    "links": say_label("找谁"),
    "files": say_label("文件"),
    "background": say_label("这件事的整体情况"),
}
_SELECTION = say_label("在表里看这些行")
_ORIGINAL_ONLY = say_label("引用的原文保留中文。")


@dataclass(frozen=True)
class SectionLine:
    """One line: words, then words that lead somewhere, then words.

    Attributes:
        text: The first words.
        linked: Words that lead to ``url``.
        url: Where they lead.
        after: The last words.
        citation: The place in ``citations`` of what it rests on or shows.
    """

    text: str = ""
    linked: str = ""
    url: str = ""
    after: str = ""
    citation: int | None = None


@dataclass(frozen=True)
class Section:
    """Lines of one kind.

    Attributes:
        kind: Its name, see :data:`SECTIONS`.
        lines: Its lines.
        title: What stands over it, empty for nothing.
        note: What is said of all of it, empty for nothing.
    """

    kind: str
    lines: tuple[SectionLine, ...]
    title: str = ""
    note: str = ""


def sections(reply: Reply, *kinds: str) -> Iterator[Section]:
    """Yield the sections of a reply that have lines.

    Args:
        reply: The reply.
        kinds: Which ones, in this order, of :data:`SECTIONS`.
    """
    words = catalogue(reply.language)
    for kind in kinds:
        lines = tuple(SECTIONS[kind](reply))
        if kind == "selection":
            lines = tuple(replace(line, linked=words.gettext(line.linked)) for line in lines)
        foreign = kind == "quotes" and reply.language != DEFAULT_LOCALE
        if lines:
            title = words.gettext(TITLES[kind]) if kind in TITLES else ""
            yield Section(kind, lines, title, words.gettext(_ORIGINAL_ONLY) if foreign else "")


def bracketed(basis: str) -> str:
    """Return the basis of a law in brackets, to stand behind it."""
    return f"〔{basis}〕" if basis else ""


def _first_aid(reply: Reply) -> Iterator[SectionLine]:
    return (SectionLine(text) for text in reply.lead[: reply.first_aid.lead])


def _lead(reply: Reply) -> Iterator[SectionLine]:
    said = reply.lead[reply.first_aid.lead :]
    # A failure has no parts, only a text.
    alone = "" if reply.first_aid.lead or reply.steps else reply.text
    return (SectionLine(text) for text in said or (alone,) if text)


def _steps(reply: Reply) -> Iterator[SectionLine]:
    return (SectionLine(f"{number}. {step}") for number, step in enumerate(reply.steps, 1))


def _rows(reply: Reply) -> Iterator[SectionLine]:
    return (SectionLine(f"· {row.text}", citation=row.citation) for row in reply.rows)


def _quotes(reply: Reply) -> Iterator[SectionLine]:
    for place, cited in enumerate(reply.citations):
        if cited.verbatim:
            source = f"{cited.document} {cited.place}".rstrip()
            yield SectionLine(f"“{cited.quote}”——", source, cited.url, citation=place)


def _law(reply: Reply) -> Iterator[SectionLine]:
    for place, cited in enumerate(reply.citations):
        if not cited.verbatim:
            after = f"{cited.place}:{cited.quote}{bracketed(cited.basis)}"
            yield SectionLine("· ", _name(cited), cited.url, after, citation=place)


def _name(cited: ReplyCitation) -> str:
    """Return number and title of a law; one without a number is named by its title alone."""
    title = f"《{cited.title}》"
    return title if "《" in cited.document else f"{cited.document}{title}"


def _notices(reply: Reply) -> Iterator[SectionLine]:
    return (SectionLine(f"· {notice.text}") for notice in reply.notices)


def _links(reply: Reply) -> Iterator[SectionLine]:
    return (_contact(link) for link in reply.links[reply.first_aid.links :])


def _contact(link: ReplyLink) -> SectionLine:
    """Return who helps: a telephone number is written out, a page is led to."""
    after = f":{link.detail}" if link.detail else ""
    if link.url and not link.url.startswith("tel:"):
        return SectionLine("· ", link.label, link.url, after)
    number = link.url.removeprefix("tel:")
    shown = "" if number in link.label else f" {number}"
    return SectionLine(f"· {link.label}{shown}{after}")


def _files(reply: Reply) -> Iterator[SectionLine]:
    return (SectionLine("· ", file.label, file.url) for file in reply.attachments)


def _background(reply: Reply) -> Iterator[SectionLine]:
    return (SectionLine(text) for text in reply.background)


def _selection(reply: Reply) -> Iterator[SectionLine]:
    if reply.selection:
        yield SectionLine(linked=_SELECTION, url=reply.selection)


#: Who makes the lines of each kind.
SECTIONS: Mapping[str, Callable[[Reply], Iterator[SectionLine]]] = {
    "first_aid": _first_aid,
    "lead": _lead,
    "steps": _steps,
    "rows": _rows,
    "quotes": _quotes,
    "law": _law,
    "notices": _notices,
    "links": _links,
    "files": _files,
    "background": _background,
    "selection": _selection,
}
