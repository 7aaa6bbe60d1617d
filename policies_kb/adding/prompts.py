"""Asks the operator, and tells him how far a long run is."""

from __future__ import annotations

#: In a long run not every paper gets a line while the base is made.
_EVERY = 25


def agreed(question: str) -> bool:
    """Ask for a yes; the end of the input is none."""
    return asked_line(question).strip().lower() in {"y", "yes", "是", "好"}


def asked_line(question: str) -> str:
    """Ask for a line, empty at the end of the input."""
    try:
        return input(question)
    except (EOFError, KeyboardInterrupt):
        print()
        return ""


def print_some(step: str) -> None:
    """Print a step of making the base; of many like it only some."""
    parts = step.split()
    counted = parts[:1] == ["indexed"] and parts[1].isdigit()
    if not counted or int(parts[1]) % _EVERY == 0 or parts[1] == parts[3].rstrip(":"):
        print(step, flush=True)
