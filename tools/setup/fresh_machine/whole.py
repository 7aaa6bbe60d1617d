"""From nothing to the first answer, measured."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tools.setup.fresh_machine.machine import expect, kill
from tools.setup.fresh_machine.scenarios import World

QUESTION = "工地老板欠了我两个月工资,找谁管"
#: Seconds until the first answer before this gives up.
WHOLE_TIMEOUT = 1800


def whole(world: World) -> str:
    """By make run to the first answer and the full model; then make test beside it."""
    machine = world.machine("whole", mirrored=False)
    machine.has_python(world.python())
    began = time.monotonic()
    port = free_port()
    server = machine.start("make", "run", f"ARGS=--port {port}")
    stages: list[str] = []
    reader = threading.Thread(target=follow, args=(server, began, stages), daemon=True)
    reader.start()
    try:
        first = seconds_until(lambda: answered(port), server, began)
        trained = machine.checkout / "models/.danger.npz.inputs"
        full = seconds_until(trained.is_file, server, began)
        megabytes = machine.megabytes()
        machine.expect_run("make", "test", "ARGS=--collect-only -q tests/policies_kb")
        expect(answered(port), "no answer any more after make test had set up what it needs")
    finally:
        kill(server)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
    total = f"first answer {first:.0f} s, full model {full:.0f} s, {megabytes} MB on disk"
    return "; ".join([total, f"largest process {memory} MB", *stages])


def follow(server: subprocess.Popen[str], began: float, stages: list[str]) -> None:
    """Show what is printed, and note when each step began."""
    assert server.stdout
    for line in server.stdout:
        seconds = time.monotonic() - began
        print(f"{seconds:6.1f} {line}", end="", file=sys.stderr, flush=True)
        if line.startswith("wence: making"):
            stages.append(f"{Path(line.split()[2]).name} from {seconds:.0f} s")


def seconds_until(
    reached: Callable[[], bool], server: subprocess.Popen[str], began: float
) -> float:
    """Wait until something is reached; return the seconds since the beginning."""
    while not reached():
        expect(server.poll() is None, "make run ended")
        expect(time.monotonic() - began < WHOLE_TIMEOUT, f"not reached in {WHOLE_TIMEOUT} s")
        time.sleep(0.2)
    return time.monotonic() - began


def answered(port: int) -> bool:
    """Whether the assistant answers a question with a quote."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/chat",
        data=json.dumps({"message": QUESTION}).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bool(json.load(answer)["citations"])
    except (OSError, urllib.error.URLError):
        return False


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
