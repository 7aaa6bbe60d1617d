"""The search of a large base, tried on the real papers indexed as if they were many."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_questions import PLAIN
from strictness import all_if_any

from policies_kb.errors import KnowledgeBaseError
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.loader import load_overlay
from policies_kb.search.filters import FORMAL_KINDS
from policies_kb.search.index import add_indexes
from policies_kb.search.mixture import bm25
from policies_kb.search.row_sets import add_amount, pack_set
from policies_kb.search.words import Segmenter, with_domain_words

_FULL_TEXT = (
    "provision_vocabulary",
    "pair_vocabulary",
    "provision_words",
    "provision_bigrams",
    "sentence_words",
)


def tables(path: Path) -> set[str]:
    return set(sqlite_utils.Database(path).table_names())


@pytest.fixture(scope="module")
def path(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real base with the indexes of a large one."""
    target = tmp_path_factory.mktemp("large") / "policies.db"
    shutil.copy(database, target)
    made = sqlite_utils.Database(target)
    for table in (*_FULL_TEXT, "ask_words", "passage", "standing"):
        made.execute(f"DROP TABLE {table}")
    made.conn.commit()
    add_indexes(made, load_overlay(), most_in_full_text=0)
    made.close()
    return target


@pytest.fixture(scope="module")
def large(path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(path) as opened:
        yield opened


def test_the_number_of_provisions_chooses_the_index(database: Path, path: Path) -> None:
    assert {"provision_words", "sentence_words"} <= tables(database)
    assert "posting" not in tables(database)
    assert {"posting", "pair", "kind_rows", "length", "ask_words"} <= tables(path)
    assert not tables(path) & set(_FULL_TEXT)


@pytest.mark.parametrize(("question", "document", "words"), PLAIN)
def test_a_plain_question_finds_its_provision(
    large: KnowledgeBase, question: str, document: str, words: str
) -> None:
    hits = large.search(question, limit=3)
    assert any(hit.document == document and words in hit.sentence for hit in hits)


def test_the_two_ways_to_rank_agree_on_most_questions(
    kb: KnowledgeBase, large: KnowledgeBase
) -> None:
    asked = [phrasing.text for phrasing in kb.phrasings()][::10]
    same = sum(kb.search(text, limit=1) == large.search(text, limit=1) for text in asked)
    assert same / len(asked) > 0.9


def test_a_passage_covers_what_its_provisions_cover(
    kb: KnowledgeBase, large: KnowledgeBase
) -> None:
    hits = {(hit.document, hit.provision): hit.score for hit in kb.search("拖欠工资 保证金")}
    others = large.search("拖欠工资 保证金")
    shared = [hit for hit in others if (hit.document, hit.provision) in hits]
    assert len(shared) > 5
    for hit in shared:
        assert hit.score > hits[hit.document, hit.provision] - 0.05


def test_documents_and_kinds_narrow_the_search(large: KnowledgeBase) -> None:
    only = large.search("加强组织领导", documents=["浙政办发〔2017〕82号"])
    assert only and {hit.document for hit in only} == {"浙政办发-2017-82"}
    titles = large.search("无欠薪行动", kinds=["title"])
    assert [hit.document for hit in titles] == ["浙政办发-2017-80"]
    assert large.search("加强组织领导", documents=[]) == []
    assert large.search("加强组织领导", kinds=[]) == []


def test_titles_and_signatures_are_left_out_unless_asked_for(large: KnowledgeBase) -> None:
    for hit in large.search("浙江省人民政府办公厅关于深入开展浙江无欠薪行动的通知", limit=50):
        assert large.provision(hit.document, hit.provision).kind not in FORMAL_KINDS


@settings(max_examples=150)
@given(st.text(alphabet=st.characters(), max_size=600))
def test_any_text_is_safe(large: KnowledgeBase, text: str) -> None:
    assert all_if_any(0 <= hit.score <= 1 for hit in large.search(text))


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["工资", "AND", "NEAR(", '"', "*", "欠薪", "2.5", "25%", "的", "款"]))
)
def test_operators_are_never_obeyed(large: KnowledgeBase, parts: list[str]) -> None:
    assert all_if_any(0 <= hit.score <= 1 for hit in large.search(" ".join(parts)))


@settings(max_examples=60)
@given(data=st.data())
def test_a_long_stretch_of_a_provision_finds_it(large: KnowledgeBase, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(large.documents()))
    rows = [row for row in large.provisions(document.id) if len(row.text) > 60]
    row = data.draw(st.sampled_from([row for row in rows if row.kind not in FORMAL_KINDS]))
    start = data.draw(st.integers(0, len(row.text) - 40))
    stretch = row.text[start : start + 40]
    texts = [
        large.provision(hit.document, hit.provision).text for hit in large.search(stretch, limit=5)
    ]
    assert any(stretch in text for text in texts)


def test_threads_get_the_same_answer(large: KnowledgeBase) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(large.search, ["欠薪案件处置"] * 16))
    assert all(answer == answers[0] for answer in answers)


@given(st.integers(1, 400), st.data())
def test_adding_to_a_set_reaches_its_members_only(size: int, data: st.DataObject) -> None:
    keys = sorted(data.draw(st.sets(st.integers(0, size - 1))))
    numbers = np.full(size, 7, dtype=np.uint16)
    add_amount(numbers, pack_set(keys, size), len(keys), 300)
    assert [key for key, number in enumerate(numbers) if number == 307] == keys
    assert numbers.sum() == 7 * size + 300 * len(keys)


def test_a_set_takes_the_smaller_of_two_forms() -> None:
    assert len(pack_set([1, 5, 9], 80_000)) == 12
    assert len(pack_set(range(40_000), 80_000)) == 10_000


def test_more_terms_repetition_and_brevity_raise_the_score() -> None:
    weights = {"工资": 1.0, "保证金": 0.5}
    texts = ["工资和保证金", "工资工资", "工资", "工资" + "别" * 90, "天气"]
    scores = [bm25(text, weights, mean_length=10) for text in texts]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert scores[-1] == 0


WORDS = with_domain_words(
    {
        "工资": 500,
        "支付": 400,
        "保证": 300,
        "保证金": 50,
        "资支": 90,
        "金": 9,
        "证金拖": 20,
        "拖": 5,
    },
    ["工资支付保证金"],
)


@given(st.text(alphabet="工资支付保证金拖欠", min_size=1, max_size=9))
def test_the_cut_is_the_most_probable_of_all(run: str) -> None:
    segmenter = Segmenter(WORDS)

    def cuts() -> Iterator[list[str]]:
        for count in range(len(run)):
            for marks in combinations(range(1, len(run)), count):
                edges = [0, *marks, len(run)]
                yield [run[a:b] for a, b in pairwise(edges)]

    allowed = (cut for cut in cuts() if all(len(word) == 1 or word in WORDS for word in cut))
    best = max(segmenter.probability(cut) for cut in allowed)
    assert segmenter.probability(segmenter.cut(run)) == pytest.approx(best)


def test_a_large_base_is_opened_without_a_look_at_every_page_but_not_when_an_end_is_missing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policies_kb.base_file._CHECKED_WHOLE", 0)
    with KnowledgeBase.open(path) as opened:
        assert opened.search("欠薪案件处置")
    torn = tmp_path / "torn.db"
    torn.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(KnowledgeBaseError, match="is damaged"):
        KnowledgeBase.open(torn)
