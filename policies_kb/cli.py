"""Command line of the knowledge base: ``python -m policies_kb``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policies_kb.adding.publication import Publication, read_issue
from policies_kb.errors import BuildError, KnowledgeBaseError, NotInBase, OverlayError, SourceError
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import CURATED, DATABASE, PACKAGE, SOURCES
from policies_kb.rows import Provision

if TYPE_CHECKING:
    from policies_kb.adding.survey import Preview, Shelf
    from policies_kb.overlay.model import Overlay

OK, FOUND_PROBLEMS, FAILED = 0, 1, 2
#: Nothing was added because the operator did not say yes.
DECLINED = 1
#: The answer cards of the room above, plain data here.
CARDS = PACKAGE.parent / "actions" / "cards"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when all is well, 1 when ``check`` found problems or nothing was added for want of a
        yes, 2 when the command failed.
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (BuildError, KnowledgeBaseError, NotInBase, OverlayError, SourceError) as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:
        # The reader has seen enough; keep the interpreter from complaining at exit.
        sys.stdout = None  # type: ignore[assignment]
        return OK
    except OSError as error:
        print(f"{error.filename or '-'}:1: {error.strerror or error}", file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m policies_kb",
        description="Official papers as a searchable base of provisions.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="build the database from sources and curated files")
    _add_folders(build)
    build.set_defaults(run=_build)

    check = commands.add_parser(
        "check", help="check the built database against its sources; exit 1 when it is not sound"
    )
    check.add_argument(
        "--cards", type=Path, help=f"folder of answer cards ({CARDS}, where there is one)"
    )
    check.add_argument("--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD")
    _add_folders(check)
    check.set_defaults(run=_check)

    links = commands.add_parser(
        "links", help="print every address and number of the curated files, with its source"
    )
    links.add_argument(
        "--check",
        action="store_true",
        help="print what is malformed, doubled or due; exit 1 if any",
    )
    links.add_argument("--online", action="store_true", help="open each page, print what answers")
    links.add_argument("--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD")
    links.add_argument("--curated", type=Path, default=CURATED, help=f"curated ({CURATED})")
    links.set_defaults(run=_links)

    parse = commands.add_parser("parse", help="print the papers found in a text file as JSON")
    parse.add_argument("file", type=Path, help="text file in gazette style, UTF-8 or GB 18030")
    parse.set_defaults(run=_parse)

    add = commands.add_parser(
        "add", help="show what is in another paper and, after a yes, add it and rebuild"
    )
    add.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="papers as .docx, .pdf, .html, .md or .txt; folders and .zip files of them",
    )
    add.add_argument("--yes", action="store_true", help="add it without asking")
    add.add_argument("--title", default="", help="title of the publication it stands in")
    add.add_argument("--issue", type=read_issue, default=None, help="2017-25 or 2017年第25期")
    add.add_argument("--published", type=date.fromisoformat, default=None, help="YYYY-MM-DD")
    add.add_argument("--publisher", default="", help="who published it")
    add.add_argument("--url", default="", help="where it was published")
    _add_folders(add)
    add.set_defaults(run=_add)

    show = commands.add_parser("show", help="print a document or one of its provisions")
    show.add_argument(
        "id", help="浙政办发〔2017〕80号, 浙政办发-2017-80 or 浙政办发-2017-80#part_2"
    )
    _add_database(show)
    show.set_defaults(run=_show)

    search = commands.add_parser("search", help="print the provisions that answer a question best")
    search.add_argument("words", nargs="+", help="the question or some words")
    search.add_argument("--document", action="append", help="look only in this one (repeatable)")
    search.add_argument("--limit", type=int, default=5, help="at most so many (5)")
    _add_database(search)
    search.set_defaults(run=_search)

    facts = commands.add_parser("facts", help="print the fact tables, each row with its proof")
    facts.add_argument("--markdown", action="store_true", help="the deadlines as a page for docs/")
    facts.add_argument("--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD")
    _add_database(facts)
    facts.set_defaults(run=_facts)
    return parser


def _add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", type=Path, default=DATABASE, help=f"database ({DATABASE})")


def _add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sources", type=Path, default=SOURCES, help=f"sources ({SOURCES})")
    parser.add_argument("--curated", type=Path, default=CURATED, help=f"curated ({CURATED})")
    _add_database(parser)


def _build(options: argparse.Namespace) -> int:
    from policies_kb.database.build import build

    made = build(options.sources, options.curated, options.db, report=print)
    print(", ".join(f"{count} {table}" for table, count in made.counts.items()))
    return OK


def _check(options: argparse.Namespace) -> int:
    from policies_kb.checks.base import check_base

    cards = options.cards or (CARDS if CARDS.is_dir() else None)
    if cards and not cards.is_dir():
        raise SourceError(f"{cards}:1: is no folder of answer cards")
    with KnowledgeBase.open(options.db) as base:
        problems = list(check_base(base, options.sources, options.curated, cards, options.today))
        for problem in problems:
            print(problem, file=sys.stderr)
        if all(problem.warning for problem in problems):
            due = sum(problem.due for problem in problems)
            others = len(problems) - due
            warnings = f", {others} warnings" if others else ""
            rows = (
                f", {due} curated rows due to be checked again (docs/law-watch.md)" if due else ""
            )
            print(f"sound: {len(base.documents())} documents{warnings}{rows}")
            return OK
    return FOUND_PROBLEMS


def _links(options: argparse.Namespace) -> int:
    from policies_kb.checks.addresses import check_addresses, due_addresses
    from policies_kb.overlay.addresses import addresses, ask_pages
    from policies_kb.overlay.loader import read_curated

    tables, faults = read_curated(options.curated)
    found = addresses(tables)
    problems = [
        *faults,
        *map(str, check_addresses(found)),
        *map(str, due_addresses(found, options.today or date.today())),
    ]
    if not options.check:
        for address in found:
            print(address.line())
    elif problems:
        print("\n".join(problems))
    else:
        print(f"{len(found)} addresses and numbers: each has a source, none is doubled or due")
    silent = False
    for page, said in ask_pages(found) if options.online else ():
        print(f"{page}\t{said}")
        silent = silent or not said.startswith("answers")
    return FOUND_PROBLEMS if silent or (options.check and problems) else OK


def _parse(options: argparse.Namespace) -> int:
    from policies_kb.adding.forms import read_paper_file
    from policies_kb.sources import parse_text

    papers = parse_text(read_paper_file(options.file).text, options.file)
    print(json.dumps([paper.as_json() for paper in papers], ensure_ascii=False, indent=2))
    return OK


def _add(options: argparse.Namespace) -> int:
    from policies_kb.adding.add import add
    from policies_kb.adding.forms.packs import open_packs
    from policies_kb.adding.survey import Shelf
    from policies_kb.overlay.loader import load_overlay

    if options.issue and not options.title:
        raise SourceError(f"{options.files[0]}:1: an --issue needs the --title of its publication")
    year, issue = options.issue or (None, None)
    publication = Publication(
        options.title, year, issue, options.published, options.publisher, options.url
    )
    overlay, shelf = load_overlay(options.curated), Shelf.of(options.sources)
    found: list[Preview] = []
    with open_packs(options.files) as files:
        if not files:
            raise SourceError(f"{options.files[0]}:1: holds no paper")
        for number, (name, path) in enumerate(files, 1):
            turn = f"[{number}/{len(files)}] {name}" if len(files) > 1 else ""
            if made := _survey_one(path, name, shelf, overlay, publication.name, turn):
                found.append(made)
    if not found:
        return FAILED
    print(f"published: {publication.words}")
    if not (options.yes or _agreed()):
        print("nothing was added")
        return DECLINED
    add(found, publication, options.sources, options.curated, options.db)
    for survey in found:
        print(f"added: {options.sources / survey.name}.txt; {options.db} was rebuilt")
    print("Restart the assistant to answer from it. status.yml may say how it stands today.")
    return OK if len(found) == len(files) else FOUND_PROBLEMS


def _survey_one(
    path: Path, name: str, shelf: Shelf, overlay: Overlay, issue: str, turn: str
) -> Preview | None:
    """Show what is in one file; of several, one that is refused stops nothing.

    Args:
        path: The file.
        name: What the operator knows it by; a file of a .zip lies elsewhere.
        shelf: The papers that are there already.
        overlay: The curated files.
        issue: What to call it among the sources, empty for a paper that came alone.
        turn: What to say before it, empty when it is the only one.
    """
    from policies_kb.adding.survey import survey
    from policies_kb.adding.survey_report import survey_lines

    try:
        found = replace(survey(path, shelf, overlay, date.today(), issue), file=Path(name))
    except SourceError as error:
        told = str(error).replace(str(path), name)
        if not turn:
            raise SourceError(told) from error
        print(f"{turn}: refused\n{told}", file=sys.stderr)
        return None
    if turn:
        print(turn)
    for line in survey_lines(found):
        print(line)
    shelf.put(found)
    return found


def _agreed() -> bool:
    try:
        return input("Add this? [y/N] ").strip().lower() in {"y", "yes", "是", "好"}
    except (EOFError, KeyboardInterrupt):
        print()
        return False


def _show(options: argparse.Namespace) -> int:
    name, _, provision = options.id.partition("#")
    with KnowledgeBase.open(options.db) as base:
        document = base.document(name)
        rows = base.provisions(document.id)
        if provision:
            rows = _with_below(base.provision(document.id, provision), rows)
        print(f"{document.title}\n{document.number or document.id}  {document.signed}\n")
        for row in rows:
            print(f"{'  ' * row.depth}[{row.id}] {row.text}")
        status = base.status(document.id)
        if status:
            print(f"\n{status.notice.zh}")
    return OK


def _with_below(top: Provision, rows: tuple[Provision, ...]) -> tuple[Provision, ...]:
    later = rows[top.position + 1 :]
    below = next((i for i, row in enumerate(later) if row.depth <= top.depth), len(later))
    return (top, *later[:below])


def _search(options: argparse.Namespace) -> int:
    with KnowledgeBase.open(options.db) as base:
        for hit in base.search(" ".join(options.words), options.document, limit=options.limit):
            print(f"{hit.score:.2f}  {hit.document}#{hit.provision}\n      {hit.sentence}")
    return OK


def _facts(options: argparse.Namespace) -> int:
    from policies_kb.facts_report import deadlines_report, fact_lines

    today = options.today or date.today()
    with KnowledgeBase.open(options.db) as base:
        if options.markdown:
            print(deadlines_report(base, today))
        else:
            for line in fact_lines(base, today):
                print(line)
    return OK
