"""The bench over laws, on a folder of two laws of our own making."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from tools.bench.__main__ import main

pytestmark = pytest.mark.slow

BRIDGES = """某省古桥修缮条例

(2020年4月1日某省第八届人民代表大会常务委员会第三次会议通过)

第一条 为了修缮古桥,制定本条例。

第二条 有下列情形之一的,应当修缮古桥:

(一)桥面开裂;

(二)栏杆缺失。
"""
LAMPS = """某省路灯管理办法

(2021年4月1日某省人民政府令第4号公布)

第一条 为了管好路灯,制定本办法。

第二条 路灯损坏的,应当在二十四小时内修复。
"""
QUESTIONS = (
    {"id": 1, "q": "栏杆缺失怎么办", "articles": [["桥", "第二条"]]},
    {"id": 2, "q": "街上的灯不亮了多久来修", "articles": [["灯", "第二条"]]},
)
#: Prints what the first line of the results holds, in the form of the real one.
SCORE = """
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
right = {1: ["桥", "第二条"], 2: ["灯", "第二条"]}
hits = [sum(right[r["id"]] in r["articles"][:k] for r in rows) / len(rows) for k in (1, 3, 10, 100)]
print("  ".join(f"R@{k} {hit:.3f}" for k, hit in zip((1, 3, 10, 100), hits)))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "eval"
    made.mkdir()
    with tarfile.open(made / "laws.tar.xz", "w:xz") as packed:
        for name, text in (("桥", BRIDGES), ("灯", LAMPS)):
            file = tmp_path / f"{name}.txt"
            file.write_text(text, encoding="utf-8")
            packed.add(file, file.name)
    lines = (json.dumps(row, ensure_ascii=False) for row in QUESTIONS)
    (made / "queries_dev.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (made / "score.py").write_text(SCORE, encoding="utf-8")
    return made


def test_all_searches_stand_in_one_table_and_the_base_is_taken_again(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, work = tmp_path / "page.md", tmp_path / "work"
    arguments = ["search", "--sizes", "", "--laws", str(folder), "--folder", str(work)]
    assert main([*arguments, "--page", str(page)]) == 0
    told = page.read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in told.splitlines() if line.startswith("| ")][2:]
    assert [row[0].strip("| ") for row in rows] == [
        "words alone",
        "vectors alone",
        "words and vectors",
        "rank-bm25",
    ]
    assert rows[2][1] == "1.000"
    assert "building the base" in capsys.readouterr().err
    assert main([*arguments, "--page", str(page)]) == 0
    assert "building the base" not in capsys.readouterr().err
