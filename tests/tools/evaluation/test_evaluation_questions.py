"""The project's own questions are sound: labels exist, quotes are verbatim, splits are apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from policies_kb.kb import KnowledgeBase
from tools.evaluation.labelled_rows import LabelledRow, read_table

HOME = Path(__file__).resolve().parents[3]
FILES = {
    split: HOME / "tests" / "evaluation" / f"questions_{split}.tsv" for split in ("dev", "test")
}
STYLES = {
    "dialect",
    "english",
    "formal",
    "fragment",
    "keyword",
    "multi",
    "story",
    "traditional",
    "typo",
    "voice",
}


@pytest.fixture(scope="module")
def rows() -> list[LabelledRow]:
    tables = {split: read_table(path) for split, path in FILES.items()}
    for split, table in tables.items():
        assert table.bad == ()
        assert {row.split for row in table.rows} == {split}
    return [row for table in tables.values() for row in table.rows]


def test_there_are_enough_questions_half_of_them_for_testing(rows: list[LabelledRow]) -> None:
    sizes = [sum(row.split == split for row in rows) for split in FILES]
    assert min(sizes) >= 210 and max(sizes) <= 1.1 * min(sizes)
    assert sum(row.is_outside for row in rows) >= 150


def test_ids_and_questions_are_unique_over_both_splits(rows: list[LabelledRow]) -> None:
    assert len({row.id for row in rows}) == len(rows)
    assert len({row.question for row in rows}) == len(rows)


def test_the_split_follows_the_rule_in_the_header(rows: list[LabelledRow]) -> None:
    for row in rows:
        parts = re.fullmatch(r"[a-z_]+-(\d+)([ab])\d+", row.id)
        assert parts, row.id
        is_dev = (int(parts[1]) % 2 == 1) == (parts[2] == "a")
        assert row.split == ("dev" if is_dev else "test"), row.id


def test_every_intent_is_in_the_domain(rows: list[LabelledRow]) -> None:
    domain = yaml.safe_load((HOME / "nlu" / "domain.yml").read_text(encoding="utf-8"))
    assert {row.intent for row in rows} - {""} <= set(domain["intents"])


def test_every_paper_and_every_style_is_asked_about_in_both_splits(rows: list[LabelledRow]) -> None:
    for split in FILES:
        of_split = [row for row in rows if row.split == split]
        assert {row.style for row in of_split} == STYLES
        assert len({row.document for row in of_split} - {""}) == 6


def test_no_question_stands_in_the_training_data(rows: list[LabelledRow]) -> None:
    trained = {
        bare(line)
        for path in (HOME / "nlu" / "data").glob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    # What leans on an earlier turn is too short to be worded anew.
    languages = read_table(HOME / "tests" / "evaluation" / "languages_dev.tsv").rows
    alone = {bare(row.question): row.id for row in rows if len(row.turns) == 1}
    alone |= {bare(row.question): row.question for row in languages}
    assert [alone[words] for words in sorted(alone.keys() & trained) if words] == []


def bare(line: str) -> str:
    """Return the letters and figures of a line of training data, without its marks."""
    words = re.sub(r"\[([^\]]+)\](\([^)]*\)|\{[^}]*\})", r"\1", line)
    return "".join(char for char in words.lower() if char.isalnum())


def test_every_expected_quote_stands_in_the_base(
    rows: list[LabelledRow], kb: KnowledgeBase
) -> None:
    known = {"".join(law.number.split()) for law in kb.laws()}
    texts = {
        paper.number: "".join("".join(p.text.split()) for p in kb.provisions(paper.id))
        for paper in kb.documents()
    }
    for row in rows:
        assert not row.document or row.document in texts, row.id
        words = texts[row.document] if row.document else "".join(texts.values())
        for quote in row.quotes:
            assert quote in known or quote in words, (row.id, quote)
