"""A training that takes up what an earlier one kept."""

from __future__ import annotations

from nlu.components.provision_ranker import ProvisionRanker
from nlu.components.sentence_featurizer import SentenceVectorFeaturizer
from nlu.components.tokenizer import PolicyTokenizer


def test_a_component_whose_result_is_kept_is_asked_without_its_settings() -> None:
    # What Rasa hands the class of a node that it replaced by the kept result.
    kept = {"output": object()}
    for component in (ProvisionRanker, SentenceVectorFeaturizer, PolicyTokenizer):
        assert isinstance(component.fingerprint_addon(kept), str)
