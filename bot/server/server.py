"""Loads model and base once, forks the workers and keeps them alive.

What is loaded before the fork is shared by the workers until they write to it, so a further worker
costs little memory. ``SIGHUP`` loads model and base anew while the old workers go on answering;
they end when what they had begun is finished.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from bot.monitoring.gunicorn_logs import GunicornLogs
from bot.monitoring.logs import set_up_again
from bot.monitoring.metrics import versions_of
from bot.monitoring.metrics_server import process_ended
from bot.rasa.errors import EngineError
from bot.server.site import Site
from bot.server.start import start
from bot.server.worker import KEEP_ALIVE, Worker
from bot.settings.errors import SettingError
from bot.settings.settings import Settings
from bot.store.database import ends_with_process
from bot.store.errors import StoreError
from policies_kb.errors import KnowledgeBaseError

logger = logging.getLogger(__name__)

#: Seconds in which a worker must show that it lives; a turn takes a fraction of one.
_HANGING = 60
#: Seconds a worker that is told to end may take to finish what it has begun.
_FINISHING = 30
#: Connections that wait to be taken.
_BACKLOG = 2048


@dataclass(frozen=True)
class Plan:
    """What to serve, and where.

    Attributes:
        database: File of the knowledge base.
        model: File of the model.
        settings: What is set.
        host: Address to listen on.
        port: Port to listen on.
        workers: Processes that answer.
    """

    database: Path
    model: Path
    settings: Settings
    host: str
    port: int
    workers: int

    @property
    def several(self) -> bool:
        """Tell whether other processes may serve the same conversations."""
        return self.workers > 1 or self.store.startswith("postgresql")

    @property
    def store(self) -> str:
        """Address of the database of conversations."""
        return self.settings.database.get_secret_value()


def check_shared(store: str, workers: int) -> None:
    """Refuse several workers over a store each would have for itself.

    Raises:
        SettingError: The store is in memory.
        StoreError: It is no address of a store.
    """
    if workers > 1 and ends_with_process(store):
        raise SettingError(
            f"{workers} workers cannot share a store in memory; set WENCE_DATABASE to "
            "sqlite:/// with a file, or to postgresql:// with a server"
        )


class GunicornServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn with this assistant.

    Args:
        plan: What to serve.
        when_ready: Called once the base is loaded and the port is taken, with why there is no
            model, ``""`` when there is one.
    """

    #: What is served; made when gunicorn loads the application.
    callable: Site

    def __init__(self, plan: Plan, when_ready: Callable[[str], None]) -> None:
        self._plan = plan
        self._when_ready = when_ready
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn how to serve."""
        host = f"[{self._plan.host}]" if ":" in self._plan.host else self._plan.host
        settings: dict[str, Any] = {
            "bind": f"{host}:{self._plan.port}",
            "workers": self._plan.workers,
            "worker_class": Worker,
            "preload_app": True,
            "timeout": _HANGING,
            "graceful_timeout": _FINISHING,
            "keepalive": KEEP_ALIVE,
            "backlog": _BACKLOG,
            "logger_class": GunicornLogs,
            # A way in that nobody asked for.
            "control_socket_disable": True,
            "when_ready": lambda arbiter: self._when_ready(self.callable.trouble),
            "pre_fork": lambda arbiter, worker: self._before_fork(),
            "post_worker_init": lambda worker: self._worker_begins(),
            "child_exit": lambda arbiter, worker: process_ended(worker.pid),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Site:
        """Load model and base, in the process the workers are forked from.

        Raises:
            StoreError, KnowledgeBaseError: See :func:`bot.server.start.start`.
        """
        return self._loaded(without_model=True)

    def _loaded(self, without_model: bool) -> Site:
        plan = self._plan
        parts = start(
            plan.database,
            plan.model,
            plan.store,
            plan.settings,
            several=plan.several,
            without_model=without_model,
        )
        versions = versions_of(plan.model, plan.database, parts.kb)
        parts.close_connections()
        # What the collector never looks at stays shared: looking would write to it.
        gc.collect()
        gc.freeze()
        return Site(parts, versions, plan.several)

    def reload(self) -> None:
        """Load model and base anew; keep the old ones when the new cannot be used."""
        super().reload()
        self._load_anew()

    def _before_fork(self) -> None:
        """A worker in place of one that ended must not mix a new base with an old."""
        if self.callable is not None and self.callable.outdated:
            self._load_anew()

    def _worker_begins(self) -> None:
        # uvicorn's worker takes its log away from the common one.
        set_up_again()
        try:
            self.callable.hold()
        except KnowledgeBaseError as error:
            # Replaced since the fork. Whoever takes this worker's place loads it anew.
            logger.warning("a worker begins once more: %s", error)
            sys.exit(1)

    def _load_anew(self) -> None:
        gc.unfreeze()
        try:
            # A model that answers gives way to one that answers only.
            self.callable = self._loaded(without_model=bool(self.callable.trouble))
        except (StoreError, SettingError, KnowledgeBaseError, EngineError) as error:
            gc.freeze()
            logger.error("the old model and base are kept: %s", error)
        else:
            logger.info("model and base are loaded anew")


def serve(plan: Plan, when_ready: Callable[[str], None]) -> None:
    """Serve until told to end (``SIGTERM``, ``SIGINT``).

    Raises:
        StoreError, KnowledgeBaseError: See :func:`bot.server.start.start`.
    """
    GunicornServer(plan, when_ready).run()
