"""Reads text files: bytes within bounds, decoded."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from policies_kb.errors import SourceError
from policies_kb.place import file_line

#: Bytes of a file at most, and of everything a packed one holds.
MAX_FILE_BYTES = 40 << 20
#: Control characters that no text holds; page breaks and line breaks are allowed.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_bytes(path: Path) -> bytes:
    """Return what is in a file.

    Raises:
        SourceError: It is missing, a folder, unreadable or too big.
    """
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            most = MAX_FILE_BYTES >> 20
            raise SourceError(f"{path}:1: has {size >> 20} MB; a paper has {most} MB at most")
        return path.read_bytes()
    except IsADirectoryError as error:
        raise SourceError(f"{path}:1: is a directory, not a text file") from error
    except FileNotFoundError as error:
        raise SourceError(f"{path}:1: there is no such file") from error
    except OSError as error:
        raise SourceError(f"{path}:1: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise SourceError(f"{str(path)!r}:1: is no file name") from error


def decode(raw: bytes, path: Path) -> str:
    """Return text with line feeds as line ends: UTF-8, UTF-16 or GB 18030.

    Raises:
        SourceError: It is no text; the path is named.
    """
    text = _decode(raw, path)
    strange = _NOT_TEXT.search(text)
    if strange:
        raise SourceError(f"{file_line(path, text, strange.start())}: is not a text file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(raw: bytes, path: Path) -> str:
    encodings = [name for mark, name in _MARKS if raw.startswith(mark)]
    if not encodings and b"\0" in raw[:400]:
        # Text of UTF-16 without a mark has a zero in every other byte of its signs and figures.
        encodings = ["utf-16-be" if raw[:400:2].count(0) > raw[1:400:2].count(0) else "utf-16-le"]
    for encoding in (*encodings, "utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceError(f"{path}:1: is neither UTF-8 nor GB 18030 text")
