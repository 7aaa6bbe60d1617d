"""The study of encoders on small data: what it counts, leaves out and prints."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.evaluation.encoders.__main__ import main
from bot.evaluation.encoders.classifier import Classifier, Grams, Pipeline, Reading, Settings
from bot.evaluation.encoders.corpus import (
    Labelled,
    Scores,
    held_out,
    read_examples,
    read_questions,
    surest,
)
from bot.evaluation.encoders.costs import seconds_a_text
from bot.evaluation.encoders.distilled import DistilledEncoder, Words, vocabulary_of
from bot.evaluation.encoders.report import scores_table, search_table, surest_table
from bot.evaluation.encoders.search import Base, Meaning, ranks
from nlu.components.encoder import VectorCache, Vectors
from policies_kb.paths import DATABASE

HOME = Path(__file__).parents[2]
TEXTS = {
    "wages_claim": ("工资没发", "老板拖欠工资", "欠我三个月工钱", "厂里欠薪"),
    "credit_repair": ("信用修复", "怎么修复信用", "失信记录怎么消除", "信用怎么恢复"),
}


class Letters:
    """A quick stand-in for an encoder: counts characters."""

    name = "letters"
    dimension = 32

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for char in text:
                row[zlib.crc32(char.encode()) % self.dimension] += 1
            row /= np.linalg.norm(row) or 1
        return rows

    encode_passages = encode


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


@pytest.fixture(scope="module")
def base() -> Base:
    return Base(DATABASE)


def test_the_settings_are_those_of_the_configuration() -> None:
    settings = Settings.read(HOME / "config.yml")
    assert settings.cheap["dense_weight"] == 0 < settings.full["dense_weight"]
    assert all(0 < floor < 1 for floor in (*settings.settles, *settings.passes))


def test_examples_and_questions_are_read_whole() -> None:
    examples = read_examples(HOME / "nlu" / "data")
    assert len(examples) > 5000 and all(e.text and e.intent for e in examples)
    questions = read_questions(HOME / "tests" / "evaluation" / "questions_dev.tsv")
    assert len(questions) > 250
    assert not any(question.text.startswith("[") for question in questions)


def test_a_fifth_is_held_out_and_always_the_same() -> None:
    examples = [Labelled(str(number), "greet", "social") for number in range(1000)]
    assert 150 < sum(held_out(examples)) < 250
    assert held_out(examples) == held_out(examples)


def test_an_outside_question_is_understood_when_nothing_is_claimed() -> None:
    outside, wages = Labelled("离婚", "", "outside"), Labelled("欠薪", "wages_claim", "wages")
    assert outside.has_topic("out_family") and outside.has_topic("greet")
    assert not outside.has_topic("wages_claim")
    assert wages.has_topic("wages_iou") and not wages.has_topic("out_family")


def reading(intent: str, mass: float, settled: bool = False, passed: bool = True) -> Reading:
    return Reading(intent, mass, settled, passed)


def test_only_what_passes_the_gate_can_be_wrong() -> None:
    texts = [Labelled(str(n), "wages_claim", "wages") for n in range(4)]
    readings = [
        reading("wages_claim", 0.99, settled=True),
        reading("wages_iou", 0.95),
        reading("credit_repair", 0.9),
        reading("credit_repair", 0.4, passed=False),
    ]
    scores = Scores.of(texts, readings)
    assert (scores.topic.hits, scores.intent.hits, scores.settled.hits) == (2, 1, 1)
    assert (scores.wrong.hits, scores.wrong.total) == (1, 3)
    topic, intent = surest(texts, readings, 2)
    assert (topic.hits, intent.hits, topic.total) == (0, 1, 2)


def test_a_cascade_asks_for_no_vector_when_n_grams_are_sure(words: Words) -> None:
    texts = [text for group in TEXTS.values() for text in group]
    intents = [intent for intent, group in TEXTS.items() for _ in group]
    grams, settings = Grams(), Settings.read(HOME / "config.yml")
    rows = grams.rows([words.cut(text) for text in texts])
    vectors = Letters().encode(texts)
    cheap = Classifier(rows, vectors[:, :0], intents, settings.cheap)
    full = Classifier(rows, vectors, intents, settings.full)
    asked: list[str] = []

    def vector(name: str) -> Vectors:
        asked.append(name)
        row: Vectors = vectors[0]
        return row

    cascade = Pipeline(settings, cheap, full, "letters")
    sure = cascade.read(grams.rows([words.cut("老板拖欠工资")]), vector)
    assert (sure.intent, sure.settled, asked) == ("wages_claim", True, [])
    unsure = cascade.read(grams.rows([words.cut("zzz")]), vector)
    assert not unsure.settled and asked == ["letters"]


def test_a_distilled_encoder_is_stored_and_reads_unknown_words_by_character(
    words: Words, tmp_path: Path
) -> None:
    texts = [text for group in TEXTS.values() for text in group]
    vocabulary = vocabulary_of(texts, words, frequent=50)
    assert {"工资", "工", "的"} <= set(vocabulary)
    cache = VectorCache(tmp_path / "vectors.db", Letters())
    learnt = DistilledEncoder.learn(vocabulary, words, cache, lambda done, everything: None)
    cache.close()
    learnt.save(tmp_path / "words.npz")
    loaded = DistilledEncoder.load(tmp_path / "words.npz", words.cut)
    rows = loaded.encode(["老板拖欠工资", "薪", "\u2603"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 0], abs=1e-5)
    assert np.array_equal(rows, learnt.encode(["老板拖欠工资", "薪", "\u2603"]))


def test_an_ask_is_out_of_every_index_while_it_is_searched_for(base: Base) -> None:
    ask = base.asks[0]
    place = ask.document, ask.provision

    def indexed() -> tuple[int, list[str]]:
        [(asks,)] = base.rows("SELECT count(*) FROM ask_words")
        sql = (
            "SELECT w.asks FROM {} w JOIN provision p ON p.key = w.rowid "
            "WHERE p.document = ? AND p.id = ?"
        )
        tables = "provision_words", "provision_bigrams"
        return asks, [base.rows(sql.format(table), place)[0][0] for table in tables]

    count, columns = indexed()
    with base.without(ask):
        fewer, left = indexed()
    assert fewer == count - 1
    assert all(0 < len(after) < len(before) for before, after in zip(columns, left, strict=True))
    assert indexed() == (count, columns)


def test_a_ranking_by_meaning_leaves_out_the_ask_itself(base: Base) -> None:
    meaning = Meaning(base, lambda texts, passages: Letters().encode(texts))
    found = [ranks(base, ask, {"alone": None, "joined": meaning}) for ask in base.asks[::60]]
    assert all(set(row) == {"alone", "joined"} for row in found)
    assert {place for row in found for place in row.values()} <= {0, 1, 2, 3}
    right = [meaning.ranking(ask)[0] == (ask.document, ask.provision) for ask in base.asks[::60]]
    assert 0 < sum(right) < len(right)


def test_encoders_take_turns() -> None:
    spent = seconds_a_text({"a": Letters(), "b": Letters()}, ["工资", "信用"])
    assert set(spent) == {"a", "b"} and all(seconds > 0 for seconds in spent.values())


def test_tables_name_every_pipeline() -> None:
    texts = [Labelled("a", "wages_claim", "wages"), Labelled("b", "credit_repair", "credit")]
    alone = [reading("wages_claim", 0.9), reading("wages_claim", 0.8)]
    after = [reading("wages_claim", 0.9, settled=True), reading("credit_repair", 0.9)]
    found = {"n-grams": alone, "n-grams, then e5": after}
    times = {name: [1.0, 2.0] for name in found}
    shown = scores_table(texts, found, times)
    assert "| n-grams | 0.500 | 0.500 | 0.000 | 1.000 | 0.5000 (1) | 1.5 /" in shown
    assert "| n-grams, then e5 | 1.000 | 1.000 | 0.500 | 1.000 | 0.0000 (0) |" in shown
    assert "| n-grams | 0.0000 (0) | 0.000 |" in surest_table(texts, found)
    assert "| + e5 | 0.500 | 0.750 |" in search_table({"+ e5": [1, 3, 0, 1]})


def test_a_missing_base_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.sched_setaffinity", lambda process, cores: None, raising=False)
    assert main(["--quick", "--database", str(tmp_path / "none.db")]) == 2
    assert "policies_kb build" in capsys.readouterr().err
