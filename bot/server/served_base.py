"""The base a server answers from, and whether another one has taken its place."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from bot.server.paper_keeper import current_base
from policies_kb.database.file import file_identity
from policies_kb.database.in_use import BaseInUse
from policies_kb.paper_folder import PaperFolder
from policies_kb.paths import DATABASE, data_folder

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ServedBase:
    """Which base is served.

    Attributes:
        store: Address of the store, which may hold the added papers.
        fixed: The file to serve whatever is added; ``None`` for the base in use.
    """

    store: str
    fixed: Path | None = None

    @property
    def follows_store(self) -> bool:
        """Tell whether papers may be added on another machine."""
        return self.fixed is None and self.store.startswith("postgresql")

    @property
    def identity(self) -> object:
        """What changes whenever another base is to be served; costs two looks at the disk."""
        return file_identity(self.fixed) if self.fixed else self._in_use.identity

    def file(self) -> Path:
        """Return the base to open, brought up to date with the added papers.

        Raises:
            KnowledgeBaseError, StoreError: See :func:`bot.server.paper_keeper.current_base`.
        """
        return self.fixed or current_base(self.store, report=logger.info)

    def own_file(self) -> Path:
        """Return the base of this machine as it is, for who asks no other machine.

        Raises:
            KnowledgeBaseError: There is none, or it cannot be brought up to date.
        """
        return self.fixed or self._in_use.current()

    @property
    def _in_use(self) -> BaseInUse:
        return BaseInUse(DATABASE, PaperFolder(data_folder()))
