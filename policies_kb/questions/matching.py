"""Ranks rows by the pairs of signs they share with a question, the rare ones counting more."""

from __future__ import annotations

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from policies_kb.questions.statements import FactStatement

#: Signs that mostly bind words: a pair with one of them counts only where papers print it.
LIGHT_SIGNS = frozenset(Path(__file__).with_name("light_signs.txt").read_text("utf-8").strip())
#: Words of the headings above a row count so much of words of the row itself.
_ABOVE = 0.6
#: A figure's quote holds its neighbours too, and brackets say what is meant besides.
_BESIDE = 0.7
_MARKS = str.maketrans("", "", "“”‘’《》〈〉")
_BRACKETS = re.compile(r"\([^()]*\)")
_IN_BRACKETS = re.compile(r"(?<=.)\([^(),]{1,10}\)(?=.)")
_RUN = re.compile(r"[\u4e00-\u9fff]+|[a-z0-9.%]+")


def pairs(text: str) -> list[str]:
    """Return the pairs of neighbouring signs of a text; figures and Latin words stay whole.

    >>> pairs("供气 gdp 23%")
    ['供气', 'gdp', '23%']
    """
    plain = text.lower().translate(_MARKS)
    both = plain if "(" not in plain else f"{plain} {_BRACKETS.sub('', plain)}"
    found: list[str] = []
    for run in _RUN.findall(both):
        han = "\u4e00" <= run[0] <= "\u9fff"
        found += [run[i : i + 2] for i in range(len(run) - 1)] if han else [run]
    return found


@dataclass(frozen=True)
class Match:
    """A row that fits a question.

    Attributes:
        statement: The row.
        cover: Share of the question's words, weighted by rarity, that it holds.
        fit: Share of the row's subject that the question names; breaks ties.
    """

    statement: FactStatement
    cover: float
    fit: float

    @property
    def score(self) -> float:
        """What rows are ranked by."""
        return self.cover + 0.2 * self.fit


class Matcher:
    """An index of rows by pairs of signs, and by single signs.

    Args:
        statements: The rows.
        cut: Cuts a text into words; a pair across two words counts only where a row has it.
    """

    def __init__(
        self, statements: Sequence[FactStatement], cut: Callable[[str], list[str]]
    ) -> None:
        self.cut = cut
        self.statements = statements
        own: dict[str, array[int]] = defaultdict(_no_rows)
        beside: dict[str, array[int]] = defaultdict(_no_rows)
        above: dict[str, array[int]] = defaultdict(_no_rows)
        for index, row in enumerate(statements):
            subject = frozenset(pairs(row.subject))
            words = frozenset(pairs(row.words)) | subject
            aside = frozenset(pairs(" ".join(_IN_BRACKETS.findall(row.words))))
            plain = frozenset(pairs(_BRACKETS.sub(" ", row.words))) if aside else words
            words -= aside - plain - subject
            quoted = frozenset(pairs(row.quote)) if row.figure else frozenset()
            near = (quoted | aside) - words
            held = words | frozenset(row.words)
            for pair in held:
                own[pair].append(index)
            for pair in near:
                beside[pair].append(index)
            for pair in _signs_above(row.above) - held - near:
                above[pair].append(index)
        self._shares = ((1.0, _packed(own)), (_BESIDE, _packed(beside)), (_ABOVE, _packed(above)))

    def rows_with(self, pair: str) -> Iterator[tuple[float, npt.NDArray[np.int32]]]:
        """Yield the rows that hold a pair or a sign, by how much it counts there."""
        for share, postings in self._shares:
            if pair in postings:
                yield share, postings[pair]

    def covered(self, words: Mapping[str, float]) -> npt.NDArray[np.float32]:
        """Return for each row how much weight of some weighted pairs it holds."""
        sums = np.zeros(len(self.statements), dtype=np.float32)
        for pair, weight in words.items():
            for share, rows in self.rows_with(pair):
                sums[rows] += weight * share
        return sums

    def weights(self, words: str) -> dict[str, float]:
        """Return the pairs of a question with their weights, those that say nothing left out.

        A pair that no row has weighs 1, however many rows there are.
        """
        total = len(self.statements) + 1
        rarest = math.log(1 + total)
        found: dict[str, float] = {}
        whole = {pair for word in self.cut(words) for pair in pairs(word)}
        for pair in dict.fromkeys(pairs(words)):
            known = sum(len(rows) for _, rows in self.rows_with(pair))
            bound = pair.isdigit() or any(sign in LIGHT_SIGNS for sign in pair)
            if not known and (bound or pair not in whole):
                continue
            weight = math.log(1 + total / (1 + known)) / rarest
            found[pair] = weight * (0.4 if bound else 1.0)
        return found

    def rank(
        self, words: Mapping[str, float], accepted: Iterable[str] | None = None, limit: int = 8
    ) -> list[Match]:
        """Return the rows that hold most of some weighted pairs, best first.

        Args:
            words: Pairs with weights.
            accepted: Ids of the papers to look in; all when ``None``.
            limit: At most so many.
        """
        total = sum(words.values())
        if not total:
            return []
        inside = None if accepted is None else frozenset(accepted)
        sums = self.covered(words)
        found: list[Match] = []
        for index in np.argsort(-sums, kind="stable"):
            if sums[index] <= 0:
                break
            row = self.statements[index]
            if inside is not None and row.document not in inside:
                continue
            subject = frozenset(pairs(row.subject))
            fit = len(subject & words.keys()) / len(subject) if subject else 0.0
            found.append(Match(row, float(sums[index]) / total, fit))
            if len(found) >= 6 * limit:
                break
        return sorted(found, key=lambda match: match.score, reverse=True)[:limit]

    def rows_printing(self, run: str) -> list[FactStatement]:
        """Return the rows that print a run of three signs or more word for word."""
        held: npt.NDArray[np.int32] | None = None
        for pair in pairs(run):
            rows = [rows for _, rows in self.rows_with(pair)]
            found = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)
            held = found if held is None else np.intersect1d(held, found)
        found_in = (self.statements[index] for index in (() if held is None else held))
        return [row for row in found_in if run in row.words or run in row.above]

    def known_in(self, pair: str, document: str) -> bool:
        """Tell whether a paper holds a pair of signs anywhere."""
        return any(
            self.statements[index].document == document
            for _, rows in self.rows_with(pair)
            for index in rows
        )


@lru_cache(maxsize=64)
def _signs_above(above: str) -> frozenset[str]:
    """Return the pairs and signs of headings, which many rows in turn have above them."""
    return frozenset(pairs(above)) | frozenset(above)


def _no_rows() -> array[int]:
    return array("i")


def _packed(postings: Mapping[str, array[int]]) -> dict[str, npt.NDArray[np.int32]]:
    """Return the rows of each pair, all in one piece of memory: most pairs have very few."""
    ends = np.cumsum([len(rows) for rows in postings.values()], dtype=np.int64)
    every = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.int32)
    found: dict[str, npt.NDArray[np.int32]] = {}
    start = 0
    for (pair, rows), end in zip(postings.items(), ends, strict=True):
        every[start:end] = rows
        found[pair] = every[start:end]
        start = int(end)
    return found
