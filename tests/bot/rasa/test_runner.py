"""The runner gives what Rasa's own gives, for the graph of the real model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import rasa.engine.runner.dask
from needs import needs
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.runner import OrderedGraphRunner
from bot.server.start import MODEL

pytestmark = needs("model")
TEXTS = ("老板三个月没发工资怎么办", "杭州的碳排放强度要下降多少", "", "嗯", "信用修复要多久" * 20)


@pytest.fixture(scope="module")
def loaded() -> Iterator[tuple[ModelMetadata, DaskGraphRunner]]:
    with TemporaryDirectory() as folder:
        yield load_predict_graph_runner(Path(folder), MODEL, LocalModelStorage, DaskGraphRunner)


@pytest.fixture
def ordered(loaded: tuple[ModelMetadata, DaskGraphRunner]) -> OrderedGraphRunner:
    _, runner = loaded
    return OrderedGraphRunner(runner._graph_schema, runner._instantiated_nodes)


def get(graph: Mapping[str, Any], targets: Sequence[str]) -> list[Any]:
    """Run a graph of dask, which is not installed: a task is a function and the names it takes.

    What is no task is a value, as https://docs.dask.org/en/stable/spec.html says.
    """

    def value(name: str) -> Any:
        task = graph[name]
        if callable(task[0]):
            return task[0](*map(value, task[1:]))
        return task

    return [value(target) for target in targets]


def inputs(text: str) -> dict[str, Any]:
    tracker = DialogueStateTracker.from_events("c", [])
    return {PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: tracker}


@pytest.mark.parametrize("text", TEXTS)
def test_a_message_is_understood_as_by_the_runner_of_rasa(
    loaded: tuple[ModelMetadata, DaskGraphRunner],
    ordered: OrderedGraphRunner,
    text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rasa.engine.runner.dask.dask, "get", get, raising=False)
    metadata, theirs = loaded
    target = str(metadata.nlu_target)
    [mine] = ordered.run(inputs(text), [target])[target]
    [other] = theirs.run(inputs(text), [target])[target]
    assert mine.as_dict(only_output_properties=True) == other.as_dict(only_output_properties=True)


def test_only_what_a_target_needs_is_run(
    loaded: tuple[ModelMetadata, DaskGraphRunner], ordered: OrderedGraphRunner
) -> None:
    metadata, theirs = loaded
    minimal = theirs._graph_schema.minimal_graph_schema([str(metadata.nlu_target)])
    order = [name for name, _ in ordered._order((str(metadata.nlu_target),))]
    assert set(order) == set(minimal.nodes)
    for place, name in enumerate(order):
        needs = set(minimal.nodes[name].needs.values()) & set(minimal.nodes)
        assert needs <= set(order[:place]), name


def test_without_targets_those_of_the_schema_are_run(ordered: OrderedGraphRunner) -> None:
    assert set(ordered.run(inputs("嗯"))) == set(ordered._schema.target_names)
