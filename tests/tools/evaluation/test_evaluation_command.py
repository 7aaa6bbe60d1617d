"""``python -m tools.evaluation`` from the outside, and the assistant as it is measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.evaluation.__main__ import groups, main
from tools.evaluation.labelled_rows import LabelledRow, LabelledTable
from tools.evaluation.subject import Subject

if TYPE_CHECKING:
    from bot.server.start import App

PAPER = "浙政办发〔2017〕80号"


def test_a_file_that_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.tsv")]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1 and "none.tsv" in shown.err


def test_a_missing_base_is_told_with_the_command_that_builds_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "questions.tsv"
    table.write_text("topic\tquestion\nwages\tq\n", encoding="utf-8")
    report = tmp_path / "report.md"
    arguments = [str(table), "--database", str(tmp_path / "none.db"), "--output", str(report)]
    assert main(arguments) == 2
    assert "policies_kb build" in capsys.readouterr().err
    assert not report.exists()


def test_splits_of_one_file_are_measured_apart() -> None:
    rows = (LabelledRow("wages", "a", split="dev"), LabelledRow("wages", "b", split="test"))
    assert [(g.name, g.rows) for g in groups(LabelledTable("q.tsv", rows, ()))] == [
        ("q_dev", rows[:1]),
        ("q_test", rows[1:]),
    ]
    assert [g.name for g in groups(LabelledTable("q.tsv", (LabelledRow("wages", "a"),), ()))] == [
        "q"
    ]
    assert [g.rows for g in groups(LabelledTable("q.tsv", (), ()))] == [()]


async def test_the_running_assistant_is_asked_and_judged(parts: App) -> None:
    rows = [
        LabelledRow("wages", "无欠薪县的标准是什么", document=PAPER, quote="控制在3%以内"),
        LabelledRow("outside", "离婚了孩子归谁"),
        LabelledRow("climate", '["杭州碳强度要降多少", "那宁波呢"]', quote="宁波、绍兴、衢州"),
    ]
    standard, family, follow_up = await Subject(parts).verdicts(rows, "test")
    assert standard.right_topic and standard.right_clause
    assert standard.reply.milliseconds > 0
    assert family.reply.status == "out_of_scope" and family.abstained
    assert follow_up.right_clause and not follow_up.false_answer
