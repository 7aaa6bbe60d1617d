"""Loads model and base once, forks the workers and keeps them alive.

What is loaded before the fork is shared by the workers until they write to it, so a further worker
costs little memory. ``SIGHUP`` loads model and base anew while the old workers go on answering;
they end when what they had begun is finished. A base that takes the place of the one that is served
does the same by itself, within two seconds; the model is then loaded anew only when it changed too.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from actions.lookups.added_papers import prepare
from bot.monitoring.gunicorn_logs import GunicornLogs
from bot.monitoring.logs import set_up_again
from bot.monitoring.metrics import versions_of
from bot.monitoring.metrics_server import process_ended
from bot.rasa.errors import EngineError
from bot.server.paper_watch import watch_papers
from bot.server.served_base import ServedBase
from bot.server.site import Site
from bot.server.start import App, renewed, start
from bot.server.worker import KEEP_ALIVE, Worker
from bot.settings.errors import SettingError
from bot.settings.settings import Settings
from bot.store.database import ends_with_process
from bot.store.errors import StoreError
from policies_kb.base_file import file_identity
from policies_kb.errors import KnowledgeBaseError
from policies_kb.paths import DATABASE

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
        base: The knowledge base.
        model: File of the model.
        settings: What is set.
        host: Address to listen on.
        port: Port to listen on.
        workers: Processes that answer.
    """

    base: ServedBase
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


class WatchingArbiter(Arbiter):  # type: ignore[misc]
    """The process above the workers, which replaces them when another base is to be served."""

    def manage_workers(self) -> None:
        """Look at the base, then after the workers; called every second."""
        if self.app.outdated:
            logger.info("the base has changed")
            # Calls this once more, with the new base.
            self.reload()
        else:
            super().manage_workers()


class GunicornServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn with this assistant.

    Args:
        plan: What to serve.
        when_ready: Called once the base is loaded and the port is taken, with why there is no
            model, ``""`` when there is one.
    """

    #: What is served; made when gunicorn loads the application.
    callable: Site
    #: What tells the base that was loaded last from others, and the files a model hangs on.
    _base: object = None
    _model: object = None

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
            # Gunicorn's control socket: another way in, which nobody asked for.
            "control_socket_disable": True,
            "when_ready": lambda arbiter: self._when_ready(self.callable.trouble),
            "post_worker_init": lambda worker: self._worker_begins(),
            "child_exit": lambda arbiter, worker: process_ended(worker.pid),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until told to end."""
        try:
            WatchingArbiter(self).run()
        except RuntimeError as error:
            sys.exit(f"wence: {error}")

    def load(self) -> Site:
        """Load model and base, in the process the workers are forked from.

        Raises:
            StoreError, KnowledgeBaseError: See :func:`bot.server.start.start`.
        """
        return self._loaded(without_model=True)

    @property
    def outdated(self) -> bool:
        """Tell whether another base is to be served than the one that was loaded last."""
        return self._plan.base.identity != self._base

    def _loaded(self, without_model: bool, before: App | None = None) -> Site:
        """Return what is served.

        Args:
            without_model: See :func:`bot.server.start.start`.
            before: What was served; its model is kept where that is still the one.
        """
        plan = self._plan
        # Looked at before it is opened: what changes meanwhile is seen by the next look.
        self._base = plan.base.identity
        base = plan.base.file()
        model = file_identity(plan.model), file_identity(DATABASE)
        if before and model == self._model and not before.trouble:
            app = renewed(before, base)
        else:
            app = start(
                base,
                plan.model,
                plan.settings.database.get_secret_value(),
                plan.settings,
                several=plan.several,
                without_model=without_model,
            )
        self._model = model
        prepare(app.kb)
        versions = versions_of(plan.model, base, app.kb)
        app.close_connections()
        # What the collector never looks at stays shared: looking would write to it.
        gc.collect()
        _give_back_memory()
        gc.freeze()
        return Site(app, versions, plan.several)

    def reload(self) -> None:
        """Load anew what has changed; keep the old when the new cannot be used."""
        super().reload()
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
        if self._plan.base.follows_store:
            watch_papers(self._plan.base)

    def _load_anew(self) -> None:
        gc.unfreeze()
        try:
            # A model that answers gives way to one that answers only.
            app = self.callable.loaded
            self.callable = self._loaded(without_model=bool(app.trouble), before=app)
        except (StoreError, SettingError, KnowledgeBaseError, EngineError) as error:
            gc.freeze()
            logger.error("the old model and base are kept: %s", error)
        else:
            logger.info("model and base are loaded anew")


def _give_back_memory() -> None:
    """Return what making the base ready has freed to the system, where the C library can."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def serve(plan: Plan, when_ready: Callable[[str], None]) -> None:
    """Serve until told to end (``SIGTERM``, ``SIGINT``).

    Raises:
        StoreError, KnowledgeBaseError: See :func:`bot.server.start.start`.
    """
    GunicornServer(plan, when_ready).run()
