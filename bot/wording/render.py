"""Words an answer in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from actions.answer import Answer, Attachment, Citation, Link, Notice, Phrase, say
from actions.dates import localized_date
from actions.statements.dangers import FirstWords
from bot.reply import (
    FirstAidPart,
    Reply,
    ReplyAttachment,
    ReplyCitation,
    ReplyLink,
    ReplyNotice,
    ReplyRow,
    ReplySuggestion,
)
from bot.wording.catalogues import catalogue, to_traditional
from bot.wording.sections import SectionLine, sections


class Wording:
    """Words phrases in one locale."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._catalogue = catalogue(locale)
        self._language = locale.split("-")[0]

    def word(self, phrase: Phrase) -> str:
        """Return the phrase in this locale.

        Values are put in as they are: printed names and passages are not converted.
        """
        if phrase.translations:
            words = phrase.translations.get(self._language) or phrase.translations["zh"]
            return to_traditional(words) if self.locale == "zh-Hant" else words
        if not phrase.message:
            return ""
        values = {name: self._value(value) for name, value in phrase.values.items()}
        return self._form(phrase).format_map(values)

    def _form(self, phrase: Phrase) -> str:
        if not phrase.counted:
            return self._catalogue.gettext(phrase.message)
        # Chinese has one form for any number.
        return self._catalogue.ngettext(phrase.message, phrase.message, phrase.values["count"])

    def _value(self, value: Any) -> str:
        if isinstance(value, Phrase):
            return self.word(value)
        if isinstance(value, Mapping):
            return str(value.get(self._language) or value["zh"])
        return str(value)

    def quoted(self, phrase: Phrase) -> str:
        """Return a passage or title of an official paper as published, in any locale."""
        return phrase.translations["zh"]


#: What plain text has, in this order.
_PLAIN = ("lead", "steps", "rows", "quotes", "law", "notices", "links")
#: Makers of files that are handed to an authority.
_FOR_AUTHORITIES = frozenset({"wages_letter", "request_letter", "case_packet"})


class Addresses(Protocol):
    """Whoever gives files their addresses, e.g. ``bot.attachments.links.SignedLinks``."""

    def address(self, attachment: Attachment, locale: str) -> str:
        """Return the address of a file."""


def render(
    answer: Answer,
    locale: str,
    files: Addresses | None = None,
    first: FirstWords | None = None,
) -> Reply:
    """Return an answer worded; whose turn it is, is told by who takes the turn.

    Args:
        answer: What to say.
        locale: Language to say it in.
        files: Gives the attachments their addresses; a channel without it shows none.
        first: Said before all of it, where danger was heard.
    """
    wording = Wording(locale)
    answer = _with_file_notice(answer if files else replace(answer, attachments=()), locale)
    if first is not None:
        # No doubt is to fall on a number that must be called now.
        answer = replace(answer, notices=tuple(n for n in answer.notices if n.kind != "due"))
    reply = Reply(
        status=answer.status,
        reply=answer.reply,
        language=locale,
        text="",
        lead=tuple(wording.word(phrase) for phrase in answer.lead),
        steps=tuple(wording.word(phrase) for phrase in answer.steps),
        rows=tuple(ReplyRow(wording.word(row.text), row.citation) for row in answer.rows),
        citations=tuple(_citation(citation, wording) for citation in answer.citations),
        links=tuple(worded_link(link, wording) for link in answer.links),
        notices=tuple(ReplyNotice(n.kind, wording.word(n.text)) for n in answer.notices),
        suggestions=tuple(
            ReplySuggestion(wording.word(suggestion.label), suggestion.payload)
            for suggestion in answer.suggestions
        ),
        attachments=tuple(
            _attachment(item, wording, files) for item in answer.attachments if files
        ),
        selection=answer.selection,
        background=tuple(wording.word(phrase) for phrase in answer.background),
        reminds=answer.reminds,
    )
    return _with_first(replace(reply, text=plain_text(reply)), first, wording)


