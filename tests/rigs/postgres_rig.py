"""A PostgreSQL server of our own for tests, which can be stopped and started again."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needs import postgresql
from sqlalchemy import Connection, create_engine, make_url, text
from waiting import free_port


class PostgresServer:
    """A server on a free port.

    Args:
        home: A folder that does not exist yet.
    """

    def __init__(self, home: Path) -> None:
        programs = postgresql()
        assert programs
        self._programs = programs
        self._home = home
        # The server refuses to run as root.
        self._root = os.geteuid() == 0
        self._user = "nobody" if self._root else getpass.getuser()
        home.mkdir()
        if self._root:
            os.chown(home, pwd.getpwnam(self._user).pw_uid, -1)
        self._port = free_port()
        made = self._run(
            "initdb", "-D", self._data, "-U", "wence", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        assert made.returncode == 0, "initdb fails"

    @property
    def url(self) -> str:
        return f"postgresql://wence@127.0.0.1:{self._port}/postgres"

    @property
    def _data(self) -> str:
        return str(self._home / "data")

    def start(self) -> None:
        settings = f"-p {self._port} -k {self._home} -c listen_addresses=127.0.0.1 -c fsync=off"
        started = self._run("pg_ctl", "-D", self._data, "-w", "-t", "60", "-o", settings, "start")
        assert started.returncode == 0, "a PostgreSQL server does not start"

    def stop(self) -> None:
        """End it as a crash would."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def empty(self) -> None:
        with self.transaction() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Lend a connection of its own to the server, by the driver the store uses."""
        engine = create_engine(make_url(self.url).set(drivername="postgresql+psycopg2"))
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self._programs / program), *arguments],
            user=self._user if self._root else None,
            cwd=self._home,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            # The server inherits them and outlives the command: no pipes.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=90,
        )
