"""The sentence encoders give sound vectors for any text at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.components.encoder import ENCODERS, MAX_CHARS, Encoder, VectorCache, Vectors, clean

HOSTILE = [
    "\x00欠薪\x00",
    "\ud800\udfff工资",
    "\U0010ffff\ue000",
    "\u202e\u200b\ufeff工资",
    "工" * 100_000,
    "😀" * 500,
    "\n\t\r",
    "﷽" * 300,
    "á" * 300,
    "<s></s><pad>[MASK]",
    "%s%n%d{}",
]


@cache
def encoder(name: str) -> Encoder:
    return ENCODERS[name]()


EACH = pytest.mark.parametrize("name", sorted(ENCODERS))


@given(st.text(alphabet=st.characters(), max_size=3 * MAX_CHARS))
def test_cleaned_text_is_short_valid_and_stays_as_it_is(text: str) -> None:
    words = clean(text)
    assert len(words) <= MAX_CHARS
    assert "\x00" not in words
    words.encode("utf-8")
    assert clean(words) == words


def test_a_long_text_keeps_its_head_and_its_tail() -> None:
    words = clean("头" + "中" * 1000 + "尾")
    assert words.startswith("头") and words.endswith("尾") and len(words) == MAX_CHARS


def test_width_and_white_space_make_no_difference() -> None:
    assert clean("　３个月　\n没发ＯＫ") == "3个月 没发OK"


@EACH
def test_vectors_are_finite_and_of_unit_length(name: str) -> None:
    rows = encoder(name).encode(["老板不发工资", "How do I repair my credit?", "5"])
    assert rows.shape == (3, encoder(name).dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=0.02)


@EACH
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_makes_a_sound_vector(name: str, text: str) -> None:
    [row] = encoder(name).encode([text])
    assert np.isfinite(row).all()
    length = float(np.linalg.norm(row))
    assert length == 0 if not clean(text) else abs(length - 1) < 0.02


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_the_c_engine_survives_any_text(text: str) -> None:
    assert np.isfinite(encoder("e5").encode([text])).all()


@EACH
def test_a_text_has_one_vector(name: str) -> None:
    alone = encoder(name).encode(["工资被拖欠"])
    among = encoder(name).encode(["天气", "工资被拖欠"])
    assert np.allclose(alone[0], among[1], atol=1e-5)


@EACH
def test_like_is_nearer_than_unlike(name: str) -> None:
    wages, same, other = encoder(name).encode(
        ["老板三个月没发工资", "单位拖欠我的薪水", "核电装机容量的目标"]
    )
    assert wages @ same > wages @ other


def test_no_text_makes_no_row() -> None:
    assert encoder("e5").encode([]).shape == (0, 384)


class Counting:
    """An encoder that counts what it is given."""

    dimension = 4

    def __init__(self, name: str = "counting", value: float = 1.0) -> None:
        self.name = name
        self.value = value
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return np.full((len(texts), self.dimension), self.value, dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return np.full((len(texts), self.dimension), -self.value, dtype=np.float32)


def run(path: Path, counting: Counting, texts: list[str], passages: bool = False) -> Vectors:
    cache_file = VectorCache(path, counting)
    try:
        return cache_file.encode(texts, lambda done, everything: None, passages=passages)
    finally:
        cache_file.close()


def test_a_text_is_encoded_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "vectors.db"
    first, second = Counting(), Counting()
    before = run(path, first, ["一", "二", "一"])
    after = run(path, second, ["二", "一"])
    assert first.seen == ["一", "二"]
    assert second.seen == []
    assert (before[0] == after[1]).all()


def test_another_encoder_has_vectors_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "vectors.db"
    run(path, Counting("one", 1.0), ["一"])
    assert (run(path, Counting("other", 2.0), ["一"]) == 2.0).all()


def test_a_passage_is_not_a_question(tmp_path: Path) -> None:
    path = tmp_path / "vectors.db"
    assert (run(path, Counting(), ["一"]) == 1.0).all()
    assert (run(path, Counting(), ["一"], passages=True) == -1.0).all()


def test_no_text_of_a_user_is_kept_in_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "vectors.db"
    run(path, Counting(), ["老板不发工资"])
    [(key,)] = sqlite3.connect(path).execute("SELECT key FROM vector").fetchall()
    assert "老板" not in key


def test_the_progress_ends_with_everything_done(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    cache_file = VectorCache(tmp_path / "vectors.db", Counting())
    cache_file.encode(["一", "二"], lambda done, everything: told.append((done, everything)))
    cache_file.close()
    assert told[-1] == (2, 2)
