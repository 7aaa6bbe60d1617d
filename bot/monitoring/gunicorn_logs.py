"""Lets gunicorn write to the common log: ``logger_class`` of its settings."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from bot.monitoring.logs import set_up_again


class GunicornLogs(Logger):  # type: ignore[misc]
    """Gunicorn's logger without handlers of its own."""

    def setup(self, cfg: Any) -> None:
        """Take up the settings; gunicorn calls this again when it reloads them."""
        super().setup(cfg)
        set_up_again()
