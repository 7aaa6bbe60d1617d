"""What ``check_base`` finds, each with file and line."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policies_kb.checks.built_base import check_base
from policies_kb.database.build import build
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import CURATED, SOURCES

TODAY = date(2026, 11, 30)
NUMBER = "某政办发〔2019〕12号"
EVIDENCE = "  source: 某处\n  checked: 2026-11-01\n  confidence: official\n"
STATUS = f"""- document: {NUMBER}
  status: historic
  notice: {{zh: 旧, en: old}}
{EVIDENCE}"""
LAW = f"""- id: lamp_law
  number: 国务院令第1号
  title: {{zh: 灯, en: lamps}}
  issuer: 国务院
  ended: 2026-01-01
{EVIDENCE}  provisions:
    - id: art_1
      label: {{zh: 第一条, en: Article 1}}
      zh: 灯要亮
      en: Lamps shine
    - id: gone
      label: {{zh: 失效, en: Ended}}
      zh: 已失效
      en: Has ended
      says_ended: true
"""


def found(base: KnowledgeBase, sources: Path, curated: Path) -> set[str]:
    return {str(problem) for problem in check_base(base, sources, curated, TODAY)}


@pytest.fixture
def checked(sources: Path, curated: Path, tmp_path: Path) -> Callable[[dict[str, str]], set[str]]:
    """Builds a small base with curated files and returns what is wrong with it."""

    def checking(files: dict[str, str]) -> set[str]:
        for name, text in {"status.yml": STATUS, **files}.items():
            path = curated / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        build(sources, curated, tmp_path / "small.db")
        with KnowledgeBase.open(tmp_path / "small.db") as base:
            return found(base, sources, curated)

    return checking


def test_the_projects_own_base_is_sound(base: KnowledgeBase) -> None:
    assert found(base, SOURCES, CURATED) == set()


def test_what_has_changed_since_and_what_is_missing_is_reported(
    small_base: Path, tmp_path: Path
) -> None:
    curated = tmp_path / "curated"
    curated.mkdir()
    (curated / "words.txt").write_text("新词", encoding="utf-8")
    with KnowledgeBase.open(small_base / "small.db") as base:
        assert found(base, small_base / "sources", curated) == {
            "base:1: sources or curated files have changed since it was built",
            f"status.yml:1: warning: no status for document '{NUMBER}'",
        }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE provision SET text = replace(text, '90%', '95%')",
         "park.txt:11: 某政办发-2019-12#part_1__para_1: text is not what the source says"),
        ("UPDATE provision SET \"end\" = 999999", "span lies outside"),
        ("UPDATE document SET \"end\" = 999999", "park.txt:1: 某政办发-2019-12 has a span outside"),
        ("UPDATE provision SET parent = 'gone' WHERE parent <> ''", "unknown parent 'gone'"),
        ("UPDATE sentence SET text = text || '了'", "is not verbatim"),
        ("UPDATE document SET issue = 'gone'", "park.txt:1: unknown issue 'gone'"),
        ("DELETE FROM provision WHERE position = 2", "does not read as its source does"),
        ("UPDATE deadline SET quote = '2019年7月底前'",
         "park.txt:15: '2019年7月底前' does not stand in 'part_2__sec_1'"),
        ("INSERT INTO standard_item VALUES ('某政办发-2019-12', 'att_9', 0, '', '', '灯', "
         "'2019-12', '[]')", "park.txt:1: standard item in unknown provision 'att_9'"),
        ("UPDATE target SET provision = 'part_9'", "does not stand in 'part_9'"),
    ],
)  # fmt: skip
def test_a_base_that_was_tampered_with_is_found_out(
    small_base: Path, tmp_path: Path, change: str, words: str
) -> None:
    target = tmp_path / "small.db"
    shutil.copy(small_base / "small.db", target)
    connection = sqlite3.connect(target)
    with connection:
        assert connection.execute(change).rowcount
    connection.close()
    with KnowledgeBase.open(target) as base:
        problems = found(base, small_base / "sources", small_base / "curated")
    assert any(words in problem for problem in problems), problems


def test_source_files_need_each_other(small_base: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(small_base / "sources", sources)
    (sources / "park.yml").rename(sources / "gate.yml")
    with KnowledgeBase.open(small_base / "small.db") as base:
        problems = found(base, sources, small_base / "curated")
    assert {
        "park.yml:1: a source needs this file beside it",
        "gate.yml:1: stands beside no source text",
    } <= problems


def test_curated_rows_are_held_against_papers_and_calendar(
    checked: Callable[[dict[str, str]], set[str]],
) -> None:
    files = {
        "laws/lamps.yml": LAW.replace("  ended", "  governs: [某政发〔2019〕1号]\n  ended"),
        "omissions.yml": f"- document: {NUMBER}\n  text: 没说过\n  why: 试\n",
        "status.yml": STATUS.replace("2026-11-01", "2025-10-01")
        + STATUS.replace("12号", "13号").replace("2026-11-01", "2026-12-01"),
    }
    assert checked(files) == {
        "laws/lamps.yml:1: law 'lamp_law' governs unknown document '某政发〔2019〕1号'",
        "omissions.yml:1: 某政办发-2019-12 does not say '没说过'",
        "status.yml:1: warning: 某政办发〔2019〕12号 was checked on 2025-10-01 and is"
        " due again since 2026-10-01",
        "status.yml:7: status of unknown document '某政办发〔2019〕13号'",
        "status.yml:7: was checked on 2026-12-01, which is still to come",
    }
