"""``python -m nlu.danger [FILE ...]``: fits the hearing of danger anew, or measures it on files.

A file to measure on is of the form of ``tests/danger/README.md``.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from nlu.danger.examples import all_examples
from nlu.danger.fitting import fitted
from nlu.danger.hearing import DANGER_ROWS, open_hearing
from nlu.danger.nearness import WEIGHTS
from nlu.encoder.engines import choose_encoder, open_encoder
from nlu.encoder.vector_cache import VectorCache
from nlu.progress import ProgressLine

#: Also what the training of the model keeps, so that a message of both is encoded once.
_CACHE = Path("build/vectors.db")


def main(arguments: list[str]) -> int:
    """Fit and keep the weights, or measure what is kept."""
    parser = argparse.ArgumentParser(prog="python -m nlu.danger", description=__doc__)
    parser.add_argument("--encoder", default="", help="engine in place of the usual one")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="to measure on")
    options = parser.parse_args(arguments)
    choose_encoder(options.encoder)
    for file in options.files:
        _measure(file)
    if not options.files:
        _fit()
    return 0


def _fit() -> None:
    cache = VectorCache(_CACHE, open_encoder("e5"))
    encoding, fitting = ProgressLine("danger: sentence vectors"), ProgressLine("danger: fit")
    try:
        found = fitted(all_examples(), lambda texts: cache.encode(texts, encoding), fitting)
    finally:
        cache.close()
    found.save()
    print(f"{WEIGHTS}: made")


def _measure(file: Path) -> None:
    """Print by row how many messages are heard, in the right row, and those that are wrong."""
    hearing = open_hearing()
    counts: dict[str, list[int]] = {}
    with file.open(encoding="utf-8") as opened:
        lines = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    for line in lines:
        heard, danger = hearing.hear(line["message"]), line["row"] in DANGER_ROWS
        right = line["row"] in heard
        for name in (line["row"], "all"):
            count = counts.setdefault(name, [0, 0, 0])
            for place, seen in enumerate((True, bool(heard), right)):
                count[place] += seen
        if bool(heard) != danger or (danger and not right):
            print(
                line["id"],
                line["row"],
                "heard as",
                *(heard or ["nothing"]),
                line["message"],
                sep="\t",
            )
    for name, (everything, heard_at_all, in_row) in counts.items():
        print(f"{name}: {everything} messages, {heard_at_all} heard, {in_row} in the right row")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
