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
from typing import Any

#: Not installed by the lock: neural networks, the scheduler of Rasa's own runner of graphs, plots,
#: and clients of services that this project does not reach.
_ABSENT = frozenset(
    (
        "aio_pika",
        "aiormq",
        "boto3",
        "dask",
        "keras",
        "matplotlib",
        "pymongo",
        "tensorflow",
        "transformers",
    )
)
#: Rasa's own channels for messengers, each with a client library that is not installed.
_CHANNELS = frozenset(
    f"rasa.core.channels.{name}"
    for name in (
        "facebook",
        "hangouts",
        "mattermost",
        "rocketchat",
        "slack",
        "socketio",
        "telegram",
        "twilio",
        "twilio_voice",
        "webexteams",
    )
)
#: Installed for Rasa's commands (train, shell, test, run); serving runs none of it.
_FOR_COMMANDS = frozenset(
    (
        "prompt_toolkit",
        "questionary",
        "randomname",
        "sanic",
        "sanic_cors",
        "sanic_jwt",
        "sklearn",
        "terminaltables",
        "tqdm",
    )
)
UNNEEDED = _ABSENT | _CHANNELS | _FOR_COMMANDS


def prepare_for_serving() -> None:
    """Make Rasa importable, with a stub for everything that serving does not run."""
    _restore_old_names()
    _add_stubs(UNNEEDED)


def prepare_for_commands() -> None:
    """Make Rasa importable, with stubs only for what is not installed."""
    _restore_old_names()
    missing = {name for name in _ABSENT if importlib.util.find_spec(name) is None}
    _add_stubs(missing | _CHANNELS)


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
        # Bodies of modules and classes have no optimized locals, those of functions do
        # (https://docs.python.org/3/library/inspect.html#inspect.CO_OPTIMIZED).
        if caller is None or caller.f_code.co_flags & inspect.CO_OPTIMIZED:
            raise ImportError(
                "a component needs a library that is not loaded: install it and take it out of the "
                "lists in bot/model/import_stubs.py"
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
