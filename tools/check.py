"""``make check``: asks each room what is wrong with its data, and the docs, one problem a line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date

from actions.checks import check_answers
from bot.checks import check_bot
from nlu.tables import READING_TABLES
from policies_kb.checks.built_base import check_base
from policies_kb.checks.curated import ended_articles
from policies_kb.checks.problem import Problem, form_problems, print_problems
from policies_kb.errors import KnowledgeBaseError
from policies_kb.exit_codes import FAILED
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.loader import read_curated
from policies_kb.paths import CURATED, DATABASE, SOURCES
from tools.check_docs import check_docs


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every problem and return 0 when the data can be used, 1 or 2 when they cannot."""
    parser = argparse.ArgumentParser(prog="python -m tools.check", description=__doc__)
    parser.add_argument("--today", type=date.fromisoformat, default=date.today(), help="YYYY-MM-DD")
    options = parser.parse_args(arguments)
    try:
        with KnowledgeBase.open(DATABASE) as base:
            problems = list(_problems(base, options.today))
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return FAILED
    return print_problems(problems, "papers, curated rows, reading, answers, letters, docs")


def _problems(base: KnowledgeBase, today: date) -> Iterator[Problem]:
    ended = ended_articles(read_curated(CURATED)[0], today)
    yield from check_base(base, SOURCES, CURATED, today)
    yield from form_problems(READING_TABLES)
    yield from check_answers(base, ended)
    yield from check_bot(base)
    yield from check_docs()


if __name__ == "__main__":
    sys.exit(main())
