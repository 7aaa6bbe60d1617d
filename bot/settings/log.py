"""How to log."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.settings.secrets import secret_values
from bot.settings.settings import Settings


@dataclass(frozen=True)
class LogSettings:
    """How to log.

    Attributes:
        form: ``text`` or ``json``.
        level: The least level that is shown: ``debug``, ``info``, ``warning`` or ``error``.
        hidden: What is blotted out, in every spelling, the longest first.
    """

    form: str = "text"
    level: str = "info"
    hidden: tuple[str, ...] = field(default=(), repr=False)


def log_settings(settings: Settings, level: str) -> LogSettings:
    """Return how to log.

    Args:
        settings: What was read.
        level: The least level where none is set.
    """
    return LogSettings(settings.log, settings.log_level or level, secret_values(settings))
