"""Tells the form of a file by its first bytes, not by its name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table)\b", re.IGNORECASE)
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8", b"RIFF")
_OLE, _RTF = b"\xd0\xcf\x11\xe0", b"{\\rtf"
_NEED = "open it in Word, WPS or LibreOffice, save it as .docx and add that"


class FileKind(Enum):
    """The form of a file; ``refusal`` says what to do with one that is not read."""

    TEXT = ""
    HTML = "html"
    WORD = "docx"
    PDF = "pdf"
    PICTURE = "picture"
    PACK = "zip"
    OLD_WORD = "doc"
    RTF = "rtf"
    MACROS = "docm"
    SHEET = "xlsx"
    OFD = "ofd"
    EMPTY = "empty"

    @property
    def refusal(self) -> str:
        """One sentence on a form that is not read, empty for one that is."""
        return _REFUSALS.get(self, "")


_REFUSALS = {
    FileKind.OLD_WORD: f"is a file of old Word or WPS (.doc, .wps); {_NEED}",
    FileKind.RTF: f"is rich text (.rtf); {_NEED}",
    FileKind.MACROS: "holds macros (.docm); save it as .docx, which holds none, and add that",
    FileKind.SHEET: "is a spreadsheet; add a table with its paper, as text or .docx",
    FileKind.OFD: "is an .ofd; open it in its reader, save it as .pdf and add that",
    FileKind.PACK: "is a packed file without a paper",
    FileKind.EMPTY: "is empty",
}


def kind_of(raw: bytes, suffix: str) -> FileKind:
    """Return the form of a file from its bytes; the ending decides nothing but pure text."""
    head = raw[:4096].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if not head:
        return FileKind.EMPTY
    if head.startswith(b"%PDF") or b"%PDF-" in raw[:1024]:
        return FileKind.PDF
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"PK\x05\x06"):
        return _packed(raw)
    if raw.startswith(_OLE):
        return FileKind.OLD_WORD
    if head.startswith(_RTF):
        return FileKind.RTF
    if raw.startswith(_PICTURES):
        return FileKind.PICTURE
    ascii_head = head.replace(b"\0", b"")
    if _HTML.search(ascii_head) or suffix.lower() in {".html", ".htm"}:
        return FileKind.HTML
    return FileKind.TEXT


def _packed(raw: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as pack:
            names = pack.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return FileKind.PACK
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return FileKind.MACROS
    if "word/document.xml" in names:
        return FileKind.WORD
    if any(name.startswith("xl/") for name in names):
        return FileKind.SHEET
    if "OFD.xml" in names:
        return FileKind.OFD
    return FileKind.PACK
