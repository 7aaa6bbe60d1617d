"""The real server as a child, watched from outside."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from policies_kb.paths import ROOT
from tools.bench.processes import any_free_port, memory_of

_HOST = "127.0.0.1"
#: Seconds the server may take to load, and to end.
_LOADING, _ENDING = 180, 60
_TURNS = re.compile(r"^wence_turns_total\{.*\} (\S+)$", re.M)


class ServerError(Exception):
    """The server does not start or has ended; the message tells the end of its log."""


class BenchServer:
    """``python -m bot serve`` on a free port.

    Args:
        workers: Processes that answer.
        folder: Where its log goes.
        store: Address of its database.
        redis: Address of its Redis server, ``""`` for none.
    """

    def __init__(self, workers: int, folder: Path, store: str, redis: str = "") -> None:
        self.workers = workers
        self._port, self._metrics_port = any_free_port(), any_free_port()
        self._log = folder / "server.log"
        self._environment = {
            **os.environ,
            "WENCE_DATABASE": store,
            "WENCE_REDIS": redis,
            "WENCE_METRICS_PORT": str(self._metrics_port),
            # Everything comes from one address here; 0 is for no limit.
            "WENCE_RATE_USER": "0",
            "WENCE_RATE_ADDRESS": "0",
            "WENCE_RATE_CHANNEL": "0",
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"http://{_HOST}:{self._port}"

    def start(self) -> float:
        """Start it and return the seconds until it was ready.

        Raises:
            ServerError: It does not get ready.
        """
        command = [sys.executable, "-m", "bot", "serve", "--host", _HOST]
        command += ["--port", str(self._port), "--workers", str(self.workers)]
        began = time.monotonic()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        while time.monotonic() < began + _LOADING:
            if self._process.poll() is not None:
                break
            if _answers(f"{self.url}/readyz"):
                return time.monotonic() - began
            time.sleep(0.2)
        self.stop()
        raise ServerError(f"the server does not start: {self.last_words()}")

    def stop(self) -> None:
        """Tell it to end, and make it end when it does not."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def turns(self) -> int:
        """Return how many messages its workers say they answered."""
        with urllib.request.urlopen(f"http://{_HOST}:{self._metrics_port}/metrics") as page:
            return sum(int(float(count)) for count in _TURNS.findall(page.read().decode()))

    def memory(self) -> int:
        """Return the bytes of memory of master and workers, shared pages counted once."""
        return sum(memory_of(pid)[0] for pid in (self._pid, *self.worker_pids()))

    def worker_pids(self) -> list[int]:
        """Return the processes of the workers, oldest first."""
        mine = _command(self._pid)
        # The process that serves the metrics is a child, too, with another command.
        return [pid for pid in _children(self._pid) if _command(pid) == mine]

    def reload(self) -> None:
        """Make it load model and base anew."""
        os.kill(self._pid, signal.SIGHUP)

    def kill_worker(self) -> None:
        """End the oldest worker as a crash would."""
        os.kill(self.worker_pids()[0], signal.SIGKILL)

    def last_words(self) -> str:
        """Return its own last message, or the end of its log."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        own = [line for line in lines if line.startswith("wence: ")]
        return own[-1] if own else " | ".join(lines[-3:])

    @property
    def _pid(self) -> int:
        if self._process is None or self._process.poll() is not None:
            raise ServerError(f"the server has ended: {self.last_words()}")
        return self._process.pid


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return sorted(int(pid) for pid in listed.split())


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
