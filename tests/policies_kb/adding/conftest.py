"""A base to which papers are added, and how they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policies_kb.cli import main
from policies_kb.database.build import build
from policies_kb.kb import KnowledgeBase
from tests.policies_kb.conftest import write_small_source

PAPERS = Path(__file__).parents[1] / "papers"
LAW = """- id: lamp_law
  number: 东海省令第9号
  title: {zh: 东海省路灯条例, en: Street Lamp Regulation}
  issuer: 东海省人大常委会
  relation: {zh: 现在管路灯的条例。, en: The regulation on lamps today.}
  source: 省人大网站
  checked: 2026-11-01
  confidence: official
  provisions:
    - {id: art_1, label: {zh: 第一条, en: Article 1}, zh: 为了管好路灯。, en: On lamps.}
"""


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built base of one paper and one law; only to be copied."""
    folder = tmp_path_factory.mktemp("life")
    (folder / "curated" / "laws").mkdir(parents=True)
    (folder / "curated" / "laws" / "lamps.yml").write_text(LAW, encoding="utf-8")
    build(write_small_source(folder / "sources"), folder / "curated", folder / "built.db")
    return folder


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A copy of that base, beside what it was built from."""
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "built.db"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def options(built: Path, data: Path) -> list[str]:
    return ["--db", str(built), "--data", str(data)]


def add(options: list[str], *names: str) -> None:
    assert main(["add", *(str(PAPERS / name) for name in names), "--yes", *options]) == 0


def base_of(data: Path) -> KnowledgeBase:
    return KnowledgeBase.open(data / "policies.db")
