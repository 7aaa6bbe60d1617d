"""Checks the databases: there, writable, of our layout, and of the same time as this machine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from sqlalchemy import func, select

from bot.server.doctor.findings import Finding, Grade, finding_check
from bot.server.store_file import sqlite_file
from bot.store.database import DATABASE_TIMEOUT, Database
from bot.store.errors import StoreError
from bot.store.tables import STORE_VERSION

#: Seconds a server's clock may differ: leases and limits are counted in tens of seconds.
_APART, _FAR_APART = 2.0, 30.0


@finding_check("store")
def store(url: str) -> Iterator[Finding]:
    """Check the store of conversations; nothing is made that is not there yet."""
    file = sqlite_file(url)
    if file is None and url.startswith("sqlite"):
        remedy = "set WENCE_DATABASE to a file or a server"
        yield Finding("warn", "store", "in memory: everything is forgotten at the end", remedy)
        return
    if file and not file.exists():
        yield _folder_of(file)
        return
    try:
        database = Database.open(url, upgrade=False)
        yield from _opened(database, file)
        database.close()
    except StoreError as error:
        yield Finding("bad", "store", str(error), "check WENCE_DATABASE")


@finding_check("redis")
def redis(address: str) -> Iterator[Finding]:
    """Check the Redis server, when there is to be one."""
    if not address:
        yield Finding("ok", "redis", "not set up")
        return
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        client = Redis.from_url(
            address, socket_timeout=DATABASE_TIMEOUT, socket_connect_timeout=DATABASE_TIMEOUT
        )
        with client:
            seconds, micros = client.time()
            info = client.info()
    except (RedisError, ValueError) as error:
        found = f"cannot be reached ({type(error).__name__})"
        yield Finding("bad", "redis", found, "check WENCE_REDIS and whether the server runs")
        return
    if info.get("role") != "master":
        remedy = "name the server that may be written in WENCE_REDIS"
        yield Finding("bad", "redis", "is a copy that cannot be written", remedy)
    elif info.get("maxmemory") and info.get("maxmemory_policy") != "noeviction":
        found = "throws away what it holds when its memory is full"
        yield Finding("warn", "redis", found, "redis-cli config set maxmemory-policy noeviction")
    else:
        yield Finding("ok", "redis", f"version {info.get('redis_version')}, can be written")
    yield apart("redis", seconds + micros / 1e6 - time.time())


def apart(server: str, seconds: float) -> Finding:
    """Return what it means that a server's clock is so many seconds ahead of ours."""
    what, found = "clock", f"{seconds:+.1f} s beside that of {server}"
    if abs(seconds) < _APART:
        return Finding("ok", what, found)
    grade: Grade = "bad" if abs(seconds) >= _FAR_APART else "warn"
    return Finding(grade, what, found, "synchronise both machines (timedatectl set-ntp true)")


def _folder_of(file: Path) -> Finding:
    folder = next(folder for folder in file.absolute().parents if folder.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        found = f"{file} cannot be made in {folder}"
        return Finding("bad", "store", found, f"let this user write in {folder}")
    return Finding("ok", "store", f"none yet; {file} is made at the first start")


def _opened(database: Database, file: Path | None) -> Iterator[Finding]:
    # To open is to write: the layout was looked at and can be changed.
    where, layout = str(file) if file else "on a server", database.layout
    with database.reading() as connection:
        told = None if file else connection.execute(select(func.clock_timestamp())).scalar_one()
    if layout < STORE_VERSION:
        found = f"layout {layout}, which the next start brings to {STORE_VERSION}"
        yield Finding("warn", "store", found, "end the old program, then start this one")
    else:
        yield Finding("ok", "store", f"{where}: layout {layout}, can be written")
    if told is not None:
        yield apart("PostgreSQL", told.astimezone(UTC).timestamp() - time.time())
