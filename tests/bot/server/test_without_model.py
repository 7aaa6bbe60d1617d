"""A server whose model cannot be loaded comes up: nobody who writes is left without a word."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from server_rig import RunningServer
from waiting import wait

from bot.server.start import MODEL


@pytest.fixture
def server(tmp_path: Path, database: Path) -> Iterator[RunningServer]:
    model = tmp_path / "wence.tar.gz"
    model.write_bytes(b"no archive")
    settings = {"WENCE_DATABASE": f"sqlite:///{tmp_path}/wence.db"}
    files = ("--model", str(model), "--database", str(database))
    made = RunningServer(tmp_path, settings, 1, files)
    try:
        yield made
    finally:
        made.kill()


def is_up(server: RunningServer) -> bool:
    assert server.process.poll() is None, server.said
    try:
        return server.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.needs("model")
def test_it_tells_the_hotlines_hears_danger_and_takes_a_model_that_is_put_there(
    server: RunningServer, tmp_path: Path
) -> None:
    wait(lambda: is_up(server), 120)
    assert "up without answers" in server.said and "make train" in server.said
    not_ready = server.get("/readyz")
    assert (not_ready.status_code, not_ready.json()["missing"]) == (503, ["model"])
    plain = server.ask("c-1", "三个月没发工资")
    assert plain.status_code == 503
    assert "现在回答不了" in plain.json()["text"]
    assert [link["url"] for link in plain.json()["links"]] == [
        "tel:12345",
        "tel:12333",
        "tel:12348",
    ]
    danger = server.ask("c-1", "我不想活了").json()
    assert danger["danger"] == ["self_harm"] and danger["text"].startswith("您不是一个人")
    assert danger["text"].index("12356") < danger["text"].index("现在回答不了")
    shutil.copy(MODEL, tmp_path / "wence.tar.gz")
    server.signal(signal.SIGHUP)
    wait(server.is_ready, 120)
    # The old worker may take one more message before it ends.
    wait(lambda: server.ask("c-2", "三个月没发工资").status_code == 200, 30)
    assert server.answer("c-1", "三个月没发工资")["status"] == "answered"
