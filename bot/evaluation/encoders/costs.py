"""What an encoder costs: memory and loading in a fresh process, and the time of a text.

``python -m bot.evaluation.encoders.costs NAME [FILE]`` is the fresh process.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.encoders.distilled import DistilledEncoder, Words
from nlu.components.encoder import ENCODERS, Encoder

_FIRST_TEXTS = ("老板不发工资怎么办", "How do I repair my credit?", "政务公开试点" * 30)


@dataclass(frozen=True)
class Weight:
    """What it takes to have an encoder at hand.

    Attributes:
        megabytes: Resident memory it adds to a process that has numpy and jieba.
        seconds: Time to load it and to embed three texts.
    """

    megabytes: float
    seconds: float


def weigh(name: str, file: Path | None = None) -> Weight:
    """Load an encoder in a fresh process, which keeps to the cores of this one.

    Args:
        name: One of ``ENCODERS``, or ``distilled``.
        file: Where the distilled encoder is stored.
    """
    command = [sys.executable, "-m", __name__, name, *([str(file)] if file else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Weight(**json.loads(done.stdout))


def seconds_a_text(encoders: Mapping[str, Encoder], texts: Sequence[str]) -> dict[str, float]:
    """Return the mean time of a text; encoders take turns, so that load hits all alike."""
    spent: dict[str, list[float]] = {name: [] for name in encoders}
    for text in texts:
        for name, encoder in encoders.items():
            began = time.perf_counter()
            encoder.encode([text])
            spent[name].append(time.perf_counter() - began)
    return {name: statistics.fmean(seconds) for name, seconds in spent.items()}


def _resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def main(arguments: Sequence[str]) -> None:
    """Load one encoder and print its weight as JSON."""
    name, *files = arguments
    cut = Words().cut
    before, began = _resident_megabytes(), time.perf_counter()
    encoder = DistilledEncoder.load(Path(files[0]), cut) if files else ENCODERS[name]()
    encoder.encode(_FIRST_TEXTS)
    seconds = time.perf_counter() - began
    print(json.dumps({"megabytes": _resident_megabytes() - before, "seconds": seconds}))


if __name__ == "__main__":
    main(sys.argv[1:])
