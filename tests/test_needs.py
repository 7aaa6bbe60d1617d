"""Where something is missing, tests are skipped by name, or fail when they are told to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from needs import NEEDS, missing, needs

ROOT = Path(__file__).parents[1]
CRYPTO = ["tests/bot/channels/wechat/test_wechat_crypto.py", "-k", "another_implementation"]


def run(*options: str) -> subprocess.CompletedProcess[str]:
    """Run a test that needs Node where there is no program at all."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *CRYPTO, *options]
    return subprocess.run(
        command, cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, timeout=120
    )


@pytest.mark.slow
def test_a_test_is_skipped_and_names_the_package() -> None:
    done = run()
    assert done.returncode == 0, done.stdout
    assert "1 skipped" in done.stdout
    assert "needs node: apt-get install nodejs npm" in done.stdout


@pytest.mark.slow
def test_told_that_nothing_may_be_missing_it_fails() -> None:
    done = run("--none-missing")
    assert done.returncode == 1
    assert "1 error" in done.stdout and "nodejs" in done.stdout


def test_nothing_is_said_of_what_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "redis-server"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing(["redis"]) == ""
    program.unlink()
    assert missing(["redis"]) == "needs redis: apt-get install redis-server"


def test_everything_has_a_remedy_and_nothing_else_can_be_needed() -> None:
    assert all(need.packages or need.command for need in NEEDS.values())
    with pytest.raises(AssertionError):
        needs("a pony")


def test_the_packages_that_are_missing_are_printed() -> None:
    done = subprocess.run(
        [sys.executable, "tests/needs.py"],
        cwd=ROOT,
        env={"PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert {"redis-server", "nodejs", "npm"} <= set(done.stdout.split())
