"""Papers in the form people have them, read as text.

``read_paper_file`` takes a file of any form and gives its text with what the reader doubts.
Plain text and Markdown are decoded here; every other form is read by a child process
(``sandbox``) that may use so much memory and time and can write nothing, as such files come from
anywhere: ``word`` (.docx), ``pdf``, ``html``, ``scan`` (pictures, pages without text). ``packs``
takes folders and .zip files apart.
"""

from __future__ import annotations

from pathlib import Path

from policies_kb.adding.forms.form_text import FormText
from policies_kb.adding.forms.kinds import FileKind, kind_of
from policies_kb.adding.forms.plain import without_markup
from policies_kb.adding.forms.sandbox import read_in_child
from policies_kb.errors import SourceError
from policies_kb.text.files import decode, read_bytes

__all__ = ["FormText", "read_paper_file"]


def read_paper_file(path: Path) -> FormText:
    """Return the text of a paper in any form.

    Raises:
        SourceError: The file is missing, of no form that is read, or hostile.
    """
    raw = read_bytes(path)
    kind = kind_of(raw, path.suffix)
    if kind.refusal:
        raise SourceError(f"{path}:1: {kind.refusal}")
    if kind is FileKind.TEXT:
        return FormText(without_markup(decode(raw, path)))
    return read_in_child(kind, path)
