"""Words a reply for WeChat."""

from __future__ import annotations

import string
from collections.abc import Sequence
from urllib.parse import quote

from actions.answer import say
from bot.channels.wechat.reply import MAX_CHOICES, NumberedChoice, WeChatReply
from bot.reply import Reply, ReplyAttachment, ReplyCitation, ReplyLink, ReplySuggestion
from bot.wording.catalogues import DEFAULT_LOCALE
from bot.wording.render import (
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
    say_label,
)

FILES = say_label("文件")
#: Buttons of a guided case begin so; there a number can be the answer to the question.
_IN_CASE = "/guide_"
#: A longer link would leave a page no room for words.
_MAX_ANCHOR = 1000
#: What an address may hold as it is (RFC 3986).
_ADDRESS = string.ascii_letters + string.digits + "-._~:/?#[]@!$&()*+,;=%"


class ReplyWording:
    """Words replies.

    Args:
        public_url: Where the web chat can be reached from outside; without it what is only
            there is not linked.
    """

    def __init__(self, public_url: str = "") -> None:
        self._public_url = public_url

    def reply(self, reply: Reply) -> WeChatReply:
        """Return what is sent of a reply."""
        locale = reply.language
        wording = Wording(locale)
        lines, reply = parted(reply)
        steps = [f"{number}. {_plain(step)}" for number, step in enumerate(reply.steps, 1)]
        notices = [f"· {_plain(notice.text)}" for notice in reply.notices]
        parts = [
            "\n".join(map(_plain, lines)),
            # A failure has no parts, only a text.
            "\n".join(map(_plain, reply.lead or (() if lines or steps else (reply.text,)))),
            _section(wording.label(STEPS), steps),
            "\n".join(f"· {_plain(row.text)}" for row in reply.rows),
            # Before the proofs: the first page is all that many will read.
            _section(wording.label(NOTICE), notices),
            _section(wording.label(CONTACT), [self._contact(link) for link in reply.links]),
            _section(wording.label(FILES), self._files(reply.attachments, wording)),
            _section(wording.label(QUOTE), self._quotes(reply.citations, wording)),
            _section(wording.label(LAW), self._laws(reply.citations)),
            self._selection(reply, wording),
        ]
        return WeChatReply(
            text="\n\n".join(part for part in parts if part),
            choices=numbered_choices(reply.suggestions),
            locale=locale,
            asks=reply.status == "clarify",
        )

    def _quotes(self, citations: Sequence[ReplyCitation], wording: Wording) -> list[str]:
        lines = []
        for cited in citations:
            if cited.verbatim:
                place = f"{_plain(cited.document)} {_plain(cited.place)}".rstrip()
                lines.append(f"“{_plain(cited.quote)}”——{self._link(place, cited.url)}")
        if lines and wording.locale != DEFAULT_LOCALE:
            lines.append(wording.label(ORIGINAL_ONLY))
        return lines

    def _laws(self, citations: Sequence[ReplyCitation]) -> list[str]:
        return [
            f"· {self._link(_name(cited), cited.url)}{_plain(cited.place)}:"
            f"{_plain(cited.quote)}{bracketed(_plain(cited.basis))}"
            for cited in citations
            if not cited.verbatim
        ]

    def _contact(self, link: ReplyLink) -> str:
        label, url = _plain(link.label), link.url
        if url.startswith("tel:"):
            number = _plain(url.removeprefix("tel:"))
            shown = label if number in label else f"{label} {number}"
        else:
            shown = self._link(label, url)
        return f"· {shown}:{_plain(link.detail)}" if link.detail else f"· {shown}"

    def _selection(self, reply: Reply, wording: Wording) -> str:
        if not self._public_url or not reply.selection:
            return ""
        label = wording.label(SELECTION)
        shown = self._link(label, reply.selection)
        return "" if shown == label else shown

    def _files(self, attachments: Sequence[ReplyAttachment], wording: Wording) -> list[str]:
        if not self._public_url:
            return []
        lines = []
        for file in attachments:
            label = _plain(file.label)
            shown = self._link(label, file.url)
            if shown == label:
                elsewhere = say(
                    "{label}(链接太长,这里放不下,请到 {site} 再问一次)",
                    label=label,
                    site=self._public_url,
                )
                shown = wording.word(elsewhere)
            lines.append(f"· {shown}")
        return lines

    def _link(self, label: str, url: str) -> str:
        """Return a label as a link, or the label alone where the address cannot be one."""
        if url.startswith("/") and not url.startswith("//") and self._public_url:
            url = self._public_url + url
        if not url.startswith(("http://", "https://")):
            return label
        anchor = f'<a href="{quote(url, safe=_ADDRESS)}">{label}</a>'
        return anchor if len(anchor.encode()) <= _MAX_ANCHOR else label


def numbered_choices(suggestions: Sequence[ReplySuggestion]) -> tuple[NumberedChoice, ...]:
    """Return suggestions with what is typed for each, as many as there is room for.

    They are numbered from 2; 1 is the next page. In a guided case they have letters, so that
    "3" can still be three people.
    """
    in_guided_case = any(suggestion.payload.startswith(_IN_CASE) for suggestion in suggestions)
    signs = (
        list(string.ascii_uppercase) if in_guided_case else [str(number) for number in range(2, 28)]
    )
    offered: list[NumberedChoice] = []
    used = 0
    for sign, suggestion in zip(signs, suggestions, strict=False):
        choice = NumberedChoice(sign, _plain(suggestion.label), suggestion.payload)
        # Some twenty bytes of each line are not the label.
        used += len(choice.label.encode()) + 20
        if used > MAX_CHOICES:
            break
        offered.append(choice)
    return tuple(offered)


def _plain(text: str) -> str:
    """Return text in which WeChat finds no link of somebody else's."""
    return text.replace("<", "＜")


def _section(title: str, lines: Sequence[str]) -> str:
    return f"【{title}】\n" + "\n".join(lines) if lines else ""


def _name(cited: ReplyCitation) -> str:
    """Return number and title of a law; one without a number is named by its title alone."""
    document, title = _plain(cited.document), _plain(cited.title)
    return f"《{title}》" if "《" in document else f"{document}《{title}》"
