from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.bench.processes import Program, any_free_port, family, on_cores
from tools.bench.timed_client import (
    Asker,
    NoAnswerError,
    Protocol,
    at_once,
    first_answer,
    in_one_conversation,
    in_turn,
)
from tools.bench.typed_questions import QUESTIONS_FILE, mixed

PROTOCOL = Protocol(
    "/ask",
    lambda conversation, text: {"conversation": conversation, "text": text},
    lambda said: said["ok"],
)
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


class Server(ThreadingHTTPServer):
    """Answers every question but ``?``, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((asked["conversation"], asked["text"]))
        said = json.dumps({"ok": asked["text"] != "?"}).encode()
        self.send_response(500 if asked["text"] == "broken" else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Keep the terminal quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield running
        running.shutdown()


def runs(process: int) -> bool:
    """Tell whether a process is there; one that has ended may wait to be taken note of."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


def asker(server: Server) -> Asker:
    return Asker(server.server_address[1], PROTOCOL)


def test_a_conversation_has_five_messages_and_questions_begin_anew(server: Server) -> None:
    took = in_turn(asker(server), ["a", "b", "c"], 7, "talk")
    assert len(took) == 7 and min(took) > 0
    assert server.asked == [
        *(("talk-0", text) for text in "abcab"),
        *(("talk-1", text) for text in "ca"),
    ]


def test_one_conversation_asks_the_same_questions_again(server: Server) -> None:
    in_one_conversation(asker(server), ["a", "b"], 5, "long")
    assert server.asked == [("long", text) for text in "ababa"]


def test_clients_ask_different_questions_at_once(server: Server) -> None:
    clients = [asker(server) for _ in range(2)]
    count, seconds = at_once(clients, ["a", "b", "c", "d"], 0.2, "load")
    assert count == len(server.asked) and seconds >= 0.2
    first = {name: text for name, text in reversed(server.asked)}
    assert (first["load-0-0"], first["load-1-0"]) == ("a", "c")


@pytest.mark.parametrize("text", ["?", "broken"])
def test_what_is_no_answer_is_not_counted_as_one(server: Server, text: str) -> None:
    with pytest.raises(NoAnswerError, match=f"'{text}'".replace("?", r"\?")):
        asker(server).ask("c", text)
    with pytest.raises(NoAnswerError, match="of 2 clients"):
        at_once([asker(server), asker(server)], ["fine", text], 0.2, "load")


def test_a_server_that_never_begins_is_given_up() -> None:
    nobody = Asker(any_free_port(), PROTOCOL)
    with pytest.raises(NoAnswerError, match="did not begin"):
        first_answer(nobody, "hello", lambda: False, 0.2)
    began = time.monotonic()
    with pytest.raises(NoAnswerError):
        first_answer(nobody, "hello", lambda: True, 60)
    assert time.monotonic() - began < 5


def test_questions_are_those_asked_in_one_message() -> None:
    questions = mixed(QUESTIONS_FILE)
    assert len(questions) > 200 and questions == mixed(QUESTIONS_FILE)
    assert not any(text.startswith("[") for text in questions)


def test_a_family_is_a_process_and_all_that_came_from_it() -> None:
    assert family(2, {2: 1, 3: 2, 4: 3, 5: 1, 6: 4}) == [2, 3, 4, 6]


@linux_only
def test_a_program_is_measured_with_its_children_and_ends_with_them(tmp_path: Path) -> None:
    busy = "while True: pass"
    both = (
        "import subprocess, sys; "
        f"print(subprocess.Popen([sys.executable, '-c', {busy!r}]).pid, flush=True)\n{busy}"
    )
    log = tmp_path / "program.log"
    program = Program([sys.executable, "-c", both], log, {0}, {}, tmp_path)
    try:
        deadline = time.monotonic() + 30
        while len(program.processes()) < 2 or program.cpu_seconds() < 0.1:
            assert time.monotonic() < deadline and not program.ended
            time.sleep(0.05)
        shared, resident = program.memory()
        assert 0 < shared <= resident
        child = int(log.read_text())
        assert child in program.processes()
    finally:
        program.stop()
    assert program.ended
    deadline = time.monotonic() + 30
    while runs(child):
        assert time.monotonic() < deadline
        time.sleep(0.05)


@linux_only
def test_the_cores_of_this_process_are_given_back() -> None:
    import os

    before = os.sched_getaffinity(0)
    with on_cores({min(before)}):
        assert os.sched_getaffinity(0) == {min(before)}
    assert os.sched_getaffinity(0) == before
