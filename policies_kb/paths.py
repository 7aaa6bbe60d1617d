"""Where the knowledge base keeps its files."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SOURCES = PACKAGE / "sources"
CURATED = PACKAGE / "curated"
#: The folder of the project.
ROOT = PACKAGE.parent
DATABASE = ROOT / "build" / "policies.db"
#: Where all that an operator adds is kept, if no other folder is named.
DATA_FOLDER = ROOT / "var"


def vectors_file(database: Path) -> Path:
    """Return where the vectors of a base are kept."""
    return database.with_suffix(".vectors")
