from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from policies_kb.kb import KnowledgeBase
from policies_kb.search.fusion import ProvisionKey
from tools.bench.__main__ import main
from tools.bench.benchmarks_page import write_section
from tools.bench.corpus import MadeBase, make_base
from tools.bench.measurements import mebibytes, milliseconds, percentile
from tools.bench.search import SearchQuery, compare
from tools.bench.search_engines import RankBm25, Trigrams, Wence

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(database: Path, tmp_path_factory: pytest.TempPathFactory) -> MadeBase:
    return make_base(database, tmp_path_factory.mktemp("bench") / "300.db", 300, lambda step: None)


def texts(path: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(path) as db:
        return db.execute("SELECT document, id, text FROM provision ORDER BY key").fetchall()


def test_a_base_has_its_size_and_opens_like_any_other(made: MadeBase) -> None:
    assert 300 <= made.provisions < 400
    assert made.index_bytes > 0 and made.seconds >= made.index_seconds > 0
    with KnowledgeBase.open(made.path) as kb:
        rows = [row for document in kb.documents() for row in kb.provisions(document.id)]
        assert len(rows) == made.provisions
        assert all("样政发" in document.number for document in kb.documents())


def test_the_same_seed_writes_the_same_papers(
    made: MadeBase, database: Path, tmp_path: Path
) -> None:
    again = make_base(database, tmp_path / "again.db", 300, lambda step: None)
    assert texts(again.path) == texts(made.path)


def test_a_base_made_in_the_same_way_is_taken_again(database: Path, tmp_path: Path) -> None:
    told: list[str] = []
    first = make_base(database, tmp_path / "base.db", 100, told.append)
    assert make_base(database, first.path, 100, told.append) == first
    assert told[-1] == "  made before"
    larger = make_base(database, first.path, 200, told.append)
    assert larger.provisions >= 200 and told[-1] != "  made before"


def test_no_paper_repeats_a_real_sentence(made: MadeBase, kb: KnowledgeBase) -> None:
    real = {
        sentence.text
        for document in kb.documents()
        for row in kb.provisions(document.id)
        for sentence in kb.sentences(document.id, row.id)
        if len(sentence.text) > 15
    }
    assert not any(sentence in text for *_, text in texts(made.path) for sentence in real)


def test_every_search_finds_a_provision_by_its_own_text(made: MadeBase, tmp_path: Path) -> None:
    rows = [row for row in texts(made.path) if "__sec_" in row[1] and len(row[2]) > 60]
    document, provision, text = rows[len(rows) // 2]
    with KnowledgeBase.open(made.path) as kb:
        engines = [Wence(kb), Trigrams(made.path, tmp_path / "trigram.db"), RankBm25(made.path)]
        for engine in engines:
            assert (document, provision) in engine.find(text[20:50])[:3], engine.name


def test_engines_are_asked_in_turn_and_only_known_provisions_count() -> None:
    log: list[str] = []

    class Engine:
        def __init__(self, name: str, places: list[ProvisionKey]) -> None:
            self.name, self.places = name, places

        def find(self, query: str) -> list[ProvisionKey]:
            log.append(f"{self.name}{query}")
            return self.places

    engines = [Engine("a", [("d", "1")]), Engine("b", [])]
    asked = [SearchQuery("1", None, "question"), SearchQuery("2", ("d", "1"), "words")]
    measured = compare(engines, asked, {})
    assert log == ["a1", "b1", "a1", "b1", "a2", "b2"]
    assert measured["a"].found == {"words": [True]} and measured["b"].found == {"words": [False]}
    assert len(measured["a"].seconds) == len(measured["a"].busy) == 2


def test_the_command_writes_its_section_and_no_other(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "benchmarks.md"
    write_section("turns", "## Turns\n\nfast", page)
    options = ["--sizes", "200", "--questions", "3", "--db", str(database)]
    where = ["--page", str(page), "--folder", str(tmp_path / "made")]
    assert main(["search", *options, *where]) == 0
    told = page.read_text(encoding="utf-8")
    assert "## Turns\n\nfast" in told and told.index("## Turns") < told.index("## Search")
    for name in ("Wence, search", "Wence, page", "FTS5 trigram", "rank-bm25"):
        assert f"| {name} |" in told
    assert "200 provisions" in capsys.readouterr().out


def test_a_missing_base_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--sizes", "10", "--db", str(tmp_path / "none.db"), "--folder", str(tmp_path)]
    assert main(["search", *options, "--page", str(tmp_path / "page.md")]) == 2
    assert "none.db" in capsys.readouterr().err


def test_a_section_is_replaced_where_it_stands(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write_section("a", "## A\n\nold", page)
    write_section("b", "## B", page)
    write_section("a", "## A\n\nnew", page)
    told = page.read_text(encoding="utf-8")
    assert "old" not in told and told.index("new") < told.index("## B")
    page.write_text(told.replace("<!-- end a -->", ""), encoding="utf-8")
    with pytest.raises(ValueError, match="only one of"):
        write_section("a", "## A", page)


def test_figures_are_told_short() -> None:
    assert percentile([5.0], 0.95) == 5.0
    assert percentile(list(range(1, 101)), 0.95) == 95
    assert [milliseconds(0.00123), milliseconds(1.5)] == ["1.2", "1,500"]
    assert [mebibytes(3 * 2**19), mebibytes(2**31)] == ["1.5", "2,048"]
