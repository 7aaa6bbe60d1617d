"""How a message is cut, how it sounds, and what is learnt from examples of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest

from nlu.danger.examples import (
    EXAMPLES_FOLDER,
    INNOCENT,
    DangerExample,
    all_examples,
    in_latin,
    mistyped,
    varied,
    written_examples,
)
from nlu.danger.fitting import fitted
from nlu.danger.nearness import Nearness
from nlu.danger.pieces import pieces
from nlu.encoder.engines import VECTOR_SIZE, Vectors
from nlu.grams import matrix
from nlu.sounds import sounds

ASKED = "请问仲裁时效是多久，我的工资条还在。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("不想活了", "bu xiang huo le"),
        ("不想活了", "不享活了"),
        ("跳下去", "tiaoxiaqu"),
        ("十四岁", "14岁"),
        ("是", "si"),
        ("你来", "里来"),
    ],
)
def test_what_is_typed_by_ear_sounds_as_it_was_meant(one: str, other: str) -> None:
    assert sounds(one) == sounds(other) != []


def test_words_that_are_no_syllables_stay_words() -> None:
    assert sounds("they beat me") == ["they", "beat", "me"]


def test_a_short_message_is_cut_at_its_commas_and_a_long_one_into_sentences_and_pairs() -> None:
    assert pieces("我不想活了") == pieces("我" * 40) == []
    assert pieces("三个月没发,我不想活了。怎么办") == ["三个月没发", "我不想活了。"]
    long = ASKED * 3 + "他们把门锁了不让我走。" + ASKED
    found = pieces(long)
    assert "他们把门锁了不让我走。" in found and f"他们把门锁了不让我走。{ASKED}" in found
    assert long not in found and len(found) == len(set(found))


def test_an_endless_sentence_is_cut_at_its_commas() -> None:
    found = pieces("，".join(["我在工地上干了七个月的活", "他们把门锁了不让我走"] * 6))
    assert found and max(map(len, found)) < 120


def test_runs_have_one_line_of_unit_length_each() -> None:
    found = matrix(["我不想活了", "", "a" * 4000])
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1))).ravel()
    assert found.shape[0] == 3 and lengths == pytest.approx([1, 1, 1], abs=1e-3)


def test_examples_are_of_every_row_and_stand_once() -> None:
    found = written_examples()
    count = {row: sum(example.row == row for example in found) for row in {e.row for e in found}}
    assert len(count) == 8 and min(count.values()) > 300
    assert count[INNOCENT] > 2000
    for path in EXAMPLES_FOLDER.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) > 300 and len(lines) == len(set(lines)), path
        assert not [line for line in lines if not line.strip()], path
    everything = all_examples()
    assert len(everything) > 20000 and len(everything) == len(set(everything))


def test_what_is_learnt_hangs_on_no_order_of_lines(tmp_path: Path) -> None:
    lines = ["我不想(活|过)了", "今天他们把我的身份证收走了", "(楼顶|桥上)风大，我走了", "没路了"]
    found = []
    for place, order in enumerate((lines, lines[::-1])):
        folder = tmp_path / str(place)
        folder.mkdir()
        (folder / "self_harm.txt").write_text("\n".join(order), encoding="utf-8")
        written = written_examples(folder)
        assert {"我不想活了", "我不想过了"} <= {example.text for example in written}
        found.append((sorted(written), sorted(varied(written))))
    assert found[0] == found[1] and found[0][1]
    everything = all_examples()
    assert everything == sorted(everything)


def test_variants_are_typed_otherwise_and_sound_nearly_the_same() -> None:
    assert in_latin("我不想活了") == "wo bu xiang huo le"
    wrong = mistyped("今天他们把我的身份证收走了不给我", random.Random(1))
    assert wrong != "今天他们把我的身份证收走了不给我"
    assert sounds(wrong) == sounds("今天他们把我的身份证收走了不给我")


def vectors(texts: Sequence[str]) -> Vectors:
    """Return vectors in which a text that speaks of a roof stands apart."""
    rows = np.full((len(texts), VECTOR_SIZE), 0.01, np.float32)
    for row, text in zip(rows, texts, strict=True):
        row["楼顶" in text] += 1
    return rows


def small() -> Nearness:
    dangerous = [f"我站在楼顶{n}层不想活了" for n in range(20)]
    innocent = [f"工资什么时候发{n}" for n in range(60)]
    examples = [DangerExample("self_harm", text, text) for text in dangerous]
    return fitted([*examples, *(DangerExample(INNOCENT, text, text) for text in innocent)], vectors)


def test_what_is_learnt_is_heard_also_in_one_sentence_of_many(tmp_path: Path) -> None:
    found = small()
    assert found.hear("我站在楼顶不想活了", vectors).rows == {"self_harm"}
    assert found.hear("工资什么时候发", vectors).rows == frozenset()
    story = ASKED * 20 + "我站在楼顶3层不想活了。" + ASKED * 20
    assert found.hear(story, vectors).rows == {"self_harm"}
    assert found.hear(ASKED * 40, vectors).danger < 0.4

    found.save(tmp_path / "kept.npz")
    again = Nearness.load(tmp_path / "kept.npz")
    assert again.rows == found.rows
    assert again.hear(story, vectors).danger == pytest.approx(
        found.hear(story, vectors).danger, abs=0.01
    )


def test_a_long_message_asks_for_few_vectors() -> None:
    asked: list[str] = []

    def counted(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return vectors(texts)

    story = "".join(f"第{day}天老板说明天发工资。" for day in range(400))
    small().hear(story, counted)
    assert 1 <= len(asked) <= 2 and max(map(len, asked)) < 100


def test_a_damaged_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "kept.npz").write_bytes(b"PK\x03\x04 cut")
    with pytest.raises(BadZipFile):
        Nearness.load(tmp_path / "kept.npz")
