"""Programs under measurement: started, kept on some cores, asked what they cost, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

#: Seconds a program may take to end by itself.
_END_TIMEOUT = 20
_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


class Program:
    """A running program with all its processes (Linux only).

    Args:
        command: What to start.
        log: File for what it prints.
        cores: Cores it may use.
        environment: Variables besides those of this process.
        folder: Where it runs.
    """

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        cores: set[int],
        environment: Mapping[str, str],
        folder: Path,
    ) -> None:
        with log.open("ab") as output, on_cores(cores):
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A group of its own: what it started ends with it.
                start_new_session=True,
            )
        self.log = log

    @property
    def ended(self) -> bool:
        """Tell whether it is over."""
        return self._process.poll() is not None

    def wait(self) -> int:
        """Wait for its end and return the exit code."""
        return self._process.wait()

    def processes(self) -> list[int]:
        """Return the ids of its processes."""
        return family(self._process.pid, _parents())

    def cpu_seconds(self) -> float:
        """Return the processor time its living processes and their ended children have used."""
        return sum(_cpu_ticks(process) for process in self.processes()) / _TICKS

    def memory(self) -> tuple[int, int]:
        """Return its memory in bytes: shared pages counted once (PSS), and in each (RSS)."""
        found = [memory_of(process) for process in self.processes()]
        return sum(pss for pss, _ in found), sum(rss for _, rss in found)

    def stop(self) -> None:
        """End it, and what it started."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.ended:
                return
            os.killpg(self._process.pid, number)
            try:
                self._process.wait(_END_TIMEOUT)
            except subprocess.TimeoutExpired:
                continue


@contextmanager
def on_cores(cores: set[int]) -> Iterator[None]:
    """Keep this process, and what it starts meanwhile, on some cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def family(first: int, parents: Mapping[int, int]) -> list[int]:
    """Return a process and all that came from it.

    Args:
        first: Id of the process.
        parents: Parent of every process.

    >>> family(2, {1: 0, 2: 1, 3: 2, 4: 3, 5: 1})
    [2, 3, 4]
    """
    found = [first]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def any_free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _parents() -> dict[int, int]:
    parents = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            fields = _stat(int(folder.name))
            if fields:
                parents[int(folder.name)] = int(fields[1])
    return parents


def _cpu_ticks(process: int) -> int:
    # utime, stime, and both of the children that have ended (proc(5), fields 14 to 17).
    return sum(map(int, _stat(process)[11:15]))


def _stat(process: int) -> list[str]:
    """Return the fields of a process from its state on; none of one that has just ended."""
    try:
        text = (_PROC / str(process) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    # The name before may hold blanks and brackets.
    return text.rpartition(")")[2].split()


def memory_of(process: int) -> tuple[int, int]:
    """Return the bytes of memory of a process, PSS and RSS; none of one that has just ended."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()[1:]
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0
    sizes = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines}
    return sizes["Pss:"], sizes["Rss:"]
