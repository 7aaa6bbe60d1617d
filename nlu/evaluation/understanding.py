"""A trained model without a conversation: what it makes of a text, and how fast."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from actions.question import Reading
from actions.topics import topic_of
from nlu.components.topic_gate import TopicGate
from nlu.evaluation.judge import FALLBACK, Reply, Verdict, judge
from nlu.evaluation.rows import Row


class Understanding:
    """The NLU half of a model archive.

    Args:
        model: The ``.tar.gz`` of a trained model.

    Attributes:
        gate: Settings of its gate.
    """

    def __init__(self, model: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            metadata, self._runner = load_predict_graph_runner(
                Path(folder), model, LocalModelStorage, DaskGraphRunner
            )
        self._last = str(metadata.nlu_target)
        gates = [node for node in metadata.predict_schema.nodes.values() if node.uses is TopicGate]
        self._before_gate = gates[0].needs["messages"] if gates else self._last
        self.gate = {**TopicGate.get_default_config(), **(gates[0].config if gates else {})}

    def parse(self, text: str) -> dict[str, Any]:
        """Return what the whole pipeline makes of a text."""
        return self._run(text, self._last)

    def ranking(self, text: str) -> tuple[Reading, ...]:
        """Return all intents with their probabilities, before any gate."""
        found = self._run(text, self._before_gate)["intent_ranking"]
        return tuple(Reading(item["name"], item["confidence"]) for item in found)

    def _run(self, text: str, target: str) -> dict[str, Any]:
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: None}
        (message,) = self._runner.run(inputs=inputs, targets=[target])[target]
        return dict(message.as_dict(only_output_properties=False))


def verdicts_by_intent(model: Understanding, rows: Iterable[Row]) -> list[Verdict]:
    """Judge questions by the intent alone, so that pipelines without answers can be compared.

    An unsure message counts as a question back with no choices. Questions that lean on an
    earlier turn are left out.
    """
    alone = [row for row in rows if len(row.turns) == 1]
    for row in alone[:1]:
        model.parse(row.question)
    verdicts = []
    for row in alone:
        began = time.perf_counter()
        parsed = model.parse(row.question)
        passed = 1000 * (time.perf_counter() - began)
        name, confidence = parsed["intent"]["name"], float(parsed["intent"]["confidence"])
        reply = Reply(_status(name), name, confidence, milliseconds=passed)
        # Without an answer there is no clause to look for.
        verdicts.append(judge(replace(row, document="", quote=""), reply, {}))
    return verdicts


def _status(intent: str | None) -> str:
    if intent in (None, FALLBACK):
        return "clarify"
    return "out_of_scope" if topic_of(intent) == "outside" else "answered"
