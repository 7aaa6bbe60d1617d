"""Turns a reply into messages; sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from urllib.parse import urlsplit

from actions.answer import Phrase, say
from bot.channels.telegram.buttons import payload
from bot.channels.telegram.outgoing import Button, Keyboard, OutgoingMessage
from bot.channels.telegram.split import MessageBlock, pack_blocks
from bot.reply import Reply, ReplyLink, ReplySuggestion
from bot.wording.render import (
    BACKGROUND,
    CONTACT,
    LAW,
    NOTICE,
    ORIGINAL_ONLY,
    QUOTE,
    SELECTION,
    STEPS,
    Wording,
    bracketed,
    parted,
)

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
    wording = Wording(reply.language)
    lines, rest = parted(reply)
    blocks = [
        MessageBlock(line, "<b>", "</b>", apart=number == 0) for number, line in enumerate(lines)
    ]
    blocks += [MessageBlock(wording.word(first))] if first else []
    blocks += _blocks(rest, wording, site) or ([] if lines else [MessageBlock(reply.text)])
    texts = pack_blocks(blocks)
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


def _blocks(reply: Reply, wording: Wording, site: str) -> list[MessageBlock]:
    return [
        *(MessageBlock(text, apart=number == 0) for number, text in enumerate(reply.lead)),
        *_list(wording.label(STEPS), _numbered(reply.steps)),
        *_rows(reply),
        *_quotes(reply, wording, site),
        *_law(reply, wording, site),
        *_list(wording.label(NOTICE), [f"· {item.text}" for item in reply.notices]),
        *_contacts(reply.links, wording),
        *_background(reply, wording),
        *_selection(reply, wording, site),
    ]


def _background(reply: Reply, wording: Wording) -> Iterator[MessageBlock]:
    if reply.background:
        yield _title(wording.label(BACKGROUND))
        words = "\n".join(reply.background)
        yield MessageBlock(words, "<blockquote expandable>", "</blockquote>", apart=False)


def _selection(reply: Reply, wording: Wording, site: str) -> Iterator[MessageBlock]:
    if site and reply.selection:
        yield MessageBlock("", before=_anchor(wording.label(SELECTION), f"{site}{reply.selection}"))


def _numbered(lines: Sequence[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def _list(title: str, lines: Sequence[str]) -> Iterator[MessageBlock]:
    if lines:
        yield _title(title)
        yield from (MessageBlock(line, apart=False) for line in lines)


def _title(title: str) -> MessageBlock:
    return MessageBlock(title, "<b>", "</b>", heads=True)


def _rows(reply: Reply) -> Iterator[MessageBlock]:
    marks = _marks(reply)
    for number, row in enumerate(reply.rows):
        mark = marks.get(row.citation, "")
        yield MessageBlock(f"· {row.text}{mark}", apart=number == 0)


def _marks(reply: Reply) -> dict[int | None, str]:
    """Return the number that ties a line of a list to its proof; one proof needs none."""
    if len(reply.citations) < 2:
        return {}
    used = {row.citation for row in reply.rows if row.citation is not None}
    return {place: f" [{place + 1}]" for place in used}


def _quotes(reply: Reply, wording: Wording, site: str) -> Iterator[MessageBlock]:
    marks = _marks(reply)
    quotes = [(n, item) for n, item in enumerate(reply.citations) if item.verbatim]
    if quotes:
        yield _title(wording.label(QUOTE))
    for number, item in quotes:
        source = f"——{item.document} {item.place}".rstrip()
        yield MessageBlock(
            f"{marks.get(number, '').lstrip()}“{item.quote}”",
            "<blockquote expandable>",
            "</blockquote>",
            tail=_linked(source, item.url, site),
            apart=False,
        )
    if quotes and reply.language != "zh-Hans":
        yield MessageBlock(wording.label(ORIGINAL_ONLY), "<i>", "</i>", apart=False)


def _law(reply: Reply, wording: Wording, site: str) -> Iterator[MessageBlock]:
    laws = [item for item in reply.citations if not item.verbatim]
    if laws:
        yield _title(wording.label(LAW))
    for item in laws:
        title = f"《{item.title}》"
        name = title if "《" in item.document else f"{item.document}{title}"
        source = _linked(f"{name}{item.place}", item.url, site)
        statement = f":{item.quote}{bracketed(item.basis)}"
        yield MessageBlock(statement, before=f"· {source}", apart=False)


def _contacts(links: Sequence[ReplyLink], wording: Wording) -> Iterator[MessageBlock]:
    if links:
        yield _title(wording.label(CONTACT))
    for item in links:
        detail = f":{item.detail}" if item.detail else ""
        if urlsplit(item.url).scheme in ("http", "https"):
            yield MessageBlock(detail, before=f"· {_anchor(item.label, item.url)}", apart=False)
            continue
        # Telegram opens no tel: links, but makes a number in the text one that can be called.
        number = item.url.removeprefix("tel:")
        shown = "" if number in item.label else f" {number}"
        yield MessageBlock(f"· {item.label}{shown}{detail}", apart=False)


def _linked(text: str, url: str, site: str) -> str:
    return _anchor(text, f"{site}{url}") if site else escape(text, quote=False)


def _anchor(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text, quote=False)}</a>'


#: Said above an answer to a message that was changed after it was sent.
CORRECTED = say("您改了这条消息,下面按改过的话重新回答。")
