"""The text of a file, as the readers of all forms return it."""

from __future__ import annotations

from dataclasses import dataclass


class FormError(Exception):
    """The file cannot be read; the message is one sentence for an operator."""


class ScannedPages(Exception):
    """Some pages are pictures; the file is for the reader of pictures."""


@dataclass(frozen=True)
class FormText:
    """The text of a file.

    Attributes:
        text: Lines as the parser reads them; cells of a table parted by tabs.
        doubts: What the reader is unsure of, each with its place in the file: ``page 3: …``.
    """

    text: str
    doubts: tuple[str, ...] = ()
