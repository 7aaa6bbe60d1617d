"""One log for all: our lines, those of the servers and of the libraries, free of words and secrets.

Of a library's records only what the library itself wrote is shown: the place, and the message
before anything was filled in. An exception is shown by its kind and the lines it came through; its
message may hold what somebody typed.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import PurePath
from traceback import format_tb
from types import TracebackType
from typing import Any, TextIO

from bot.settings.log import LogSettings

#: Rooms of this project: their log calls hold no words of users.
_OWN = ("bot", "actions", "nlu", "policies_kb")
#: Servers whose messages name ports and processes only.
_SERVERS = ("uvicorn.error", "gunicorn.error")
#: Their requests hold what was searched for: never logged.
_ACCESS = ("uvicorn.access", "gunicorn.access")
#: A library below this is not listened to: it logs messages, addresses with tokens, statements.
_FOREIGN_FROM = logging.WARNING
_HIDDEN = "***"
#: How it was set up last; servers are no place to hand it to.
_settings = LogSettings()

logger = logging.getLogger(__name__)


def set_up(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Let everything that logs write to one place.

    Args:
        settings: How.
        stream: Where to write; standard error when left out.
    """
    global _settings
    _settings = settings
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_FORMS[settings.form](settings.hidden))
    handler.addFilter(_admitted)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(_FOREIGN_FROM)
    for name in _OWN:
        logging.getLogger(name).setLevel(settings.level.upper())
    _join_servers(settings.level.upper())
    sys.excepthook = _tell_end
    threading.excepthook = _tell_thread


def set_up_again() -> None:
    """Set logging up as it was, after a server has set up logging of its own."""
    set_up(_settings)


def _join_servers(level: str) -> None:
    """Take the servers' own handlers away, so that their lines come here."""
    for name in ("uvicorn", "gunicorn", *_SERVERS, *_ACCESS):
        server = logging.getLogger(name)
        server.handlers.clear()
        server.propagate = True
        # Below this level they log single requests.
        server.setLevel(max(logging.INFO, logging.getLevelName(level)))
    for name in _ACCESS:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _admitted(record: logging.LogRecord) -> bool:
    """Tell whether a record may be shown, whatever level a library gave itself."""
    return _trusted(record.name) or record.levelno >= _FOREIGN_FROM


def _trusted(name: str) -> bool:
    return name in _SERVERS or name.split(".")[0] in _OWN


class _Handler(logging.StreamHandler):
    """Writes lines; a record that cannot be formatted is not shown with its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:
        try:
            self.stream.write(f"a line of {record.name} at {_place(record)} could not be logged\n")
        except (OSError, ValueError):
            # Standard error is gone: there is nobody left to tell.
            return


class _Form(logging.Formatter):
    """Common to both forms: what of a record may be shown."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def event(self, record: logging.LogRecord) -> str:
        """Return the message as far as it may be shown."""
        if _trusted(record.name):
            return self.clean(record.getMessage().rstrip())
        if record.args and isinstance(record.msg, str):
            return self.clean(record.msg)
        return f"see {_place(record)}"

    def extra(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return the named values of one of our own records."""
        given = getattr(record, "fields", None) if _trusted(record.name) else None
        return {name: self._clean_value(value) for name, value in (given or {}).items()}

    def trace(self, record: logging.LogRecord) -> str:
        """Return the kinds of the exceptions and where they came from, without their messages."""
        error = record.exc_info[1] if record.exc_info else None
        return self.clean("\n".join(_told(error))) if error else ""

    def clean(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return text

    def _clean_value(self, value: Any) -> Any:
        return self.clean(value) if isinstance(value, str) else value


class _Json(_Form):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "event": self.event(record),
            **self.extra(record),
        }
        trace = self.trace(record)
        if trace:
            line["trace"] = trace
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


class _Text(_Form):
    def format(self, record: logging.LogRecord) -> str:
        named = "".join(f" {name}={value}" for name, value in self.extra(record).items())
        line = f"{_time(record)} {record.levelname} {record.name}: {self.event(record)}{named}"
        trace = self.trace(record)
        return f"{line}\n{trace}" if trace else line


_FORMS: Mapping[str, type[_Form]] = {"json": _Json, "text": _Text}


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _place(record: logging.LogRecord) -> str:
    return f"{'/'.join(PurePath(record.pathname).parts[-3:])}:{record.lineno}"


def _told(error: BaseException | None) -> Iterator[str]:
    """Yield the lines of an exception and of those it came from, the first one first."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for link in reversed(chain):
        yield "".join(format_tb(link.__traceback__)).rstrip()
        yield f"{type(link).__module__}.{type(link).__qualname__}"


def _tell_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logger.critical("the program ends", exc_info=(kind, error, trace))


def _tell_thread(told: threading.ExceptHookArgs) -> None:
    error = told.exc_value
    logger.error(
        "a thread ends", exc_info=(type(error), error, told.exc_traceback) if error else None
    )
