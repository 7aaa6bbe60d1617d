"""What encoders are compared on: the training examples and the dev questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from actions.topics import topic_of
from bot.evaluation.encoders.classifier import Reading
from bot.evaluation.figures import Share
from bot.evaluation.rows import Row, read_table
from bot.i18n import to_simplified

#: Topics under which nothing of ours is claimed.
_CLAIM_NOTHING = frozenset({"outside", "social"})
_FOLDS = 5
_SEED = 0


@dataclass(frozen=True)
class Labelled:
    """A text and what it is about; ``intent`` is empty where only the topic is labelled."""

    text: str
    intent: str
    topic: str

    def has_topic(self, intent: str) -> bool:
        """Tell whether an intent is on the right topic."""
        claimed = topic_of(intent)
        if self.topic == "outside":
            return claimed in _CLAIM_NOTHING
        # A guided case is a matter of its own among the intents, not among the labels.
        return claimed == self.topic or intent == self.intent


def read_examples(folder: Path) -> list[Labelled]:
    """Return the training examples of a folder of Rasa files."""
    return [
        Labelled(line.removeprefix("- ").strip(), block["intent"], topic_of(block["intent"]))
        for path in sorted(folder.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ())
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    ]


def read_questions(path: Path) -> list[Labelled]:
    """Return the questions of a table that are asked in one message, in simplified characters."""
    rows = [row for row in read_table(path).rows if len(row.turns) == 1]
    return [Labelled(to_simplified(row.question), row.intent, _topic(row)) for row in rows]


def _topic(row: Row) -> str:
    return "outside" if row.is_outside else row.topic


def held_out(examples: Sequence[Labelled]) -> list[bool]:
    """Tell of each example whether it is in the fold that is tested; always the same fold."""
    folds = np.random.default_rng(_SEED).integers(0, _FOLDS, len(examples))
    return [bool(fold == 0) for fold in folds]


@dataclass(frozen=True)
class Scores:
    """How well texts were understood.

    Attributes:
        topic: Right topics.
        intent: Right intents, of the texts that have one labelled.
        passed: Texts the gate lets through.
        wrong: Wrong topics among those.
        settled: Texts for which n-grams were enough.
    """

    topic: Share
    intent: Share
    passed: Share
    wrong: Share
    settled: Share

    @classmethod
    def of(cls, texts: Sequence[Labelled], readings: Sequence[Reading]) -> Scores:
        """Judge the readings of texts."""
        pairs = list(zip(texts, readings, strict=True))
        return cls(
            topic=Share.of(text.has_topic(found.intent) for text, found in pairs),
            intent=Share.of(text.intent == found.intent for text, found in pairs if text.intent),
            passed=Share.of(found.passed for found in readings),
            wrong=Share.of(not t.has_topic(f.intent) for t, f in pairs if f.passed),
            settled=Share.of(found.settled for found in readings),
        )


def surest(
    texts: Sequence[Labelled], readings: Sequence[Reading], count: int
) -> tuple[Share, Share]:
    """Return the wrong topics and wrong intents among the texts with the likeliest topic.

    Args:
        texts: What was read.
        readings: How.
        count: How many of the surest readings are looked at.
    """
    pairs = sorted(zip(texts, readings, strict=True), key=lambda pair: -pair[1].mass)[:count]
    return (
        Share.of(not text.has_topic(found.intent) for text, found in pairs),
        Share.of(text.intent != found.intent for text, found in pairs if text.intent),
    )
