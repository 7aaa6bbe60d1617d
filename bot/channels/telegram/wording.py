"""Turns a reply into messages; sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urlsplit

from actions.answer import Phrase, say
from bot.channels.telegram.buttons import payload
from bot.channels.telegram.outgoing import Button, Keyboard, OutgoingMessage
from bot.channels.telegram.split import MessageBlock, pack_blocks
from bot.reply import Reply, ReplySuggestion
from bot.wording.render import Wording
from bot.wording.sections import SectionLine, sections

_AFTER_FIRST_AID = (
    "lead",
    "steps",
    "rows",
    "quotes",
    "law",
    "notices",
    "links",
    "background",
    "selection",
)
_FOLDED = ("<blockquote expandable>", "</blockquote>")
#: Returns the address a payload opens in a private chat, empty when it may stay in the group.
Elsewhere = Callable[[str], str]
#: Buttons with longer labels get a row of their own.
_SHORT = 8
#: Limit of the Bot API for the text of a button is not published; longer ones are cut by phones.
_LABEL = 60


def worded_reply(
    reply: Reply,
    site: str = "",
    first: Phrase | None = None,
    private: Elsewhere | None = None,
) -> list[OutgoingMessage]:
    """Return an answer as messages: texts, buttons under the last of them, then files.

    Args:
        reply: What the assistant answered.
        site: Public address of the reading room; without it the papers are not linked.
        first: Said before the answer, after the lines for danger.
        private: Where others read along: the address of a guided case in a private chat.
    """
    said = MessageBlock(Wording(reply.language).word(first)) if first else None
    blocks = [
        *_blocks(reply, site, "first_aid"),
        *([said] if said else ()),
        *_blocks(reply, site, *_AFTER_FIRST_AID),
    ]
    texts = pack_blocks(blocks or [MessageBlock(reply.text)])
    keyboard = suggested(reply.suggestions, reply.language, private)
    messages = [OutgoingMessage(text) for text in texts[:-1]]
    messages.append(OutgoingMessage(texts[-1], keyboard))
    return messages + [
        OutgoingMessage(escape(item.label, quote=False), file=item) for item in reply.attachments
    ]


def worded_lines(lines: Sequence[str], keyboard: Keyboard = ()) -> tuple[OutgoingMessage, ...]:
    """Return lines of plain text as messages, buttons under the last of them."""
    texts = pack_blocks(MessageBlock(line, apart=False) for line in lines)
    return (*(OutgoingMessage(text) for text in texts[:-1]), OutgoingMessage(texts[-1], keyboard))


def suggested(
    suggestions: Sequence[ReplySuggestion], locale: str, private: Elsewhere | None = None
) -> Keyboard:
    """Return suggestions as rows of buttons, two short ones beside each other."""
    rows: list[list[Button]] = []
    for item in suggestions:
        label = item.label[:_LABEL]
        elsewhere = private(item.payload) if private else ""
        button = Button(label, payload("s", locale, item.payload), elsewhere)
        short = len(label) <= _SHORT
        if short and rows and len(rows[-1]) == 1 and len(rows[-1][0].label) <= _SHORT:
            rows[-1].append(button)
        else:
            rows.append([button])
    return tuple(tuple(row) for row in rows)


def _blocks(reply: Reply, site: str, *kinds: str) -> Iterator[MessageBlock]:
    marks = _marks(reply)
    for section in sections(reply, *kinds):
        if section.kind == "selection" and not site:
            continue
        if section.title:
            yield MessageBlock(section.title, "<b>", "</b>", heads=True)
        if section.kind == "background":
            yield MessageBlock(
                "\n".join(line.text for line in section.lines), *_FOLDED, apart=False
            )
            continue
        for number, line in enumerate(section.lines):
            block = _block(section.kind, line, marks.get(line.citation, ""), site)
            yield replace(block, apart=number == 0 and not section.title)
        if section.note:
            yield MessageBlock(section.note, "<i>", "</i>", apart=False)


def _block(kind: str, line: SectionLine, mark: str, site: str) -> MessageBlock:
    if kind == "first_aid":
        return MessageBlock(line.text, "<b>", "</b>")
    if kind == "rows":
        return MessageBlock(f"{line.text}{mark}")
    if kind == "quotes":
        return MessageBlock(f"{mark.lstrip()}{line.text}", *_FOLDED, tail=_linked(kind, line, site))
    if line.linked:
        before = f"{escape(line.text, quote=False)}{_linked(kind, line, site)}"
        return MessageBlock(line.after, before=before)
    return MessageBlock(line.text)


def _marks(reply: Reply) -> dict[int | None, str]:
    """Return the number that ties a line of a list to its proof; one proof needs none."""
    if len(reply.citations) < 2:
        return {}
    used = {row.citation for row in reply.rows if row.citation is not None}
    return {place: f" [{place + 1}]" for place in used}


def _linked(kind: str, line: SectionLine, site: str) -> str:
    """Return what a line leads to: without a site of ours its pages are only named."""
    if kind != "links":
        return _anchor(line.linked, f"{site}{line.url}") if site else escape(line.linked, False)
    if urlsplit(line.url).scheme in ("http", "https"):
        return _anchor(line.linked, line.url)
    shown = "" if line.url in line.linked else f" {line.url}"
    return escape(f"{line.linked}{shown}", False)


def _anchor(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text, quote=False)}</a>'


#: Said above an answer to a message that was changed after it was sent.
CORRECTED = say("您改了这条消息,下面按改过的话重新回答。")
