"""Looks after papers that are added on another machine, as long as a worker runs."""

from __future__ import annotations

import fcntl
import logging
import threading
import time

from bot.server.served_base import ServedBase, refresh_in_child
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.stored_papers import StoredPapers
from policies_kb.errors import KnowledgeBaseError, SourceError
from policies_kb.paper_folder import PaperFolder

logger = logging.getLogger(__name__)

#: Seconds between two looks at the store.
_EVERY = 3.0
_LOCK = ".papers.watched"


def watch_papers(base: ServedBase) -> None:
    """Begin to look after the store in a thread that ends with this process.

    The workers of a machine have one base: the one of them that holds a lock looks after it, and
    another takes over when that one ends. What has changed is fetched and indexed by a process of
    its own, so that nobody waits for an answer meanwhile; the process above the workers then sees
    another base.

    Args:
        base: Has the address of the store and the folder of data.
    """
    threading.Thread(target=_watch, args=(base,), name="papers", daemon=True).start()


def _watch(base: ServedBase) -> None:
    folder = PaperFolder(base.data)
    try:
        folder.data.mkdir(parents=True, exist_ok=True)
        lock = (folder.data / _LOCK).open("w")
    except OSError as error:
        logger.error("papers of other machines are not seen: %s", error.strerror)
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        papers: StoredPapers | None = None
        seen: object = None
        while True:
            try:
                papers = papers or StoredPapers(Database.open(base.store))
                revision = papers.revision()
                if revision != seen and (papers.hashes() == folder.hashes() or _refresh()):
                    seen = revision
            except (StoreError, SourceError) as error:
                logger.debug("the store was not looked at: %s", error)
            time.sleep(_EVERY)


def _refresh() -> bool:
    """Bring this machine's base up to date; return whether it is."""
    try:
        refresh_in_child()
    except KnowledgeBaseError as error:
        logger.error("papers of other machines could not be taken over: %s", error)
        return False
    return True
