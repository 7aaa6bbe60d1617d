"""Checks a built base against its source texts, and its curated files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from policies_kb.checks.addresses import check_addresses
from policies_kb.checks.curated import check_curated
from policies_kb.checks.facts import check_facts
from policies_kb.checks.papers import check_papers
from policies_kb.checks.problem import Problem
from policies_kb.checks.source_files import check_source_files
from policies_kb.database.build import inputs_hash
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.addresses import addresses
from policies_kb.overlay.loader import read_curated


def check_base(
    base: KnowledgeBase,
    sources_dir: Path,
    curated_dir: Path,
    today: date | None = None,
) -> Iterator[Problem]:
    """Yield everything wrong with a base, each with where it is.

    Checks that nothing of the text was lost or invented (every span lies in its source, every
    provision with those below it reads as its span does, white space aside), that ids are unique,
    that sentences and the proofs of facts are verbatim, that references lead somewhere, that
    addresses are well formed and stand once, that every document has a status and every unit is
    known, that the source and curated files are sound and not out of date, and that the base is
    newer than what it is made of.

    Args:
        base: The built base.
        sources_dir: The sources it was built from.
        curated_dir: The curated files it was built from.
        today: The day it is checked for; the system's day when left out.
    """
    day = today or date.today()
    tables, problems = read_curated(curated_dir)
    yield from map(Problem.of, problems)
    yield from check_source_files(sources_dir)
    if base.meta().get("inputs_hash") != inputs_hash([sources_dir, curated_dir]):
        message = "sources or curated files have changed since it was built"
        yield Problem("base:1", message)
    yield from check_papers(base)
    yield from check_facts(base)
    yield from check_curated(base, tables, day)
    yield from check_addresses(addresses(tables))
