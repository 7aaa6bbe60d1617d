"""The process that reads one file: ``python -m policies_kb.adding.forms.child FORM FILE``.

It limits itself before it loads a reader, says what it read in JSON, and writes no file.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from policies_kb.adding.forms.file_limits import (
    MAX_TEXT,
    MEMORY,
    READ_SECONDS,
    SCAN_MEMORY,
    SCAN_SECONDS,
)
from policies_kb.adding.forms.form_text import FormError, FormText, ScannedPages


def main(arguments: list[str]) -> int:
    """Read a file and print what it says.

    Returns:
        0 when it was read, 1 when it was refused.
    """
    form, name = arguments
    scanned = form == "picture"
    limit(SCAN_MEMORY if scanned else MEMORY, SCAN_SECONDS if scanned else READ_SECONDS)
    # What a library prints or logs is no part of what was read.
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    answer: dict[str, Any]
    try:
        found = _read(form, Path(name))
        if len(found.text) > MAX_TEXT:
            raise FormError(f"holds more than {MAX_TEXT // 1_000_000} million characters")
        answer = {"text": found.text, "doubts": found.doubts}
    except ScannedPages:
        answer = {"scanned": True}
    except FormError as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": "needs too much memory to read: it is broken or made to do so"}
    except RecursionError:
        answer = {"refused": "is nested too deep to read: it is broken or made to be so"}
    json.dump(answer, told, ensure_ascii=False)
    told.close()
    return 0 if "text" in answer else 1


def limit(memory: int, seconds: int) -> None:
    """Take memory, time and files away from this process."""
    try:
        import resource
    except ImportError:
        # Windows has no such limits; the parent's clock still holds.
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(form: str, path: Path) -> FormText:
    if form == "docx":
        from policies_kb.adding.forms.word import read_word

        return read_word(path)
    if form == "html":
        from policies_kb.adding.forms.web_page import read_page

        return read_page(path)
    if form == "pdf":
        from policies_kb.adding.forms.pdf import read_pdf

        return read_pdf(path)
    from policies_kb.adding.forms.scan import read_picture

    return read_picture(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
