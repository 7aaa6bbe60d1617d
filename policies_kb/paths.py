"""Where the knowledge base keeps its files."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SOURCES = PACKAGE / "sources"
CURATED = PACKAGE / "curated"
#: The folder of the project.
ROOT = PACKAGE.parent
DATABASE = ROOT / "build" / "policies.db"


def vectors_file(database: Path) -> Path:
    """Return where the vectors of a base are kept."""
    return database.with_suffix(".vectors")


def data_folder() -> Path:
    """Return where all that an operator adds is kept: ``WENCE_DATA``, else ``var`` in the project.

    The one place that reads the variable: the commands of this room know it too.
    """
    return Path(os.environ.get("WENCE_DATA", "").strip() or ROOT / "var")
