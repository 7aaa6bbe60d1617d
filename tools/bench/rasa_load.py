"""``python -m tools.bench.rasa_load SIDE MODEL``: load a model in a process of its own.

Prints the seconds of the imports and of loading after them as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.rasa.log_settings import configure_rasa_logging


def main() -> None:
    """Load the model of the side named on the command line."""
    side, model = sys.argv[1:]
    configure_rasa_logging()
    began = time.perf_counter()
    load = {"wence": _wence, "stock": _stock}[side]()
    imported = time.perf_counter()
    load(Path(model))
    loaded = time.perf_counter()
    print(json.dumps({"import": imported - began, "load": loaded - imported}))


def _wence() -> Callable[[Path], object]:
    """Import the engine; loading is of the knowledge base too."""
    from bot.rasa.import_stubs import prepare_for_serving

    prepare_for_serving()
    from bot.rasa.engine import Engine
    from bot.store.archive import Archive
    from bot.store.database import IN_MEMORY, Database
    from policies_kb.kb import KnowledgeBase
    from policies_kb.paths import DATABASE

    def load(model: Path) -> Engine:
        kept = Archive(Database.open(IN_MEMORY))
        return Engine.load(model, KnowledgeBase.open(DATABASE), kept.conversations)

    return load


def _stock() -> Callable[[Path], object]:
    import rasa.engine.recipes.default_components  # noqa: F401  All that its model may need.
    from rasa.core.agent import Agent

    return lambda model: Agent().load_model(str(model))


if __name__ == "__main__":
    main()
