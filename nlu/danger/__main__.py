"""``python -m nlu.danger``: fits the hearing of danger from its examples anew."""

from __future__ import annotations

import sys
from pathlib import Path

from nlu.danger.examples import all_examples
from nlu.danger.fitting import fitted
from nlu.danger.nearness import WEIGHTS
from nlu.encoder.engines import open_encoder
from nlu.encoder.vectors import VectorCache
from nlu.progress import Progress

#: Also what the training of the model keeps, so that a message of both is encoded once.
_CACHE = Path("build/vectors.db")


def main() -> int:
    """Fit and keep the weights."""
    cache = VectorCache(_CACHE, open_encoder("e5"))
    encoding, fitting = Progress("danger: sentence vectors"), Progress("danger: fit")
    try:
        found = fitted(all_examples(), lambda texts: cache.encode(texts, encoding), fitting)
    finally:
        cache.close()
    found.save()
    print(f"{WEIGHTS}: made")
    return 0


if __name__ == "__main__":
    sys.exit(main())
