"""Leaves out the libraries that Rasa imports for components this model has none of.

Rasa imports TensorFlow and the client libraries of a dozen messengers and databases whenever it is
imported: half of the memory of a process and more than half of its start. What is left out is
replaced by placeholders on which Rasa's modules can be read in, and which refuse to be used.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

#: Neural networks; training with such a component is done by ``rasa train``, which has them.
_NETWORKS = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "jax")
#: Clients of services that this project reaches in its own way or not at all.
_CLIENTS = (
    "aiogram",
    "boto3",
    "confluent_kafka",
    "fbmessenger",
    "matplotlib",
    "mattermostwrapper",
    "pika",
    "pymongo",
    "rocketchat_API",
    "slack_sdk",
    "twilio",
    "webexteamssdk",
)
UNNEEDED = frozenset((*_NETWORKS, *_CLIENTS))


def leave_out() -> None:
    """Import placeholders from now on instead of the unneeded libraries, but for those loaded."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        loaded = {name for name in UNNEEDED if name in sys.modules}
        sys.meta_path.insert(0, _Finder(UNNEEDED - loaded))


class _Kind(type):
    """Makes every attribute of a placeholder a placeholder."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls


class _Placeholder(metaclass=_Kind):
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
                "a component needs a library that is left out when serving: take the library out "
                "of UNNEEDED in bot/model/left_out.py"
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
        return _Placeholder


class _Finder(MetaPathFinder, Loader):
    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.split(".")[0] not in self._names:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: a placeholder has no code."""
