"""``python -m bot check``: the part of ``make check`` on letters, for who edits and reads them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.attachments.document_text import document_text
from bot.attachments.letter import LetterTemplate
from bot.attachments.letter_check import letter_problems
from bot.attachments.letter_fields import LETTER_FIELDS, LETTERS, sample_values
from bot.settings.settings import Settings
from policies_kb.exit_codes import FOUND_PROBLEMS, OK
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import DATABASE


def add_command(commands: Any) -> None:
    """Add ``check`` to the command line of ``python -m bot``."""
    check = commands.add_parser("check", help="check the letters; exit 1 when one is not sound")
    check.add_argument("--letters", type=Path, default=LETTERS, help=f"their folder ({LETTERS})")
    check.add_argument(
        "--write",
        type=Path,
        metavar="FOLDER",
        help="write each letter there with everything told and with nothing, as Word and as text",
    )
    check.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print what is wrong with the letters, and return the exit code."""
    with KnowledgeBase.open(options.database or DATABASE) as kb:
        problems = list(letter_problems(kb, options.letters))
        for problem in problems:
            print(problem, file=sys.stderr)
        if problems:
            return FOUND_PROBLEMS
        if options.write:
            _write_samples(kb, options.letters, options.write)
    print(f"sound: {len(LETTER_FIELDS.data.by_letter)} letters")
    return OK


def _write_samples(kb: KnowledgeBase, letters: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, fields in LETTER_FIELDS.data.by_letter.items():
        for told, on in (("everything", list(fields)), ("nothing", [])):
            template = LetterTemplate(letters / f"{name}.docx")
            content = template.filled(sample_values(fields, on), kb)
            (folder / f"{name}-{told}.docx").write_bytes(content)
            (folder / f"{name}-{told}.txt").write_text(document_text(content), "utf-8")
