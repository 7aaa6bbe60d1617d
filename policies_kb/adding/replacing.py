"""Puts a revised law or a corrected copy in the place of a paper that was added."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date

from policies_kb.adding.add import AFTERWARDS, hash_of_original, print_report
from policies_kb.adding.added_list import UnknownPaperError, file_named
from policies_kb.adding.forms import read_paper_file
from policies_kb.adding.keeper import PaperKeeper
from policies_kb.adding.options import AddingTurn
from policies_kb.adding.prompts import agreed, print_some
from policies_kb.adding.report import Surveyed
from policies_kb.adding.survey import Preview, survey
from policies_kb.adding.survey_report import survey_lines
from policies_kb.database.records import document_rows
from policies_kb.errors import SourceError
from policies_kb.exit_codes import DECLINED, OK
from policies_kb.kb import KnowledgeBase
from policies_kb.paper_file import unpack_paper
from policies_kb.sources import parse_text


def replace_paper(options: argparse.Namespace, keeper: PaperKeeper) -> int:
    """Put a paper in the place of an added one after a yes; return the exit code.

    Raises:
        SourceError: The file is refused, or it takes the place of nothing that was added.
        BuildError: No base can be made with it.
    """
    keeper.refresh(print)
    name = _replaced_name(options, keeper)
    old = unpack_paper(name, keeper.folder.read(name))
    turn = AddingTurn.begun(options, keeper, name)
    today = date.today()
    found = survey(options.file, turn.shelf, turn.overlay, today, replaces=name)
    print("\n".join(survey_lines(found)))
    _compare(found, name, keeper)
    if options.report:
        print_report(Surveyed([found], {}), options, keeper)
    if found.text == old.text and not (turn.publication.known or turn.standing.status):
        print("it has the same words; nothing was changed")
        return OK
    if not (options.yes or agreed("Replace it? [y/N] ")):
        print("nothing was changed")
        return DECLINED
    file = turn.file(found, hash_of_original(options.file))
    # What is not told anew stays as it was, as far as it speaks of papers that are still there.
    names = {n for paper in found.papers for n in (paper.document.number, paper.document.id)}
    kept = tuple(row for row in old.status if row["document"] in names)
    file = replace(file, known=file.known or old.known, status=file.status or kept)
    keeper.change({name: file.packed()}, report=print_some)
    print(f"replaced: {keeper.folder.path(name)}; the old one is kept in {keeper.folder.removed}")
    print(AFTERWARDS)
    return OK


def _replaced_name(options: argparse.Namespace, keeper: PaperKeeper) -> str:
    """Return the name of the file that a paper takes the place of.

    Raises:
        SourceError: There is none, or it is one of the project's own.
    """
    if options.instead_of:
        return file_named(options.instead_of, keeper)
    text = read_paper_file(options.file).text
    documents = document_rows(options.file.name, parse_text(text, options.file))
    names = (*(row.number for row in documents), *(row.title for row in documents))
    for wanted in filter(None, names):
        try:
            return file_named(wanted, keeper)
        except UnknownPaperError:
            continue
    first = documents[0]
    raise SourceError(
        f"{options.file}:1: no added paper has the number or title of {first.name}; "
        "name the old one with --instead-of, or add it"
    )


def _compare(found: Preview, name: str, keeper: PaperKeeper) -> None:
    """Say what a paper takes the place of."""
    with KnowledgeBase.open(keeper.base.current()) as base:
        old = [row for row in base.documents() if row.issue == name]
        for row in old:
            print(f"replaces: {row.name} {row.title}, {len(base.provisions(row.id))} provisions")
    left = {row.id for row in old} - {paper.document.id for paper in found.papers}
    if len(old) > len(found.papers):
        raise SourceError(
            f"{name}.txt:1: holds {len(old)} papers and the new file {len(found.papers)}; "
            f"without: {', '.join(sorted(left))}. Give all of them in one file"
        )
