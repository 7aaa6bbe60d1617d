"""``python -m nlu.passage_vectors``: make the vectors that the search of papers needs.

Run it after ``python -m policies_kb build`` or ``add``; papers are found by their words meanwhile.
Only what changed is embedded, and a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from nlu.encoder.engines import open_encoder
from nlu.progress import ProgressLine
from policies_kb.errors import KnowledgeBaseError
from policies_kb.paths import DATABASE, vectors_file
from policies_kb.search.vectors import make_vectors


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the vectors of one base and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m nlu.passage_vectors", description=__doc__)
    parser.add_argument("--db", type=Path, default=DATABASE, help=f"the base ({DATABASE})")
    options = parser.parse_args(arguments)
    try:
        embed_base(options.db)
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def embed_base(database: Path) -> None:
    """Make the vectors of a base, showing how far it is; those of the built one are taken over.

    Raises:
        KnowledgeBaseError: The base is missing, damaged or of another version.
    """
    file, built = vectors_file(database), vectors_file(DATABASE)
    if not file.exists() and built.exists():
        shutil.copyfile(built, file)
    count = make_vectors(database, open_encoder("e5"), ProgressLine("vectors of passages"))
    print(f"{count} new vectors in {file}")


if __name__ == "__main__":
    sys.exit(main())
