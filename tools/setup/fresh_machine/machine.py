"""One machine of a row: a clone, an empty home, a PATH that holds only what the row grants."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from policies_kb.paths import ROOT

SYSTEM = (Path("/usr/bin"), Path("/bin"), Path("/usr/sbin"), Path("/sbin"))
COMPILERS = (
    "cc",
    "c++",
    "gcc",
    "g++",
    "clang",
    "c89",
    "c99",
    "cpp",
    "x86_64-linux-gnu-",
    "aarch64-",
)
#: Beginnings of the names of programs that a machine has only when its row grants them.
GRANTED = ("python", "pip", "pyenv", "uv", "conda")
#: Where nobody listens.
NOWHERE = "http://127.0.0.1:9"
#: Seconds for one command; the machine may be busy.
COMMAND_TIMEOUT = 600


class FailedError(Exception):
    """What a row promises did not hold."""


def expect(held: object, otherwise: str) -> None:
    """Fail the row unless something held."""
    if not held:
        raise FailedError(otherwise)


def script(file: Path, text: str) -> Path:
    """Write a program in sh."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


@dataclass
class Done:
    """How a command ended and what it printed."""

    code: int
    text: str
    seconds: float


@dataclass
class Machine:
    """A folder with ``wence`` (a clone of HEAD), ``home`` and ``bin``, the only entry of PATH."""

    folder: Path
    checkout_name: str = "wence"
    compiler: bool = True
    variables: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home = self.folder / "home"
        self.programs = self.folder / "bin"
        self.checkout = self.folder / self.checkout_name
        self.home.mkdir(parents=True)
        self.programs.mkdir()
        clone = ["git", "clone", "--quiet", str(ROOT), str(self.checkout)]
        subprocess.run(clone, check=True, capture_output=True)
        withheld = GRANTED if self.compiler else GRANTED + COMPILERS
        for folder in SYSTEM:
            for file in folder.iterdir() if folder.is_dir() else ():
                place = self.programs / file.name
                if not file.name.startswith(withheld) and not place.is_symlink():
                    place.symlink_to(file)

    def has_python(self, python: Path) -> None:
        """Put a Python on PATH under the name that every system gives it."""
        script(self.programs / "python3", f'exec "{python}" "$@"')

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """Return all variables of a command: none of the caller's."""
        own = {"HOME": str(self.home), "PATH": str(self.programs)}
        return {**own, **self.variables, **more}

    def start(self, *command: str, **more: str) -> subprocess.Popen[str]:
        """Start a command in the clone, in a group of its own."""
        return subprocess.Popen(
            command,
            cwd=self.checkout,
            env=self.environment(more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *command: str, **more: str) -> Done:
        """Run a command in the clone."""
        began = time.monotonic()
        process = self.start(*command, **more)
        try:
            text, _ = process.communicate(timeout=COMMAND_TIMEOUT)
        except subprocess.TimeoutExpired:
            kill(process)
            raise FailedError(f"{' '.join(command)} took over {COMMAND_TIMEOUT} s") from None
        return Done(process.returncode, text, time.monotonic() - began)

    def expect_run(self, *command: str, **more: str) -> Done:
        """Run a command that must end well."""
        done = self.run(*command, **more)
        expect(done.code == 0, f"{' '.join(command)} ended with {done.code}:\n{done.text}")
        return done

    def set_up(self, *prefix: str, **more: str) -> Done:
        """Set up, then see that the knowledge base's and Rasa's commands start."""
        done = self.expect_run(*prefix, "make", "setup", **more)
        self.works()
        return done

    def works(self, *prefix: str) -> None:
        """See that what was set up starts."""
        self.expect_run(*prefix, ".venv/bin/python", "-m", "policies_kb", "--help")
        rasa = self.expect_run(*prefix, ".venv/bin/rasa", "--version")
        expect("3.6.21" in rasa.text, f"rasa --version said: {rasa.text}")

    def refuses(self, sentence: str, **more: str) -> Done:
        """See that set-up ends with one plain sentence and nothing half made is taken for whole."""
        done = self.run("make", "setup", **more)
        expect(done.code != 0, "set-up ended well")
        expect(f"wence: {sentence}" in done.text, f"the plain sentence is missing in:\n{done.text}")
        expect("Traceback" not in done.text, f"a traceback:\n{done.text}")
        expect(not (self.checkout / ".venv/.wence-inputs").exists(), "taken for whole")
        return done

    def cut_off(self, when: Callable[[], bool], **more: str) -> None:
        """Start set-up and kill it, with all it started, at a moment."""
        process = self.start("make", "setup", **more)
        while not when():
            expect(process.poll() is None, "set-up ended before it could be cut off")
            time.sleep(0.02)
        kill(process)

    def megabytes(self) -> int:
        """How much disk home and clone take, a file with two names once."""
        seen: dict[tuple[int, int], int] = {}
        for place in (self.home, self.checkout):
            for folder, _, names in os.walk(place):
                for name in names:
                    facts = os.lstat(os.path.join(folder, name))
                    seen[facts.st_dev, facts.st_ino] = facts.st_blocks * 512
        return round(sum(seen.values()) / 1e6)


def kill(process: subprocess.Popen[str]) -> None:
    """End a command and all it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
