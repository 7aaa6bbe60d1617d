from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from policies_kb.cli import _parser, main

Capture = pytest.CaptureFixture[str]


def failed(capsys: Capture, *arguments: str) -> str:
    assert main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and err.endswith("\n")
    assert "Traceback" not in err
    return err


@pytest.fixture
def small(small_base: Path) -> list[str]:
    """Options of a small base that has been built."""
    folders = ["--sources", str(small_base / "sources"), "--curated", str(small_base / "curated")]
    return [*folders, "--db", str(small_base / "small.db")]


def test_every_command_and_option_has_help() -> None:
    actions = _parser()._actions
    [commands] = [a for a in actions if isinstance(a, argparse._SubParsersAction)]
    wanted = {"add", "build", "check", "parse", "show", "search", "facts", "links"}
    wanted |= {"replace", "remove", "list"}
    assert set(commands.choices) == wanted
    assert {choice.dest for choice in commands._choices_actions if choice.help} == set(
        commands.choices
    )
    for parser in commands.choices.values():
        assert all(action.help for action in parser._actions)


def test_build_prints_one_line_a_step(
    sources: Path, curated: Path, tmp_path: Path, capsys: Capture
) -> None:
    options = ["--sources", str(sources), "--curated", str(curated), "--db", str(tmp_path / "x.db")]
    assert main(["build", *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "curated: 0 rows" and "1 document" in lines[-1]


def test_a_base_with_warnings_only_is_sound(small: list[str], capsys: Capture) -> None:
    assert main(["check", *small]) == 0
    out, err = capsys.readouterr()
    assert out == "sound: 1 documents, 1 warnings\n"
    assert err == "status.yml:1: warning: no status for document '某政办发〔2019〕12号'\n"


def test_check_of_the_projects_own_base_finds_nothing(database: Path, capsys: Capture) -> None:
    assert main(["check", "--today", "2026-11-30", "--db", str(database)]) == 0
    assert capsys.readouterr().out == "sound: 6 documents\n"


def test_parse_prints_the_papers_as_json(sources: Path, capsys: Capture) -> None:
    assert main(["parse", str(sources / "park.txt")]) == 0
    out = capsys.readouterr().out
    [paper] = json.loads(out)
    assert "某政办发〔2019〕12号" in out
    assert set(paper) >= {"number", "title", "issuer", "signed", "provisions", "tables"}
    assert paper["signed"] == "2019-03-05"


def test_parse_reads_gb18030(sources: Path, capsys: Capture) -> None:
    path = sources / "park.txt"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert main(["parse", str(path)]) == 0
    assert "某政办发〔2019〕12号" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        "买菜清单\n".encode(),
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"%PDF-1.4 \xff\xff\xff\x80",
        b"\x80\x81\xff",
    ],
)
def test_parse_of_something_else_is_one_line_and_exit_2(
    tmp_path: Path, capsys: Capture, content: bytes
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert failed(capsys, "parse", str(path)).startswith(f"{path}:")


def test_parse_of_a_missing_file_or_a_folder_is_one_line_and_exit_2(
    tmp_path: Path, capsys: Capture
) -> None:
    assert "no such file" in failed(capsys, "parse", str(tmp_path / "none.txt"))
    assert "is a directory" in failed(capsys, "parse", str(tmp_path))
    failed(capsys, "parse", "a\x00b")


@pytest.mark.parametrize(
    "name", ["某政办发〔2019〕12号", "某政办发-2019-12", "某政办发[2019]12 号"]
)
def test_show_prints_a_document(small: list[str], capsys: Capture, name: str) -> None:
    assert main(["show", name, *small[-2:]]) == 0
    out = capsys.readouterr().out
    assert "夜间公园照明" in out and "逐步淘汰旧灯" in out


def test_show_prints_one_provision_with_those_below_it(database: Path, capsys: Capture) -> None:
    assert main(["show", "浙政办发-2017-80#part_2__sec_1", "--db", str(database)]) == 0
    out = capsys.readouterr().out
    assert "(一)建设标准。" in out and "7日内得到妥善处置" in out
    assert "(二)建设流程。" not in out


def test_show_of_something_unknown_is_one_line_and_exit_2(
    small: list[str], capsys: Capture
) -> None:
    assert "has no document" in failed(capsys, "show", "某政办发-2019-99", *small[-2:])
    assert "has no provision" in failed(capsys, "show", "某政办发-2019-12#part_99", *small[-2:])


def test_search_prints_place_score_and_sentence(small: list[str], capsys: Capture) -> None:
    assert main(["search", "更换", "灯具", "--limit", "1", *small[-2:]]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("1.00  某政办发-2019-12#")
    assert "优先采用节能灯具" in second


def test_without_a_base_every_command_names_the_mend(tmp_path: Path, capsys: Capture) -> None:
    for command in (["search", "灯"], ["show", "某政办发-2019-12"], ["check"]):
        err = failed(capsys, *command, "--db", str(tmp_path / "none.db"))
        assert "python -m policies_kb build" in err


def test_unsound_curated_files_are_listed_with_their_lines(
    sources: Path, curated: Path, tmp_path: Path, capsys: Capture
) -> None:
    (curated / "status.yml").write_text("- {document: x}\n", encoding="utf-8")
    options = ["--sources", str(sources), "--curated", str(curated), "--db", str(tmp_path / "x.db")]
    assert main(["build", *options]) == 2
    err = capsys.readouterr().err.splitlines()
    assert err and all(line.startswith("status.yml:1: ") for line in err)


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_2(
    sources: Path, curated: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "file").write_text("")
    options = [
        "--sources",
        str(sources),
        "--curated",
        str(curated),
        "--db",
        str(tmp_path / "file/x.db"),
    ]
    assert main(["build", *options]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "file" in err


def test_the_module_runs_and_survives_a_reader_that_leaves(database: Path) -> None:
    command = [sys.executable, "-m", "policies_kb", "show", "浙政发-2017-31", "--db", str(database)]
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(timeout=30)
