"""Command line of the knowledge base: ``python -m policies_kb``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from policies_kb.adding.commands import add_paper_commands
from policies_kb.adding.keeper import PaperKeeper
from policies_kb.database.in_use import BaseInUse
from policies_kb.errors import BuildError, DataFileError, KnowledgeBaseError, NotInBase, SourceError
from policies_kb.exit_codes import FAILED, FOUND_PROBLEMS, OK
from policies_kb.kb import KnowledgeBase
from policies_kb.paper_folder import PaperFolder
from policies_kb.paths import CURATED, DATA_FOLDER, DATABASE, SOURCES
from policies_kb.rows import Provision


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when all is well, 1 when ``check`` found problems or nothing was added for want of a
        yes, 2 when the command failed.
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (BuildError, KnowledgeBaseError, NotInBase, DataFileError, SourceError) as error:
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
    build.add_argument("--db", type=Path, default=DATABASE, help=f"database ({DATABASE})")
    build.set_defaults(run=_build)

    check = commands.add_parser(
        "check", help="check the built database against its sources; exit 1 when it is not sound"
    )
    check.add_argument("--today", type=date.fromisoformat, default=None, help="YYYY-MM-DD")
    _add_folders(check)
    _add_database(check)
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

    add_paper_commands(commands, _keeper, _add_data)

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
    """Add the options of a command that reads the base in use."""
    parser.add_argument(
        "--db", type=Path, default=None, help="a database file instead of the base in use"
    )
    _add_data_folder(parser)


def _add_data(parser: argparse.ArgumentParser) -> None:
    """Add the options of a command that changes the added papers."""
    parser.add_argument("--db", type=Path, default=DATABASE, help=f"the built base ({DATABASE})")
    _add_data_folder(parser)


def _add_data_folder(parser: argparse.ArgumentParser) -> None:
    named = os.environ.get("WENCE_DATA", "").strip()
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(named) if named else DATA_FOLDER,
        help="folder of data (WENCE_DATA, else var)",
    )


def _add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sources", type=Path, default=SOURCES, help=f"sources ({SOURCES})")
    parser.add_argument("--curated", type=Path, default=CURATED, help=f"curated ({CURATED})")


def _keeper(options: argparse.Namespace) -> PaperKeeper:
    return PaperKeeper(_base_in_use(options))


def _base_in_use(options: argparse.Namespace) -> BaseInUse:
    return BaseInUse(options.db or DATABASE, PaperFolder(options.data))


def _file(options: argparse.Namespace) -> Path:
    """Return the database a command reads: the one that is named, or the base in use."""
    if options.db and not options.data:
        return Path(options.db)
    return _base_in_use(options).current()


def _build(options: argparse.Namespace) -> int:
    from policies_kb.database.build import build

    built = build(options.sources, options.curated, options.db, report=print)
    print(", ".join(f"{count} {table}" for table, count in built.counts.items()))
    return OK


def _check(options: argparse.Namespace) -> int:
    from policies_kb.checks.built_base import check_base
    from policies_kb.checks.problem import print_problems

    with KnowledgeBase.open(_file(options)) as base:
        problems = list(check_base(base, options.sources, options.curated, options.today))
        return print_problems(problems, f"{len(base.documents())} documents")


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
    for page, outcome in ask_pages(found) if options.online else ():
        print(f"{page}\t{outcome}")
        silent = silent or not outcome.startswith("answers")
    return FOUND_PROBLEMS if silent or (options.check and problems) else OK


def _parse(options: argparse.Namespace) -> int:
    from policies_kb.adding.forms import read_paper_file
    from policies_kb.sources import parse_text

    papers = parse_text(read_paper_file(options.file).text, options.file)
    print(json.dumps([paper.as_json() for paper in papers], ensure_ascii=False, indent=2))
    return OK


def _show(options: argparse.Namespace) -> int:
    name, _, provision = options.id.partition("#")
    with KnowledgeBase.open(_file(options)) as base:
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
    with KnowledgeBase.open(_file(options)) as base:
        for hit in base.search(" ".join(options.words), options.document, limit=options.limit):
            print(f"{hit.score:.2f}  {hit.document}#{hit.provision}\n      {hit.sentence}")
    return OK


def _facts(options: argparse.Namespace) -> int:
    from policies_kb.facts_report import deadlines_report, fact_lines

    today = options.today or date.today()
    with KnowledgeBase.open(_file(options)) as base:
        if options.markdown:
            print(deadlines_report(base, today))
        else:
            for line in fact_lines(base, today):
                print(line)
    return OK
