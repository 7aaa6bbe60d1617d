"""Users of the three channels, who tell what they see in one form."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import httpx
from fake_bot_api import FakeBotApi
from wechat_client import WeChatServer, message_xml

from bot.wording.catalogues import catalogue
from bot.wording.sections import TITLES

#: Where the channels say the reading room is.
SITE = "https://wence.example"
#: Headings above the gazette's text and above the law of today, in two languages.
QUOTE_HEADINGS, LAW_HEADINGS = (
    tuple(catalogue(locale).gettext(TITLES[kind]) for locale in ("zh-Hans", "en"))
    for kind in ("quotes", "law")
)
_QUOTE = r'“(.*?)”——<a href="([^"]*)">([^<]*)</a>'
_LAW = r'· <a href="([^"]*)">([^<]*)</a>([^:\n]*):(.*?)(?=\s*· <a |\s*\Z)'
_MORE = re.compile(r"(?:\n\n)?^(?:回复 (\w) 看更多|Reply (\w) for more)(?:\n.*)?\Z", re.M | re.S)
_OFFER = re.compile(r"^(?:回复|Reply) (\w+): ?(.+)$", re.M)


@dataclass(frozen=True)
class Proof:
    """A citation as it is shown: what stands where, and the address that names the provision."""

    verbatim: bool
    source: str
    quote: str
    address: str


@dataclass(frozen=True)
class Seen:
    """What an answer shows.

    Attributes:
        text: All words.
        proofs: The citations, in their order.
        files: Names of the files that came or are linked.
        offered: Labels of the suggestions.
    """

    text: str
    proofs: list[Proof]
    files: list[str]
    offered: list[str]


class Player(Protocol):
    """A user of one channel."""

    async def say(self, text: str) -> Seen:
        """Write a message and return the answer."""

    async def press(self, label: str) -> Seen:
        """Choose what the last answer offered and return the answer."""


@dataclass
class WebPlayer:
    """Asks as the chat page does (``bot/channels/web/static/chat.js``).

    Attributes:
        http: A client of the server.
        conversation: Id of the conversation.
        reply: The last answer.
    """

    http: httpx.AsyncClient
    conversation: str = "web-1"
    reply: dict[str, Any] = field(default_factory=dict)

    async def say(self, text: str) -> Seen:
        return await self._ask(text, None)

    async def press(self, label: str) -> Seen:
        (payload,) = [i["payload"] for i in self.reply["suggestions"] if i["label"] == label]
        return await self._ask(payload, self.reply["language"])

    async def _ask(self, message: str, locale: str | None) -> Seen:
        asked = {"conversation": self.conversation, "message": message, "locale": locale}
        answer = await self.http.post("/api/chat", json=asked)
        assert answer.status_code == 200, answer.text
        self.reply = answer.json()
        return Seen(
            text=self.reply["text"],
            proofs=[_proof_of(item) for item in self.reply["citations"]],
            files=[item["name"] for item in self.reply["attachments"]],
            offered=[item["label"] for item in self.reply["suggestions"]],
        )


def _proof_of(citation: dict[str, Any]) -> Proof:
    title = f"《{citation['title']}》"
    if citation["verbatim"]:
        source = f"{citation['document']} {citation['place']}".rstrip()
    elif "《" in citation["document"]:
        source = title + citation["place"]
    else:
        source = citation["document"] + title + citation["place"]
    # Behind a law stands how it was read and when it was checked.
    basis = f"〔{citation['basis']}〕" if citation["basis"] else ""
    quote = citation["quote"] + basis
    return Proof(citation["verbatim"], source, quote, _address(citation["url"]))


@dataclass
class TelegramPlayer:
    """Writes in a chat.

    Attributes:
        api: The server the bot talks to.
        settled: Waits until an update is answered.
        chat: Number of the chat.
    """

    api: FakeBotApi
    settled: Callable[[], Awaitable[None]]
    chat: int = 7

    async def say(self, text: str) -> Seen:
        return await self.send(self.api.message(text, self.chat))

    async def press(self, label: str) -> Seen:
        last = [item for item in self.api.shown[self.chat] if item.get("reply_markup")][-1]
        before = len(self.api.shown[self.chat])
        self.api.press(last, label)
        return await self._seen(before)

    async def send(self, update: dict[str, Any]) -> Seen:
        """Hand an update to the bot and return what it answers."""
        before = len(self.api.shown[self.chat])
        self.api.send(update)
        return await self._seen(before)

    async def _seen(self, before: int) -> Seen:
        await self.settled()
        messages = self.api.shown[self.chat][before:]
        rows = [
            row for m in messages for row in m.get("reply_markup", {}).get("inline_keyboard", [])
        ]
        return Seen(
            text="\n".join(item.get("text") or item["caption"] for item in messages),
            proofs=list(_proofs_of_messages(messages)),
            files=[_file_name(item) for item in messages if "text" not in item],
            offered=[item["text"] for row in rows for item in row],
        )


def _file_name(message: dict[str, Any]) -> str:
    if "document" in message:
        return str(message["document"]["file_name"])
    return str(message["photo"][0]["file_unique_id"])


def _proofs_of_messages(messages: list[dict[str, Any]]) -> Iterator[Proof]:
    """Read the quotes out of the block quotes, and the law out of the lines below its heading."""
    heading = ""
    for text, entities in (_marked(message) for message in messages if "text" in message):
        quoted = range(0)
        for kind, start, end, url in entities:
            words = _part(text, start, end)
            if kind == "bold":
                heading = words
            elif kind == "expandable_blockquote":
                quoted = range(start, end)
            elif kind == "text_link" and start in quoted:
                quote = _part(text, quoted.start, quoted.stop)
                whole = re.fullmatch(r"(?:\[\d+\])?“(.*)”——(.*)", quote, re.S)
                assert whole and words == whole[2], quote
                yield Proof(True, whole[2], whole[1], _address(url))
            elif kind == "text_link" and heading in LAW_HEADINGS:
                place, _, rest = _part(text, end, len(text)).partition("\n")[0].partition(":")
                yield Proof(False, words + place, rest, _address(url))


def _marked(message: dict[str, Any]) -> tuple[bytes, list[tuple[str, int, int, str]]]:
    """Return the text in UTF-16 and its marks (kind, begin, end, address), the outer ones first."""
    marks = [
        (mark["type"], mark["offset"], mark["offset"] + mark["length"], mark.get("url", ""))
        for mark in message.get("entities", [])
    ]
    return message["text"].encode("utf-16-le"), sorted(marks, key=lambda m: (m[1], -m[2]))


def _part(text: bytes, start: int, end: int) -> str:
    return text[2 * start : 2 * end].decode("utf-16-le")


@dataclass
class WeChatPlayer:
    """Writes to the official account and reads every page of an answer.

    Attributes:
        server: Delivers the messages.
        sender: The user.
        signs: What is to be typed for each label of the last answer.
    """

    server: WeChatServer
    sender: str = "oUser-One_1"
    signs: dict[str, str] = field(default_factory=dict)

    async def say(self, text: str) -> Seen:
        return await self.send(message_xml(self.sender, Content=text))

    async def press(self, label: str) -> Seen:
        return await self.say(self.signs[label])

    async def send(self, xml: str) -> Seen:
        """Deliver a message and return its whole answer."""
        page = await self.server.deliver(xml)
        offers = {label: sign for sign, label in _OFFER.findall(page)}
        pages = []
        while more := _MORE.search(page):
            pages.append(page[: more.start()])
            page = await self.server.say(more[1] or more[2], self.sender)
        whole = "\n".join([*pages, page])
        self.signs = offers
        return Seen(
            text=whole,
            proofs=_proofs_of_text("".join([*pages, page])),
            files=re.findall(r'<a href="[^"]*/files/[^"]*/([^"/]+)">', whole),
            offered=list(offers),
        )


def _proofs_of_text(text: str) -> list[Proof]:
    """Read the quotes by their marks, and the law out of the part below its heading."""
    found = []
    for quote, url, source in re.findall(_QUOTE, _below(QUOTE_HEADINGS, text), re.S):
        found.append(Proof(True, source, quote, _address(url)))
    for url, name, place, quote in re.findall(_LAW, _below(LAW_HEADINGS, text), re.S):
        found.append(Proof(False, name + place, quote, _address(url)))
    return found


def _below(headings: tuple[str, ...], text: str) -> str:
    """Return what stands below one of the headings, up to the next or to what is offered."""
    names = "|".join(map(re.escape, headings))
    found = re.search(rf"【(?:{names})】(.*?)(?=【|\n\n回复 |\n\nReply |\Z)", text, re.S)
    return found[1] if found else ""


def _address(url: str) -> str:
    """Return path and query of an address, written in one way."""
    whole = urlsplit(unquote(url.removeprefix(SITE)))
    return whole.geturl()
