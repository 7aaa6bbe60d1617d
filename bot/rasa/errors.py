"""What can go wrong in the assistant, each with a message fit for one line."""

from __future__ import annotations


class EngineError(Exception):
    """The model cannot be used; the message names the command that mends it."""
