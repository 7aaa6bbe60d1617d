"""Puts the parts together: knowledge base, store, model, assistant."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from actions.citations import hotline
from bot.attachments.links import SignedLinks
from bot.attachments.secret import secret_key
from bot.conversation.assistant import Assistant
from bot.conversation.first_aid import FirstAid, open_first_aid
from bot.conversation.once import OnceAssistant
from bot.rasa.errors import EngineError
from bot.rasa.import_stubs import prepare_for_serving
from bot.rasa.log_settings import configure_rasa_logging
from bot.rasa.no_model import NoModel
from bot.recording.metered import MeteredAssistant
from bot.recording.noted import RecordingAssistant
from bot.server.limits import hotlines, make_guard
from bot.store.archive import Archive, retention_days
from bot.store.database import IN_MEMORY, Database
from bot.store.redis_client import redis_url
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import DATABASE

if TYPE_CHECKING:
    from bot.conversation.protocol import AssistantProtocol
    from bot.rasa.engine import Engine
    from bot.rasa.locks import ProcessLock

MODEL = Path(__file__).resolve().parents[2] / "models" / "wence.tar.gz"


@dataclass(frozen=True)
class App:
    """A running assistant and what it stands on.

    Attributes:
        trouble: Why there is no model, ``""`` when there is one.
    """

    kb: KnowledgeBase
    engine: Engine | NoModel
    assistant: AssistantProtocol
    archive: Archive
    links: SignedLinks
    store: Database
    first_aid: FirstAid
    trouble: str = ""

    def close_connections(self) -> None:
        """Close files and connections; each process opens its own when it first needs them.

        For before a fork: neither database may be used through one connection on both sides.
        """
        self.kb.close()
        self.store.close()


def start(
    database: Path = DATABASE,
    model: Path = MODEL,
    store: str = IN_MEMORY,
    *,
    several: bool = False,
    without_model: bool = False,
) -> App:
    """Open the base and the store, load the model and return the assistant.

    Args:
        database: The knowledge base.
        model: The trained model.
        store: Address of the database of conversations; by default they end with the process.
        several: Whether more than one process serves the same channel.
        without_model: Whether to start also where the model cannot be loaded. Whoever writes is
            then told that there are no answers, and whoever is in danger what to do.

    Raises:
        StoreError: The store or a setting cannot be used.
        KnowledgeBaseError: The base is missing, broken or of another version.
        EngineError: The model is missing or broken.
    """
    kb = KnowledgeBase.open(database)
    kept = Database.open(store)
    archive = Archive(kept)
    archive.purge(retention_days())
    # With more threads than free cores those of the sentence encoder wait for each other: a short
    # message then takes seconds, not twenty milliseconds. Read when the library is loaded.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # The products of a message are small: a second thread burns a core and gains nothing. Read when
    # numpy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    configure_rasa_logging()
    prepare_for_serving()
    # Importing Rasa takes longer than everything else together; a missing base or store is told
    # before.
    from bot.rasa.engine import Engine
    from bot.rasa.locks import ConversationLocks

    across = _across(kept, several)
    engine: Engine | NoModel
    trouble = ""
    try:
        engine = Engine.load(model, kb, archive.conversations, across)
    except EngineError as error:
        if not without_model:
            raise
        engine, trouble = NoModel(hotlines(kb)), str(error)
    links = SignedLinks(secret_key())
    first_aid = open_first_aid(kb)
    answering = RecordingAssistant(Assistant(engine, hotline(kb), first_aid, links), archive)
    metered = MeteredAssistant(answering, archive.hashed)
    assistant = OnceAssistant(metered, archive.replies, ConversationLocks(across).lock)
    return App(kb, engine, assistant, archive, links, kept, first_aid, trouble)


def guarded(parts: App, *, several: bool) -> App:
    """Return the parts with the assistant behind the limits and the off-switch, for the public.

    Args:
        parts: What :func:`start` returned; in the process that will serve.
        several: See :func:`start`.

    Raises:
        SettingError: A setting cannot be what it is.
    """
    guard = make_guard(parts.assistant, parts.kb, parts.store, parts.first_aid, several=several)
    return replace(parts, assistant=guard)


def _across(store: Database, several: bool) -> ProcessLock | None:
    """Return what keeps other processes out of a conversation."""
    redis = redis_url()
    # Both load libraries that nobody else needs.
    if redis:
        from bot.rasa.redis_locks import InRedis

        return InRedis(redis)
    if not several:
        return None
    from bot.rasa.locks import InDatabase

    return InDatabase(store)
