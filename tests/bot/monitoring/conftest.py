from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from bot.monitoring.logs import _ACCESS, _OWN, _SERVERS


@pytest.fixture
def own_logging() -> Iterator[None]:
    """Logging may be set up at will; the tests after find it as it was."""
    names = ("", "uvicorn", "gunicorn", *_OWN, *_SERVERS, *_ACCESS)
    kept = []
    for name in names:
        logger = logging.getLogger(name)
        kept.append((logger, logger.handlers[:], logger.level, logger.propagate))
    hooks = sys.excepthook, threading.excepthook
    yield
    for logger, handlers, level, propagate in kept:
        logger.handlers[:] = handlers
        logger.setLevel(level)
        logger.propagate = propagate
    sys.excepthook, threading.excepthook = hooks
