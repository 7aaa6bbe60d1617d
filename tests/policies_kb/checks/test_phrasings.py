from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from policies_kb.database.build import build
from policies_kb.errors import DataFileError
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.loader import load_overlay
from policies_kb.rows import Provision
from policies_kb.search.words import has_han, normalise

Write = Callable[[str, str], Path]

FORMAL = {"title", "number", "addressee", "signature", "letterhead", "toc", "attlist"}
FILE = "phrasings/某政办发-2019-12.yml"
ASKS = """- provision: part_1
  phrasings:
    - 晚上公园亮灯的比例
    - share of parks lit at night
- provision: part_2__sec_1
  checked: 2026-11-23
  phrasings:
    - 谁去数电线杆子
"""


def holds_a_rule(provision: Provision) -> bool:
    """Tell whether a provision says more than what it is called."""
    name = f"{provision.ordinal}{provision.heading}"
    own = normalise("".join(provision.text.split())).replace(
        normalise("".join(name.split())), "", 1
    )
    bare = not own.strip("。:") or provision.kind == "attachment"
    return provision.kind not in FORMAL and not bare


def plain(text: str) -> str:
    return "".join(char for char in normalise(text) if char.isalnum())


def test_every_provision_that_holds_a_rule_is_asked_for_in_four_ways(base: KnowledgeBase) -> None:
    asked = Counter((phrasing.document, phrasing.provision) for phrasing in base.phrasings())
    rules = {
        (document.id, provision.id)
        for document in base.documents()
        for provision in base.provisions(document.id)
        if holds_a_rule(provision)
    }
    assert len(rules) > 140
    assert {place: asked[place] for place in rules if asked[place] < 4} == {}
    assert set(asked) <= rules


def test_every_second_provision_is_asked_for_in_english(base: KnowledgeBase) -> None:
    asked = {(phrasing.document, phrasing.provision) for phrasing in base.phrasings()}
    english = {
        (phrasing.document, phrasing.provision)
        for phrasing in base.phrasings()
        if not has_han(phrasing.text)
    }
    assert len(english) >= len(asked) / 2


def test_no_two_provisions_are_asked_for_in_the_same_words(base: KnowledgeBase) -> None:
    asked = Counter(plain(phrasing.text) for phrasing in base.phrasings())
    assert [words for words, count in asked.items() if count > 1] == []


@pytest.mark.slow
def test_asking_as_written_finds_the_provision_first(base: KnowledgeBase) -> None:
    phrasings = base.phrasings()
    found = sum(
        [(hit.document, hit.provision) for hit in base.search(phrasing.text, limit=1)]
        == [(phrasing.document, phrasing.provision)]
        for phrasing in phrasings
    )
    assert found / len(phrasings) >= 0.95


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("老赖考公务员行不行", ("浙政办发-2017-75", "plan_1__part_2__sec_1__item_4")),
        ("毛坯房能不能交付", ("浙政发-2017-31", "plan_1__part_4__sec_1")),
        ("换了领导以前的合同不认账", ("浙政办发-2017-75", "plan_1__part_2__sec_3__item_4")),
        ("爬塔吊讨薪", ("浙政办发-2017-80", "part_2__sec_1__item_3")),
        ("EV charging points", ("浙政发-2017-31", "plan_1__part_4__sec_2")),
    ],
)
def test_words_that_do_not_stand_in_the_text_lead_to_it(
    base: KnowledgeBase, question: str, place: tuple[str, str]
) -> None:
    hits = base.search(question, limit=3)
    assert place in [(hit.document, hit.provision) for hit in hits]


def test_words_of_an_ask_count_in_the_score_and_the_text_is_quoted(
    sources: Path, write: Write, tmp_path: Path
) -> None:
    write(FILE, ASKS)
    build(sources, tmp_path / "curated", tmp_path / "with.db")
    build(sources, tmp_path / "none", tmp_path / "without.db")
    question = "谁去数电线杆子"
    with KnowledgeBase.open(tmp_path / "with.db") as asked:
        best = asked.search(question)[0]
        assert best.provision == "part_2__sec_1" and best.score == 1
        assert best.sentence in asked.provision(best.document, best.provision).text
        assert asked.search("share of parks lit at night")[0].provision == "part_1"
        assert [(row.provision, row.text) for row in asked.phrasings()][1:] == [
            ("part_1", "share of parks lit at night"),
            ("part_2__sec_1", "谁去数电线杆子"),
        ]
    with KnowledgeBase.open(tmp_path / "without.db") as plain_base:
        assert plain_base.phrasings() == ()
        assert not plain_base.search(question)
        assert "2019年6月底前" in plain_base.search("公园路灯什么时候查清")[0].sentence


def test_an_english_word_alone_does_not_outrank_the_text(
    sources: Path, write: Write, tmp_path: Path
) -> None:
    write(FILE, ASKS)
    build(sources, tmp_path / "curated", tmp_path / "small.db")
    with KnowledgeBase.open(tmp_path / "small.db") as small:
        assert small.search("share of tea exports") == []


def test_an_unknown_provision_or_document_is_refused_with_its_line(
    sources: Path, write: Write, tmp_path: Path
) -> None:
    write(FILE, ASKS.replace("part_2__sec_1", "part_9"))
    write("phrasings/某政办发-2019-99.yml", "- {provision: part_1, phrasings: [公园几点关灯]}\n")
    with pytest.raises(DataFileError) as caught:
        build(sources, tmp_path / "curated", tmp_path / "small.db")
    assert caught.value.problems == (
        f"{FILE}:8: unknown provision '某政办发-2019-12#part_9'",
        "phrasings/某政办发-2019-99.yml:1: unknown provision '某政办发-2019-99#part_1'",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f"{ASKS}    - 晚上公园亮灯的比例\n",
            f"{FILE}:9: phrasing text '晚上公园亮灯的比例' stands already at {FILE}:3",
        ),
        ("- provision: part_1\n", f"{FILE}:1: part_1: 'phrasings' is missing"),
        (
            "- provision: part_1\n  phrasings: []\n",
            f"{FILE}:2: part_1.phrasings: should hold at least 1",
        ),
        (
            "- provision: part_1\n  phrasings:\n    - '。'\n",
            f"{FILE}:3: part_1.phrasings.1: '。' has not the right form (\\w)",
        ),
    ],
)
def test_unsound_asks_are_refused_with_their_line(write: Write, text: str, problem: str) -> None:
    with pytest.raises(DataFileError) as caught:
        load_overlay(write(FILE, text))
    assert problem in caught.value.problems
