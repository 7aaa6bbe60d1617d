"""Labelled questions, read from a table of tab-separated values."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

#: What each paper is about.
PAPER_TOPICS = {
    "浙政发〔2017〕31号": "climate",
    "浙政办发〔2017〕75号": "credit",
    "浙政办发〔2017〕77号": "environment_reports",
    "浙政办发〔2017〕80号": "wages",
    "浙政办发〔2017〕82号": "disclosure",
    "浙政办发〔2017〕86号": "commendation",
}
#: Topics the assistant answers on.
ANSWERED_TOPICS = frozenset(PAPER_TOPICS.values()) | {"documents", "social"}
#: Topics on which the right answer is to say that it is outside.
OUTSIDE_TOPICS = frozenset({"outside", "near_labour", "near_environment", "environment"})
STATUSES = frozenset({"answered", "clarify", "out_of_scope", "no_provision"})
SPLITS = frozenset({"", "dev", "test"})
#: Separates what is right alike.
ALTERNATIVE = "|"


class TableError(Exception):
    """The file is no table of questions at all."""


@dataclass(frozen=True)
class LabelledRow:
    """One labelled question.

    Attributes:
        topic: One of ``ANSWERED_TOPICS`` or ``OUTSIDE_TOPICS``.
        question: What is typed; a JSON list holds the turns of a conversation, and the answer
            to the last one counts.
        id: Name of the row, unique in its file.
        split: ``dev``, ``test``, or empty where the file has no splits.
        intent: Intent expected; empty where it is not labelled.
        kind: Who asks and how, e.g. ``personal``, ``official``, ``follow-up``, ``trap``.
        style: How it is worded, e.g. ``story``, ``typo``, ``english``.
        document: 文号 of the paper that answers, or empty.
        quote: Words or law numbers of which a right answer cites at least one, separated by
            ``|``; empty where none is expected.
        expected_status: Statuses that are right, separated by ``|``.
    """

    topic: str
    question: str
    id: str = ""
    split: str = ""
    intent: str = ""
    kind: str = ""
    style: str = ""
    document: str = ""
    quote: str = ""
    expected_status: str = ""

    @property
    def is_outside(self) -> bool:
        """Whether nothing in the base answers this topic."""
        return self.topic in OUTSIDE_TOPICS

    @property
    def statuses(self) -> frozenset[str]:
        """Statuses that are right; told from the topic where the file does not say."""
        if self.expected_status:
            return frozenset(self.expected_status.split(ALTERNATIVE))
        return frozenset({"out_of_scope", "no_provision"} if self.is_outside else {"answered"})

    @property
    def should_abstain(self) -> bool:
        """Whether the base has nothing to say to this question."""
        return self.is_outside or not self.statuses & {"answered", "clarify"}

    @property
    def quotes(self) -> tuple[str, ...]:
        """Words of which one must be cited, without white space."""
        return tuple("".join(part.split()) for part in self.quote.split(ALTERNATIVE) if part)

    @property
    def turns(self) -> tuple[str, ...]:
        """The messages of the conversation; the last one is judged."""
        return tuple(_turns(self.question) or (self.question,))


@dataclass(frozen=True)
class BadRow:
    """A line that could not be used."""

    line: int
    reason: str


@dataclass(frozen=True)
class LabelledTable:
    """The questions of one file and the lines that were left out."""

    name: str
    rows: tuple[LabelledRow, ...]
    bad: tuple[BadRow, ...]


def read_table(path: Path) -> LabelledTable:
    """Return the questions of a file.

    Lines before the header that begin with ``#`` are a comment. The header must name at least
    ``topic`` and ``question``; columns that are not known are left out.

    Raises:
        TableError: The file cannot be read, or its header lacks a column.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise TableError(f"{path}: {error.strerror}") from error
    top = next((place for place, line in enumerate(lines) if not line.startswith(b"#")), 0)
    header = lines[top].decode("utf-8", "replace").rstrip("\r").split("\t")
    missing = {"topic", "question"} - set(header)
    if missing:
        raise TableError(f"{path}, line {top + 1}: no column {', '.join(sorted(missing))}")
    rows, bad = [], []
    for number, line in enumerate(lines[top + 1 :], top + 2):
        if not line.strip():
            continue
        try:
            rows.append(_row(header, line))
        except ValueError as error:
            bad.append(BadRow(number, str(error)))
    return LabelledTable(path.name, tuple(rows), tuple(bad))


def _row(header: list[str], line: bytes) -> LabelledRow:
    """Return the row of a line; raises ``ValueError`` (bad UTF-8 is one) with what is wrong."""
    cells = line.decode("utf-8").rstrip("\r").split("\t")
    if len(cells) != len(header):
        raise ValueError(f"{len(cells)} columns instead of {len(header)}")
    known = {field.name for field in fields(LabelledRow)}
    row = LabelledRow(
        **{name: cell.strip() for name, cell in zip(header, cells, strict=True) if name in known}
    )
    if row.topic not in ANSWERED_TOPICS | OUTSIDE_TOPICS:
        raise ValueError(f"unknown topic {row.topic[:40]!r}")
    if not row.question:
        raise ValueError("no question")
    if row.split not in SPLITS:
        raise ValueError(f"unknown split {row.split[:40]!r}")
    if not row.statuses <= STATUSES:
        raise ValueError(f"unknown status {row.expected_status[:40]!r}")
    return row


def _turns(question: str) -> list[str] | None:
    """Return the turns of a question that is a JSON list of texts."""
    try:
        turns = json.loads(question) if question.startswith("[") else None
    except json.JSONDecodeError:
        return None
    is_list = isinstance(turns, list) and all(isinstance(turn, str) for turn in turns)
    return turns if is_list else None
