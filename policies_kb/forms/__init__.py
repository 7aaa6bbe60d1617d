"""Papers in the form people have them, read as text.

``read_paper_file`` takes a file of any form and gives its text with what the reader doubts.
Plain text and Markdown are decoded here; every other form is read by a child process
(``sandbox``) that may use so much memory and time and can write nothing, as such files come from
anywhere: ``word`` (.docx), ``pdf``, ``html``, ``scan`` (pictures, pages without text). ``packs``
takes folders and .zip files apart.
"""

from __future__ import annotations

from pathlib import Path

from ..errors import SourceError
from .kinds import Kind, kind_of
from .limits import MAX_BYTES
from .plain import decode
from .reading import FormText
from .sandbox import read_in_child

__all__ = ["FormText", "read_paper_file"]


def read_paper_file(path: Path) -> FormText:
    """Return the text of a paper in any form.

    Raises:
        SourceError: The file is missing, of no form that is read, or hostile.
    """
    raw = _bytes(path)
    kind = kind_of(raw, path.suffix)
    if kind.refusal:
        raise SourceError(f"{path}:1: {kind.refusal}")
    if kind is Kind.TEXT:
        return FormText(decode(raw, path))
    return read_in_child(kind, path)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(
                f"{path}:1: has {size >> 20} MB; a paper has {MAX_BYTES >> 20} at most"
            )
        return path.read_bytes()
    except IsADirectoryError as error:
        raise SourceError(f"{path}:1: is a directory, not a text file") from error
    except FileNotFoundError as error:
        raise SourceError(f"{path}:1: there is no such file") from error
    except OSError as error:
        raise SourceError(f"{path}:1: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise SourceError(f"{str(path)!r}:1: is no file name") from error
