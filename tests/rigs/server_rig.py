"""The real server as its users and its operator have it before them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
from waiting import free_port, wait

ROOT = Path(__file__).parents[2]


class RunningServer:
    """``python -m bot serve`` in a process of its own.

    Args:
        folder: Where its log goes.
        settings: Added to the environment.
        workers: So many.
        files: ``--model`` and ``--database``, where they are others than usual.
    """

    def __init__(
        self, folder: Path, settings: dict[str, str], workers: int, files: tuple[str, ...] = ()
    ) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = folder / "serve.log"
        usual = {"WENCE_SECRET": "a key of more than sixteen bytes", "WENCE_RATE_USER": "100000"}
        usual["WENCE_RATE_ADDRESS"] = "100000"
        command = [sys.executable, "-m", "bot", *files, "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(workers)],
                cwd=ROOT,
                env=os.environ | usual | settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        """What it wrote to standard error."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def workers(self) -> set[int]:
        """The processes that answer."""
        master = self.process.pid
        listed = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return {int(pid) for pid in listed}

    def wait_until_ready(self) -> None:
        wait(self.is_ready, 120)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.said
        try:
            return self.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", timeout=30)

    def ask(self, conversation: str, message: str) -> httpx.Response:
        """Ask over a connection of its own."""
        said = {"conversation": conversation, "message": message}
        return httpx.post(f"{self.address}/api/chat", json=said, timeout=60)

    def answer(self, conversation: str, message: str) -> dict[str, Any]:
        answered = self.ask(conversation, message)
        assert answered.status_code == 200, answered.text
        return dict(answered.json())

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
