"""Puts the parts together: knowledge base, store, model, assistant."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from actions.citations import hotline
from actions.tables import ANSWER_TABLES
from bot.attachments.links import SignedLinks
from bot.attachments.secret import secret_key
from bot.conversation.assistant import Assistant
from bot.conversation.first_aid import FirstAid, open_first_aid
from bot.rasa.errors import EngineError
from bot.rasa.import_stubs import prepare_for_serving
from bot.rasa.log_settings import configure_rasa_logging
from bot.rasa.no_model import NoModel
from bot.recording.recorder import Recorder
from bot.server.guard import hotlines, make_guard
from bot.settings.libraries import compute_in_one_thread
from bot.settings.settings import Settings
from bot.store.archive import Archive
from bot.store.database import IN_MEMORY, Database
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import DATABASE
from policies_kb.yaml_file import read_all

if TYPE_CHECKING:
    from bot.rasa.engine import Engine
    from bot.rasa.locks import ProcessLock

logger = logging.getLogger(__name__)

MODEL = Path(__file__).resolve().parents[2] / "models" / "wence.tar.gz"


@dataclass(frozen=True)
class App:
    """A running assistant and what it stands on.

    Attributes:
        settings: What the assistant was started with.
        process_lock: Lets one process at a time into a conversation; ``None`` for a single one.
        trouble: Why there is no model, ``""`` when there is one.
    """

    kb: KnowledgeBase
    engine: Engine | NoModel
    assistant: Assistant
    archive: Archive
    links: SignedLinks
    store: Database
    first_aid: FirstAid
    settings: Settings
    process_lock: ProcessLock | None = None
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
    settings: Settings | None = None,
    *,
    several: bool = False,
    without_model: bool = False,
) -> App:
    """Open the base and the store, load the model and return the assistant.

    Args:
        database: The knowledge base.
        model: The trained model.
        store: Address of the database of conversations; by default they end with the process.
        settings: What is set; by default nothing. Its own store is not looked at.
        several: Whether more than one process serves the same channel.
        without_model: Whether to start also where the model cannot be loaded. Whoever writes is
            then told that there are no answers, and whoever is in danger what to do.

    Raises:
        StoreError: The store or a setting cannot be used.
        KnowledgeBaseError: The base is missing, broken or of another version.
        DataFileError: A file of data is not sound.
        EngineError: The model is missing or broken.
    """
    settings = settings or Settings()
    kb = KnowledgeBase.open(database)
    kept = Database.open(store)
    archive = Archive(kept)
    archive.purge(settings.retention_days)
    compute_in_one_thread()
    # Loads numpy, which reads what was just set.
    from nlu.encoder.engines import choose_encoder

    choose_encoder(settings.encoder)
    from bot.tables import BOT_TABLES
    from nlu.tables import READING_TABLES

    read_all((*READING_TABLES, *ANSWER_TABLES, *BOT_TABLES))
    configure_rasa_logging()
    prepare_for_serving()
    # Importing Rasa takes longer than everything else together; a missing base or store is told
    # before.
    from bot.rasa.engine import Engine

    process_lock = _process_lock(kept, several, settings)
    engine: Engine | NoModel
    trouble = ""
    try:
        engine = Engine.load(model, kb, archive.conversations)
    except EngineError as error:
        if not without_model:
            raise
        engine, trouble = NoModel(hotlines(kb)), str(error)
    links = SignedLinks(secret_key(settings.secret.get_secret_value()))
    return _app(
        kb,
        engine,
        archive=archive,
        links=links,
        store=kept,
        settings=settings,
        process_lock=process_lock,
        trouble=trouble,
    )


def renewed(app: App, database: Path) -> App:
    """Return the same assistant over another base; its model and store stay as they are.

    Args:
        app: What :func:`start` returned; its engine answers from the new base from now on.
        database: The knowledge base.

    Raises:
        KnowledgeBaseError: The base is missing, broken or of another version.
    """
    kb = KnowledgeBase.open(database)
    engine: Engine | NoModel
    if isinstance(app.engine, NoModel):
        engine = NoModel(hotlines(kb))
    else:
        engine = app.engine
        engine.use_base(kb)
    return _app(
        kb,
        engine,
        archive=app.archive,
        links=app.links,
        store=app.store,
        settings=app.settings,
        process_lock=app.process_lock,
        trouble=app.trouble,
    )


def _app(
    kb: KnowledgeBase,
    engine: Engine | NoModel,
    *,
    archive: Archive,
    links: SignedLinks,
    store: Database,
    settings: Settings,
    process_lock: ProcessLock | None,
    trouble: str,
) -> App:
    # Loads Rasa, which is loaded by now where there is a model.
    from bot.rasa.locks import ConversationLocks

    _search_by_meaning(kb)
    first_aid = open_first_aid(kb)
    return App(
        kb=kb,
        engine=engine,
        assistant=Assistant(
            engine,
            hotline(kb),
            first_aid,
            links,
            recorder=Recorder(archive),
            hold=ConversationLocks(process_lock).lock,
        ),
        archive=archive,
        links=links,
        store=store,
        first_aid=first_aid,
        settings=settings,
        process_lock=process_lock,
        trouble=trouble,
    )


def _search_by_meaning(kb: KnowledgeBase) -> None:
    """Let papers be found by meaning, too; whatever is wrong with that, words find them."""
    from nlu.encoder.engines import open_encoder

    try:
        kb.use_vectors(open_encoder("e5"))
    except Exception as error:
        logger.warning("papers are searched by words alone: %s: %s", type(error).__name__, error)


def guarded(app: App, *, several: bool) -> App:
    """Return the parts with the assistant behind the limits and the off-switch, for the public.

    Args:
        app: What :func:`start` returned; in the process that will serve.
        several: See :func:`start`.

    Raises:
        SettingError: A setting cannot be what it is.
    """
    guard = make_guard(
        app.kb,
        app.store,
        several=several,
        rates=app.settings.rates,
        redis=app.settings.redis.get_secret_value(),
    )
    return replace(app, assistant=replace(app.assistant, guard=guard))


def _process_lock(store: Database, several: bool, settings: Settings) -> ProcessLock | None:
    """Return what keeps other processes out of a conversation."""
    redis = settings.redis.get_secret_value()
    # Both load libraries that nobody else needs.
    if redis:
        from bot.rasa.redis_locks import InRedis

        return InRedis(redis)
    if not several:
        return None
    from bot.rasa.locks import InDatabase

    return InDatabase(store)
