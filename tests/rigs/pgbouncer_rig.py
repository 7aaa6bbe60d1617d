"""PgBouncer before the PostgreSQL server of the tests; each transaction may get another session."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needs import pgbouncer
from sqlalchemy import make_url
from waiting import free_port, wait


@contextmanager
def bouncing(url: str) -> Iterator[str]:
    """Run PgBouncer, pooling by transaction, and yield the address of the database behind it."""
    behind = make_url(url)
    port = free_port()
    # Not in a folder only root may enter: it runs as another user.
    home = Path("/tmp") / f"wence-pgbouncer-{os.getpid()}"
    home.mkdir()
    (home / "users").write_text('"wence" ""\n')
    (home / "pgbouncer.ini").write_text(
        f"[databases]\n{behind.database} = host=127.0.0.1 port={behind.port}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = trust\nauth_file = {home}/users\npool_mode = transaction\n"
        "default_pool_size = 3\nmax_client_conn = 100\n"
    )
    as_user = ["-u", "nobody"] if os.geteuid() == 0 else []
    home.chmod(0o755)
    program = pgbouncer()
    assert program
    process = subprocess.Popen(
        [program, "-q", *as_user, str(home / "pgbouncer.ini")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = str(behind.set(port=port))
        wait(lambda: _listens(port), 10)
        yield address
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(home, ignore_errors=True)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
