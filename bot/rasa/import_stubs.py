"""Lets Rasa be imported without the libraries that this model never runs, and beside newer ones.

Rasa 3.6 imports TensorFlow and the clients of a dozen messengers and databases whenever it is
imported, and its metadata ties it to a Python out of support
(docs/decisions/0012-any-maintained-python.md). What is not installed, or not needed to serve, is
replaced by stubs on which Rasa's modules can be read in, and which refuse to be used.
"""

from __future__ import annotations

import importlib.util
import inspect
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from structlog.typing import EventDict

#: Not installed by the lock: neural networks, the scheduler of Rasa's own runner of graphs, tables
#: of telemetry, the tokenizer for languages with spaces, and clients of services out of reach.
_ABSENT = frozenset(
    (
        "aio_pika",
        "aiormq",
        "boto3",
        "botocore",
        "dask",
        "keras",
        "matplotlib",
        "pymongo",
        "regex",
        "tensorflow",
        "terminaltables",
        "transformers",
    )
)
#: Parts of Rasa that need a library each which is not installed: channels for messengers, and the
#: timer of reminders (ours has its own, bot/reminders).
_PARTS_OF_RASA = frozenset(
    (
        "rasa.core.channels.facebook",
        "rasa.core.channels.hangouts",
        "rasa.core.channels.mattermost",
        "rasa.core.channels.rocketchat",
        "rasa.core.channels.slack",
        "rasa.core.channels.socketio",
        "rasa.core.channels.telegram",
        "rasa.core.channels.twilio",
        "rasa.core.channels.twilio_voice",
        "rasa.core.channels.webexteams",
        "rasa.core.jobs",
    )
)
#: Installed for Rasa's commands (train, shell, test, run); serving runs none of it.
_FOR_COMMANDS = frozenset(
    (
        "jwt",
        "prompt_toolkit",
        "questionary",
        "randomname",
        "safetensors",
        "sanic",
        "sanic_cors",
        "sanic_jwt",
        "tqdm",
    )
)
#: Installed with what the tests need; ``rasa test nlu`` measures with it.
_FOR_TESTS = frozenset(("sklearn",))
_COMPREHENSIONS = frozenset(("<dictcomp>", "<genexpr>", "<listcomp>", "<setcomp>"))
UNNEEDED = _ABSENT | _PARTS_OF_RASA | _FOR_COMMANDS | _FOR_TESTS


def prepare_for_serving() -> None:
    """Make Rasa importable, with a stub for everything that serving does not run."""
    _restore_old_names()
    _add_stubs(UNNEEDED)


def prepare_for_commands() -> None:
    """Make Rasa importable, with stubs only for what is not installed."""
    _restore_old_names()
    missing = {name for name in _ABSENT | _FOR_TESTS if importlib.util.find_spec(name) is None}
    _add_stubs(missing | _PARTS_OF_RASA)
    _report_nothing_to_sentry()


def _restore_old_names() -> None:
    """Put back the two names of current libraries that Rasa 3.6 asks for when it is imported."""
    import numpy
    import packaging.version

    # numpy 2 keeps it in numpy.exceptions
    # (https://numpy.org/doc/2.0/release/2.0.0-notes.html).
    if not hasattr(numpy, "VisibleDeprecationWarning"):
        numpy.VisibleDeprecationWarning = (  # type: ignore[attr-defined]
            numpy.exceptions.VisibleDeprecationWarning
        )
    # packaging 22 dropped it; Rasa compares the type of a parsed version with it.
    if not hasattr(packaging.version, "LegacyVersion"):
        packaging.version.LegacyVersion = type(  # type: ignore[attr-defined]
            "LegacyVersion", (packaging.version.Version,), {}
        )


def _report_nothing_to_sentry() -> None:
    """Give Rasa's commands a step of the log that passes everything on.

    They set up ``SentryProcessor`` whether anything is reported or not, so that a stub, which
    refuses to be used, is not enough.
    """

    class SentryProcessor:
        def __init__(self, event_level: int) -> None:
            """Take the level from which the real one would report."""

        def __call__(self, logger: Any, name: str, event: EventDict) -> EventDict:
            return event

    module = ModuleType("structlog_sentry")
    module.SentryProcessor = SentryProcessor  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module


def _add_stubs(names: frozenset[str] | set[str]) -> None:
    """Import stubs from now on instead of the named modules, but for those loaded already."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        loaded = {name for name in names if name in sys.modules}
        sys.meta_path.insert(0, _Finder(frozenset(names - loaded)))


class _Kind(type):
    """Makes every attribute of a stub a stub."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls


class _Stub(metaclass=_Kind):
    """Stands for a class, function or decorator while a module is read in.

    Raises:
        ImportError: It is used where a function runs, which no component of this model does.
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        caller = inspect.currentframe().f_back  # type: ignore[union-attr]
        # Before Python 3.12 a comprehension runs as a function of its own.
        while caller and caller.f_code.co_name in _COMPREHENSIONS:
            caller = caller.f_back
        # Bodies of modules and classes have no optimized locals, those of functions do
        # (https://docs.python.org/3/library/inspect.html#inspect.CO_OPTIMIZED).
        if caller is None or caller.f_code.co_flags & inspect.CO_OPTIMIZED:
            raise ImportError(
                "a component or command of Rasa needs a library that is not loaded: make setup "
                "GROUP=dev brings what rasa test nlu needs; install any other and take it out of "
                "the lists in bot/rasa/import_stubs.py"
            )
        return super().__new__(cls)

    def __call__(self, decorated: Any = None) -> Any:
        return decorated

    def __class_getitem__(cls, _: Any) -> type:
        return cls


class _Module(ModuleType):
    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Stub


class _Finder(MetaPathFinder, Loader):
    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in self._names and name.split(".")[0] not in self._names:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: a stub has no code."""
