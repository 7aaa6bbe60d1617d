"""Debian 12 and 13 as they are installed, with Python 3, make and git and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tools.setup.fresh_machine.machine import expect
from tools.setup.fresh_machine.scenarios import NotPlayedError, World

ARCHIVE = "http://deb.debian.org/debian"
PACKAGES = "python3,make,git"
#: $0 is the system's folder; the rest is run in its clone.
ENTER = (
    'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && '
    'exec chroot "$0" sh -c \'cd /srv/wence && exec "$@"\' sh "$@"'
)


def debian_12(world: World) -> None:
    """Debian 12 with make, git and Python 3.11."""
    played(world, "bookworm")


def debian_13(world: World) -> None:
    """Debian 13 with make, git and Python 3.13."""
    played(world, "trixie")


def played(world: World, release: str) -> None:
    """Install the release into a folder, clone into it, set up and build there."""
    if shutil.which("debootstrap") is None:
        raise NotPlayedError("needs debootstrap (apt-get install debootstrap)")
    machine = world.machine(release)
    root = machine.folder / "system"
    install(release, root)
    machine.checkout.rename(root / "srv/wence")
    machine.checkout = root / "srv/wence"
    machine.variables.update(HOME="/root", PATH=f"{machine.programs}:/usr/bin:/bin")
    inside = ("unshare", "--mount", "sh", "-c", ENTER, str(root))
    machine.expect_run(*inside, "make", "build")
    machine.works(*inside)


def install(release: str, root: Path) -> None:
    """Install a minimal Debian into a folder."""
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", release, str(root)]
    done = subprocess.run([*command, ARCHIVE], capture_output=True, text=True, check=False)
    expect(done.returncode == 0, f"debootstrap {release} failed:\n{done.stdout[-2000:]}")


DEBIAN = (debian_12, debian_13)
