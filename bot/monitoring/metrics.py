"""What Prometheus is told, and the functions that count.

The first count decides whether the values are kept in memory or, for several processes, in files:
:func:`bot.monitoring.metrics_server.share_metrics` goes before it. To import this module decides
nothing. Gauges tell of living processes only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import IntegrityError

from policies_kb.kb import KnowledgeBase

if TYPE_CHECKING:
    from prometheus_client import Gauge

#: Upper bounds of the time an answer takes, in seconds; WeChat waits for 5.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
#: Characters of a hash that are shown.
_SHOWN = 12


class _Metrics:
    """All metrics; made once, they stand in the registry of prometheus_client."""

    def __init__(self) -> None:
        # Reads where to keep the values when it is imported.
        from prometheus_client import Counter, Gauge, Histogram

        self.turns = Counter(
            "wence_turns_total", "Answered messages.", ("channel", "status", "intent")
        )
        self.seconds = Histogram(
            "wence_turn_seconds",
            "Time from a message to its answer.",
            ("channel",),
            buckets=BUCKETS,
        )
        self.channel_errors = Counter(
            "wence_channel_errors_total", "Calls of a channel that failed.", ("channel", "kind")
        )
        self.rate_limited = Counter(
            "wence_rate_limited_total", "Messages refused as too many.", ("channel",)
        )
        self.dangers = Counter(
            "wence_dangers_heard_total", "Messages in which danger was heard.", ("row",)
        )
        self.store_errors = Counter(
            "wence_store_errors_total", "Calls of a store that failed.", ("store",)
        )
        self.off = Gauge(
            "wence_answers_off", "1 while answers are switched off.", multiprocess_mode="livemax"
        )
        self.model = Gauge(
            "wence_model_info", "1 for the model in use.", ("hash",), multiprocess_mode="livemax"
        )
        self.base = Gauge(
            "wence_base_info", "1 for the base in use.", ("hash",), multiprocess_mode="livemax"
        )
        self.made_at = Gauge(
            "wence_made_timestamp_seconds",
            "When the model and the base in use were made, in seconds since 1970.",
            ("what",),
            multiprocess_mode="livemax",
        )
        #: The hashes shown last, to take back when others come.
        self.shown: dict[Gauge, str] = {}


metrics = cache(_Metrics)


def count_turn(channel: str, status: str, intent: str, seconds: float) -> None:
    """Count an answered message.

    Args:
        channel: See ``bot.store.conversation_ids``.
        status: Status of the answer.
        intent: What the message was taken for; ``none`` for an empty one.
        seconds: Time it took.
    """
    metrics().turns.labels(channel, status, intent or "none").inc()
    metrics().seconds.labels(channel).observe(seconds)


def count_channel_error(channel: str, kind: str) -> None:
    """Count a failed call of a channel.

    Args:
        channel: ``telegram`` or ``wechat``.
        kind: Name of the exception; never its message.
    """
    metrics().channel_errors.labels(channel, kind).inc()


def count_rate_limited(channel: str) -> None:
    """Count a message that was refused because there were too many."""
    metrics().rate_limited.labels(channel).inc()


def count_dangers(rows: Iterable[str]) -> None:
    """Count a message in which danger was heard, by row of the table; not by whom or where."""
    for row in rows:
        metrics().dangers.labels(row).inc()


def count_store_error(store: Literal["sqlite", "postgresql", "redis"]) -> None:
    """Count a failed call of a store; those of databases count themselves."""
    metrics().store_errors.labels(store).inc()


def show_switch(off: bool) -> None:
    """Show whether answers are switched off."""
    metrics().off.set(1 if off else 0)


@dataclass(frozen=True)
class Versions:
    """Which model and base are in use.

    Attributes:
        model: Hash of the model's archive; empty when there is none.
        base: Hash of what the base was made from.
        made_at: When each was made, in seconds since 1970.
    """

    model: str
    base: str
    made_at: Mapping[str, float]


def versions_of(model: Path, base: Path, kb: KnowledgeBase) -> Versions:
    """Return what was loaded; to read the whole model takes a moment.

    Args:
        model: The model's archive.
        base: The file of the knowledge base.
        kb: The opened base.

    Raises:
        OSError: The base is gone.
        KnowledgeBaseError: The base cannot be read.
    """
    made_at = {"base": base.stat().st_mtime}
    if not model.is_file():
        return Versions("", kb.meta().get("inputs_hash", "")[:_SHOWN], made_at)
    made_at["model"] = model.stat().st_mtime
    return Versions(_hash_of(model), kb.meta().get("inputs_hash", "")[:_SHOWN], made_at)


def show_versions(versions: Versions) -> None:
    """Show which model and base are in use; with several processes each one calls this itself."""
    _show(metrics().model, versions.model)
    _show(metrics().base, versions.base)
    for what, moment in versions.made_at.items():
        metrics().made_at.labels(what).set(moment)


def _show(gauge: Gauge, value: str) -> None:
    shown = metrics().shown
    if shown.get(gauge, value) != value:
        gauge.labels(shown[gauge]).set(0)
    gauge.labels(value).set(1)
    shown[gauge] = value


def _hash_of(file: Path) -> str:
    total = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            total.update(block)
    return total.hexdigest()[:_SHOWN]


@event.listens_for(Engine, "handle_error")
def _database_failed(context: ExceptionContext) -> None:
    # Who comes second with a row finds it there: that is no failure.
    if isinstance(context.sqlalchemy_exception, IntegrityError):
        return
    engine = context.engine
    count_store_error("postgresql" if engine and engine.dialect.name == "postgresql" else "sqlite")
