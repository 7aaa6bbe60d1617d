"""``python -m tools.fuzz.encoder``: feed the encoder hostile texts in a process of its own.

Its engines are C and C++ and see what citizens type. Each text goes through the same cleaning
as in the assistant; a crash, a hang or a vector that is none ends the run with the text that did
it, which the seed and its number make again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection

import numpy as np

from nlu.encoder.engines import ENCODERS

#: Seconds a single text may take; the longest one takes half a second on a slow core.
_REPLY_TIMEOUT = 60
_REPORT = 2000
_WORDS = (
    *("老板", "工资", "征信", "％", "﷽", "ẞ", "İ", "ſ", "é", "e\u0301", "ﬁ", "㍿", "𠮷", "▁", "ก็็็"),
    *("\u200d", "\ufeff", "\u202e", "\x00", "\ud800", "\uffff", "\U000e0001", "\U0010ffff"),
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f3f3\ufe0f\u200d\U0001f308", "\t\r\n"),
    *("<s>", "</s>", "[MASK]", "<unk>", "query: ", "passage: ", "%s%n", "../", "'\"--"),
)
_RANGES = (
    (0x00, 0x7F),
    (0x80, 0x2FF),
    (0x300, 0x36F),
    (0x590, 0x8FF),
    (0x4E00, 0x9FFF),
    (0xD800, 0xDFFF),
    (0xE000, 0xF8FF),
    (0x1F000, 0x1FAFF),
    (0x20000, 0x10FFFF),
)


def hostile(seed: int, number: int) -> str:
    """Return the hostile text of a number; the same seed and number give the same text."""
    dice = random.Random(f"{seed}:{number}")
    # Mostly short, since a text costs what it is long; now and then far over what is read.
    length = dice.choices((dice.randint(0, 4), dice.randint(0, 40), 4000), (90, 9, 1))[0]
    kind = dice.randrange(4)
    if kind == 0:
        return "".join(dice.choices(_WORDS, k=length))
    if kind == 1:
        return chr(dice.randint(*dice.choice(_RANGES))) * length
    if kind == 2:
        low, high = dice.choice(_RANGES)
        return "".join(chr(dice.randint(low, high)) for _ in range(length))
    return "".join(chr(dice.randint(*dice.choice(_RANGES))) for _ in range(length))


def run(encoder: str, seed: int, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield the number and the trouble of each text that breaks the encoder.

    A process that died or hangs is replaced, so that one fault does not hide the next.
    """
    child = _Child(encoder, seed)
    for number in numbers:
        trouble = child.trouble(number)
        if trouble:
            yield number, trouble
            if not child.alive:
                child = _Child(encoder, seed)
    child.stop()


class _Child:
    """The encoder in a process of its own."""

    def __init__(self, encoder: str, seed: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=_encode, args=(encoder, seed, far), daemon=True)
        self._process.start()
        far.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def trouble(self, number: int) -> str:
        """Return what went wrong with a text, ``""`` for nothing."""
        try:
            self._pipe.send(number)
            if not self._pipe.poll(_REPLY_TIMEOUT):
                self._process.kill()
                self._process.join()
                return "hang"
            return str(self._pipe.recv())
        except (EOFError, OSError):
            self._process.join()
            return f"crash, exit code {self._process.exitcode}"

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def _encode(name: str, seed: int, pipe: Connection) -> None:
    encoder = ENCODERS[name]()
    while True:
        try:
            number = pipe.recv()
        except EOFError:
            return
        try:
            [row] = encoder.encode([hostile(seed, number)])
        except Exception as error:
            pipe.send(f"{type(error).__name__}: {error}")
            continue
        length = float(np.linalg.norm(row))
        sound = np.isfinite(row).all() and (length == 0 or abs(length - 1) < 0.01)
        pipe.send("" if sound else f"a vector of length {length}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 1 when a text broke the encoder."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz.encoder", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many texts")
    parser.add_argument("--seed", type=int, default=1, help="makes the run again")
    parser.add_argument("--encoder", choices=sorted(ENCODERS), default="e5")
    options = parser.parse_args(arguments)
    faults = 0
    for start in range(0, options.count, _REPORT):
        numbers = range(start, min(start + _REPORT, options.count))
        for number, trouble in run(options.encoder, options.seed, numbers):
            faults += 1
            print(f"seed {options.seed} number {number}: {trouble}", flush=True)
        print(f"{numbers.stop} texts, {faults} faults", file=sys.stderr, flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
