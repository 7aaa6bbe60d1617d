"""The stock Rasa pipeline on the same training data, measured beside this project's in one run."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.topics import topic_of
from bot.errors import EngineError
from bot.evaluation.report import table
from bot.evaluation.rows import Row

HOME = Path(__file__).resolve().parents[2]
FOLDER = HOME / "build" / "baseline"
#: The epochs ``rasa init`` writes. An epoch over eleven thousand examples took six and a half
#: minutes on two busy cores, so the comparison may be asked for with fewer.
EPOCHS = 100
#: What ``rasa init`` writes, with the tokenizer Rasa has for Chinese and without the parts that
#: only entities and responses need.
CONFIG: dict[str, Any] = {
    "recipe": "default.v1",
    "language": "zh",
    "assistant_id": "stock-rasa",
    "pipeline": [
        {"name": "JiebaTokenizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {
            "name": "CountVectorsFeaturizer",
            "analyzer": "char_wb",
            "min_ngram": 1,
            "max_ngram": 4,
        },
        {
            "name": "DIETClassifier",
            "entity_recognition": False,
            "constrain_similarities": True,
        },
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
}
#: Returns the intent of a text, ``""`` when it is not sure.
Reader = Callable[[str], Awaitable[str]]


@dataclass(frozen=True)
class Understanding:
    """How well and how fast one pipeline understood the questions.

    Attributes:
        right: Share of questions whose topic was understood, or that were not taken for a
            matter of ours when they are none.
        wrong: Share taken for a wrong matter.
        milliseconds: Median of a parse, on one core.
        slow: 95th percentile of a parse, on one core.
    """

    right: float
    wrong: float
    milliseconds: float
    slow: float


def import_stock() -> None:
    """Import all that stock Rasa needs, before the assistant leaves it out in this process."""
    import rasa.engine.recipes.default_components  # noqa: F401


def train(epochs: int = EPOCHS, folder: Path = FOLDER) -> tuple[Path, float]:
    """Train the stock pipeline and return the model's path and the seconds it took.

    Args:
        epochs: How often DIET sees every example.
        folder: Where the model goes.

    Raises:
        EngineError: Rasa made no model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config.yml"
    pipeline = [
        {**part, "epochs": epochs} if part["name"] == "DIETClassifier" else part
        for part in CONFIG["pipeline"]
    ]
    written = yaml.safe_dump({**CONFIG, "pipeline": pipeline}, sort_keys=False)
    config.write_text(written, encoding="utf-8")
    print("baseline: training stock Rasa (many minutes) ...", file=sys.stderr, flush=True)
    from rasa.model_training import train_nlu

    began = time.perf_counter()
    model = train_nlu(
        config=str(config),
        nlu_data=str(HOME / "nlu" / "data"),
        output=str(folder),
        fixed_model_name="baseline",
        domain=str(HOME / "nlu" / "domain.yml"),
    )
    if not model:
        raise EngineError("the stock pipeline could not be trained; see the messages above")
    return Path(model), time.perf_counter() - began


def stock_reader(model: Path) -> Reader:
    """Return a trained stock pipeline as a reader."""
    from rasa.core.agent import Agent
    from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME

    agent = Agent()
    agent.load_model(str(model))

    async def read(text: str) -> str:
        found = (await agent.parse_message(text))["intent"]["name"]
        return "" if found == DEFAULT_NLU_FALLBACK_INTENT_NAME else str(found or "")

    return read


def side_by_side(rows: Sequence[Row], readers: Mapping[str, Reader]) -> str:
    """Return a section that compares readers on the questions asked in one message.

    The readers take turns question by question, so that a busy machine slows both alike.
    """
    asked = [row for row in rows if len(row.turns) == 1]
    with _one_core():
        found = asyncio.run(_understand_all(asked, readers))
    lines = [
        (
            name,
            f"{result.right:.3f}",
            f"{result.wrong:.3f}",
            f"{result.milliseconds:.1f} / {result.slow:.1f}",
        )
        for name, result in found.items()
    ]
    first, *others = found.values()
    ratios = ", ".join(f"{first.milliseconds / other.milliseconds:.2f}" for other in others)
    head = ("pipeline", "right topic", "wrong topic", "ms a parse, median / p95")
    return f"{table(head, lines)}\n\nMedian parse, first against the other: {ratios} times."


async def _understand_all(
    rows: Sequence[Row], readers: Mapping[str, Reader]
) -> dict[str, Understanding]:
    intents: dict[str, list[str]] = {name: [] for name in readers}
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for read in readers.values():
        await read("预热")
    for number, row in enumerate(rows, 1):
        for name, read in readers.items():
            began = time.perf_counter()
            intents[name].append(await read(row.question))
            seconds[name].append(time.perf_counter() - began)
        if number % 100 == 0:
            print(f"baseline: {number} questions", file=sys.stderr, flush=True)
    return {name: _figures(rows, intents[name], seconds[name]) for name in readers}


def _figures(
    rows: Sequence[Row], intents: Sequence[str], seconds: Sequence[float]
) -> Understanding:
    judged = [_is_right(row, intent) for row, intent in zip(rows, intents, strict=True)]
    return Understanding(
        right=judged.count(True) / len(judged),
        wrong=judged.count(False) / len(judged),
        milliseconds=1000 * statistics.median(seconds),
        slow=1000 * statistics.quantiles(seconds, n=20)[-1],
    )


def _is_right(row: Row, intent: str) -> bool | None:
    """Tell whether an intent is on the question's topic; ``None``: nothing was claimed."""
    claimed = topic_of(intent) if intent else ""
    if row.is_outside:
        return claimed in {"", "outside", "social"}
    if claimed == row.topic:
        return True
    return None if claimed in {"", "outside", "social", "follow"} else False


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep this process on one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
