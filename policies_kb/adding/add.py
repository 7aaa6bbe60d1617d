"""Adds papers: reads them, shows what is in them, keeps them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from policies_kb.adding.forms.packs import open_packs
from policies_kb.adding.keeper import PaperKeeper
from policies_kb.adding.options import AddingTurn
from policies_kb.adding.prompts import print_some
from policies_kb.adding.report import Surveyed, doubts_in, facts_in, write_report
from policies_kb.adding.survey import Preview, survey
from policies_kb.adding.survey_report import survey_lines
from policies_kb.errors import SourceError
from policies_kb.exit_codes import DECLINED, FAILED, OK, SOME_REFUSED
from policies_kb.paper_file import hash_of, original_of
from policies_kb.text.files import read_bytes

#: Papers put into the base at once when nobody is asked: an interruption loses no more than these.
_BATCH = 100
#: Said when papers were added or replaced.
AFTERWARDS = "A running assistant answers from it within seconds."


def add_papers(options: argparse.Namespace, keeper: PaperKeeper) -> int:
    """Show what is in files and, after a yes, add it; return the exit code.

    Raises:
        SourceError: There is nothing to add, or the only file is refused.
        BuildError: No base can be made with it.
    """
    keeper.refresh(print)
    turn = AddingTurn.begun(options, keeper)
    every: list[Preview] = []
    refused: dict[str, str] = {}
    waiting: list[tuple[Preview, str]] = []
    before = _originals(keeper)
    with open_packs(options.files) as files:
        if not files:
            raise SourceError(f"{options.files[0]}:1: holds no paper")
        for number, (name, path) in enumerate(files, 1):
            place = f"[{number}/{len(files)}] " if len(files) > 1 else ""
            try:
                original = hash_of_original(path)
                if original in before and len(files) > 1:
                    print(f"{place}{name}: added before, as {before[original]}")
                    continue
                found = _survey_one(path, name, turn, place)
            except SourceError as error:
                told = str(error).replace(str(path), name)
                if not place:
                    raise SourceError(told) from error
                refused[name] = told
                print(f"{place}{name}: refused\n{told}", file=sys.stderr)
                continue
            every.append(found)
            waiting.append((found, original))
            if options.yes and len(waiting) == _BATCH:
                _put(turn, waiting)
                waiting = []
    if len(files) > 1 or options.report:
        print_report(Surveyed(every, refused), options, keeper)
    if not every:
        return FAILED if refused else OK
    print(f"published: {turn.publication.words}")
    if waiting:
        if not turn.asked(len(waiting)):
            print("nothing was added")
            return DECLINED
        _put(turn, waiting)
    print(AFTERWARDS)
    return SOME_REFUSED if refused else OK


def _put(turn: AddingTurn, waiting: Sequence[tuple[Preview, str]]) -> None:
    put = {found.name: turn.file(found, original).packed() for found, original in waiting}
    turn.keeper.change(put, report=print_some)
    for name in put:
        print(f"added: {turn.keeper.folder.path(name)}")
    print(f"{turn.keeper.base.own} is up to date")


def _survey_one(path: Path, name: str, turn: AddingTurn, place: str) -> Preview:
    """Show what is in one file: all of a single one, a line of each of several."""
    wanted = turn.publication.name
    found = replace(survey(path, turn.shelf, turn.overlay, date.today(), wanted), file=Path(name))
    if place:
        titles = "; ".join(paper.document.title for paper in found.papers)
        facts = sum(map(facts_in, found.papers))
        print(f"{place}{name}: {titles}: {facts} facts, {doubts_in(found)} doubts", flush=True)
    else:
        print("\n".join(survey_lines(found)))
    turn.shelf.put(found)
    return found


def print_report(surveyed: Surveyed, options: argparse.Namespace, keeper: PaperKeeper) -> None:
    """Write the report where the command line wants it, and say where it is."""
    folder = options.report or keeper.folder.data / "reports"
    page, table = write_report(surveyed, folder, datetime.now())
    print(f"report: {page} and {table.name}")


def _originals(keeper: PaperKeeper) -> dict[str, str]:
    """Return the names of the papers by the hash of the file each was read from."""
    names = keeper.folder.names()
    return {original_of(keeper.folder.read(name)): name for name in names}


def hash_of_original(path: Path) -> str:
    """Return what tells a file that was given from others, so that none is read twice."""
    return hash_of(read_bytes(path))
