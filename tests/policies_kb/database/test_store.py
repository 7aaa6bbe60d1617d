from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies_kb.errors import KnowledgeBaseError, NotInBase, QuoteNotFound
from policies_kb.kb import KnowledgeBase


def refused(path: Path) -> str:
    with pytest.raises(KnowledgeBaseError) as caught:
        KnowledgeBase.open(path)
    message = str(caught.value)
    assert "python -m policies_kb build" in message and "\n" not in message
    return message


def test_a_missing_base_names_the_command_that_makes_it(tmp_path: Path) -> None:
    assert "There is no knowledge base" in refused(tmp_path / "none.db")


def test_a_folder_is_no_base(tmp_path: Path) -> None:
    refused(tmp_path)


@pytest.mark.parametrize("content", [b"", b"words" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_base_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong.db"
    path.write_bytes(content)
    refused(path)


def test_a_damaged_base_is_refused(tmp_path: Path, database: Path) -> None:
    path = tmp_path / "torn.db"
    path.write_bytes(database.read_bytes()[:200_000])
    refused(path)


def test_a_base_of_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
        connection.execute("INSERT INTO meta VALUES ('schema_version', '0')")
    connection.close()
    assert "has layout 0" in refused(path)


def test_opening_changes_nothing_on_disk(database: Path) -> None:
    before = (database.read_bytes(), sorted(database.parent.iterdir()))
    with KnowledgeBase.open(database) as base:
        base.search("欠薪")
    assert (database.read_bytes(), sorted(database.parent.iterdir())) == before


@pytest.mark.parametrize(
    "name",
    ["浙政办发〔2017〕80号", "浙政办发[2017]80 号", "浙政办发（2017）80号", "浙政办发-2017-80"],
)
def test_a_document_is_found_by_number_or_id(base: KnowledgeBase, name: str) -> None:
    document = base.document(name)
    assert document.number == "浙政办发〔2017〕80号"
    assert document.id == "浙政办发-2017-80"
    assert document.signed == "2017-07-31"


@pytest.mark.parametrize(
    "name", ["", "浙政办发〔2017〕81号", "\ud800", "x" * 10_000, "'; DROP TABLE--"]
)
def test_unknown_names_are_said_to_be_unknown(base: KnowledgeBase, name: str) -> None:
    for ask in (base.document, base.provisions, base.law, base.law_provision, base.channel):
        with pytest.raises(NotInBase):
            ask(name)
    with pytest.raises(NotInBase):
        base.provision("浙政办发-2017-80", name)
    with pytest.raises(QuoteNotFound):
        base.locate("浙政办发-2017-80", name)


def test_the_six_documents_are_in_the_base(base: KnowledgeBase) -> None:
    assert [document.id for document in base.documents()] == [
        "浙政发-2017-31",
        "浙政办发-2017-75",
        "浙政办发-2017-77",
        "浙政办发-2017-80",
        "浙政办发-2017-82",
        "浙政办发-2017-86",
    ]


def test_locate_finds_the_smallest_provision_with_the_quote(base: KnowledgeBase) -> None:
    row = base.locate("浙政办发〔2017〕80号", "欠薪案件能在7日内得到妥善处置")
    assert row.text.startswith("3. 欠薪案件处置快速有力。")
    assert base.provision(row.document, row.id) == row
    everywhere = [row for row in base.provisions("浙政办发-2017-80") if "无欠薪" in row.text]
    found = base.locate("浙政办发-2017-80", "无欠薪")
    assert len(found.text) == min(len(row.text) for row in everywhere)


def test_locate_takes_no_word_more_or_less(base: KnowledgeBase) -> None:
    for quote in ("欠薪案件能在8日内得到妥善处置", "欠薪案件 能在7日内", "%", ""):
        with pytest.raises(QuoteNotFound):
            base.locate("浙政办发-2017-86", quote)


@settings(max_examples=60)
@given(data=st.data())
def test_any_stretch_of_a_provision_is_located(base: KnowledgeBase, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(base.documents()))
    rows = [row for row in base.provisions(document.id) if row.text]
    row = data.draw(st.sampled_from(rows))
    start = data.draw(st.integers(0, len(row.text) - 1))
    end = data.draw(st.integers(start + 1, len(row.text)))
    found = base.locate(document.number, row.text[start:end])
    assert row.text[start:end] in found.text
    assert len(found.text) <= len(row.text)


def test_sentences_are_verbatim_and_whole(base: KnowledgeBase) -> None:
    for document in base.documents():
        for row in base.provisions(document.id):
            texts = [sentence.text for sentence in base.sentences(document.id, row.id)]
            assert all(text in row.text for text in texts)
            assert "".join("".join(texts).split()) == "".join(row.text.split())


def test_curated_rows_come_back_as_they_were_written(base: KnowledgeBase) -> None:
    from policies_kb.overlay.loader import load_overlay

    assert base.overlay == load_overlay()
    assert base.law_provision("law724.art_30").law == "law724"
    assert base.channel("hotline_12345").phone == "12345"


def test_channels_for_a_topic_include_those_for_any(base: KnowledgeBase) -> None:
    wages = base.channels("wages")
    assert wages and all({"wages", "any"} & set(channel.topics) for channel in wages)
    assert set(wages) < set(base.channels())


def test_every_document_has_a_status(base: KnowledgeBase) -> None:
    for document in base.documents():
        status = base.status(document.number)
        assert status is not None and status.document == document.number


def test_standard_items_can_be_asked_by_field_month_and_unit(base: KnowledgeBase) -> None:
    everything = base.standard_items()
    education = base.standard_items(field="义务教育")
    assert education and set(education) < set(everything)
    assert {item.units[0] for item in education} == {"省教育厅"}
    first = base.standard_items(field="义务教育", month="2017-12")
    assert [item.item for item in first] == ["义务教育公开规范"]
    assert base.standard_items(unit="省教育厅") == education
    assert base.standard_items(field="天气") == ()
    for item in everything:
        assert base.provision(item.document, item.provision)


def test_every_unit_of_the_standards_is_known(base: KnowledgeBase) -> None:
    known = {name for unit in base.units() for name in (unit.name, *unit.aliases)}
    assert {name for item in base.standard_items() for name in item.units} <= known


def test_threads_may_share_one_base(base: KnowledgeBase) -> None:
    def ask(turn: int) -> str:
        base.search(f"欠薪案件 {turn}")
        return base.locate("浙政办发-2017-80", "零欠薪").id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(64)))) == 1


async def test_tasks_may_share_one_base(base: KnowledgeBase) -> None:
    answers = await asyncio.gather(*(asyncio.to_thread(base.search, "无欠薪") for _ in range(8)))
    assert all(answer == answers[0] for answer in answers)


def test_the_base_opens_without_rasa_jieba_or_schema_checkers() -> None:
    code = (
        "import sys, policies_kb.kb;"
        "print([m for m in ('rasa', 'tensorflow', 'jieba', 'jsonschema', 'ruamel.yaml',"
        " 'sqlite_utils') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""
