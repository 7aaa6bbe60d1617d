"""Runs a command only when its inputs have changed since it last made its target.

    fresh.py TARGET INPUT... -- COMMAND ARGUMENT...

What counts is the hash of the inputs' names and contents, not their dates, and that of the target
itself; both are kept beside the target as ``.TARGET.inputs``.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path


def files_below(inputs: list[str]) -> Iterator[Path]:
    """Yield the files of the inputs in a fixed order; caches are no inputs."""
    for name in inputs:
        path = Path(name)
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def digest(inputs: list[str], command: list[str]) -> str:
    """Return one hash of the command and of its inputs.

    Raises:
        FileNotFoundError: An input does not exist.
    """
    total = hashlib.sha256("\0".join(command).encode())
    for file in files_below(inputs):
        content = file.read_bytes()
        total.update(f"{file.as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def content_hash(target: Path) -> str:
    """Return the hash of a made file, so that a damaged one is made anew; a folder has none."""
    if target.is_dir():
        return "folder"
    return hashlib.sha256(target.read_bytes()).hexdigest() if target.is_file() else "missing"


def main(arguments: list[str]) -> int:
    """Run the command if need be and return its exit code."""
    border = arguments.index("--")
    target, inputs, command = Path(arguments[0]), arguments[1:border], arguments[border + 1 :]
    stamp = target.with_name(f".{target.name}.inputs")
    now = digest(inputs, command)
    if stamp.is_file() and stamp.read_text() == f"{now} {content_hash(target)}":
        return 0
    print(f"wence: making {target}", file=sys.stderr, flush=True)
    code = subprocess.run(command, check=False).returncode
    if code == 0:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(f"{now} {content_hash(target)}")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
