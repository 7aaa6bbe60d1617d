"""``python -m nlu.danger``: fits the hearing by meaning from its examples anew."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from nlu.danger import nearness, rules, spelling
from nlu.encoder.engines import open_encoder
from nlu.encoder.vectors import VectorCache
from nlu.progress import Progress

_TRAINING = Path(__file__).parent.parent / "data"
_CACHE = Path("build/vectors.db")
_ENCODER = "e5"


def main() -> int:
    """Fit and keep the weights."""
    words, plain = rules.load(), spelling.load().plain
    ordinary = [text for text in _messages() if not words.hear(plain(text))]
    cache = VectorCache(_CACHE, open_encoder(_ENCODER))
    try:
        found = nearness.fitted(
            nearness.read_examples(),
            ordinary,
            lambda texts: cache.encode(
                [plain(text) for text in texts], Progress("sentence vectors of danger")
            ),
            _ENCODER,
        )
    finally:
        cache.close()
    found.save()
    print(f"{nearness.WEIGHTS}: fitted, with {len(ordinary)} ordinary messages")
    return 0


def _messages() -> list[str]:
    """Return the training messages of the intents."""
    found = []
    for path in sorted(_TRAINING.glob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).get("nlu", ()):
            lines = str(block.get("examples", "")).splitlines()
            found += [line.removeprefix("- ").strip() for line in lines if line.startswith("- ")]
    return [text for text in found if text and not text.startswith("/")]


if __name__ == "__main__":
    sys.exit(main())
