"""A Redis server of our own for tests, which can be stopped and started again."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import redis
from waiting import free_port


class RedisServer:
    """A server on a free port that keeps nothing on disk.

    Args:
        folder: Where it runs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, decode_responses=True)

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly"]
        self._process = subprocess.Popen(
            [program, *options, "no"], cwd=self._folder, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 20
        while True:
            try:
                self.client.ping()
                return
            except redis.ConnectionError:
                assert time.monotonic() < until, "redis-server does not start"
                time.sleep(0.02)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
