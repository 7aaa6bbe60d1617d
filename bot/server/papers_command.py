"""``python -m bot papers``: the papers an operator adds, for all machines that share the store.

``add``, ``replace``, ``remove`` and ``list`` are those of ``python -m policies_kb``, which knows
the folder of data alone; with PostgreSQL these here keep the papers in the store.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from typing import Any

from bot.server.paper_keeper import open_keeper
from bot.settings.settings import Settings
from policies_kb.adding.commands import add_paper_commands
from policies_kb.adding.keeper import PaperKeeper
from policies_kb.errors import BuildError, DataFileError, SourceError
from policies_kb.exit_codes import FAILED
from policies_kb.paths import DATABASE, ROOT

#: Commands after which other papers are to be found by meaning.
_CHANGES = ("add", "replace", "remove")


def add_command(commands: Any) -> None:
    """Add ``papers`` with its commands to the command line of ``python -m bot``."""
    papers = commands.add_parser("papers", help="add, replace, remove or list papers")
    inside = papers.add_subparsers(required=True, metavar="WHAT")
    add_paper_commands(inside, lambda options: options.keeper, lambda parser: None)
    refresh = inside.add_parser(
        "refresh", help="bring this machine's base up to date with the papers that are kept"
    )
    refresh.set_defaults(run=_refresh)
    vectors = inside.add_parser(
        "vectors", help="make the vectors by which papers are found by meaning, only of what is new"
    )
    vectors.set_defaults(run=_vectors)
    for name, parser in inside.choices.items():
        parser.set_defaults(within=parser.get_default("run"), run=run, changes=name in _CHANGES)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run one of the commands and return its exit code."""
    try:
        with open_keeper(
            settings.database.get_secret_value(),
            settings.data_folder,
            options.database or DATABASE,
        ) as keeper:
            options.keeper = keeper
            code = int(options.within(options))
            # Words find them already.
            return _vectors(options) if code == 0 and options.changes else code
    except (BuildError, DataFileError, SourceError) as error:
        print(f"wence: {error}", file=sys.stderr)
        return FAILED


def _refresh(options: argparse.Namespace) -> int:
    keeper: PaperKeeper = options.keeper
    keeper.refresh(print)
    # A server waits for the base; words find new papers until their vectors are there.
    command = ["nice", sys.executable, "-m", "bot", "papers", "vectors"]
    quiet = subprocess.DEVNULL
    subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet, start_new_session=True)
    return 0


def _vectors(options: argparse.Namespace) -> int:
    # Loads libraries that no other of these commands needs.
    from nlu.passage_vectors import embed_base

    embed_base(options.keeper.base.current())
    return 0
