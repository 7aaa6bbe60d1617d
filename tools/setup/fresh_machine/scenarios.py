"""The rows: each a kind of machine on which set-up must hold, or refuse in one plain sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tools.setup.fresh_machine.machine import NOWHERE, ROOT, Machine, expect, script
from tools.setup.fresh_machine.mirror import Mirror

NO_PYTHON = "there is no Python 3.11, 3.12 or 3.13 on this machine, and uv could fetch none"
NO_UV = "cannot get uv"
NO_PACKAGES = "could not install the packages of uv.lock"
#: No Python is to be had from uv's own place, as behind many an agency's wall.
NO_PYTHON_TO_FETCH = {"UV_PYTHON_INSTALL_MIRROR": NOWHERE}
#: All ways out are closed but those to this machine.
NO_WAY_OUT = {"HTTP_PROXY": NOWHERE, "HTTPS_PROXY": NOWHERE, "NO_PROXY": "127.0.0.1"}
SHIM = """echo "pyenv: uv: command not found" >&2
echo "The 'uv' command exists in these Python versions: 3.13.0" >&2
exit 127"""
OLD_UV = """[ "$1" = --version ] && { echo "uv 0.2.0"; exit 0; }
echo "error: unrecognized subcommand '$1'" >&2
exit 2"""


class NotPlayedError(Exception):
    """This machine has not what the row needs."""


@dataclass
class World:
    """What rows share: a folder, the mirror, and what lies on this machine."""

    folder: Path
    mirror: Mirror
    first: Machine | None = None
    machines: list[Machine] = field(default_factory=list)

    def machine(self, name: str, *, mirrored: bool = True, **more: object) -> Machine:
        """Make a machine; packages come from the mirror unless the row is about the registry."""
        variables = {"UV_DEFAULT_INDEX": self.mirror.address} if mirrored else {}
        machine = Machine(self.folder / name, variables=variables, **more)  # type: ignore[arg-type]
        self.machines.append(machine)
        return machine

    def tidy(self) -> None:
        """Throw away the machines that no later row needs."""
        for machine in self.machines:
            if machine is not self.first:
                shutil.rmtree(machine.folder)
        self.machines = [machine for machine in self.machines if machine is self.first]

    def python(self, fits: bool = True) -> Path:
        """Return a Python of this machine that fits the project, or one that is too old."""
        wanted = range(11, 14) if fits else range(6, 11)
        places = [Path("/usr/bin/python3"), *Path("/usr/local/bin").glob("python3.?*")]
        places += sorted(Path("/root/.pyenv/versions").glob("3.*/bin/python"), reverse=True)
        for place in [*places, Path(sys.executable)]:
            found = os.access(place, os.X_OK) and minor_of(place)
            if found and found in wanted:
                return place
        raise NotPlayedError(f"no Python 3.{wanted[0]} to 3.{wanted[-1]} on this machine")

    def uv(self) -> Path:
        """Return a real uv, fetched once."""
        if not (self.folder / "uv").is_file():
            command = [sys.executable, str(ROOT / "tools/setup/get_uv.py"), str(self.folder)]
            subprocess.run(
                command, check=True, env={**os.environ, "UV_DEFAULT_INDEX": self.mirror.address}
            )
        return self.folder / "uv"


def minor_of(python: Path) -> int | None:
    """Return the 11 of Python 3.11."""
    tell = "import sys; print(sys.version_info[1] if sys.version_info[0] == 3 else '')"
    done = subprocess.run([python, "-c", tell], capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else None


def no_uv(world: World) -> None:
    """No uv, the system's Python, pypi.org itself; up to the knowledge base."""
    machine = world.machine("system", mirrored=False)
    machine.has_python(world.python())
    machine.expect_run("make", "build")
    machine.works()
    world.first = machine


def second_run_offline(world: World) -> None:
    """The second run, without a network."""
    if world.first is None:
        no_uv(world)
    assert world.first
    shutil.rmtree(world.first.home)
    cut = ["unshare", "--net"]
    if subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        cut = ["env", *(f"{name}={value}" for name, value in NO_WAY_OUT.items())]
    again = world.first.expect_run(*cut, "make", "build")
    expect("making" not in again.text, f"something was made anew:\n{again.text}")
    world.first.works(*cut)


def shim(world: World) -> None:
    """pyenv's shim of a uv that is elsewhere, and a uv in the home that is too old."""
    machine = world.machine("shim")
    machine.has_python(world.python())
    script(machine.programs / "uv", SHIM)
    script(machine.home / ".local/bin/uv", OLD_UV)
    machine.set_up()


