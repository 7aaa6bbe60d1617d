"""The examples of deploy/ fit the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import _parser
from bot.channels.telegram.webhook import MAX_UPDATE
from bot.server.server import _FINISHING
from bot.settings.table import known_variables

DEPLOY = Path(__file__).parents[3] / "deploy"
FILES = ["Dockerfile", "compose.yml", "wence.service", "nginx.conf"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
    return read


def unit(name: str) -> str:
    found = re.search(rf"^{name}=-?(.+)$", (DEPLOY / "wence.service").read_text(), re.M)
    assert found
    return found[1]


@pytest.mark.parametrize("name", FILES)
def test_settings_are_those_the_program_knows(name: str) -> None:
    named = set(re.findall(r"\bWENCE_[A-Z_]+", (DEPLOY / name).read_text()))
    assert named <= set(known_variables())


def test_commands_are_those_the_program_knows() -> None:
    for line in (unit("ExecStart"), unit("ExecStartPre")):
        program, *arguments = shlex.split(line)
        assert program.endswith(".venv/bin/python") and arguments[:2] == ["-m", "bot"]
        _parser().parse_args(arguments[2:])
    command = re.search(r"^CMD (\[.+\])$", (DEPLOY / "Dockerfile").read_text(), re.M)
    assert command
    assert _parser().parse_args(yaml.safe_load(command[1])).workers == 2


def test_who_ends_it_waits_until_messages_are_answered(compose: dict[str, Any]) -> None:
    assert int(unit("TimeoutStopSec")) > _FINISHING
    assert int(compose["services"]["wence"]["stop_grace_period"].removesuffix("s")) > _FINISHING


def test_only_the_proxy_can_be_reached(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == [
        "proxy"
    ]


def test_updates_of_telegram_pass_the_proxy() -> None:
    allowed = re.search(r"client_max_body_size (\d+)k;", (DEPLOY / "nginx.conf").read_text())
    assert allowed and int(allowed[1]) * 1024 >= MAX_UPDATE


def test_the_image_runs_without_root_and_has_what_pictures_need() -> None:
    served = (DEPLOY / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    lines = served.splitlines()
    assert re.match(r"python:3\.1[123]-", served)
    assert "fonts-noto-cjk" in served and "USER wence" in lines
    # Only the volume belongs to the user the program runs as.
    assert "--chown=root:root" in served and "RUN install -d -o wence -g wence var" in lines
    assert lines.index("USER wence") > lines.index("RUN install -d -o wence -g wence var")
    assert "VOLUME /srv/wence/var" in lines
