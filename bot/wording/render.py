"""Words an answer in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
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
from bot.wording.catalogues import DEFAULT_LOCALE, catalogue, to_traditional


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

    def label(self, message: str, **values: str) -> str:
        """Return one of this module's own labels in this locale."""
        return self._catalogue.gettext(message).format_map(values)


def say_label(message: str) -> str:
    """Mark a label for Babel; it is translated when it is used."""
    return message


STEPS = say_label("怎么做")
QUOTE = say_label("原文")
LAW = say_label("现行规定(要点,不是原文)")
NOTICE = say_label("请注意")
CONTACT = say_label("找谁")
SELECTION = say_label("在表里看这些行")
BACKGROUND = say_label("这件事的整体情况")
ORIGINAL_ONLY = say_label("引用的原文保留中文。")
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
        text=plain_text(answer, wording),
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
    )
    return _with_first(reply, first, wording)


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


def parted(reply: Reply) -> tuple[tuple[str, ...], Reply]:
    """Return the lines for danger of a reply, and the reply without them and their numbers."""
    lead, links = reply.first_aid.lead, reply.first_aid.links
    return reply.lead[:lead], replace(reply, lead=reply.lead[lead:], links=reply.links[links:])


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
        basis=_basis(citation, wording),
    )


def _basis(citation: Citation, wording: Wording) -> str:
    """Return how a law was read and the day it was checked, empty for a gazette paper."""
    if not citation.checked:
        return ""
    day = localized_date(date.fromisoformat(citation.checked))
    read = {
        "official": say("读自官方网页,{day}核对", day=day),
        "copy": say("读到全文副本,{day}核对", day=day),
        "secondary": say("读自转载或报道,{day}核对", day=day),
    }
    return wording.word(read[citation.confidence])


def worded_link(link: Link, wording: Wording) -> ReplyLink:
    """Return who helps in words."""
    return ReplyLink(wording.word(link.label), link.url, wording.word(link.detail))


def plain_text(answer: Answer, wording: Wording) -> str:
    """Return the whole answer as plain text, as a terminal or an SMS shows it."""
    parts = ["\n".join(wording.word(phrase) for phrase in answer.lead)]
    if answer.steps:
        lines = [f"{number}. {wording.word(step)}" for number, step in enumerate(answer.steps, 1)]
        parts.append(_section(wording.label(STEPS), lines))
    if answer.rows:
        parts.append("\n".join(f"· {wording.word(row.text)}" for row in answer.rows))
    parts.extend(_proof(answer, wording))
    if answer.notices:
        lines = [f"· {wording.word(notice.text)}" for notice in answer.notices]
        parts.append(_section(wording.label(NOTICE), lines))
    if answer.links:
        parts.append(_section(wording.label(CONTACT), [_contact(i, wording) for i in answer.links]))
    return "\n\n".join(part for part in parts if part)


def _section(title: str, lines: list[str]) -> str:
    return f"【{title}】\n" + "\n".join(lines)


def _proof(answer: Answer, wording: Wording) -> list[str]:
    quoted = [
        f"“{wording.quoted(c.quote)}”——{c.document} {wording.quoted(c.place)}".rstrip()
        for c in answer.citations
        if c.verbatim
    ]
    law = [
        f"· {_name(c, wording)}{wording.word(c.place)}:{wording.word(c.quote)}"
        f"{bracketed(_basis(c, wording))}"
        for c in answer.citations
        if not c.verbatim
    ]
    parts = []
    if quoted:
        note = [] if wording.locale == DEFAULT_LOCALE else [wording.label(ORIGINAL_ONLY)]
        parts.append(_section(wording.label(QUOTE), quoted + note))
    if law:
        parts.append(_section(wording.label(LAW), law))
    return parts


def bracketed(basis: str) -> str:
    """Return the basis of a law in brackets, to stand behind it."""
    return f"〔{basis}〕" if basis else ""


def _name(citation: Citation, wording: Wording) -> str:
    """Return number and title of a law; one without a number is named by its title alone."""
    title = wording.word(citation.title)
    return f"《{title}》" if "《" in citation.document else f"{citation.document}《{title}》"


def _contact(link: Link, wording: Wording) -> str:
    label, detail = wording.word(link.label), wording.word(link.detail)
    address = link.url.removeprefix("tel:")
    shown = f"{label} {address}" if address and address not in label else label
    return f"· {shown}:{detail}" if detail else f"· {shown}"
