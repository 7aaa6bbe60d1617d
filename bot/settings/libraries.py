"""Variables that libraries of others read: set here, before the library is imported."""

from __future__ import annotations

import os
from pathlib import Path


def compute_in_one_thread() -> None:
    """Let numpy and the sentence encoder compute in one thread, unless it is set otherwise."""
    # With more threads than free cores those of the sentence encoder wait for each other: a short
    # message then takes seconds, not twenty milliseconds. Read when the library is loaded.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # The products of a message are small: a second thread burns a core and gains nothing. Read when
    # numpy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def turn_off_telemetry() -> None:
    """Let Rasa report to nobody, unless it is set otherwise."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")


def share_counts(folder: Path) -> None:
    """Let prometheus_client keep the values of several processes in a folder."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
