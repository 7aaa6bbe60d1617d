"""Papers labelled by hand, and how much of what they say is found.

Run it to see the figures and, with ``-v``, each miss and each false find:
``python -m tests.rigs.labelled_papers -v``; with ``forms`` at the end, of those in Word, PDF and
web pages.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from policies_kb.adding.forms import read_paper_file
from policies_kb.database.records import document_rows, provision_rows
from policies_kb.facts.extract import extract
from policies_kb.facts.fact_rows import Deadline, Facts
from policies_kb.facts.names import plain
from policies_kb.parse import ParseError, parse_papers
from policies_kb.parsed_paper import Paper

FORMS = Path(__file__).parents[1] / "evaluation" / "added_papers_facts.yml"
FOLDER = Path(__file__).parents[1] / "policies_kb" / "labelled"
KINDS = ("deadlines", "figures", "responsibilities")


@dataclass(frozen=True)
class Labelled:
    """A paper with what a person found in it."""

    name: str
    text: str
    head: dict[str, str]
    wanted: dict[str, list[str]]


@dataclass
class Score:
    """How many were wanted, found and rightly found."""

    wanted: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def labelled() -> Iterator[Labelled]:
    for path in sorted(FOLDER.glob("*.yml")):
        row: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        head = {name: str(row[name]) for name in ("number", "title", "issuer", "signed")}
        yield Labelled(path.stem, row["text"], head, {kind: row[kind] for kind in KINDS})


def labelled_forms() -> Iterator[Labelled]:
    """Yield the papers in the forms people have, with what a person found in them."""
    folder = FORMS.parent / "added_papers"
    rows: dict[str, dict[str, list[str]]] = yaml.safe_load(FORMS.read_text(encoding="utf-8"))
    for name, wanted in rows.items():
        yield Labelled(name, read_paper_file(folder / name).text, {}, wanted)


def read(text: str) -> tuple[list[Paper], Facts]:
    """Return the papers of a text and the facts of the first."""
    papers = parse_papers(text)
    document = document_rows("paper.txt", papers)[0]
    provisions = [row for row, _ in provision_rows(document.id, papers[0])]
    return papers, extract(document, provisions)


def found_in(facts: Facts) -> dict[str, list[str]]:
    """Return the sure facts as labels."""
    figures = [
        f"{row.comparison} {_number(row.value)} {row.unit}"
        for row in (*facts.targets, *facts.thresholds)
        if row.sure
    ]
    roles = {"lead": "牵头 ", "support": "配合 "}
    units = [
        roles.get(row.role, "") + plain(row.unit) for row in facts.responsibilities if row.sure
    ]
    deadlines = [_deadline(row) for row in facts.deadlines if row.sure]
    return {"deadlines": deadlines, "figures": figures, "responsibilities": units}


def _number(value: str) -> str:
    return format(Decimal(value).normalize(), "f")


def _deadline(row: Deadline) -> str:
    if row.rule == "date":
        return row.due
    return row.rrule if row.rule == "recurring" else f"~{row.when}"


def matched(wanted: Iterable[str], found: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return what was missed and what was found in vain; a label of words holds as a part."""
    left = Counter(plain(label) for label in found)
    missed = []
    for label in map(plain, wanted):
        hit = next((one for one in left if left[one] and _same(label, one)), None)
        if hit is None:
            missed.append(label)
        else:
            left[hit] -= 1
    return missed, list(left.elements())


def _same(label: str, found: str) -> bool:
    if label.startswith("~") and found.startswith("~") and not label[1:2].isdigit():
        return label[1:] in found or found[1:] in label
    return label == found or (label.startswith("~") and label[1:] in found)


def measure(papers: Iterable[Labelled], told: list[str] | None = None) -> dict[str, Score]:
    """Return the score of each kind; ``told`` gets one line for each fault."""
    scores = {kind: Score() for kind in KINDS}
    for paper in papers:
        try:
            found = found_in(read(paper.text)[1])
        except ParseError as error:
            found = {kind: [] for kind in KINDS}
            if told is not None:
                told.append(f"{paper.name}: refused: {error}")
        for kind, score in scores.items():
            missed, vain = matched(paper.wanted[kind], found[kind])
            score.wanted += len(paper.wanted[kind])
            score.found += len(found[kind])
            score.right += len(paper.wanted[kind]) - len(missed)
            if told is not None:
                told += [f"{paper.name}: missed {one}" for one in missed]
                told += [f"{paper.name}: false {one}" for one in vain]
    return scores


if __name__ == "__main__":
    lines: list[str] = []
    papers = labelled_forms() if sys.argv[-1] == "forms" else labelled()
    for kind, score in measure(papers, lines).items():
        figures = f"recall {score.recall:.2f}, precision {score.precision:.2f}"
        print(f"{kind}: {score.wanted} wanted, {figures}")
    if "-v" in sys.argv:
        print("\n".join(lines))
