"""The texts of letters, as they are fetched."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.attachments.disclosure_request import request_letter
from bot.attachments.file import File
from bot.attachments.packet import case_packet
from bot.attachments.wages_letter import wages_letter
from policies_kb.kb import KnowledgeBase


def wages_text(facts: Mapping[str, Any], kb: KnowledgeBase, paper: str | None = None) -> str:
    return text_of(wages_letter({"facts": facts, "form": "txt", "paper": paper}, kb, "zh-Hans"))


def request_text(facts: Mapping[str, Any], kb: KnowledgeBase) -> str:
    return text_of(request_letter({"facts": facts, "form": "txt"}, kb, "zh-Hans"))


def packet_text(guide: str, facts: Mapping[str, Any], kb: KnowledgeBase) -> str:
    return text_of(case_packet({"guide": guide, "facts": facts}, kb, "zh-Hans"))


def text_of(file: File) -> str:
    return file.content.decode("utf-8-sig").replace("\r\n", "\n")


def change_letter(path: Path, old: str, new: str, part: str = "word/document.xml") -> None:
    """Change the first place in the source of a letter that holds these words."""
    with zipfile.ZipFile(path) as letter:
        parts = {name: letter.read(name) for name in letter.namelist()}
    source = parts[part].decode("utf-8")
    assert old in source
    parts[part] = source.replace(old, new, 1).encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as letter:
        for name, content in parts.items():
            letter.writestr(name, content)
