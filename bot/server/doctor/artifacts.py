"""Checks what is made of the sources: the knowledge base and the model."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

from actions.tables import ANSWER_TABLES
from bot.server.doctor.findings import Finding, finding_check
from bot.server.fresh import content_hash, digest
from bot.server.served_base import ServedBase
from nlu.danger.nearness import Nearness
from policies_kb.checks.built_base import check_base
from policies_kb.checks.problem import Problem, form_problems
from policies_kb.database.in_use import BaseInUse
from policies_kb.errors import KnowledgeBaseError
from policies_kb.kb import KnowledgeBase
from policies_kb.paper_folder import PaperFolder
from policies_kb.paths import CURATED, DATABASE, ROOT, SOURCES

_TARGET = Path("models/wence.tar.gz")
_DANGER = Path("models/danger.npz")
#: More problems than these say the same: build it again.
_SHOWN = 3


def base_to_examine(served: ServedBase) -> tuple[Path, list[Finding]]:
    """Return the base that answers on this machine, and what is wrong with the papers in it.

    Args:
        served: The base of the settings or of the command line.
    """
    try:
        return served.own_file(), list(_added(served))
    except KnowledgeBaseError as error:
        if not DATABASE.is_file():
            # Told by the check of the base itself.
            return DATABASE, []
        remedy = "give leave to write the folder, or name another in WENCE_DATA"
        return DATABASE, [Finding("bad", "papers", str(error), remedy)]


def _added(served: ServedBase) -> Iterator[Finding]:
    """Say how many papers were added, and which could not be put into the base."""
    in_use = BaseInUse(DATABASE, PaperFolder(served.data))
    faults = in_use.faults()
    for fault in faults.values():
        remedy = "python -m bot papers replace, or remove"
        yield Finding("bad", "papers", f"not in the base: {fault}", remedy)
    count = len(in_use.folder.names()) - len(faults)
    yield Finding("ok", "papers", f"{count} files of added papers in {in_use.folder.papers}")


@finding_check("base")
def knowledge_base(file: Path) -> Iterator[Finding]:
    """Check that the base is there, sound and newer than its sources."""
    try:
        base = KnowledgeBase.open(file)
    except KnowledgeBaseError as error:
        yield Finding("bad", "base", str(error), "make build")
        return
    with base:
        found = [*check_base(base, SOURCES, CURATED), *form_problems(ANSWER_TABLES)]
        problems = [problem for problem in found if not problem.due]
        yield from _due([problem for problem in found if problem.due])
        for problem in problems[:_SHOWN]:
            if problem.warning:
                yield Finding("warn", "base", str(problem))
            else:
                remedy = "make build; if it stays, python -m policies_kb check"
                yield Finding("bad", "base", str(problem), remedy)
        if not problems:
            count = len(base.documents())
            yield Finding("ok", "base", f"{count} papers, sound, newer than its sources")


def _due(rows: list[Problem]) -> Iterator[Finding]:
    """Say which curated rows are due to be checked again."""
    if rows:
        first = "; ".join(str(row) for row in rows[:_SHOWN])
        found = f"{len(rows)} curated rows are due to be checked again: {first}"
        yield Finding("warn", "law", found, "docs/law-watch.md; all: python -m policies_kb check")
    else:
        yield Finding("ok", "law", "no curated row is due to be checked again")


@finding_check("model")
def model(file: Path) -> Iterator[Finding]:
    """Check that the model is there, whole, and trained from the present inputs."""
    again = f"rm -f {_TARGET}; make train"
    if not file.is_file():
        yield Finding("bad", "model", f"there is none in {file}", "make train")
        return
    try:
        with tarfile.open(file) as archive:
            parts = len(archive.getmembers())
    except (tarfile.TarError, OSError, EOFError) as error:
        yield Finding("bad", "model", f"cannot be read ({type(error).__name__})", again)
        return
    yield Finding("ok", "model", f"can be read, {parts} parts")
    yield _training(file, _TARGET)


@finding_check("danger")
def danger(file: Path) -> Iterator[Finding]:
    """Check that the weights are there by which danger is heard beside the rules."""
    try:
        Nearness.load(file)
    # numpy raises what it likes on a damaged file.
    except Exception as error:
        found = f"heard by rules alone, {file} cannot be read ({type(error).__name__})"
        yield Finding("bad", "danger", found, f"rm -f {_DANGER}; make train")
        return
    yield Finding("ok", "danger", "heard by rules and by nearness")
    yield _training(file, _DANGER)


def _training(file: Path, target: Path) -> Finding:
    """Say whether something was trained from the inputs that are there now."""
    what = "training"
    if file.resolve() != ROOT / target or Path.cwd() != ROOT:
        return Finding("ok", what, "not compared: not the project's own model, or another folder")
    recipe = _recipe(target)
    stamp = file.with_name(f".{file.name}.inputs")
    if recipe is None or not stamp.is_file():
        found = f"cannot tell what {target} was trained from"
        return Finding("warn", what, found, "make train, if the project's files have changed")
    inputs, command = recipe
    kept = stamp.read_text().split()
    if kept[1:] != [content_hash(file)]:
        return Finding("bad", what, f"{target} is not what was trained", "make train")
    if kept[0] != digest(inputs, command):
        found = f"config.yml or nlu/ have changed since {target} was trained"
        return Finding("warn", what, found, "make train")
    return Finding("ok", what, f"{target} is from the present inputs")


def _recipe(target: Path) -> tuple[list[str], list[str]] | None:
    """Return inputs and command of a training as the Makefile has them, if it can be asked."""
    if not shutil.which("make") or not (ROOT / "Makefile").is_file():
        return None
    asked = ["make", "--no-print-directory", "-n", "train"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=20)
    for line in told.stdout.replace("\\\n", " ").splitlines():
        words = shlex.split(line)
        if target.as_posix() in words and "--" in words:
            start, border = words.index(target.as_posix()) + 1, words.index("--")
            return words[start:border], words[border + 1 :]
    return None
