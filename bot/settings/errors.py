"""What is wrong with a setting, in a message fit for one line."""

from __future__ import annotations


class SettingError(Exception):
    """An environment variable is missing, or holds what it cannot.

    The message says which and what to do, and repeats nothing that may be secret.
    """
