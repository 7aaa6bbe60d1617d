"""The gate lets an intent pass that is sure, alone or with its neighbours, and holds the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.topic_gate import TopicGate


def gated(*ranking: tuple[str, float], **config: Any) -> Message:
    asked = Message({TEXT: "x"})
    readings = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    if readings:
        asked.set("intent", readings[0])
        asked.set("intent_ranking", readings)
    gate = TopicGate.create(
        {**TopicGate.get_default_config(), **config},
        LocalModelStorage(Path()),
        Resource("gate"),
        ExecutionContext(GraphSchema({})),
    )
    return gate.process([asked])[0]


def test_a_sure_intent_passes() -> None:
    assert gated(("wages_claim", 0.9), ("credit_bank", 0.1)).get("intent")["name"] == "wages_claim"


def test_neighbours_of_one_topic_make_each_other_sure() -> None:
    passed = gated(("wages_claim", 0.35), ("wages_iou", 0.3), ("credit_bank", 0.3))
    assert passed.get("intent")["name"] == "wages_claim"


def test_an_unsure_topic_is_held_and_the_readings_stay() -> None:
    held = gated(("wages_claim", 0.4), ("credit_bank", 0.35), ("out_bank", 0.25))
    assert held.get("intent") == {"name": "nlu_fallback", "confidence": pytest.approx(0.6)}
    names = [reading["name"] for reading in held.get("intent_ranking")]
    assert names == ["nlu_fallback", "wages_claim", "credit_bank", "out_bank"]


def test_an_intent_that_is_too_weak_itself_is_held() -> None:
    many = [(f"wages_{n}", 0.1) for n in range(9)]
    assert gated(*many).get("intent")["name"] == "nlu_fallback"


def test_the_floors_and_the_length_are_configured() -> None:
    assert gated(("wages_claim", 0.5), ("greet", 0.4), topic_floor=0.4).get("intent")["name"] == (
        "wages_claim"
    )
    many = [("wages_claim", 0.9), *((f"out_{n}", 0.01) for n in range(10))]
    assert len(gated(*many, kept=3).get("intent_ranking")) == 3


def test_a_message_without_a_ranking_is_left_alone() -> None:
    assert gated().get("intent_ranking") is None
