"""``python -m bot review`` groups what readers said, for an editor to correct."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from contract_reply import reply
from sqlalchemy import update

from bot.__main__ import main
from bot.reply import ReplyIntent
from bot.server.review import as_training_data, group_questions, groups_text
from bot.store.archive import Archive
from bot.store.tables import feedback, now
from policies_kb.kb import KnowledgeBase

ASKED = (
    ("无欠薪县的标准是什么", "wages_county_standard"),
    ("无欠薪县标准是什么", "wages_county_standard"),
    ("无欠薪县的标准是什么呢", "find_policy"),
    ("帮我写一首诗", "nlu_fallback"),
)


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    opened = Archive.open(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture
def filled(archive: Archive) -> Archive:
    for number, (question, intent) in enumerate(ASKED, 1):
        named = ReplyIntent(intent, 0.5)
        archive.record(reply(turn=number, question=question, intent=named, status="clarify"))
    archive.judge("c-1", 1, "down", "没有写数字")
    return archive


def test_alike_questions_stand_together(filled: Archive, kb: KnowledgeBase) -> None:
    first, second = group_questions(filled.remarks(), kb)
    assert first.count == 4
    assert set(first.questions) == {question for question, _ in ASKED[:3]}
    assert first.questions[0] == ASKED[0][0]
    assert first.verdicts == {"unanswered": 3, "down": 1}
    assert first.intent == "wages_county_standard"
    assert first.notes == ("没有写数字",)
    assert first.nearest.startswith("浙政办发-2017-80#")
    assert second.questions == ("帮我写一首诗",)


def test_the_text_says_what_an_editor_needs(filled: Archive, kb: KnowledgeBase) -> None:
    text = groups_text(group_questions(filled.remarks(), kb))
    for needed in ("4  无欠薪县的标准是什么  (+2 alike)", "unanswered 3, down 1", "没有写数字"):
        assert needed in text


def test_the_export_is_training_data(filled: Archive, kb: KnowledgeBase) -> None:
    filled.record(reply(turn=9, question="/wages_claim", status="clarify"))
    filled.record(reply(turn=10, question="[手机号](找我): 欠薪", status="clarify"))
    data = yaml.safe_load(as_training_data(group_questions(filled.remarks(), kb)))
    assert data["version"] == "3.1"
    examples = {item["intent"]: item["examples"].splitlines() for item in data["nlu"]}
    assert sorted(examples["wages_county_standard"]) == sorted(f"- {q}" for q, _ in ASKED[:3])
    assert examples["nlu_fallback"] == ["- 帮我写一首诗"]
    # A button was typed by nobody, and brackets of a question are no annotation.
    assert examples["wages_claim"] == ["- [手机号] (找我): 欠薪"]


@pytest.fixture
def command(
    file: Path, database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> object:
    monkeypatch.setenv("WENCE_DATABASE", f"sqlite:///{file}")

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["--database", str(database), "review", *arguments])
        return code, capsys.readouterr().out

    return run


def test_an_empty_store_is_said_to_be(command) -> None:  # type: ignore[no-untyped-def]
    assert command() == (0, "No feedback yet, and no question without an answer.\n")
    assert command("--json") == (0, "[]\n")


def test_the_command_prints_json_and_writes_the_export(  # type: ignore[no-untyped-def]
    filled: Archive, command, tmp_path: Path
) -> None:
    target = tmp_path / "corrections.yml"
    code, out = command("--json", "--export", str(target))
    assert code == 0
    assert [group["count"] for group in json.loads(out)] == [4, 1]
    assert "无欠薪县标准是什么" in target.read_text(encoding="utf-8")


def test_only_the_last_days_are_shown(filled: Archive, command) -> None:  # type: ignore[no-untyped-def]
    with filled._database.writing() as connection:
        connection.execute(update(feedback).values(given=now() - timedelta(days=10)))
    assert "无欠薪县" in command("--since", "11")[1]
    assert "No feedback yet" in command("--since", "9")[1]


def test_an_export_that_cannot_be_written_is_told(  # type: ignore[no-untyped-def]
    filled: Archive, command
) -> None:
    assert command("--export", "/proc/none/x.yml")[0] == 2


@pytest.mark.parametrize("days", ["0", "x", "-3", "1.5"])
def test_senseless_days_are_refused(command, days: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SystemExit):
        command("--since", days)
