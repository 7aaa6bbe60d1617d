"""The evidence of a message, and what its matter decides, without a trained model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.evidence_featurizer import EVIDENCE, EvidenceFeaturizer
from nlu.components.linear_classifier import LOOKS
from nlu.components.matter_decider import MATTERS_FOUND, MatterDecider

CONTEXT = ExecutionContext(GraphSchema({}), node_name="node")


def make(kind: Any, **config: Any) -> Any:
    settings = {**kind.get_default_config(), **config}
    return kind.create(settings, None, Resource("component"), CONTEXT)


def message(text: str) -> Message:
    return Message({TEXT: text})


# --- evidence -----------------------------------------------------------------------------


def test_evidence_is_put_on_a_message_and_into_a_column_each() -> None:
    [found] = make(EvidenceFeaturizer, weight=0.5).process([message("厂里拖着大家的工资")])
    _, features = found.get_sparse_features(TEXT)
    assert {"pay", "owed_pay"} <= set(found.get(EVIDENCE))
    assert features.features.sum() == pytest.approx(0.5 * len(found.get(EVIDENCE)))


def test_a_message_without_a_text_has_no_evidence() -> None:
    [found] = make(EvidenceFeaturizer).process([message("")])
    assert found.get(EVIDENCE) is None


# --- the matter ---------------------------------------------------------------------------


def decided(*ranking: tuple[str, float], evidence: Sequence[str] = (), **config: Any) -> Message:
    asked = message("x")
    if ranking:
        readings = [{"name": name, "confidence": confidence} for name, confidence in ranking]
        asked.set(LOOKS, [readings])
        asked.set(EVIDENCE, evidence)
    return make(MatterDecider, **config).process([asked])[0]


def test_a_sure_intent_passes() -> None:
    found = decided(("wages_claim", 0.99), ("credit_bank", 0.01), evidence=("pay", "owed_pay"))
    assert found.get("intent")["name"] == "wages_claim"
    assert found.get(MATTERS_FOUND)[0]["name"] == "wages"


def test_a_matter_whose_intents_are_all_possible_gets_its_general_card() -> None:
    shares = [("wages_boss_gone", 0.33), ("wages_iou", 0.33), ("wages_evidence", 0.33)]
    found = decided(*shares, ("out_bank", 0.01), evidence=("pay", "owed_pay"))
    assert found.get("intent")["name"] == "wages_claim"


def test_what_the_province_wants_is_not_answered_by_a_card_for_somebodys_own_case() -> None:
    shares = [("wages_county_standard", 0.45), ("wages_governance", 0.44), ("wages_iou", 0.1)]
    found = decided(*shares, ("out_bank", 0.01), evidence=("pay",))
    assert found.get("intent")["name"] == "wages_county_standard"


def test_an_outside_message_gets_its_own_door() -> None:
    found = decided(("out_labour", 0.9), ("wages_claim", 0.1))
    assert found.get("intent")["name"] == "out_labour"


def test_a_message_between_two_matters_is_held_and_the_readings_stay() -> None:
    found = decided(("wages_claim", 0.5), ("credit_bank", 0.5), evidence=("pay", "record"))
    assert found.get("intent")["name"] == "nlu_fallback"
    names = [reading["name"] for reading in found.get("intent_ranking")]
    assert names == ["nlu_fallback", "wages_claim", "credit_bank"]


def test_small_talk_is_no_matter() -> None:
    found = decided(("greet", 0.8), ("wages_claim", 0.2))
    assert found.get("intent")["name"] == "greet"
    # What it would be about if it were none: a follow-up may lean on nothing.
    assert found.get(MATTERS_FOUND)[0]["name"] == "wages"


def test_the_floor_and_the_length_are_configured() -> None:
    shares = [("greet", 0.4), ("wages_claim", 0.3), ("wages_iou", 0.2), ("out_bank", 0.1)]
    assert decided(*shares, talk_floor=0.3).get("intent")["name"] == "greet"
    assert len(decided(*shares, kept=2).get("intent_ranking")) == 2


def test_a_message_that_nobody_looked_at_is_left_alone() -> None:
    assert decided().get("intent_ranking") is None
