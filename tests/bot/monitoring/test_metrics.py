"""What Prometheus is told: by one process from memory, by several from files."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from guard_rig import recorded
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from web_double import CardAssistant

from actions.citations import hotline
from bot.conversation.assistant import Assistant
from bot.conversation.first_aid import open_first_aid
from bot.monitoring import metrics
from bot.monitoring.metrics_server import (
    process_ended,
    serve_metrics,
    share_metrics,
)
from bot.rasa.no_model import NoModel
from bot.recording.recorder import Recorder
from bot.server.guard import hotlines
from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from bot.store.archive import Archive
from bot.store.conversation_ids import channel_of
from bot.store.database import Database
from bot.store.errors import StoreError
from policies_kb.kb import KnowledgeBase

ROOT = Path(__file__).parents[3]
Sample = tuple[str, frozenset[tuple[str, str]]]


def scraped(port: int) -> dict[Sample, float]:
    """All samples of a real scrape."""
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as response:
        assert response.status == 200
        told = response.read().decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }


def sample(name: str, **labels: str) -> Sample:
    return name, frozenset(labels.items())


@pytest.fixture
def port() -> Iterator[int]:
    served = serve_metrics(0)
    yield served.port
    served.stop()


@pytest.fixture
def grown(port: int) -> Callable[[Sample], float]:
    """How much a sample has grown since the test began."""
    before = scraped(port)
    return lambda wanted: scraped(port).get(wanted, 0) - before.get(wanted, 0)


async def test_turns_are_counted_by_channel_status_and_intent(
    assistant: CardAssistant, kb: KnowledgeBase, grown: Callable[[Sample], float]
) -> None:
    metered = recorded(assistant, kb, Archive.open())
    for conversation in ("tg:1", "wx:2", "shell-3", "ask-4", "5f0c", "5f0c"):
        reply = await metered.reply(conversation, "老板三个月没发工资", "zh-Hans")
    assert reply.status == "answered"
    about = {"status": "answered", "intent": "wages_claim"}
    for channel, count in (("telegram", 1), ("wechat", 1), ("shell", 1), ("ask", 1), ("web", 2)):
        assert grown(sample("wence_turns_total", channel=channel, **about)) == count
        assert grown(sample("wence_turn_seconds_count", channel=channel)) == count
        assert 0 < grown(sample("wence_turn_seconds_sum", channel=channel)) < 5
        assert grown(sample("wence_turn_seconds_bucket", channel=channel, le="10.0")) == count


async def test_an_answer_that_fails_is_counted(
    assistant: CardAssistant,
    kb: KnowledgeBase,
    grown: Callable[[Sample], float],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assistant.trouble = ValueError("王小明")
    caplog.set_level("INFO", "bot.recording.recorder")
    assert (await recorded(assistant, kb, Archive.open()).reply("c", "王小明")).status == "error"
    assert grown(sample("wence_turns_total", channel="web", status="error", intent="none")) == 1
    (record,) = (one for one in caplog.records if one.name == "bot.recording.recorder")
    assert "王小明" not in str(record.__dict__)


async def test_a_turn_is_logged_without_the_conversation(
    assistant: CardAssistant, kb: KnowledgeBase, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.recording.recorder")
    archive = Archive.open()
    await recorded(assistant, kb, archive).reply("tg:31415926", "老板三个月没发工资")
    (record,) = caplog.records
    fields = record.__dict__["fields"]
    assert record.getMessage() == "turn"
    assert fields.pop("milliseconds") > 0 and fields.pop("citations") > 0
    assert fields == {
        "channel": "telegram",
        "conversation": archive.hashed("tg:31415926")[:16],
        "intent": "wages_claim",
        "status": "answered",
    }
    assert "31415926" not in str(record.__dict__)


@pytest.mark.parametrize("name", ["", "tg", "TG:1", "web-1", "asking", "5f0c-ask-1"])
def test_what_has_no_prefix_of_a_channel_is_of_the_web(name: str) -> None:
    assert channel_of(name) == "web"


def test_errors_limits_and_the_switch_are_shown(
    port: int, grown: Callable[[Sample], float]
) -> None:
    metrics.count_channel_error("telegram", "TimedOut")
    metrics.count_rate_limited("web")
    metrics.count_store_error("redis")
    assert grown(sample("wence_channel_errors_total", channel="telegram", kind="TimedOut")) == 1
    assert grown(sample("wence_rate_limited_total", channel="web")) == 1
    assert grown(sample("wence_store_errors_total", store="redis")) == 1
    for off in (True, False):
        metrics.show_switch(off)
        assert scraped(port)[sample("wence_answers_off")] == off


def test_failed_calls_of_a_database_count_themselves(
    tmp_path: Path, grown: Callable[[Sample], float]
) -> None:
    wanted = sample("wence_store_errors_total", store="sqlite")
    database = Database.open(f"sqlite:///{tmp_path}/wence.db")
    with database.reading() as connection:
        connection.execute(text("SELECT 1"))
    assert grown(wanted) == 0
    with pytest.raises(StoreError), database.reading() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    database.close()
    assert grown(wanted) == 1


def test_a_server_that_is_gone_is_counted(grown: Callable[[Sample], float]) -> None:
    with pytest.raises(StoreError):
        Database.open("postgresql://127.0.0.1:1/wence")
    assert grown(sample("wence_store_errors_total", store="postgresql")) >= 1


def test_the_model_and_base_in_use_are_shown(
    port: int, database: Path, kb: KnowledgeBase, tmp_path: Path
) -> None:
    model = tmp_path / "model.tar.gz"
    model.write_bytes(b"one")
    metrics.show_versions(metrics.versions_of(model, database, kb))
    first = {name: value for name, value in scraped(port).items() if name[0] == "wence_model_info"}
    assert list(first.values()).count(1) == 1
    model.write_bytes(b"two")
    os.utime(model, (1_700_000_000, 1_700_000_000))
    metrics.show_versions(metrics.versions_of(model, database, kb))
    told = scraped(port)
    (in_use,) = [name for name, value in told.items() if name[0] == "wence_model_info" and value]
    assert first.get(in_use, 0) == 0
    base = kb.meta()["inputs_hash"][:12]
    assert told[sample("wence_base_info", hash=base)] == 1
    assert told[sample("wence_made_timestamp_seconds", what="model")] == 1_700_000_000


def test_the_port_is_read_from_the_environment() -> None:
    def address(**environment: str) -> tuple[str, int]:
        settings = read_settings(environment)
        return settings.metrics_host, settings.metrics_port

    assert address() == ("127.0.0.1", 0)
    assert address(WENCE_METRICS_PORT=" 9464 ") == ("127.0.0.1", 9464)
    everywhere = {"WENCE_METRICS_PORT": "9464", "WENCE_METRICS_HOST": "0.0.0.0"}
    assert address(**everywhere) == ("0.0.0.0", 9464)
    for bad in ("0", "65536", "many", "-1", "９４６４"):
        with pytest.raises(SettingError, match="WENCE_METRICS_PORT"):
            address(WENCE_METRICS_PORT=bad)


def test_a_taken_port_is_told_in_one_line(port: int) -> None:
    with pytest.raises(SettingError, match=f"port {port} .*WENCE_METRICS_PORT"):
        serve_metrics(port)


def test_values_cannot_be_shared_too_late() -> None:
    with pytest.raises(RuntimeError, match="imported before"):
        share_metrics()


def test_an_ended_process_needs_no_shared_values() -> None:
    process_ended(1)


#: A parent with two workers, as gunicorn makes them; counts, then waits for a line each time.
SEVERAL = """
import os, sys
from bot.monitoring.metrics_server import process_ended, serve_metrics, share_metrics
folder = share_metrics()
served = serve_metrics(0)
from bot.monitoring import metrics
workers, (ending, parent) = [], os.pipe()
for number in (1, 2):
    pid = os.fork()
    if pid == 0:
        metrics.count_turn("web", "answered", "wages_claim", 0.02 * number)
        metrics.show_switch(number == 2)
        os.close(parent)
        if number == 1:
            # Until the parent is gone.
            os.read(ending, 1)
        os._exit(0)
    workers.append(pid)
