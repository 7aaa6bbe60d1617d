from __future__ import annotations

import getpass
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.store.archive import Archive


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "wence.db"


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    opened = Archive.open(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, ended with the tests."""
    folder = _programs()
    # The server refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else getpass.getuser()
    home = Path("/tmp") / f"wence-postgres-{os.getpid()}"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(folder / program), *arguments],
            user=user if os.geteuid() == 0 else None,
            cwd=home,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            # The server inherits them and outlives the command: no pipes.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=90,
        )

    data = str(home / "data")
    settings = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        made = run("initdb", "-D", data, "-U", "wence", "-A", "trust", "-E", "UTF8", "--no-sync")
        if made.returncode:
            pytest.skip("initdb fails here")
        started = run("pg_ctl", "-D", data, "-w", "-t", "60", "-o", settings, "start")
        if started.returncode:
            pytest.skip("a PostgreSQL server does not start here")
        yield f"postgresql://wence@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres(server: str) -> str:
    """The address of an empty database on that server."""
    engine = create_engine(server, future=True)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return server


def _programs() -> Path:
    """Return the folder of PostgreSQL's own programs."""
    # Newest first; wrappers elsewhere in PATH may start as another user.
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if not found:
        pytest.skip("PostgreSQL is not installed")
    return Path(found).resolve().parent


@pytest.fixture(params=["sqlite", "memory", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty store of each kind."""
    return "sqlite://" if request.param == "memory" else _shared(request)


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_url(request: pytest.FixtureRequest) -> str:
    """An empty store of each kind that outlives a process."""
    return _shared(request)


def _shared(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('file')}"
    address: str = request.getfixturevalue("postgres")
    return address
