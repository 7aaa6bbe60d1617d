"""``python -m bot.evaluation.encoders``: compare sentence encoders as they are used here.

Prints Markdown tables: intents, search and costs. Takes 20 minutes of one busy core and 3 GB,
and some minutes more the first time, when the vectors are not in the cache yet.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.model.quiet import be_quiet
from policies_kb.errors import KnowledgeBaseError
from policies_kb.paths import DATABASE

CACHE = Path(__file__).resolve().parents[3] / "build" / "vectors.db"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, or 2 for an error said in one line."""
    options = _parser().parse_args(arguments)
    be_quiet()
    # Before numpy is imported, so that its threads keep to one core too.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from bot.evaluation.encoders.report import sections

    try:
        for section in sections(options.database, options.cache, options.quick):
            print(section, end="\n\n", flush=True)
    except KnowledgeBaseError as error:
        print(f"encoders: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.evaluation.encoders",
        description="Compare sentence encoders on the training examples, the dev questions and "
        "the curated ways of asking.",
    )
    parser.add_argument(
        "--quick", action="store_true", help="a small part of the data: shows that it runs"
    )
    parser.add_argument("--cache", type=Path, default=CACHE, help="file of vectors made before")
    parser.add_argument("--database", type=Path, default=DATABASE, help="built knowledge base")
    return parser


if __name__ == "__main__":
    sys.exit(main())
