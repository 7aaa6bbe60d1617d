"""Puts the parts together: knowledge base, model, assistant."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from actions.proof import hotline
from bot.assistant import Assistant
from bot.quiet import be_quiet
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import DATABASE

if TYPE_CHECKING:
    from bot.engine import Engine

MODEL = Path(__file__).resolve().parent.parent / "models" / "wence.tar.gz"


@dataclass(frozen=True)
class Parts:
    """A running assistant and what it stands on."""

    kb: KnowledgeBase
    engine: Engine
    assistant: Assistant


def start(database: Path = DATABASE, model: Path = MODEL) -> Parts:
    """Open the base, load the model and return the assistant.

    Raises:
        KnowledgeBaseError: The base is missing, broken or of another version.
        EngineError: The model is missing or broken.
    """
    kb = KnowledgeBase.open(database)
    be_quiet()
    # With more threads than free cores those of the sentence encoder wait for each other: a short
    # message then takes seconds, not twenty milliseconds. Read when the library is loaded.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # Importing Rasa takes longer than everything else together; a missing base is told before.
    from bot.engine import Engine

    engine = Engine.load(model, kb)
    return Parts(kb, engine, Assistant(engine, hotline(kb)))
