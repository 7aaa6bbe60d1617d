"""Keeps users' words out of the logs and noise off the terminal."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

from bot.settings.libraries import turn_off_telemetry


def configure_rasa_logging() -> None:
    """Let only errors through from Rasa, and of its structured log only what happened.

    Rasa logs every message at debug level through structlog, which prints everything until it
    is told otherwise. Call before importing Rasa.
    """
    turn_off_telemetry()
    # Old libraries warn of their own future by the page; such lines are no news to an operator.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    import structlog

    structlog.configure(
        processors=[_only_event],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.stdlib.LoggerFactory(),
        # Otherwise each line that is not logged costs a new logger.
        cache_logger_on_first_use=True,
    )
    logging.getLogger("rasa").setLevel(logging.ERROR)


def _only_event(
    _: Any, __: str, event: MutableMapping[str, Any]
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return what the standard log is given: no values, they hold the messages of users."""
    return (str(event["event"]),), {"exc_info": event.get("exc_info")}
