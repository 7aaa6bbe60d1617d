"""What some tests need beside the locked packages: a program, a font, the trained model.

A test says so with ``@needs("chromium")``; for tests that need it through a fixture, a line of
``OF_FIXTURES`` says it. Where it is missing they are skipped, and the reason tells what would run
them. ``-m "not needs"`` leaves all of them out; ``--none-missing`` lets them fail instead.

Run as a program it prints the packages of Debian that are missing here.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Peers by other authors, installed by ``.ci/run``.
TELEMELYA = ROOT / ".tools/telemelya/bin/python"
WECHAT_CRYPTO = ROOT / ".tools/node_modules/wechat-crypto"


@dataclass(frozen=True)
class Need:
    """Something a test may need.

    Attributes:
        there: Tells whether this machine has it.
        packages: Those of Debian that bring it.
        command: Brings it where no package does.
    """

    there: Callable[[], object]
    packages: tuple[str, ...] = ()
    command: str = ""

    @property
    def remedy(self) -> str:
        return self.command or f"apt-get install {' '.join(self.packages)}"


@cache
def chromium() -> str | None:
    """Return the path of the browser.

    Without a window of its own it takes less than half the time and shows pages alike; Playwright's
    own Chromium is that one too.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@cache
def nginx() -> str | None:
    """Return the path of nginx."""
    return _server("nginx")


def _server(name: str) -> str | None:
    """Return the path of a server, which is not on the path of every user."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


@cache
def pgbouncer() -> str | None:
    """Return the path of PgBouncer."""
    return _server("pgbouncer")


@cache
def postgresql() -> Path | None:
    """Return the folder of PostgreSQL's own programs."""
    # Newest first; wrappers elsewhere in PATH may start as another user.
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@cache
def _chinese_font() -> bool:
    from bot.attachments.drawing import MissingFontError, chinese_fonts

    try:
        chinese_fonts()
    except MissingFontError:
        return False
    return True


def _model() -> bool:
    from bot.server.start import MODEL
    from policies_kb.paths import DATABASE

    return MODEL.is_file() and DATABASE.is_file()


NEEDS = {
    "model": Need(_model, command="make train"),
    "chromium": Need(chromium, ("chromium-headless-shell",)),
    "chinese font": Need(_chinese_font, ("fonts-noto-cjk",)),
    "postgresql": Need(postgresql, ("postgresql",)),
    "nginx": Need(nginx, ("nginx-light",)),
    "pgbouncer": Need(pgbouncer, ("pgbouncer",)),
    "redis": Need(lambda: shutil.which("redis-server"), ("redis-server",)),
    "node": Need(lambda: shutil.which("node") and shutil.which("npm"), ("nodejs", "npm")),
    "wechat-crypto": Need(
        WECHAT_CRYPTO.is_dir, command="npm install --prefix .tools wechat-crypto@0.0.2"
    ),
    "ocr": Need(lambda: find_spec("rapidocr"), command="make setup GROUP=ocr"),
    "telemelya": Need(TELEMELYA.is_file, command="sh tools/setup/telemelya.sh"),
}
OF_FIXTURES = {
    "parts": "model",
    "chromium": "chromium",
    "postgres_server": "postgresql",
    "redis_server": "redis",
}


def needs(*names: str) -> pytest.MarkDecorator:
    """Mark a test or a module as one that needs these; see ``NEEDS``."""
    assert set(names) <= set(NEEDS), names
    return pytest.mark.needs(*names)


def needed(item: pytest.Item) -> set[str]:
    """Return what a test needs by its marks."""
    return {name for mark in item.iter_markers("needs") for name in mark.args}


def missing(names: Iterable[str]) -> str:
    """Return what of these is missing and what would bring it; empty when all are there."""
    return "; ".join(
        f"needs {name}: {NEEDS[name].remedy}" for name in sorted(names) if not NEEDS[name].there()
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print(*(package for need in NEEDS.values() if not need.there() for package in need.packages))
