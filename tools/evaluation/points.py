"""``python -m tools.evaluation.points``: how often the nearest point is the one that is asked.

A fifth of the lines of ``nlu/points`` is held out at a time, whole lines, each another way of
saying it; the middles are made of the rest, and each held-out line is asked within its topic.
Whatever is told for a line of ``none`` is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.nearness import nearest_point
from bot.rasa.import_stubs import prepare_for_commands
from nlu.decision import rules
from nlu.encoder.engines import Vectors, open_encoder
from nlu.encoder.vector_cache import VectorCache
from nlu.example_labels import point_label
from nlu.nearest_examples import NearestExamples, examples_of, point_lines
from nlu.progress import ProgressLine
from nlu.topics import NO_KIND, PERSONAL
from policies_kb.paths import ROOT

_PARTS = 5
#: So many pairs that are taken for each other are told.
_PAIRS = 25
_CACHE = ROOT / "build" / "vectors.db"
_DATA = ROOT / "nlu" / "data"


@dataclass(frozen=True)
class HeldOutLine:
    """A line of a point that was held out.

    Attributes:
        topic: The topic of the point.
        point: Its name, ``""`` for what asks no point.
        found: The point it is nearest to, ``""`` for none.
        closeness: How clearly.
    """

    topic: str
    point: str
    found: str
    closeness: float

    def is_told(self, least: float) -> bool:
        """Tell whether a point is told for it."""
        return bool(self.found) and self.closeness >= least

    @property
    def is_right(self) -> bool:
        """Whether the point is the one asked."""
        return self.found == self.point


@dataclass(frozen=True)
class ToldShare:
    """What a threshold lets through.

    Attributes:
        lines: All lines held out.
        told: Those for which a point is told.
        right: Those for which it is the one asked.
    """

    lines: int
    told: int
    right: int

    def __str__(self) -> str:
        of_told = self.right / max(1, self.told)
        return f"{self.told} of {self.lines} told, right of these {of_told:.3f} ({self.right})"


def main() -> int:
    """Print the figures of each topic and threshold, and the pairs taken for each other."""
    lines = held_out(_CACHE)
    for topic in (*PERSONAL, ""):
        own = [line for line in lines if topic in ("", line.topic)]
        for name, least in thresholds().items():
            print(f"{topic or 'all'}, near.{name} {least}: {share(own, least)}")
    least = min(thresholds().values())
    print(f"\nTaken for each other from {least} on:")
    for (topic, *names), count in confused(lines, least).most_common(_PAIRS):
        print(topic, *names, count, sep="\t")
    return 0


def thresholds() -> dict[str, float]:
    """Return from which closeness on a point is told, by the name of the rule."""
    near = rules().near
    names = ("perhaps", "point", "point_first", "beside")
    return {name: getattr(near, name) for name in names}


def share(lines: list[HeldOutLine], least: float) -> ToldShare:
    """Return how many lines get a point from a closeness on, and how many the right one."""
    told = [line for line in lines if line.is_told(least)]
    return ToldShare(len(lines), len(told), sum(line.is_right for line in told))


def confused(lines: list[HeldOutLine], least: float) -> Counter[tuple[str, ...]]:
    """Return which two points of a topic are told for each other, and how often."""
    return Counter(
        (line.topic, *sorted((line.point or NO_KIND, line.found)))
        for line in lines
        if line.is_told(least) and not line.is_right
    )


def held_out(cache: Path) -> list[HeldOutLine]:
    """Return what is found for each line while it was held out.

    Args:
        cache: Where sentence vectors are kept.
    """
    prepare_for_commands()
    from nlu.components.importer import OnceImporter
    from nlu.components.nearest_reader import NearestExampleReader, beside_points

    settings = NearestExampleReader.get_default_config()
    vectors = VectorCache(cache, open_encoder(settings["encoder"]))
    beside = beside_points(OnceImporter(training_data_paths=[str(_DATA)]).get_nlu_data())

    def encode(texts: Sequence[str]) -> Vectors:
        return vectors.encode(texts, ProgressLine("sentence vectors of points"))

    try:
        found = []
        for fold in range(_PARTS):
            near = NearestExamples.made_of({**_kept(fold), **beside}, encode)
            for topic, name, text in _left_out(fold):
                point, closeness = nearest_point(near.read(text, encode, settings["kept"]), topic)
                asked = "" if name.startswith(NO_KIND) else name
                found.append(HeldOutLine(topic, asked, point, closeness))
        return found
    finally:
        vectors.close()


def _kept(fold: int) -> dict[str, list[str]]:
    return {
        point_label(topic, name): examples_of(line for at, line in _numbered(lines) if at != fold)
        for topic, points in point_lines().items()
        for name, lines in points.items()
    }


def _left_out(fold: int) -> Iterator[tuple[str, str, str]]:
    """Yield the topic, the point and one example of each line that is held out."""
    for topic, points in point_lines().items():
        for name, lines in points.items():
            for at, line in _numbered(lines):
                if at == fold:
                    yield topic, name, examples_of([line])[0]


def _numbered(lines: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a point with the number of the part in which each is held out."""
    return ((at % _PARTS, line) for at, line in enumerate(lines))


if __name__ == "__main__":
    raise SystemExit(main())
