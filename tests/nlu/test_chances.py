"""The chances of the matters, from what the classifiers and the words say."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.chances import CHANCES, Chances, Weights, design, load_chances, parameters, signals
from nlu.evidence import load_evidence
from nlu.topics import MATTERS

DATA = CHANCES.data
#: So many weights at most: they are fitted to messages, and must say nothing of single ones.
FEW = 60


def ranking(**shares: float) -> list[dict[str, object]]:
    return [{"name": name, "confidence": share} for name, share in shares.items()]


def test_there_are_few_weights_and_each_has_its_place() -> None:
    names = parameters(DATA.evidence)
    assert set(DATA.weights) == set(names)
    assert len(names) == len(set(names)) <= FEW


def test_the_evidence_that_counts_is_read() -> None:
    known = set(load_evidence().names)
    assert {name for names in DATA.evidence.values() for name in names} <= known
    assert set(DATA.evidence) <= set(MATTERS)


def test_the_chances_are_those_of_all_matters() -> None:
    looks = [ranking(wages_claim=0.5, out_labour=0.3, greet=0.2)]
    chances = load_chances().of(signals(looks, ["pay"]))
    assert tuple(chances) == MATTERS
    assert sum(chances.values()) == pytest.approx(1)


@pytest.mark.parametrize("evidence", [(), ("pay",), ("pay", "owed_pay")])
def test_the_likelier_a_matter_to_the_classifiers_the_likelier_it_is(
    evidence: tuple[str, ...],
) -> None:
    found = [
        load_chances().of(signals([ranking(wages_claim=share, out_labour=1 - share)], evidence))[
            "wages"
        ]
        for share in (0.05, 0.3, 0.6, 0.95)
    ]
    assert found == sorted(found)
    assert found[0] < 0.5 < found[-1]


def test_words_of_owing_and_pay_make_wages_likelier() -> None:
    look = [ranking(wages_claim=0.4, out_labour=0.6)]
    without, both = (
        load_chances().of(signals(look, words))["wages"] for words in ((), ("pay", "owed_pay"))
    )
    assert both > without + 0.2


def test_small_talk_takes_nothing_from_the_matters() -> None:
    alone = signals([ranking(wages_claim=0.2, out_labour=0.2)], ())
    beside = signals([ranking(wages_claim=0.2, out_labour=0.2, greet=0.6)], ())
    assert alone == beside


def test_each_look_has_a_weight_of_its_own() -> None:
    evidence = {"wages": ["pay"]}
    known = signals([ranking(wages_claim=1.0), ranking(out_labour=1.0)], ["pay"])
    rows = design(known, evidence)
    assert rows.shape == (len(MATTERS), len(parameters(evidence)))
    weights = {**dict.fromkeys(parameters(evidence), 0.0), "last_look": 1.0}
    chances = Chances(Weights(evidence=evidence, weights=weights)).of(known)
    assert max(chances, key=lambda matter: chances[matter]) == "outside"
    assert np.isfinite(rows).all()
