"""The papers that were added: listed, found by their names, taken away."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping

from policies_kb.adding.keeper import PaperKeeper
from policies_kb.adding.prompts import agreed, print_some
from policies_kb.errors import SourceError
from policies_kb.exit_codes import DECLINED, OK
from policies_kb.kb import KnowledgeBase


class UnknownPaperError(SourceError):
    """There is no paper of that name."""


def file_named(name: str, keeper: PaperKeeper) -> str:
    """Return the file of an added paper an operator names by number, id, title or file.

    Raises:
        UnknownPaperError: No paper is called so.
        SourceError: It is one of the project's own, or several are called so.
    """
    added = set(keeper.folder.names())
    plain = name.removesuffix(".txt").strip("《》")
    if plain in added:
        return plain
    with KnowledgeBase.open(keeper.base.current()) as base:
        found = [row for row in base.documents() if plain in (row.number, row.id, row.title)]
    if not found:
        raise UnknownPaperError(f"{name}:1: no paper of this number, id, title or file was added")
    files = {row.issue for row in found}
    if not files & added:
        raise SourceError(
            f"{name}:1: is one of the project's own papers (policies_kb/sources), not an added one"
        )
    if len(files) > 1:
        raise SourceError(f"{name}:1: several papers are called so; name one by its number or file")
    return found[0].issue


def remove_papers(options: argparse.Namespace, keeper: PaperKeeper) -> int:
    """Take papers out of the base after a yes; return the exit code.

    Raises:
        SourceError: No added paper is called so.
    """
    keeper.refresh(print)
    files = list(dict.fromkeys(file_named(name, keeper) for name in options.names))
    for row in _rows(keeper):
        if row["file"] in files:
            print(_line(row))
    if not (options.yes or agreed("Remove this? [y/N] ")):
        print("nothing was removed")
        return DECLINED
    keeper.change({}, files, report=print_some)
    print(f"removed; a copy is kept in {keeper.folder.removed}")
    return OK


def list_papers(options: argparse.Namespace, keeper: PaperKeeper) -> int:
    """Print the papers that were added; return the exit code."""
    keeper.refresh(lambda step: None)
    rows = list(_rows(keeper))
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            print(_line(row))
        print(f"{len(rows)} papers were added" if rows else "no paper was added")
    return OK


def _rows(keeper: PaperKeeper) -> Iterator[dict[str, str]]:
    """Yield the added papers, those that could not be put into the base with the reason."""
    faults = keeper.base.faults()
    added = set(keeper.folder.names())
    with KnowledgeBase.open(keeper.base.current()) as base:
        for row in base.documents():
            if row.issue in added and row.issue not in faults:
                status = base.status(row.id)
                yield {
                    "file": row.issue,
                    "id": row.id,
                    "number": row.number,
                    "title": row.title,
                    "signed": row.signed,
                    "status": status.status if status else "",
                    "fault": "",
                }
    for name, fault in faults.items():
        nothing = dict.fromkeys(("id", "number", "title", "signed", "status"), "")
        yield {"file": name, **nothing, "fault": fault}


def _line(row: Mapping[str, str]) -> str:
    if row["fault"]:
        return f"{row['file']}: NOT IN THE BASE: {row['fault']}"
    told = (row["number"] or row["id"], row["title"], row["signed"], row["status"] or "no status")
    return "  ".join(part for part in told if part)
