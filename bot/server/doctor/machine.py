"""Checks the machine: disk, clock, time zones, calendar, font and ports."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.attachments.drawing import MissingFontError, chinese_fonts
from bot.server.doctor.artifacts import ROOT
from bot.server.doctor.findings import Finding, Grade, finding_check
from bot.server.store_file import sqlite_file
from bot.settings.ports import is_free
from bot.settings.settings import Settings
from policies_kb.calendar.workdays import covered_years

#: Megabytes: a model and a base are built anew beside the old ones, logs and the store grow.
_LITTLE, _TOO_LITTLE = 1000, 100
#: The web chat listens here unless told otherwise.
WEB_PORT = 8080
_ZONE = "Asia/Shanghai"


@finding_check("disk")
def disk(store: str) -> Iterator[Finding]:
    """Check the space where things are kept and made.

    Args:
        store: Address of the store.
    """
    kept = sqlite_file(store)
    wanted = {ROOT / "var", ROOT / "build", *({kept.absolute().parent} if kept else set())}
    for folder in sorted(wanted):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        free = shutil.disk_usage(there).free // 1_000_000
        grade: Grade = "bad" if free < _TOO_LITTLE else "warn" if free < _LITTLE else "ok"
        remedy = "" if grade == "ok" else "make room, or move it to another disk"
        yield Finding(grade, "disk", f"{free} MB free for {folder}", remedy)


@finding_check("clock")
def clock(files: tuple[Path, ...], now: float | None = None) -> Iterator[Finding]:
    """Check that the clock is not behind what was made, and that time zones are known.

    Args:
        files: Files that cannot be from the future.
        now: Seconds since 1970; those of the machine when left out.
    """
    moment = time.time() if now is None else now
    later = [file for file in files if file.exists() and file.stat().st_mtime > moment + 60]
    for file in later:
        remedy = "set the clock (timedatectl set-ntp true)"
        yield Finding("bad", "clock", f"is behind the date of {file.name}", remedy)
    try:
        ZoneInfo(_ZONE)
    except ZoneInfoNotFoundError:
        yield Finding("bad", "clock", f"time zone {_ZONE} is unknown", "apt-get install tzdata")
        return
    if not later:
        yield Finding("ok", "clock", f"after everything that was made; {_ZONE} is known")


@finding_check("calendar")
def calendar(today: date | None = None) -> Iterator[Finding]:
    """Check that working days can be counted this year and the next."""
    year = (today or date.today()).year
    first, last = covered_years()
    remedy = "uv lock --upgrade-package chinesecalendar; make setup"
    if not first <= year <= last:
        found = f"holidays are known for {first} to {last}, not for {year}"
        yield Finding("bad", "calendar", found, remedy)
    elif year == last:
        found = f"holidays of {year + 1} are not known yet; the State Council tells them in autumn"
        yield Finding("warn", "calendar", found, remedy)
    else:
        yield Finding("ok", "calendar", f"holidays are known to {last}")


@finding_check("font")
def font() -> Iterator[Finding]:
    """Check that pictures can be drawn for channels that show no SVG."""
    try:
        (file, _), _ = chinese_fonts()
    except MissingFontError:
        found = "none with Chinese characters: Telegram gets pictures in words"
        yield Finding("warn", "font", found, "apt-get install fonts-noto-cjk")
        return
    yield Finding("ok", "font", f"pictures are drawn with {Path(file).name}")


@finding_check("ports")
def ports(settings: Settings, web: int = WEB_PORT) -> Iterator[Finding]:
    """Check that the ports are free or ours."""
    if is_free("127.0.0.1", web):
        yield Finding("ok", "ports", f"{web} is free")
    elif _is_ours(web):
        yield Finding("ok", "ports", f"the assistant answers on {web}")
    else:
        remedy = "end that, or choose another: make run ARGS='--port 9000'"
        yield Finding("warn", "ports", f"{web} is taken by another program", remedy)
    port = settings.metrics_port
    if not port:
        yield Finding("ok", "ports", "no metrics: WENCE_METRICS_PORT is not set")
    elif is_free(settings.metrics_host, port):
        yield Finding("ok", "ports", f"{port} is free for metrics")
    else:
        found = f"{port} is taken, by the running assistant or another program"
        remedy = "if nothing of ours runs, choose another WENCE_METRICS_PORT"
        yield Finding("warn", "ports", found, remedy)


def _is_ours(port: int) -> bool:
    asked = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        asked.request("GET", "/healthz")
        return bool(json.loads(asked.getresponse().read(1000)) == {"status": "ok"})
    except (OSError, ValueError, HTTPException):
        return False
    finally:
        asked.close()
