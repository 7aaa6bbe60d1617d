"""Puts the parts together: knowledge base, store, model, assistant."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from actions.proof import hotline
from bot.assistant import Assistant
from bot.files.links import Links
from bot.files.secret import secret_key
from bot.quiet import be_quiet
from bot.recording import RecordingAssistant
from bot.store.archive import Archive, retention_days
from bot.store.database import IN_MEMORY
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
    assistant: RecordingAssistant
    archive: Archive
    links: Links


def start(database: Path = DATABASE, model: Path = MODEL, store: str = IN_MEMORY) -> Parts:
    """Open the base and the store, load the model and return the assistant.

    Args:
        database: The knowledge base.
        model: The trained model.
        store: Address of the database of conversations; by default they end with the process.

    Raises:
        StoreError: The store cannot be used.
        KnowledgeBaseError: The base is missing, broken or of another version.
        EngineError: The model is missing or broken.
    """
    kb = KnowledgeBase.open(database)
    archive = Archive.open(store)
    archive.purge(retention_days())
    be_quiet()
    # With more threads than free cores those of the sentence encoder wait for each other: a short
    # message then takes seconds, not twenty milliseconds. Read when the library is loaded.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # Importing Rasa takes longer than everything else together; a missing base or store is told
    # before.
    from bot.engine import Engine

    engine = Engine.load(model, kb, archive.conversations)
    links = Links(secret_key())
    assistant = RecordingAssistant(Assistant(engine, hotline(kb), links), archive)
    return Parts(kb, engine, assistant, archive, links)
