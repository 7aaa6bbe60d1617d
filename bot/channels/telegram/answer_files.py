"""Makes the files that go with an answer, in the forms Telegram shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote

from bot.attachments.file import TEXT
from bot.attachments.links import SignedLinks
from bot.attachments.makers import MAKERS
from bot.reply import ReplyAttachment
from policies_kb.kb import KnowledgeBase


@dataclass(frozen=True)
class MadeFile:
    """A file ready to be sent.

    Attributes:
        words: Lines that are sent in place of a picture nothing here can draw.
    """

    name: str
    content: bytes
    photo: bool
    words: tuple[str, ...] = ()


class Files:
    """Makes files of the attachments of an answer.

    Args:
        links: Reads the addresses the assistant gave the attachments.
        kb: What the files are made from.
    """

    def __init__(self, links: SignedLinks, kb: KnowledgeBase) -> None:
        self._links = links
        self._kb = kb

    def make(self, attachment: ReplyAttachment) -> MadeFile:
        """Return the file of an attachment; a picture as PNG, Telegram shows no SVG.

        Raises:
            BrokenLink: Its address was not made by this assistant.
            KeyError: There is no such maker.
        """
        _, _, token, name = attachment.url.split("/", 3)
        wanted = self._links.wanted(token, unquote(name))
        photo = attachment.kind == "image"
        data: dict[str, Any] = {**wanted.data, "form": "png"} if photo else dict(wanted.data)
        file = MAKERS[wanted.maker](data, self._kb, wanted.locale)
        picture = str(PurePath(attachment.name).with_suffix(".png")) if photo else None
        if photo and file.media_type == TEXT:
            return MadeFile("", b"", photo, tuple(file.content.decode().splitlines()))
        return MadeFile(picture or attachment.name, file.content, photo)