def only_uv(world: World) -> None:
    """Only uv, no Python on PATH: refused plainly, then UV_PYTHON names one."""
    machine = world.machine("only-uv", compiler=False)
    script(machine.programs / "uv", f'exec "{world.uv()}" "$@"')
    machine.refuses(NO_PYTHON, **NO_PYTHON_TO_FETCH)
    machine.set_up(UV_PYTHON=str(world.python()), **NO_PYTHON_TO_FETCH)


def old_python(world: World) -> None:
    """No Python at all, then only one that is too old: refused plainly."""
    machine = world.machine("old")
    machine.refuses(NO_UV)
    old = world.python(fits=False)
    machine.has_python(old)
    machine.refuses(NO_PYTHON, **NO_PYTHON_TO_FETCH)
    machine.refuses(f"UV_PYTHON names {old}", UV_PYTHON=str(old))


def no_compiler(world: World) -> None:
    """No compiler."""
    machine = world.machine("no-compiler", compiler=False)
    machine.has_python(world.python())
    for name in ("cc", "gcc", "c++", "clang"):
        expect(machine.run("env", name, "--version").code == 127, f"{name} is there")
    machine.set_up()


def odd_path(world: World) -> None:
    """A path with a space and Chinese characters, no locale; the mirror named for pip."""
    machine = world.machine("odd", mirrored=False, checkout_name="我的 问策")
    machine.has_python(world.python())
    machine.set_up(PIP_INDEX_URL=world.mirror.address, **NO_WAY_OUT)
    # A program of a package, whose first line cannot hold a path with a space.
    machine.expect_run(".venv/bin/uvicorn", "--version")
    machine.expect_run("make", "build")


def read_only_home(world: World) -> None:
    """A home that cannot be written."""
    machine = world.machine("read-only")
    machine.has_python(world.python())
    (machine.home / ".cache/uv").mkdir(parents=True)
    lock = 'mount --bind "$HOME" "$HOME" && mount -o remount,ro,bind "$HOME" && exec "$@"'
    mounted = ("unshare", "--mount", "sh", "-c", lock, "sh")
    if machine.run(*mounted, "true").code == 0:
        expect(machine.run(*mounted, "touch", str(machine.home / "x")).code, "it can be written")
        machine.set_up(*mounted)
        machine.works(*mounted)
    else:
        machine.variables["HOME"] = "/dev/null/home"
        machine.set_up()


def mirror(world: World) -> None:
    """A registry mirror and no other way out: all packages and uv come through it."""
    machine = world.machine("mirror")
    machine.has_python(world.python())
    world.mirror.served.clear()
    machine.set_up(**NO_WAY_OUT)
    locked = (machine.checkout / ".venv/requirements.txt").read_text()
    wanted = {line.split("==")[0] for line in locked.splitlines() if line[:1].isalnum()} | {"uv"}
    python = (machine.checkout / ".venv/lib").glob("python*/site-packages/*.dist-info")
    there = {package_of(folder.name) for folder in python} | {"uv"}
    came = {package_of(name) for name in world.mirror.served}
    missing = wanted & there - came
    expect(len(wanted & there) > 50, f"only {wanted & there} were installed")
    expect(not missing, f"came another way: {missing}")


def package_of(file: str) -> str:
    """Return the package's name in that of a wheel, an sdist or a folder of metadata."""
    return file.split("-")[0].replace("_", "-").replace(".", "-").lower()


def spoiled_mirror(world: World) -> None:
    """A mirror that changed one byte: of uv, then of a package; both refused by their hash."""
    machine = world.machine("spoiled")
    machine.has_python(world.python())
    try:
        world.mirror.spoiled = ("uv-",)
        refused = machine.refuses(NO_UV)
        expect("is not the one in uv.lock" in refused.text, refused.text)
        world.mirror.spoiled = ("babel-",)
        refused = machine.refuses(NO_PACKAGES)
        expect("Hash mismatch" in refused.text, f"refused for another reason:\n{refused.text}")
    finally:
        world.mirror.spoiled = ()
    machine.set_up()


def cut_off(world: World) -> None:
    """A set-up that was cut off while packages were installed."""
    machine = world.machine("cut-off")
    machine.has_python(world.python())

    def half_way() -> bool:
        return len(list(machine.checkout.glob(".venv/lib/*/site-packages/*.dist-info"))) > 10

    machine.cut_off(half_way)
    expect(not (machine.checkout / ".venv/.wence-inputs").exists(), "taken for whole")
    machine.set_up()


MACHINE_ROWS: tuple[Callable[[World], None], ...] = (
    no_uv,
    second_run_offline,
    shim,
    only_uv,
    old_python,
    no_compiler,
    odd_path,
    read_only_home,
    mirror,
    spoiled_mirror,
    cut_off,
)
