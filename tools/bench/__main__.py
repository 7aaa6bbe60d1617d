"""``python -m tools.bench NAME``: measure one thing and write its section of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bot.rasa.errors import EngineError
from policies_kb.errors import KnowledgeBaseError
from tools.bench import before, load, rasa_bench, search

#: Every module adds its command.
BENCHES = (search, rasa_bench, before, load)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, or 2 for an error printed in one line."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    commands = parser.add_subparsers(title="benches", required=True, metavar="NAME")
    for bench in BENCHES:
        bench.add_command(commands)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except (KnowledgeBaseError, EngineError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"bench: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