os.waitpid(workers[1], 0)
print(served.port, folder, served._child.pid, flush=True)
sys.stdin.readline()
process_ended(workers[1])
print("told", flush=True)
sys.stdin.readline()
os.kill(workers[0], 9)
"""


def several() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SEVERAL],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.1)


def is_served(port: int) -> bool:
    try:
        return bool(scraped(port))
    except (URLError, OSError):
        return False


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_several_processes_add_up() -> None:
    turns = sample("wence_turns_total", channel="web", status="answered", intent="wages_claim")
    off = sample("wence_answers_off")
    with several() as parent:
        assert parent.stdin and parent.stdout
        port, folder, _ = parent.stdout.readline().split()
        wait_for(lambda: scraped(int(port)).get(turns) == 2)
        told = scraped(int(port))
        assert told[sample("wence_turn_seconds_bucket", channel="web", le="0.025")] == 1
        assert told[sample("wence_turn_seconds_bucket", channel="web", le="0.05")] == 2
        assert told[off] == 1
        # What a process counted outlives it, what it was does not.
        parent.stdin.write("\n")
        parent.stdin.flush()
        assert parent.stdout.readline() == "told\n"
        told = scraped(int(port))
        assert told[turns] == 2 and told[off] == 0
        parent.stdin.write("\n")
        parent.stdin.flush()
        parent.wait(20)
        wait_for(lambda: not is_listening(int(port)))
        assert not Path(folder).exists()


def test_the_server_of_the_metrics_ends_with_a_killed_parent() -> None:
    with several() as parent:
        assert parent.stdout
        port = int(parent.stdout.readline().split()[0])
        wait_for(lambda: is_served(port))
        parent.send_signal(signal.SIGKILL)
        parent.wait(20)
        wait_for(lambda: not is_listening(port))
    assert parent.returncode == -signal.SIGKILL


async def test_dangers_are_counted_by_row_and_logged_nowhere(
    kb: KnowledgeBase, grown: Callable[[Sample], float], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    absent = NoModel(hotlines(kb))
    recorder = Recorder(Archive.open())
    metered = Assistant(absent, hotline(kb), open_first_aid(kb), recorder=recorder)
    for message in ("我不想活了", "老板打我，我不想活了", "/greet"):
        await metered.reply("c-secret", message)
    assert grown(sample("wence_dangers_heard_total", row="self_harm")) == 2
    assert grown(sample("wence_dangers_heard_total", row="violence")) == 1
    logged = str([record.__dict__ for record in caplog.records])
    assert "self_harm" not in logged and "不想活" not in logged and "c-secret" not in logged