def word_failure(
    reason: Phrase, links: tuple[ReplyLink, ...], locale: str, first: FirstWords | None
) -> Reply:
    """Return a reply that only says what went wrong, with whom to ask instead beside it."""
    wording = Wording(locale)
    text = wording.word(reason)
    failed = Reply(status="error", reply="handed_over", language=locale, text=text, links=links)
    return _with_first(failed, first, wording)


def _with_first(reply: Reply, first: FirstWords | None, wording: Wording) -> Reply:
    """Return a reply with the lines for danger before everything else."""
    if first is None:
        return reply
    lines = tuple(wording.word(line) for line in first.lines)
    links = tuple(worded_link(link, wording) for link in first.links)
    numbers = {link.url for link in links}
    law = tuple(_citation(citation, wording) for citation in first.citations)
    return replace(
        reply,
        danger=first.dangers,
        first_aid=FirstAidPart(len(lines), len(links)),
        # The numbers stand in the lines: who reads plain text is not to search a list for them.
        text="\n".join(lines) + "\n\n" + reply.text,
        lead=lines + (reply.lead or (reply.text,)),
        links=links + tuple(link for link in reply.links if link.url not in numbers),
        # Behind the others: the places that rows point to stay.
        citations=reply.citations + tuple(c for c in law if c not in reply.citations),
    )


def _with_file_notice(answer: Answer, locale: str) -> Answer:
    """Add for readers of other languages that the files are in Chinese, and why."""
    chinese = any(item.maker in _FOR_AUTHORITIES for item in answer.attachments)
    if not chinese or locale.startswith("zh"):
        return answer
    text = say("文件是中文的,因为要交给机关。")
    return replace(answer, notices=(*answer.notices, Notice("chinese_file", text)))


def _attachment(item: Attachment, wording: Wording, files: Addresses) -> ReplyAttachment:
    address = files.address(item, wording.locale)
    return ReplyAttachment(item.kind, address, item.file, wording.word(item.label))


def _citation(citation: Citation, wording: Wording) -> ReplyCitation:
    worded = wording.quoted if citation.verbatim else wording.word
    return ReplyCitation(
        document=citation.document,
        title=worded(citation.title),
        provision=citation.provision,
        place=worded(citation.place),
        quote=worded(citation.quote),
        verbatim=citation.verbatim,
        url=citation.url,
        confidence=citation.confidence,
        checked=citation.checked,
        basis=_basis(citation.confidence, citation.checked, wording.locale),
    )


@lru_cache(maxsize=256)
def _basis(confidence: str, checked: str, locale: str) -> str:
    """Return how a law was read and the day it was checked, empty for a gazette paper."""
    if not checked:
        return ""
    day = localized_date(date.fromisoformat(checked))
    read = {
        "official": say("读自官方网页,{day}核对", day=day),
        "copy": say("读到全文副本,{day}核对", day=day),
        "secondary": say("读自转载或报道,{day}核对", day=day),
    }
    return Wording(locale).word(read[confidence])


def worded_link(link: Link, wording: Wording) -> ReplyLink:
    """Return who helps in words."""
    return ReplyLink(wording.word(link.label), link.url, wording.word(link.detail))


def plain_text(reply: Reply) -> str:
    """Return the whole reply as plain text, as a terminal or an SMS shows it."""
    parts = []
    for section in sections(reply, *_PLAIN):
        lines = [_written_out(section.kind, line) for line in section.lines]
        title = [f"【{section.title}】"] if section.title else []
        parts.append("\n".join([*title, *lines, *([section.note] if section.note else [])]))
    return "\n\n".join(parts)


def _written_out(kind: str, line: SectionLine) -> str:
    # Plain text leads nowhere: where who helps is found is written out.
    address = f" {line.url}" if kind == "links" and line.url not in line.linked else ""
    return f"{line.text}{line.linked}{address}{line.after}"
