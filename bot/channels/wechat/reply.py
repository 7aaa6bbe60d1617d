"""A reply and its pages: WeChat takes fewer than 2,048 bytes at a time."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace

from actions.answer import say
from bot.wording.render import Wording

#: Bytes of UTF-8 that one message may have.
MAX_REPLY_BYTES = 2047
#: Bytes the list of next questions may take of them.
MAX_CHOICES = 600
#: Brings the next page.
MORE = "1"
#: The same while a number may be the answer to a question of ours.
MORE_IN_CASE = "0"

_SENTENCE_END = re.compile(r"(?:[。！？!?；;…]|[.](?=\s))[”’」』)）】》]*|\n")
#: A comma or colon before a digit stands inside a number or a time.
_CLAUSE_END = re.compile(r"[，、：\s]|[,:](?!\d)")
_HEADING_AT_END = re.compile(r"(?:^|\n)【[^】\n]*】\s*\Z")
_ANCHOR = re.compile(r"<a href=[^>]*>[^<]*</a>")
#: Never begins a page: it belongs to the character before (joiners, variants, skin tones).
_ATTACHED = re.compile("[\u200d\ufe00-\ufe0f\u0300-\u036f\u20e3\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True)
class NumberedChoice:
    """A next question.

    Attributes:
        sign: What is typed to ask it.
        label: What it is.
        payload: What the assistant gets.
    """

    sign: str
    label: str
    payload: str


@dataclass(frozen=True)
class WeChatReply:
    """The reply to a user, however long; sent page by page.

    Attributes:
        text: All of it.
        choices: Next questions, offered under each page.
        locale: Language of the reply.
        asks: Whether it asks the user something, so that a number may be an answer.
        passing: Whether what the last reply offered can still be picked after it.
        picked: The sign that led to it.
        at: When, in seconds since 1970.
    """

    text: str
    choices: tuple[NumberedChoice, ...] = ()
    locale: str = "zh-Hans"
    asks: bool = False
    passing: bool = False
    picked: str = ""
    at: float = 0.0

    def as_json(self) -> str:
        """Return the reply as it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, kept: str) -> WeChatReply:
        """Return a reply that was kept."""
        data = json.loads(kept)
        choices = tuple(NumberedChoice(**choice) for choice in data.pop("choices"))
        return cls(choices=choices, **data)

    @property
    def more_sign(self) -> str:
        """Return what is typed for the next page."""
        return MORE_IN_CASE if any(choice.sign.isalpha() for choice in self.choices) else MORE

    def page(self) -> tuple[str, WeChatReply]:
        """Return the first page as it is sent, and the reply that is left."""
        whole = self.text + self._tail(more=False)
        if _size(whole) <= MAX_REPLY_BYTES:
            return whole, replace(self, text="")
        tail = self._tail(more=True)
        shown, rest = cut_bytes(self.text, MAX_REPLY_BYTES - _size(tail))
        return shown + tail, replace(self, text=rest)

    def offers(self) -> list[str]:
        """Return the lines that say what can be typed next."""
        return self._offers(more=bool(self.text))

    def _offers(self, more: bool) -> list[str]:
        wording = Wording(self.locale)
        lines = [wording.word(say("回复 {sign} 看更多", sign=self.more_sign))] if more else []
        lines += [
            wording.word(say("回复 {sign}:{label}", sign=choice.sign, label=choice.label))
            for choice in self.choices
        ]
        return lines

    def _tail(self, more: bool) -> str:
        lines = self._offers(more)
        return "\n\n" + "\n".join(lines) if lines else ""


def join_replies(replies: list[WeChatReply]) -> WeChatReply:
    """Return several replies as one; the last one's choices are offered."""
    if len(replies) == 1:
        return replies[0]
    texts = (reply.text for reply in replies if reply.text)
    return replace(replies[-1], text="\n\n————\n\n".join(texts), passing=False)


def cut_bytes(text: str, room: int) -> tuple[str, str]:
    """Return a first piece of at most so many bytes, and what is left.

    Cuts behind a sentence, else behind a clause, else anywhere but in a link or in a character
    that is made of several. A heading goes with what stands under it.
    """
    if _size(text) <= room:
        return text, ""
    fitting = len(text.encode()[:room].decode(errors="ignore"))
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < fitting < anchor.end():
            fitting = anchor.start()
    place = _last(_SENTENCE_END, text, fitting) or _last(_CLAUSE_END, text, fitting)
    place = place or _whole(text, fitting)
    heading = _HEADING_AT_END.search(text[:place])
    if heading and text[: heading.start()].strip():
        place = heading.start()
    return text[:place].rstrip(), text[place:].lstrip("\n ")


def _last(pattern: re.Pattern[str], text: str, limit: int) -> int:
    """Return where the last match before a limit ends, outside links; 0 for none."""
    links = [anchor.span() for anchor in _ANCHOR.finditer(text)]
    ends = [found.end() for found in pattern.finditer(text) if found.end() <= limit]
    free = (end for end in reversed(ends) if not any(a < end < z for a, z in links))
    # What stands before must be something to show.
    return next((end for end in free if text[:end].strip()), 0)


def _whole(text: str, place: int) -> int:
    """Return the place, or one before it where a character of several begins."""
    earlier = place
    while earlier > 1 and (_ATTACHED.match(text[earlier]) or text[earlier - 1] == "\u200d"):
        earlier -= 1
    return max(earlier, 1)


def _size(text: str) -> int:
    return len(text.encode())
