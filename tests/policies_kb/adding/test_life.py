"""Papers that were added are replaced, removed and listed."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from policies_kb.cli import main
from policies_kb.database.build import build
from policies_kb.database.in_use import BaseInUse
from policies_kb.kb import KnowledgeBase
from policies_kb.paper_folder import PaperFolder
from tests.policies_kb.adding.conftest import PAPERS, add, base_of

Capture = pytest.CaptureFixture[str]
LAMPS = "东政办发〔2021〕18号"


def listed(options: list[str], capsys: Capture) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(["list", "--json", *options]) == 0
    return list(json.loads(capsys.readouterr().out))


def revised(tmp_path: Path) -> Path:
    text = (PAPERS / "lamps.txt").read_text(encoding="utf-8")
    path = tmp_path / "revised.txt"
    path.write_text(text.replace("2021年9月底前", "2021年10月底前"), encoding="utf-8")
    return path


def test_a_corrected_copy_takes_the_place_of_the_paper_of_its_number(
    options: list[str], data: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert (
        main(["add", str(PAPERS / "lamps.txt"), "--yes", "--url", "https://a.cn/1", *options]) == 0
    )
    add(options, "order.txt")
    assert main(["replace", str(revised(tmp_path)), "--yes", *options]) == 0
    told = capsys.readouterr().out
    assert f"replaces: {LAMPS}" in told and "the old one is kept in" in told
    with base_of(data) as base:
        assert len(base.documents()) == 3
        hits = base.search("路灯普查什么时候完成", [LAMPS])
        assert "2021年10月底前" in hits[0].sentence
        assert not any("9月" in row.quote for row in base.deadlines(LAMPS))
        assert base.issue(base.document(LAMPS).issue).url == "https://a.cn/1"
    [old] = (data / "removed").iterdir()
    assert "2021年9月底前" in old.read_text(encoding="utf-8")


def test_a_revised_law_with_another_number_is_found_by_its_title_or_named(
    options: list[str], data: Path, tmp_path: Path, capsys: Capture
) -> None:
    add(options, "lamps.txt", "tea_law.md")
    law = (PAPERS / "tea_law.md").read_text(encoding="utf-8")
    newer = tmp_path / "newer.md"
    newer.write_text(law.replace("五米", "八米"), encoding="utf-8")
    assert main(["replace", str(newer), "--yes", *options]) == 0
    with base_of(data) as base:
        texts = "".join(row.text for row in base.provisions("东海省茶园保护条例"))
        assert "八米" in texts and "五米" not in texts
    other = tmp_path / "other.txt"
    text = (PAPERS / "lamps.txt").read_text(encoding="utf-8")
    text = text.replace("〔2021〕18号", "〔2024〕3号").replace("推进路灯节能改造", "改造照明设施")
    other.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["replace", str(other), "--yes", *options]) == 2
    assert "name the old one with --instead-of" in capsys.readouterr().err
    assert main(["replace", str(other), "--yes", "--instead-of", LAMPS, *options]) == 0
    with base_of(data) as base:
        numbers = {row.number for row in base.documents()}
        assert "东政办发〔2024〕3号" in numbers and LAMPS not in numbers


def test_what_is_removed_is_found_no_more_and_a_copy_is_kept(
    options: list[str], data: Path, capsys: Capture
) -> None:
    add(options, "lamps.txt", "order.txt")
    title = "《东海省人民政府办公厅关于推进路灯节能改造的通知》"
    assert main(["remove", title, "--yes", *options]) == 0
    with base_of(data) as base:
        assert LAMPS not in {row.number for row in base.documents()}
        assert not any(hit.document.startswith("东政办发") for hit in base.search("路灯普查"))
        assert not any(row.document == "东政办发-2021-18" for row in base.facts(unsure=True))
    assert len(list((data / "removed").iterdir())) == 1
    [left] = listed(options, capsys)
    assert main(["remove", left["file"], "--yes", *options]) == 0
    assert not (data / "policies.db").exists(), "without added papers the built base answers"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("东政办发〔1999〕1号", "no paper of this number, id, title or file was added"),
        ("某政办发〔2019〕12号", "is one of the project's own papers"),
    ],
)
def test_what_was_not_added_is_neither_removed_nor_replaced(
    options: list[str], capsys: Capture, name: str, words: str
) -> None:
    add(options, "lamps.txt")
    capsys.readouterr()
    assert main(["remove", name, "--yes", *options]) == 2
    assert words in capsys.readouterr().err
    assert len(listed(options, capsys)) == 1


def test_without_a_yes_nothing_is_removed_or_replaced(
    options: list[str],
    data: Path,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(options, "lamps.txt")
    before = (data / "policies.db").read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO("n\nn\n"))
    assert main(["remove", LAMPS, *options]) == 1
    assert main(["replace", str(revised(tmp_path)), *options]) == 1
    assert (data / "policies.db").read_bytes() == before
    assert len(listed(options, capsys)) == 1


def test_status_and_what_governs_are_told_in_the_same_step(
    options: list[str], data: Path, capsys: Capture
) -> None:
    told = ["--status", "overtaken", "--governs", "东海省路灯条例", "--source", "省人大网站"]
    assert main(["add", str(PAPERS / "lamps.txt"), "--yes", *told, *options]) == 0
    with base_of(data) as base:
        status = base.status(LAMPS)
        assert status is not None
        assert (status.status, status.superseded_by) == ("overtaken", ("lamp_law",))
        assert status.evidence.source == "省人大网站" and "现行规定" in status.notice.zh
    assert listed(options, capsys)[0]["status"] == "overtaken"


def test_status_is_asked_for_by_a_line(
    options: list[str], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "y\n1\n省政府网站\n没有这部法\n\nlamp_law\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert main(["add", str(PAPERS / "lamps.txt"), *options]) == 0
    with base_of(data) as base:
        status = base.status(LAMPS)
        assert status is not None
        assert (status.status, status.superseded_by) == ("in_force", ("lamp_law",))
        assert not status.warns
    assert main(["replace", str(revised(tmp_path)), "--yes", *options]) == 0
    with base_of(data) as base:
        assert base.status(LAMPS) == status, "what is not told anew stays"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (["--status", "in_force"], "say where it was read"),
        (["--governs", "lamp_law"], "is needed beside"),
        (["--status", "overtaken", "--source", "x", "--governs", "nothing"], "no curated law"),
    ],
)
def test_half_of_a_standing_is_refused(
    options: list[str], data: Path, capsys: Capture, told: list[str], words: str
) -> None:
    assert main(["add", str(PAPERS / "lamps.txt"), "--yes", *told, *options]) == 2
    assert words in capsys.readouterr().err
    assert not (data / "papers").exists()


def test_many_papers_get_a_page_and_a_file_of_doubts(
    options: list[str], data: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "note.txt").write_text("只是笔记。\n", encoding="utf-8")
    files = [str(PAPERS / name) for name in ("lamps.txt", "water_gauges.txt")]
    assert main(["add", *files, str(tmp_path / "note.txt"), "--yes", *options]) == 1
    assert "report: " in capsys.readouterr().out
    [page] = (data / "reports").glob("*.html")
    html = page.read_text(encoding="utf-8")
    assert "2 papers read" in html and "1 files refused" in html
    assert "line 15: part_2_2: 二、 stands here twice" in html
    assert "<blockquote>" in html and "not an official paper" in html
    with page.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    [twice] = [row for row in rows if "stands here twice" in row["doubt"]]
    assert (twice["line"], twice["paper"]) == ("15", "东水-2017-9")
    assert twice["text"].startswith("二、")


def test_a_run_that_is_repeated_reads_nothing_twice(
    options: list[str], tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("lamps.txt", "order.txt"):
        (folder / name).write_bytes((PAPERS / name).read_bytes())
    assert main(["add", str(folder), "--yes", *options]) == 0
    (folder / "tea.md").write_bytes((PAPERS / "tea_law.md").read_bytes())
    capsys.readouterr()
    assert main(["add", str(folder), "--yes", *options]) == 0
    told = capsys.readouterr().out
    assert told.count("added before, as ") == 2 and told.count("added: ") == 1


def test_after_an_upgrade_the_papers_are_in_the_new_base(
    options: list[str], built: Path, data: Path, tmp_path: Path
) -> None:
    add(options, "lamps.txt")
    text = (tmp_path / "sources" / "park.txt").read_text(encoding="utf-8")
    (tmp_path / "sources" / "park.txt").write_text(text.replace("90%", "95%"), encoding="utf-8")
    build(tmp_path / "sources", tmp_path / "curated", built)
    path = BaseInUse(built, PaperFolder(data)).current()
    with KnowledgeBase.open(path) as base:
        assert [row.value for row in base.targets("某政办发〔2019〕12号")] == ["95"]
        assert base.search("路灯普查")[0].document == "东政办发-2021-18"


def test_a_paper_the_new_program_cannot_take_leaves_the_others(
    options: list[str], built: Path, data: Path, tmp_path: Path, capsys: Capture
) -> None:
    add(options, "lamps.txt", "order.txt")
    # The project now ships what the operator had added.
    (tmp_path / "sources" / "lamps.txt").write_bytes((PAPERS / "lamps.txt").read_bytes())
    (tmp_path / "sources" / "lamps.yml").write_text("text: lamps.txt\n", encoding="utf-8")
    build(tmp_path / "sources", tmp_path / "curated", built)
    rows = listed(options, capsys)
    assert sorted(bool(row["fault"]) for row in rows) == [False, True]
    with base_of(data) as base:
        assert base.document(LAMPS).source == "lamps.txt"
    file = next(row["file"] for row in rows if row["fault"])
    assert main(["remove", file, "--yes", *options]) == 0
    with base_of(data) as base:
        assert base.document(LAMPS).source == "lamps.txt" and len(base.documents()) == 3


def test_a_folder_that_is_a_copy_of_the_store_is_not_changed(
    options: list[str], data: Path, capsys: Capture
) -> None:
    add(options, "lamps.txt")
    (data / "papers" / ".kept-in-the-store").write_text("", encoding="utf-8")
    assert main(["remove", LAMPS, "--yes", *options]) == 2
    assert "use python -m bot papers" in capsys.readouterr().err


def test_the_commands_that_read_use_the_base_with_the_added_papers(
    options: list[str], data: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(options, "lamps.txt")
    capsys.readouterr()
    assert main(["search", "路灯普查", *options]) == 0
    assert "东政办发-2021-18#" in capsys.readouterr().out
    monkeypatch.setenv("WENCE_DATA", str(data))
    assert main(["list", *options[:2]]) == 0
    assert "1 papers were added" in capsys.readouterr().out
    assert os.environ["WENCE_DATA"] == str(data)
