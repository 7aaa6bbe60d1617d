"""What every reply must be, whatever was asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from actions.citations import law_citation
from bot.attachments.links import SignedLinks
from bot.attachments.makers import MAKERS
from bot.channels.telegram.split import MAX_MESSAGE_UNITS, utf16_length
from bot.channels.telegram.wording import worded_reply
from bot.channels.wechat.reply import MAX_REPLY_BYTES
from bot.channels.wechat.wording import ReplyWording
from bot.conversation.cleaning import clean_message
from bot.reply import Reply
from bot.wording.render import Wording
from nlu.simplified import to_simplified
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase

#: Fields of the outside contract and what they hold.
_FIELDS: Mapping[str, type] = {
    "conversation": str,
    "turn": int,
    "question": str,
    "status": str,
    "reply": str,
    "intent": dict,
    "language": str,
    "text": str,
    "lead": list,
    "steps": list,
    "rows": list,
    "citations": list,
    "links": list,
    "notices": list,
    "suggestions": list,
    "attachments": list,
}
_STATUSES = frozenset({"answered", "clarify", "out_of_scope", "no_provision"})
#: What only the inside of the program looks like.
_INSIDE = re.compile(
    r'Traceback|File "[^"]*", line \d|<module>|\b[A-Z]\w+(?:Error|Exception)\b'
    r"|\b(?:Phrase|Answer|Fact|Unit|Division|Deadline|Suggestion|mappingproxy|datetime|Decimal)\("
    r"|<[\w.]+ object at|\bNone\b(?! of these)|\bnan\b|\{'|\['|\('|%\(\w+\)s|(?<!\{)\{[a-z_]+\}"
)
_SITE = "https://wence.example"
#: Pages a reply may have at WeChat before something must be wrong.
_PAGES = 60


class Checks:
    """Looks at replies.

    Args:
        kb: What is quoted must stand in it.
        links: Reads the addresses of files.
    """

    def __init__(self, kb: KnowledgeBase, links: SignedLinks) -> None:
        self._kb = kb
        self._links = links
        self._words = ReplyWording(_SITE)
        self._sound: set[tuple[str, str, str]] = set()
        self._made_files: set[str] = set()

    def faults(self, reply: Mapping[str, Any], heard: str) -> Iterator[str]:
        """Yield what is wrong with a reply.

        Args:
            reply: What the assistant replied.
            heard: All the user said in the conversation: an answer may repeat it.
        """
        wrong = [name for name, kind in _FIELDS.items() if not isinstance(reply.get(name), kind)]
        if wrong:
            yield f"fields: {', '.join(wrong)}"
            return
        if reply["status"] not in _STATUSES:
            yield f"status {reply['status']}"
        yield from self._text(reply, heard)
        yield from self._proof(reply)
        yield from _telegram(reply)
        yield from self._wechat(reply)
        yield from self._files(reply)

    def _text(self, reply: Mapping[str, Any], heard: str) -> Iterator[str]:
        if not reply["text"].strip():
            yield "nothing said"
        known = heard + to_simplified(clean_message(heard))
        for text in _strings(reply):
            bad = {c for c in text if c not in "\n\t" and unicodedata.category(c) in {"Cc", "Cs"}}
            if bad:
                yield f"control characters {sorted(map(ord, bad))}"
        for text in _strings({**reply, "question": "", "conversation": ""}):
            yield from (
                f"the inside shows: {found[0]}"
                for found in _INSIDE.finditer(text)
                if found[0] not in known
            )

    def _proof(self, reply: Mapping[str, Any]) -> Iterator[str]:
        for row in reply["rows"]:
            if row["citation"] is not None and not 0 <= row["citation"] < len(reply["citations"]):
                yield f"a row without its proof: {row['citation']}"
        for cited in reply["citations"]:
            key = (cited["document"], cited["provision"], cited["quote"])
            if key in self._sound:
                continue
            if self._stands(cited, reply["language"]):
                self._sound.add(key)
            else:
                yield f"no such words: {key}"

    def _stands(self, cited: Mapping[str, Any], locale: str) -> bool:
        if not cited["quote"]:
            return False
        if not cited["verbatim"]:
            name = (cited["document"], cited["provision"])
            return name in self._laws and cited["quote"] == Wording(locale).word(self._laws[name])
        try:
            return cited["quote"] in self._kb.provision(cited["document"], cited["provision"]).text
        except NotInBase:
            return False

    @cached_property
    def _laws(self) -> Mapping[tuple[str, str], Any]:
        """The curated statements by number of the law and article."""
        parts = (part.id for law in self._kb.laws() for part in law.provisions)
        cited = (law_citation(self._kb, part) for part in parts)
        return {(one.document, one.provision): one.quote for one in cited}

    def _wechat(self, reply: Mapping[str, Any]) -> Iterator[str]:
        left = self._words.reply(Reply.from_json(reply))
        for _ in range(_PAGES):
            page, left = left.page()
            if len(page.encode()) > MAX_REPLY_BYTES or not page.strip():
                yield f"WeChat: a page of {len(page.encode())} bytes"
            if not left.text:
                return
        yield "WeChat: no end of pages"

    def _files(self, reply: Mapping[str, Any]) -> Iterator[str]:
        for item in reply["attachments"]:
            _, _, token, name = item["url"].split("/")
            wanted = self._links.wanted(token, unquote(name))
            # Many answers have the same file; each is made once.
            key = repr((wanted.maker, wanted.data, wanted.locale))
            if key in self._made_files:
                continue
            self._made_files.add(key)
            if not MAKERS[wanted.maker](wanted.data, self._kb, wanted.locale).content:
                yield f"an empty file {item['name']}"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)


def _telegram(reply: Mapping[str, Any]) -> Iterator[str]:
    for message in worded_reply(Reply.from_json(reply), _SITE):
        if not message.html.strip() or utf16_length(message.html) > MAX_MESSAGE_UNITS:
            yield f"Telegram: a message of {utf16_length(message.html)} units"
        try:
            # An attribute without a value is the only thing there that XML does not know.
            ElementTree.fromstring(f"<m>{message.html.replace(' expandable', '')}</m>")
        except ElementTree.ParseError as error:
            yield f"Telegram: broken marks ({error})"
