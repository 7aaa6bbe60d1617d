"""The messages from which nearness is learnt, and how else people may type them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import yaml

from nlu.danger.pieces import pieces
from nlu.danger.spelling import narrow
from nlu.follow_ups import examples as follow_ups
from nlu.follow_ups import expanded
from nlu.sounds import alike, readings
from nlu.topics import OUTSIDE

EXAMPLES_FOLDER = Path(__file__).parent / "examples"
INNOCENT = "innocent"
_TRAINING = Path(__file__).parent.parent / "data"
#: An account of another matter from this length on is heard by its sentences too.
_ACCOUNT = 60
#: The follow-ups that may tell of a threat.
_THREATS = ("afraid",)
#: One character in so many is mistyped in a message that is typed badly.
_SLIPS = 7


@dataclass(frozen=True, order=True)
class DangerExample:
    """A message in plain characters.

    Attributes:
        row: The danger, or ``innocent``.
        text: What it says.
        meant: What it says where it is spelt rightly; its sentence vector is that of this.
    """

    row: str
    text: str
    meant: str


def all_examples() -> list[DangerExample]:
    """Return every message that is learnt from, each once for a row."""
    own = written_examples()
    # In an order that does not hang on files and lines: what is learnt must not either.
    found = sorted({*own, *ordinary(), *varied(own)})
    return list({(example.row, example.text): example for example in found}.values())


def written_examples(folder: Path = EXAMPLES_FOLDER) -> list[DangerExample]:
    """Return the examples that were written for this."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        texts = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        for text in chain.from_iterable(map(expanded, texts)):
            found.append(_plain(path.stem, narrow(text)))
            if path.stem == INNOCENT:
                # No part of it is dangerous either; of a dangerous one only some part is.
                found += [_plain(INNOCENT, piece) for piece in pieces(narrow(text))]
    return found


def ordinary() -> list[DangerExample]:
    """Return the training messages of the intents, sentences of long accounts, follow-ups."""
    found = []
    for path in sorted(_TRAINING.glob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).get("nlu", ()):
            lines = str(block.get("examples", "")).splitlines()
            texts = [line[2:].strip() for line in lines if line.startswith("- ")]
            for text in texts:
                plain = narrow(text)
                found.append(_plain(INNOCENT, plain))
                if path.stem == OUTSIDE and len(plain) >= _ACCOUNT:
                    found += [_plain(INNOCENT, piece) for piece in pieces(plain)]
    short = (text for kind, texts in follow_ups().items() if kind not in _THREATS for text in texts)
    found += [_plain(INNOCENT, narrow(text)) for text in short]
    return [example for example in found if example.text and example.text[0] != "/"]


def varied(examples: list[DangerExample]) -> list[DangerExample]:
    """Return the examples as they may be typed otherwise.

    Each as pinyin or with characters that sound alike; which hangs on its text alone.
    """
    found = []
    for example in examples:
        dice = random.Random(example.text)
        text = mistyped(example.text, dice) if dice.randrange(2) else in_latin(example.text)
        if text != example.text:
            found.append(DangerExample(example.row, text, example.text))
    return found


def _plain(row: str, text: str) -> DangerExample:
    return DangerExample(row, text, text)


def in_latin(text: str) -> str:
    """Return Chinese in Latin letters, as by who has no other keyboard."""
    return " ".join(_words(text))


def _words(text: str) -> Iterator[str]:
    known, other = readings(), ""
    for char in text:
        if char in known:
            if other.strip():
                yield other.strip()
            other = ""
            yield known[char]
        else:
            other += "," if char in "，。！？；、" else char
    if other.strip():
        yield other.strip()


def mistyped(text: str, dice: random.Random) -> str:
    """Return a text with some characters in the place of others that sound alike."""
    known = alike()
    return "".join(
        dice.choice(known[char][:6]) if char in known and not dice.randrange(_SLIPS) else char
        for char in text
    )
