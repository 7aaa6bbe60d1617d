"""Checks the docs: what their tests, those marked ``docs``, find stale."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from policies_kb.checks.problem import Problem
from policies_kb.paths import ROOT

#: What pytest returns when all passed, and when some failed.
_PASSED, _FAILED = 0, 1


def check_docs(tests: Path = ROOT / "tests") -> Iterator[Problem]:
    """Yield a problem for each test of the docs that fails."""
    files = [
        str(p) for p in sorted(tests.rglob("test_*.py")) if "mark.docs" in p.read_text("utf-8")
    ]
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-rfE", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        [*command, "-m", "docs and not slow", *files],
        cwd=ROOT,
        # Or the reasons end where the terminal does.
        env={**os.environ, "COLUMNS": "500"},
        capture_output=True,
        text=True,
    )
    for line in ran.stdout.splitlines():
        kind, _, told = line.partition(" ")
        if kind in ("FAILED", "ERROR"):
            test, _, why = told.partition(" - ")
            yield Problem(test, why)
    if ran.returncode not in (_PASSED, _FAILED):
        told = (ran.stdout + ran.stderr).strip().splitlines()[-1:]
        yield Problem("docs", f"their tests cannot run: {''.join(told)}")
