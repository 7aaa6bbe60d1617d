"""The vector of a text is made once and kept under a name that does not tell the text."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlu.encoder.engines import Vectors
from nlu.encoder.vector_cache import VectorCache


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
    [(key,)] = sqlite3.connect(path).execute("SELECT key FROM half").fetchall()
    assert len(key) == 32 and "老板".encode() not in path.read_bytes()


def test_what_is_returned_is_what_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "vectors.db"
    first = run(path, Counting(value=0.1), ["一"])
    again = run(path, Counting(value=0.1), ["一"])
    assert (first == again).all() and np.allclose(first, 0.1, rtol=1e-3) and (first != 0.1).any()


def test_a_file_of_before_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "vectors.db"
    with sqlite3.connect(path) as before:
        before.execute("CREATE TABLE vector (key TEXT PRIMARY KEY, value BLOB)")
    counting = Counting()
    run(path, counting, ["一"])
    assert counting.seen == ["一"]
    tables = sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall()
    assert [name for (name,) in tables] == ["half"]


def test_the_progress_tells_what_is_new_and_ends_with_all_of_it_done(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    run(tmp_path / "vectors.db", Counting(), ["一"])
    cache_file = VectorCache(tmp_path / "vectors.db", Counting())
    cache_file.encode(["一", "二"], lambda done, everything: told.append((done, everything)))
    cache_file.encode(["一", "二"], lambda done, everything: told.append((done, everything)))
    cache_file.close()
    assert told == [(0, 1), (1, 1)]
