"""Where the knowledge base keeps its files."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SOURCES = PACKAGE / "sources"
CURATED = PACKAGE / "curated"
#: The folder of the project.
ROOT = PACKAGE.parent
DATABASE = ROOT / "build" / "policies.db"
