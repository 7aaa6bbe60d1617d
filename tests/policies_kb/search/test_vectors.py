"""Vectors of passages, with an encoder that counts characters and notes what it is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from policies_kb.base_file import Store
from policies_kb.database.build import build
from policies_kb.errors import KnowledgeBaseError
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import vectors_file
from policies_kb.search.filters import SearchFilter
from policies_kb.search.pieces import named
from policies_kb.search.vectors import FloatMatrix, PassageVectors, make_vectors

EVERYTHING = SearchFilter()
BRIDGES = "某省古桥修缮办法"
ANOTHER = f"""{BRIDGES}

(2020年4月1日某省人民政府令第3号公布)

第一条 为了修缮古桥,制定本办法。

第二条 有下列情形之一的,应当修缮古桥:

(一)桥面开裂;

(二)栏杆缺失。
"""


class Counting:
    """Turns a text into the counts of its characters, folded into few numbers."""

    dimension = 64

    def __init__(self, name: str = "counting", fails_after: int = 10**6) -> None:
        self.name = name
        self.fails_after = fails_after
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % self.dimension] += 1
            row /= np.linalg.norm(row) or 1
        return rows

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        for text in texts:
            if len(self.asked) == self.fails_after:
                raise KeyboardInterrupt
            self.asked.append(text)
        return self.encode(texts)


@pytest.fixture
def folder(sources: Path, curated: Path) -> Path:
    """A folder with sources, one paper among them, and no curated files."""
    assert sources.parent == curated.parent
    return sources.parent


def built(folder: Path) -> Path:
    build(folder / "sources", folder / "curated", folder / "base.db")
    return folder / "base.db"


def with_bridges(folder: Path) -> Path:
    (folder / "sources" / "bridge.txt").write_text(ANOTHER, encoding="utf-8")
    (folder / "sources" / "bridge.yml").write_text("text: bridge.txt\n", encoding="utf-8")
    return built(folder)


def opened(path: Path, encoder: Counting) -> PassageVectors:
    return PassageVectors(path, Store(path).rows, encoder)


def test_only_what_changed_is_embedded(folder: Path) -> None:
    encoder = Counting()
    first = make_vectors(built(folder), encoder)
    assert first == len(encoder.asked) > 3
    assert make_vectors(built(folder), encoder) == 0
    added = make_vectors(with_bridges(folder), encoder)
    assert 0 < added < first + added == len(encoder.asked)
    assert all(text.startswith(BRIDGES) for text in encoder.asked[first:])


def test_a_run_that_was_stopped_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policies_kb.search.vectors._BATCH", 2)
    path, told = with_bridges(folder), []
    with pytest.raises(KeyboardInterrupt):
        make_vectors(path, Counting(fails_after=5))
    # Vectors take their place when they are whole.
    assert not vectors_file(path).exists()
    encoder = Counting()
    rest = make_vectors(path, encoder, lambda done, all: told.append((done, all)))
    assert len(opened(path, encoder)) == 4 + rest
    assert [file.name for file in path.parent.glob("*.vectors*")] == [vectors_file(path).name]
    assert told[0] == (0, rest) and told[-1] == (rest, rest)


def test_vectors_of_papers_that_are_gone_are_forgotten(folder: Path) -> None:
    encoder = Counting()
    make_vectors(with_bridges(folder), encoder)
    for file in (folder / "sources").glob("bridge.*"):
        file.unlink()
    path = built(folder)
    make_vectors(path, encoder)
    with sqlite3.connect(vectors_file(path)) as kept:
        [(texts,)] = kept.execute("SELECT count(*) FROM vector")
        [(documents,)] = kept.execute("SELECT count(DISTINCT document) FROM place")
    assert (texts, documents) == (len(opened(path, encoder)), 1)


def test_the_cases_under_a_lead_are_found_with_it(folder: Path) -> None:
    path, encoder = with_bridges(folder), Counting()
    make_vectors(path, encoder)
    [whole] = [text for text in encoder.asked if "桥面开裂" in text]
    assert "有下列情形之一" in whole and "栏杆缺失" in whole
    with KnowledgeBase.open(path) as kb:
        kb.use_vectors(encoder)
        found = kb.search("栏杆缺失", limit=1)[0]
    assert "栏杆缺失" in found.sentence and found.score == 1


def test_nearness_is_of_the_nearest_piece_and_keeps_to_the_papers_asked_for(folder: Path) -> None:
    path, encoder = with_bridges(folder), Counting()
    make_vectors(path, encoder)
    store, vectors = Store(path), opened(path, encoder)
    near = vectors.nearness("桥面开裂栏杆缺失,应当修缮古桥", EVERYTHING)
    sql = "SELECT document, text FROM provision WHERE key = ?"
    [(bridges, text)] = store.rows(sql, near.nearest(1))
    assert text.startswith("第二条")
    [best] = near.nearest(1)
    assert near.of([best, 10**6]) == {best: near.cosines.max()}
    assert near.cosines.max() > near.mean + near.spread
    only = vectors.nearness("路灯", SearchFilter(documents=[bridges])).keys
    assert {store.rows(sql, [int(key)])[0][0] for key in only} == {bridges}
    assert not vectors.nearness("", EVERYTHING).nearest(1)


def test_without_vectors_or_with_those_of_another_encoder_words_are_searched(
    folder: Path,
) -> None:
    path = with_bridges(folder)
    with KnowledgeBase.open(path) as kb:
        wanted = kb.search("路灯数量")
        kb.use_vectors(Counting())
        assert kb.search("路灯数量") == wanted
        make_vectors(path, Counting())
        kb.use_vectors(Counting("another"))
        assert kb.search("路灯数量") == wanted


def test_a_damaged_file_is_told_with_what_mends_it(folder: Path) -> None:
    path = built(folder)
    vectors_file(path).write_bytes(b"no database, but long enough to be read as one" * 100)
    with KnowledgeBase.open(path) as kb, pytest.raises(KnowledgeBaseError, match="delete it"):
        kb.use_vectors(Counting())


@pytest.mark.parametrize(
    ("title", "text", "wanted"),
    [
        ("中华人民共和国桥梁法", "第三条 桥应当牢固。", ["桥梁法：桥应当牢固。"]),
        (
            "甲",
            "乙" * 150 + "。" + "丙" * 60 + "。",
            ["甲：" + "乙" * 150 + "。", "甲：" + "丙" * 60 + "。"],
        ),
        (
            "甲",
            "乙" * 150 + "。" + "丙" * 11 + "。",
            ["甲：" + "乙" * 150 + "。" + "丙" * 11 + "。"],
        ),
        ("甲", "", []),
    ],
)
def test_pieces_are_short_and_under_the_name_of_their_paper(
    title: str, text: str, wanted: list[str]
) -> None:
    assert named(title, text) == wanted


def test_a_sentence_without_end_is_cut_at_a_comma() -> None:
    pieces = named("甲", "一二三四五六七八九，" * 60)
    assert all(len(piece) <= 170 and piece.endswith("，") for piece in pieces)
    assert "".join(piece.removeprefix("甲：") for piece in pieces) == "一二三四五六七八九，" * 60
