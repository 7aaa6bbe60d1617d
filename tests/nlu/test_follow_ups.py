"""Follow-ups are told apart by kind, in words that no example has too."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nlu.encoder.engines import Vectors
from nlu.follow_ups import FollowUpKinds, examples, expanded
from nlu.topics import NO_KIND

TOLD = {
    "cost": ["要交钱吗", "收不收钱", "要花多少钱", "交不交钱"],
    "hours": ["几点开门", "周末开门吗", "几点关门", "开不开门"],
    NO_KIND: ["今天下雨", "明天下雨吗", "讲个笑话", "天气怎样"],
}


def by_characters(texts: Sequence[str]) -> Vectors:
    """Return vectors that stand for the characters of a text."""
    rows = np.zeros((len(texts), 64), np.float32)
    for row, text in zip(rows, texts, strict=True):
        for char in text:
            row[zlib.crc32(char.encode()) % 64] += 1
    return rows


def test_a_kind_is_read_and_survives_its_file(tmp_path: Path) -> None:
    fitted = FollowUpKinds.fitted(TOLD, by_characters)
    fitted.save(tmp_path / "kinds.npz")
    loaded = FollowUpKinds.load(tmp_path / "kinds.npz")
    for text, kind in (("得交钱么", "cost"), ("早上几点开门", "hours"), ("下雨吗", NO_KIND)):
        (best, chance), *rest = loaded.read(text, by_characters)
        assert best == kind
        assert abs(chance + sum(p for _, p in rest) - 1) < 1e-3
        assert fitted.read(text, by_characters)[0][0] == kind


def test_the_examples_of_a_line_are_always_the_same() -> None:
    line = "(要|得)(多久|几天)(啊|)"
    assert list(expanded(line)) == list(expanded(line))
    assert all("(" not in text and "|" not in text for told in examples().values() for text in told)


def test_no_example_stands_under_two_kinds() -> None:
    every = [text for told in examples().values() for text in dict.fromkeys(told)]
    assert len(every) == len(set(every))
