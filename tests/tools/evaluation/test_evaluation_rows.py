"""Reading tables of labelled questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.evaluation.labelled_rows import LabelledRow, TableError, read_table


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "questions.tsv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_reads_a_table_of_topic_and_question_only(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "topic\tquestion\tsource\nwages\t欠薪怎么办\tsomewhere\n"))
    assert table.rows == (LabelledRow("wages", "欠薪怎么办"),)
    assert table.bad == ()


def test_comment_before_the_header_bom_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf# made by hand\r\ntopic\tquestion\r\ncredit\t\xe4\xbf\xa1\xe7\x94\xa8\r\n"
    assert read_table(write(tmp_path, text)).rows == (LabelledRow("credit", "信用"),)


def test_bad_rows_are_told_by_line_and_the_others_used(tmp_path: Path) -> None:
    lines = [
        b"topic\tquestion\tsplit\texpected_status",
        b"wages\tone\tdev\tanswered",
        b"wages\ttoo few",
        b"cookery\tthree\tdev\t",
        b"wages\t\tdev\t",
        b"wages\tfive\ttraining\t",
        b"wages\tsix\tdev\tmaybe",
        b"wages\t\xff\xfe\tdev\t",
        b"credit\teight\ttest\tclarify|answered",
    ]
    table = read_table(write(tmp_path, b"\n".join(lines)))
    assert [row.question for row in table.rows] == ["one", "eight"]
    assert [(bad.line, bad.reason.split()[0]) for bad in table.bad] == [
        (3, "2"),
        (4, "unknown"),
        (5, "no"),
        (6, "unknown"),
        (7, "unknown"),
        (8, "'utf-8'"),
    ]


@pytest.mark.parametrize("text", ["", "question\nwhat\n", "# only a comment\n"])
def test_a_file_without_the_columns_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(TableError, match=r"questions\.tsv, line [12]: no column .*topic"):
        read_table(write(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="No such file"):
        read_table(tmp_path / "none.tsv")


def test_a_json_list_holds_the_turns_and_other_brackets_do_not() -> None:
    assert LabelledRow("climate", '["杭州降多少", "那宁波呢"]').turns == ("杭州降多少", "那宁波呢")
    for text in ("[2017]31号是什么", "[1, 2]", "[]", "plain"):
        assert LabelledRow("climate", text).turns == (text,)


def test_what_is_expected_is_told_from_the_topic_unless_labelled() -> None:
    assert not LabelledRow("wages", "q").should_abstain
    assert LabelledRow("near_labour", "q").should_abstain
    assert LabelledRow("wages", "q", expected_status="no_provision|out_of_scope").should_abstain
    assert not LabelledRow("wages", "q", expected_status="clarify").should_abstain


def test_quotes_are_compared_without_white_space() -> None:
    assert LabelledRow("wages", "q", quote="控制 在3%|国务院令第724号").quotes == (
        "控制在3%",
        "国务院令第724号",
    )
