"""``python -m bot review``: how readers judged the answers, grouped for the editor.

Reads the feedback and the questions that got no answer, puts alike questions together and says for
each group what it was taken for and which clause is nearest. Corrected by an editor, the exported
examples become training data; nothing goes there by itself.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.server.served_base import ServedBase
from bot.settings.settings import Settings
from bot.store.archive import Archive, Remark
from bot.store.tables import now
from policies_kb.kb import KnowledgeBase

#: Questions at least so alike stand in one group. Half of the character pairs in common: two
#: wordings of one question are, two questions about wages in general are not.
_ALIKE = 0.5
#: Where a question would be read as an annotation, ``[text](entity)``, of the training data.
_ANNOTATION = re.compile(r"(?<=\])(?=[({\[])")
_HEAD = """\
# Questions from the feedback, grouped by the intent they were taken for. Correct each before it
# goes to nlu/data: the intent given is what went wrong in many of them.
"""


@dataclass(frozen=True)
class QuestionGroup:
    """Alike questions.

    Attributes:
        questions: The different wordings, the most frequent first.
        count: How many remarks they make.
        verdicts: How often each verdict was given.
        intent: What most of them were taken for.
        notes: What readers wrote.
        nearest: The clause nearest to the example, ``document id#provision``; empty for none.
    """

    questions: tuple[str, ...]
    count: int
    verdicts: dict[str, int]
    intent: str
    notes: tuple[str, ...]
    nearest: str

    def as_json(self) -> dict[str, Any]:
        """Return the group as plain data."""
        return {
            "count": self.count,
            "verdicts": self.verdicts,
            "example": self.questions[0],
            "questions": list(self.questions),
            "intent": self.intent,
            "nearest": self.nearest,
            "notes": list(self.notes),
        }


def add_command(commands: Any) -> None:
    """Add ``review`` to the command line of ``python -m bot``."""
    review = commands.add_parser("review", help="list how readers judged the answers")
    review.add_argument("--since", type=_days, metavar="DAYS", help="only of the last DAYS days")
    review.add_argument("--json", action="store_true", help="print a JSON list of groups")
    review.add_argument("--export", type=Path, metavar="FILE.yml", help="write examples to correct")
    review.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run the command and return its exit code."""
    since = now() - timedelta(days=options.since) if options.since else None
    archive = Archive.open(settings.database.get_secret_value(), upgrade=False)
    remarks = archive.remarks(since)
    archive.close()
    with KnowledgeBase.open(ServedBase.of(settings, options.database).own_file()) as kb:
        groups = group_questions(remarks, kb)
    if options.export:
        try:
            options.export.write_text(as_training_data(groups), encoding="utf-8")
        except OSError as error:
            print(f"wence: {options.export} cannot be written ({error.strerror})", file=sys.stderr)
            return 2
    if options.json:
        print(json.dumps([group.as_json() for group in groups], ensure_ascii=False, indent=2))
    else:
        print(groups_text(groups))
    return 0


def group_questions(remarks: Iterable[Remark], kb: KnowledgeBase) -> list[QuestionGroup]:
    """Return the remarks by alike questions, the largest group first.

    Args:
        remarks: Feedback on single turns.
        kb: Where the nearest clause is looked up.
    """
    by_question: dict[str, list[Remark]] = {}
    for remark in remarks:
        by_question.setdefault(remark.about.question, []).append(remark)
    return sorted(
        (
            _group(alike, [remark for question in alike for remark in by_question[question]], kb)
            # Those asked most lead.
            for alike in _clusters(sorted(by_question, key=lambda q: -len(by_question[q])))
        ),
        key=lambda group: -group.count,
    )


def groups_text(groups: Sequence[QuestionGroup]) -> str:
    """Return the groups for the terminal."""
    if not groups:
        return "No feedback yet, and no question without an answer."
    return "\n\n".join(_described(group) for group in groups)


def as_training_data(groups: Iterable[QuestionGroup]) -> str:
    """Return the questions as Rasa's NLU YAML, by the intent they were taken for.

    Pressed buttons are left out: nobody typed them.
    """
    by_intent: dict[str, list[str]] = {}
    for group in groups:
        typed = [question for question in group.questions if not question.startswith("/")]
        if typed:
            by_intent.setdefault(group.intent or "nlu_fallback", []).extend(typed)
    data = {
        "version": "3.1",
        "nlu": [
            {"intent": intent, "examples": LiteralScalarString(_examples(questions))}
            for intent, questions in sorted(by_intent.items())
        ],
    }
    written = io.StringIO()
    yaml = YAML()
    yaml.dump(data, written)
    return _HEAD + written.getvalue()


def _group(questions: Sequence[str], remarks: Sequence[Remark], kb: KnowledgeBase) -> QuestionGroup:
    hits = kb.search(questions[0], limit=1)
    return QuestionGroup(
        questions=tuple(questions),
        count=len(remarks),
        verdicts=dict(Counter(remark.verdict for remark in remarks).most_common()),
        intent=Counter(remark.about.intent for remark in remarks).most_common(1)[0][0],
        notes=tuple(remark.note for remark in remarks if remark.note),
        nearest=f"{hits[0].document}#{hits[0].provision}" if hits else "",
    )


def _clusters(questions: Iterable[str]) -> list[list[str]]:
    """Return alike questions together: each joins the first leader it is like, or leads itself."""
    clusters: list[tuple[frozenset[str], list[str]]] = []
    for question in questions:
        pairs = _pairs(question)
        for leader, members in clusters:
            if _likeness(leader, pairs) >= _ALIKE:
                members.append(question)
                break
        else:
            clusters.append((pairs, [question]))
    return [members for _, members in clusters]


def _pairs(question: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters, the character itself when there is one only."""
    bare = "".join(char for char in question.lower() if char.isalnum()) or question
    return frozenset(bare[place : place + 2] for place in range(max(1, len(bare) - 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of pairs two questions have in common (Dice), 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other))


def _described(group: QuestionGroup) -> str:
    verdicts = ", ".join(f"{verdict} {count}" for verdict, count in group.verdicts.items())
    others = len(group.questions) - 1
    lines = [
        f"{group.count:>4}  {group.questions[0]}" + (f"  (+{others} alike)" if others else ""),
        f"      verdicts: {verdicts}",
        f"      taken for: {group.intent or '-'}",
        f"      nearest clause: {group.nearest or '-'}",
        *(f"      note: {note}" for note in group.notes),
    ]
    return "\n".join(lines)


def _examples(questions: Iterable[str]) -> str:
    return "".join(f"- {_ANNOTATION.sub(' ', question)}\n" for question in questions)


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 3650:
        raise argparse.ArgumentTypeError("a number of days from 1 to 3650")
    return int(text)
