"""``python -m bot.model COMMAND``: Rasa's own command line (train, shell, test, run ...).

``.venv/bin/rasa`` is this, so that Rasa's documented commands work where the libraries that no
component of this model uses are not installed.
"""

from __future__ import annotations

import os
import sys

from bot.model.import_stubs import prepare_for_commands


def main() -> None:
    """Run Rasa's command line with the arguments of this one."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    prepare_for_commands()
    _run_graphs_without_dask()
    # Rasa reads how it was called, for its usage line.
    sys.argv[0] = "rasa"
    from rasa.__main__ import main as rasa

    rasa()


def _run_graphs_without_dask() -> None:
    """Let training and every other command run graphs as serving does.

    Rasa hands dask its inputs as tasks that name themselves, which dask since 2024 calls a cycle.
    """
    import rasa.engine.runner.dask

    from bot.model.runner import OrderedGraphRunner

    rasa.engine.runner.dask.DaskGraphRunner = OrderedGraphRunner


if __name__ == "__main__":
    main()
