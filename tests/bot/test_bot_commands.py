"""``python -m bot``: its input, its port, and errors that name the command that mends them."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from needs import needs

from bot import __main__ as cli
from bot.__main__ import PORTS_TRIED, first_free_port, main
from bot.channels.terminal.lines import turns
from bot.rasa.errors import EngineError
from bot.reply import Reply

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("老板不发工资", ["老板不发工资"]),
        ('["你好", "欠薪怎么办"]', ["你好", "欠薪怎么办"]),
        ('  ["只有一句"]', ["只有一句"]),
        ("", [""]),
        ("[]", ["[]"]),
        ("[1, 2]", ["[1, 2]"]),
        ('["没有结束', ['["没有结束']),
        ("[图片] 老板跑了", ["[图片] 老板跑了"]),
        ('{"message": "x"}', ['{"message": "x"}']),
        ("[" * 100_000, ["[" * 100_000]),
    ],
)
def test_a_line_is_one_conversation(line: str, expected: list[str]) -> None:
    assert turns(line) == expected


def bound() -> socket.socket:
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


def test_a_free_port_is_taken_as_wished() -> None:
    with bound() as probe:
        port = probe.getsockname()[1]
    assert first_free_port("127.0.0.1", port) == port


def test_the_next_free_port_is_taken_when_the_wished_one_is_not() -> None:
    with bound() as taken:
        port = taken.getsockname()[1]
        found = first_free_port("127.0.0.1", port)
    assert found is not None and port < found < port + PORTS_TRIED


def test_no_free_port_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "first_free_port", lambda host, first: None)
    assert main(["serve", "--port", "8080"]) == 2
    assert "8080" in capsys.readouterr().err


def test_a_port_beyond_the_last_is_none() -> None:
    assert first_free_port("127.0.0.1", 65_536) is None


class Double:
    async def reply(
        self, conversation: str, text: str, locale: str | None = None, sending: Any = None
    ) -> Reply:
        text = f"答:{text}"
        told = Reply(status="answered", reply="sure", language=locale or "", text=text)
        return replace(told, turn=1, conversation=conversation)


class DoubleParts:
    assistant = Double()
    trouble = ""


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def asking(given: bytes, *options: str) -> list[str]:
        monkeypatch.setattr(cli, "start", lambda *_, **__: DoubleParts())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        assert main(["ask", *options]) == 0
        return capsys.readouterr().out.splitlines()

    return asking


def test_each_line_is_answered_in_a_conversation_of_its_own(ask: Any) -> None:
    printed = ask('你好\n["一", "二"]\n'.encode(), "--json", "--locale", "en")
    said = [json.loads(line) for line in printed]
    assert [turn["text"] for turn in said] == ["答:你好", "答:一", "答:二"]
    assert said[0]["conversation"] != said[1]["conversation"] == said[2]["conversation"]
    assert {turn["language"] for turn in said} == {"en"}


def test_plain_text_is_printed_without_json(ask: Any) -> None:
    assert ask("你好\n".encode()) == ["答:你好"]


def test_bytes_that_are_no_text_are_still_answered(ask: Any) -> None:
    assert ask(b"\xff\xfe\n") == ["答:\ufffd\ufffd"]


def test_a_missing_database_is_told_in_one_line_with_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--database", str(tmp_path / "none.db"), "shell"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("wence: ")
    assert "policies_kb build" in line or "make build" in line


def test_a_broken_model_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise EngineError("the model cannot be loaded; train it anew with `make train`")

    monkeypatch.setattr(cli, "start", broken)
    assert main(["shell"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "make train" in line


def test_a_corrupt_model_is_told_in_one_line(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "wence.tar.gz"
    model.write_bytes(b"no archive")
    sys.stdin = io.StringIO("\n")
    try:
        assert main(["--database", str(database), "--model", str(model), "shell"]) == 2
    finally:
        sys.stdin = sys.__stdin__
    [line] = capsys.readouterr().err.splitlines()
    assert "make train" in line


@pytest.mark.slow
def test_without_a_model_whoever_writes_gets_numbers_and_the_program_ends_with_an_error(
    tmp_path: Path, database: Path
) -> None:
    model = tmp_path / "none.tar.gz"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--database", str(database), "--model", str(model), "ask"],
        cwd=ROOT,
        input="老板不发工资\n我不想活了\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "make train" in line
    plain, danger = done.stdout.split("您不是一个人", 1)
    assert "现在回答不了" in plain and "12345" in plain and "12356" not in plain
    assert danger.index("12356") < danger.index("现在回答不了") < danger.index("12345")


def asked_in(environment: dict[str, str], lines: int, reads: str) -> tuple[bytes, bytes]:
    """Return what ``ask`` prints through a program that reads it, and what it says of errors."""
    command = f"{sys.executable} -m bot ask --json | {reads}"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=ROOT,
        env=os.environ | environment,
        input="老板三个月没发工资\n".encode() * lines,
        capture_output=True,
        check=False,
    )
    return done.stdout, done.stderr


@needs("model")
def test_whoever_reads_a_few_lines_only_sees_no_trace() -> None:
    printed, errors = asked_in({}, 30, "head -n 1")
    assert json.loads(printed)["status"] == "answered"
    assert errors == b""


@needs("model")
def test_a_machine_without_a_language_prints_what_it_answers() -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    printed, errors = asked_in(plain, 1, "cat")
    assert "被欠工资" in json.loads(printed)["text"]
    assert errors == b""


def test_an_address_of_ipv6_can_be_opened_as_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    cli._tell_up("::1", 8080, "")
    assert "http://[::1]:8080" in capsys.readouterr().err
