"""Words a reply for WeChat."""

from __future__ import annotations

import string
from collections.abc import Sequence
from urllib.parse import quote

from actions.answer import say
from bot.channels.wechat.reply import MAX_CHOICES, NumberedChoice, WeChatReply
from bot.reply import Reply, ReplySuggestion
from bot.wording.render import Wording
from bot.wording.sections import Section, SectionLine, sections

#: What is sent, in this order. Warnings stand before the proofs: the first page is all that many
#: will read.
_SHOWN = (
    "first_aid",
    "lead",
    "steps",
    "rows",
    "notices",
    "links",
    "files",
    "quotes",
    "law",
    "selection",
)
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
        shown = (self._section(section, reply.language) for section in sections(reply, *_SHOWN))
        return WeChatReply(
            text="\n\n".join(part for part in shown if part),
            choices=numbered_choices(reply.suggestions),
            locale=reply.language,
            asks=reply.status == "clarify",
        )

    def _section(self, section: Section, locale: str) -> str:
        """Return the text of a section, empty where it would lead nowhere."""
        if section.kind in ("files", "selection") and not self._public_url:
            return ""
        lines = [self._line(section.kind, line, locale) for line in section.lines]
        lines += [section.note] if section.note else []
        title = [f"【{section.title}】"] if section.title and lines else []
        return "\n".join([*title, *lines])

    def _line(self, kind: str, line: SectionLine, locale: str) -> str:
        shown = linked = _plain(line.linked)
        if linked:
            shown = self._link(linked, line.url)
        if shown == linked and kind == "selection":
            return ""
        if shown == linked and kind == "files":
            elsewhere = say(
                "{label}(链接太长,这里放不下,请到 {site} 再问一次)",
                label=linked,
                site=self._public_url,
            )
            shown = Wording(locale).word(elsewhere)
        return f"{_plain(line.text)}{shown}{_plain(line.after)}"

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
