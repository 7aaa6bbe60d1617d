"""Reading a file in a process of its own, with limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from policies_kb.adding.forms.file_limits import MAX_TEXT, READ_SECONDS, SCAN_SECONDS
from policies_kb.adding.forms.form_text import FormText
from policies_kb.adding.forms.kinds import FileKind
from policies_kb.errors import SourceError

_ROOT = Path(__file__).resolve().parents[3]
#: What the child says is JSON in a few bytes a character.
_MOST_OUTPUT = 8 * MAX_TEXT
_BROKEN = "could not be read: it is broken, or made to break its reader"
_SLOW = "takes too long to read; save its pages in parts and add those"


def read_in_child(kind: FileKind, path: Path) -> FormText:
    """Return what the reader of a form makes of a file.

    Raises:
        SourceError: The reader refused it, or used more than it may.
    """
    told = _run(kind.value, path)
    if told.get("scanned"):
        told = _run(FileKind.PICTURE.value, path)
    return FormText(told["text"], tuple(told["doubts"]))


def child_command(form: str, file: Path) -> list[str]:
    """Return the command that reads a file."""
    return [sys.executable, "-m", "policies_kb.adding.forms.child", form, str(file.resolve())]


def _run(form: str, file: Path) -> dict[str, Any]:
    """Run ``python -m policies_kb.adding.forms.child`` and return what it says.

    The child sees no environment but what Python needs, so no secret of the server.

    Raises:
        SourceError: It refused the file, died, or took too long; in one sentence.
    """
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    environment = {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    seconds = SCAN_SECONDS if form == FileKind.PICTURE.value else READ_SECONDS
    try:
        done = subprocess.run(
            child_command(form, file),
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds + 5,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"{file}:1: {_SLOW}") from error
    try:
        told = json.loads(done.stdout[:_MOST_OUTPUT])
    except ValueError:
        told = {}
    if "text" in told or "scanned" in told:
        return dict(told)
    slow = done.returncode in (-24, -9) and not told
    raise SourceError(f"{file}:1: {told.get('refused') or (_SLOW if slow else _BROKEN)}")
