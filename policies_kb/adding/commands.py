"""The command line of ``add``, ``replace``, ``remove`` and ``list``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from policies_kb.adding.keeper import PaperKeeper
from policies_kb.adding.publication import read_issue

_STATUS = ("in_force", "overtaken", "historic", "in_force_unconfirmed")
#: Returns where the papers are kept that a command line names.
KeeperOf = Callable[[argparse.Namespace], PaperKeeper]


def add_paper_commands(commands: Any, keeper_of: KeeperOf, common: Callable[[Any], None]) -> None:
    """Add the commands to a command line.

    Args:
        commands: The sub-parsers of the command line.
        keeper_of: Returns where the papers are kept.
        common: Adds the options by which that is told.
    """
    add = commands.add_parser(
        "add", help="show what is in papers and, after a yes, add them to the base"
    )
    add.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="papers as .docx, .pdf, .html, .md or .txt; folders and .zip files of them",
    )
    _add_options(add)
    common(add)
    add.set_defaults(run=lambda options: _run("add", options, keeper_of))

    other = commands.add_parser(
        "replace", help="put a revised or corrected copy in the place of an added paper"
    )
    other.add_argument("file", type=Path, metavar="FILE", help="the paper as it is now")
    other.add_argument(
        "--instead-of",
        default="",
        metavar="NAME",
        help="number, id, title or file of the old one, where it has another number and title",
    )
    _add_options(other)
    common(other)
    other.set_defaults(run=lambda options: _run("replace", options, keeper_of))

    remove = commands.add_parser("remove", help="take added papers out of the base")
    remove.add_argument(
        "names", nargs="+", metavar="NAME", help="number, id, title or file, as list tells them"
    )
    remove.add_argument("--yes", action="store_true", help="without asking")
    common(remove)
    remove.set_defaults(run=lambda options: _run("remove", options, keeper_of))

    listing = commands.add_parser("list", help="print the papers that were added")
    listing.add_argument("--json", action="store_true", help="print a JSON list")
    common(listing)
    listing.set_defaults(run=lambda options: _run("list", options, keeper_of))


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="without asking")
    parser.add_argument("--title", default="", help="title of the publication it stands in")
    parser.add_argument("--issue", type=read_issue, default=None, help="2017-25 or 2017年第25期")
    parser.add_argument("--published", type=date.fromisoformat, default=None, help="YYYY-MM-DD")
    parser.add_argument("--publisher", default="", help="who published it")
    parser.add_argument("--url", default="", help="where it was published")
    parser.add_argument("--status", choices=_STATUS, default="", help="how it stands today")
    parser.add_argument(
        "--governs",
        default="",
        metavar="LAWS",
        help="what governs its matter today: curated laws by id, number or title, by commas",
    )
    parser.add_argument("--source", default="", help="where its standing was read")
    parser.add_argument("--notice", default="", help="what users are told of its standing, Chinese")
    parser.add_argument("--notice-en", default="", help="the same in English")
    parser.add_argument(
        "--report",
        type=Path,
        default=None,
        metavar="FOLDER",
        help="where the report of doubts goes (reports in the folder of data)",
    )


def _run(command: str, options: argparse.Namespace, keeper_of: KeeperOf) -> int:
    # They load libraries that the commands for reading do not need.
    from policies_kb.adding.add import add_papers
    from policies_kb.adding.added_list import list_papers, remove_papers
    from policies_kb.adding.replacing import replace_paper

    run = {
        "add": add_papers,
        "replace": replace_paper,
        "remove": remove_papers,
        "list": list_papers,
    }[command]
    return run(options, keeper_of(options))
