from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policies_kb.database.build import build
from policies_kb.kb import KnowledgeBase


@pytest.fixture(scope="session")
def base(kb: KnowledgeBase) -> KnowledgeBase:
    """The base built from the project's own sources and curated files."""
    return kb


SMALL_PAPER = """某省人民政府办公厅关于加强夜间公园照明的通知

某政办发〔2019〕12号

各市、县(市、区)人民政府,省政府直属各单位:

为改善夜间公园照明,现就有关事项通知如下:

一、总体要求

到2021年,全省公园夜间照明覆盖率达到90%以上。

二、主要任务

(一)摸清底数。各地要在2019年6月底前查清公园路灯数量;逐一登记造册。

(二)更换灯具。优先采用节能灯具,逐步淘汰旧灯。

某省人民政府办公厅

2019年3月5日
"""

SMALL_SIDE_FILE = """title: 某省人民政府公报
year: 2019
issue: 7
published: 2019-03-20
publisher: 某省人民政府
text: park.txt
"""


def write_small_source(folder: Path) -> Path:
    folder.mkdir()
    (folder / "park.txt").write_text(SMALL_PAPER, encoding="utf-8")
    (folder / "park.yml").write_text(SMALL_SIDE_FILE, encoding="utf-8")
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with one small source."""
    return write_small_source(tmp_path / "sources")


@pytest.fixture(scope="session")
def small_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sources, no curated files and small.db built of them; only to be read."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "curated").mkdir()
    build(write_small_source(folder / "sources"), folder / "curated", folder / "small.db")
    return folder


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    """An empty folder of curated files."""
    folder = tmp_path / "curated"
    folder.mkdir()
    return folder


@pytest.fixture
def write(curated: Path) -> Callable[[str, str], Path]:
    """Writes one curated file and returns the folder."""

    def writer(name: str, text: str) -> Path:
        path = curated / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return curated

    return writer
