"""``python -m tools.setup.fresh_machine [--whole] [ROW ...]``: set-up on machines that lack things.

Each row has an empty home, empty caches and a PATH of its own, and starts from a clone of HEAD in a
temporary folder. Prints a table; exit 1 when a row failed. ``debian_12`` and ``debian_13`` need
root, ``debootstrap`` and some minutes, ``whole`` measures the way from nothing to the first answer;
they are played when named, or with ``--whole``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from policies_kb.text.markdown import markdown_table
from tools.setup.fresh_machine.debian import DEBIAN
from tools.setup.fresh_machine.machine import FailedError
from tools.setup.fresh_machine.mirror import Mirror
from tools.setup.fresh_machine.scenarios import MACHINE_ROWS, NotPlayedError, World
from tools.setup.fresh_machine.whole import whole

PLAYED = {row.__name__: row for row in (*MACHINE_ROWS, *DEBIAN, whole)}


def play(row: Callable[[World], str | None], world: World) -> tuple[bool, tuple[str, ...]]:
    """Play a row; return whether it held or could not be played, and its cells of the table."""
    title = (row.__doc__ or "").splitlines()[0].rstrip(".")
    print(f"{row.__name__}: {title} ...", file=sys.stderr, flush=True)
    began = time.monotonic()
    try:
        told = row(world) or ""
        held, result = True, "held"
    except FailedError as error:
        held, result, told = False, "failed", ""
        print(error, file=sys.stderr, flush=True)
    except NotPlayedError as error:
        held, result, told = True, "not played", str(error)
    return held, (title, result, f"{time.monotonic() - began:.0f} s", told)


def main() -> int:
    """Play the rows asked for and print the table."""
    program = "python -m tools.setup.fresh_machine"
    parser = argparse.ArgumentParser(prog=program, description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(PLAYED))
    parser.add_argument("--whole", action="store_true", help="play these three as well")
    parser.add_argument("--packages", type=Path, help="a folder that keeps what the mirror fetched")
    options = parser.parse_args()
    unknown = set(options.rows) - set(PLAYED)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    names = options.rows or list(
        PLAYED if options.whole else [row.__name__ for row in MACHINE_ROWS]
    )
    rows, all_held = [], True
    with tempfile.TemporaryDirectory(prefix="wence-") as name:
        folder = Path(name).resolve()
        with Mirror(options.packages or folder / "packages") as mirror:
            world = World(folder, mirror)
            for name in names:
                held, row = play(PLAYED[name], world)
                all_held &= held
                rows.append(row)
                world.tidy()
    print(markdown_table(("machine", "result", "time", ""), rows))
    return 0 if all_held else 1


if __name__ == "__main__":
    sys.exit(main())
