"""Measures the encoders and writes Markdown tables. Importing it imports Rasa."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.evaluation.encoders.classifier import Reading, Settings
from bot.evaluation.encoders.corpus import Labelled, Scores, read_examples, read_questions, surest
from bot.evaluation.encoders.costs import seconds_a_text, weigh
from bot.evaluation.encoders.search import Base
from bot.evaluation.encoders.study import DISTILLED, PLAIN, TEACHER, Encoders, Study, searched, told
from bot.evaluation.report import table

HOME = Path(__file__).resolve().parents[3]
EXAMPLES = HOME / "nlu" / "data"
QUESTIONS = HOME / "tests" / "evaluation" / "questions_dev.tsv"
#: So many training texts are embedded anew to tell what embedding all of them takes.
_SAMPLE = 200
#: Of a quick run: every so many examples and asks, every so many questions.
_FEWER_EXAMPLES, _FEWER_QUESTIONS = 12, 6


def sections(database: Path, cache: Path, quick: bool) -> Iterator[str]:
    """Yield the parts of the report, each as soon as it is measured.

    Args:
        database: Built knowledge base.
        cache: File of vectors made before.
        quick: Take a small part of the data, to show that it runs.

    Raises:
        KnowledgeBaseError: The base is missing or damaged.
    """
    fewer, some = (_FEWER_EXAMPLES, _FEWER_QUESTIONS) if quick else (1, 1)
    examples, questions = read_examples(EXAMPLES)[::fewer], read_questions(QUESTIONS)[::some]
    base = Base(database)
    texts = [example.text for example in examples]
    frequent = {"frequent": 0} if quick else {}
    encoders = Encoders(texts, cache, **frequent)
    try:
        study = Study(examples, encoders, Settings.read(HOME / "config.yml"))
        yield "## Intents"
        yield from _intents(study, examples, questions)
        yield "## Search"
        yield search_table(searched(base, encoders, fewer))
        yield "## Costs"
        yield _costs(encoders, texts)
    finally:
        encoders.close()
        base.close()


def _intents(
    study: Study, examples: Sequence[Labelled], questions: Sequence[Labelled]
) -> list[str]:
    fold, read = study.cross_validated()
    pipelines = study.pipelines([True] * len(examples))
    told(f"asking {len(questions)} questions in turns")
    timed = study.in_turns(pipelines, questions)
    asked = {name: [one.reading for one in found] for name, found in timed.items()}
    times = {name: [one.milliseconds for one in found] for name, found in timed.items()}
    return [
        f"One fold of the training examples ({len(fold)} of {len(examples)}):",
        scores_table(fold, read),
        f"Dev questions ({len(questions)}):",
        scores_table(questions, asked, times),
        "As the first stage: mistakes among the examples each is surest of, as many as the "
        "n-grams settle:",
        surest_table(fold, read),
    ]


def scores_table(
    texts: Sequence[Labelled],
    readings: Mapping[str, Sequence[Reading]],
    milliseconds: Mapping[str, Sequence[float]] | None = None,
) -> str:
    """Return how well each pipeline read the texts, with the times where they are given."""
    head = ["features", "topic", "intent", "settled", "passes", "wrong topic of those"]
    lines = []
    for name, found in readings.items():
        scores = Scores.of(texts, found)
        wrong = f"{scores.wrong.rate:.4f} ({scores.wrong.hits})"
        rates = (scores.topic, scores.intent, scores.settled, scores.passed)
        lines.append([name, *(f"{share.rate:.3f}" for share in rates), wrong])
        if milliseconds:
            slow = statistics.quantiles(milliseconds[name], n=20)[-1]
            lines[-1].append(f"{statistics.median(milliseconds[name]):.1f} / {slow:.1f}")
    return table([*head, "ms, median / p95"] if milliseconds else head, lines)


def surest_table(texts: Sequence[Labelled], readings: Mapping[str, Sequence[Reading]]) -> str:
    """Return the mistakes of each single-stage pipeline at the share the n-grams settle."""
    cascade = next(found for name, found in readings.items() if name.startswith(f"{PLAIN}, then"))
    count = sum(reading.settled for reading in cascade)
    lines = []
    for name, found in readings.items():
        if ", then" not in name:
            topic, intent = surest(texts, found, count)
            lines.append([name, f"{topic.rate:.4f} ({topic.hits})", f"{intent.rate:.3f}"])
    return table(["features", f"wrong topic of {count}", "wrong intent"], lines)


def search_table(places: Mapping[str, Sequence[int]]) -> str:
    """Return how often the right provision came first and among the first three."""
    lines = [
        [
            name,
            f"{sum(place == 1 for place in found) / len(found):.3f}",
            f"{sum(place > 0 for place in found) / len(found):.3f}",
        ]
        for name, found in places.items()
    ]
    asks = len(next(iter(places.values())))
    return table([f"ranking ({asks} asks, each left out)", "R@1", "R@3"], lines)


def _costs(encoders: Encoders, texts: Sequence[str]) -> str:
    """Return what each encoder costs to hold, to load and to train with."""
    told("weighing")
    sample = random.Random(0).sample(list(texts), min(_SAMPLE, len(texts)))
    words = random.Random(0).sample(encoders.vocabulary, min(_SAMPLE, len(encoders.vocabulary)))
    teacher = {TEACHER: encoders.by_name[TEACHER]}
    learning = seconds_a_text(teacher, words)[TEACHER] * len(encoders.vocabulary)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "distilled.npz"
        encoders.distilled.save(stored)
        for name, seconds in seconds_a_text(encoders.by_name, sample).items():
            weight = weigh(name, stored if name == DISTILLED else None)
            embedding = seconds * len(texts) + (learning if name == DISTILLED else 0)
            lines.append(
                [
                    name,
                    f"{1000 * seconds:.1f}",
                    f"{embedding:.0f}",
                    f"{weight.megabytes:.0f}",
                    f"{weight.seconds:.1f}",
                ]
            )
    head = ["encoder", "ms a training text", f"s for {len(texts)} texts", "MB", "s to load"]
    return table(head, lines)
