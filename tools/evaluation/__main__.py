"""``python -m tools.evaluation [FILE ...]``: measure the assistant on labelled questions."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.rasa.errors import EngineError
from bot.server.start import MODEL, start
from bot.settings.environment import read_settings
from policies_kb.errors import KnowledgeBaseError
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import DATABASE, ROOT
from tools.evaluation.facts import FactTurn, conversations, drawn
from tools.evaluation.facts import measured as fact_section
from tools.evaluation.labelled_rows import (
    BadRow,
    LabelledRow,
    LabelledTable,
    TableError,
    read_table,
)
from tools.evaluation.markdown_report import section
from tools.evaluation.plot import reliability_plot
from tools.evaluation.scores import Figures
from tools.evaluation.subject import Subject

OWN_FOLDER = ROOT / "tests" / "evaluation"
OWN_FILES = tuple(
    OWN_FOLDER / f"{name}.tsv" for name in ("questions_dev", "questions_test", "languages_dev")
)
#: Stands first in the project's own report: figures of messages that are kept elsewhere.
OWN_LEAD = OWN_FOLDER / "real_messages.md"
OWN_REPORT = ROOT / "docs" / "evaluation.md"
#: Where the report on other files goes by default.
OTHER_REPORT = ROOT / "build" / "evaluation" / "report.md"
#: Questions about one fact: the title of each section and what is asked.
FactMeasure = tuple[str, Callable[[KnowledgeBase], Sequence[Sequence[FactTurn]]]]
FACTS: tuple[FactMeasure, ...] = (
    ("Rows of the fact tables, drawn: the first sentence", drawn),
    (
        "Officials in traditional characters and English: the first 200 signs",
        lambda _: conversations(OWN_FOLDER / "officials_languages.jsonl"),
    ),
)
TITLE = """# Evaluation

Written by `python -m tools.evaluation`. What is measured, and how the questions came about, stands
in `tests/evaluation/README.md`."""


@dataclass(frozen=True)
class TopicGroup:
    """Questions that are measured together: one split of one file."""

    name: str
    rows: tuple[LabelledRow, ...]
    bad: tuple[BadRow, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, or 2 for an error printed in one line."""
    options = _parser().parse_args(arguments)
    output = options.output or (OTHER_REPORT if options.files else OWN_REPORT)
    try:
        tables = [read_table(path) for path in options.files or OWN_FILES]
        text = _measure([group for table in tables for group in groups(table)], options, output)
        output.write_text(text + "\n", encoding="utf-8")
    except (TableError, KnowledgeBaseError, EngineError) as error:
        print(f"evaluation: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"evaluation: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    print(text)
    return 0


def groups(table: LabelledTable) -> list[TopicGroup]:
    """Return the splits of a file; one group where it has none."""
    stem = Path(table.name).stem
    splits = sorted({row.split for row in table.rows}) or [""]
    return [
        TopicGroup(
            name=stem if len(splits) == 1 else f"{stem}_{split}",
            rows=tuple(row for row in table.rows if row.split == split),
            bad=table.bad,
        )
        for split in splits
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.evaluation", description=__doc__)
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="tab-separated table with at least the columns topic and question; "
        "the project's own when none is named",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="Markdown file to write")
    parser.add_argument("--database", type=Path, default=DATABASE, help="built knowledge base")
    parser.add_argument("--model", type=Path, default=MODEL, help="trained model (.tar.gz)")
    return parser


def _measure(measured: Sequence[TopicGroup], options: argparse.Namespace, output: Path) -> str:
    """Return the report; the diagrams are written beside it."""
    print("evaluation: loading the model ...", file=sys.stderr, flush=True)
    subject = Subject(start(options.database, options.model, settings=read_settings()))
    output.parent.mkdir(parents=True, exist_ok=True)
    figures, facts = asyncio.run(_ask_all(measured, subject, [] if options.files else FACTS))
    parts = [TITLE] if options.files else [TITLE, OWN_LEAD.read_text(encoding="utf-8").strip()]
    for group, found in zip(measured, figures, strict=True):
        image = output.with_name(f"{output.stem}-{group.name}.svg")
        plot = reliability_plot(found.calibration(), group.name)
        image.write_text(plot, encoding="utf-8")
        parts.append(section(group.name, found, group.bad, image.name))
    return "\n\n".join([*parts, *facts])


async def _ask_all(
    measured: Sequence[TopicGroup], subject: Subject, facts: Sequence[FactMeasure]
) -> tuple[list[Figures], list[str]]:
    verdicts = [await subject.verdicts(group.rows, group.name) for group in measured]
    figures = [Figures(tuple(found)) for found in verdicts]
    kb = subject.context.kb
    return figures, [await fact_section(title, of(kb), subject.texts) for title, of in facts]


if __name__ == "__main__":
    sys.exit(main())
