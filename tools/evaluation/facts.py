"""How questions about one fact are answered by the whole assistant: its first words count."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies_kb.kb import KnowledgeBase
from policies_kb.text.markdown import markdown_table
from tools.evaluation.scores import Share
from tools.evaluation.walk import walk_questions

#: Rows that are drawn, the same ones every time.
DRAWN, SEED = 300, 20
#: Characters at the head of an answer that readers see first.
FACTS_HEAD = 200
#: Misses that are shown.
_MISSES = 12

#: Gives the words of the answer to each turn of a new conversation.
FactQuestion = Callable[[Sequence[str]], Awaitable[list[str]]]


@dataclass(frozen=True)
class FactTurn:
    """A question and what tells that its answer is right.

    Attributes:
        kind: What it is counted under.
        text: The question.
        is_right: Tells whether the words of an answer are right.
    """

    kind: str
    text: str
    is_right: Callable[[str], bool]


def drawn(kb: KnowledgeBase) -> list[list[FactTurn]]:
    """Return questions on rows drawn from all of them, each a conversation of its own."""
    every = list(walk_questions(kb))
    some = random.Random(SEED).sample(every, min(DRAWN, len(every)))
    return [[FactTurn(asked.column, asked.text, asked.is_answered_by)] for asked in some]


def conversations(path: Path) -> list[list[FactTurn]]:
    """Return the conversations of a file: what each turn says ``first`` are regular expressions
    that the first :data:`FACTS_HEAD` signs of its answer have to hold, and ``never`` those that
    must not stand there."""
    cases = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        [
            FactTurn(_kind(case), turn["user"], _holds(turn["first"], turn.get("never", ())))
            for turn in case["turns"]
        ]
        for case in cases
    ]


def _kind(case: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (case.get("language", ""), case["kind"])))


def _holds(wanted: Sequence[str], never: Sequence[str]) -> Callable[[str], bool]:
    def is_right(text: str) -> bool:
        head = " ".join(text.split())[:FACTS_HEAD]
        wrong = any(re.search(pattern, head) for pattern in never)
        return not wrong and all(re.search(pattern, head) for pattern in wanted)

    return is_right


async def measured(title: str, asked: Sequence[Sequence[FactTurn]], ask: FactQuestion) -> str:
    """Ask everything and return the section that tells how it went."""
    shares: dict[str, list[bool]] = defaultdict(list)
    misses: list[tuple[str, str, str]] = []
    async for turn, text in _answers(asked, ask):
        right = turn.is_right(text)
        shares[turn.kind].append(right)
        if not right:
            misses.append((turn.kind, turn.text, " ".join(text.split())[:60]))
    every = [right for rights in shares.values() for right in rights]
    rows = [(kind, _share(rights)) for kind, rights in sorted(shares.items())]
    parts = [f"## {title}", markdown_table(("asked for", "right"), [("all", _share(every)), *rows])]
    if misses:
        parts.append(markdown_table(("asked for", "missed", "said"), misses[:_MISSES]))
    return "\n\n".join(parts)


async def _answers(
    asked: Sequence[Sequence[FactTurn]], ask: FactQuestion
) -> AsyncIterator[tuple[FactTurn, str]]:
    for turns in asked:
        texts = await ask([turn.text for turn in turns])
        for turn, text in zip(turns, texts, strict=True):
            yield turn, text


def _share(rights: Sequence[bool]) -> str:
    return str(Share(sum(rights), len(rights)))
