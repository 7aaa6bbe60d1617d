"""Ranks rows by the pairs of signs they share with a question, the rare ones counting more."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .statements import Statement

#: Words of the headings above a row count so much of words of the row itself.
_ABOVE = 0.6
#: A figure's quote holds its neighbours too.
_BESIDE = 0.7
_MARKS = str.maketrans("", "", "“”‘’《》〈〉")
_BRACKETS = re.compile(r"\([^()]*\)")
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

    statement: Statement
    cover: float
    fit: float

    @property
    def score(self) -> float:
        """What rows are ranked by."""
        return self.cover + 0.2 * self.fit


class Matcher:
    """An index of rows by pairs of signs.

    Args:
        statements: The rows.
        light: Signs that bind words; pairs with one of them count only where a row has them.
        cut: Cuts a text into words; a pair across two words counts only where a row has it.
    """

    def __init__(
        self, statements: Sequence[Statement], light: str, cut: Callable[[str], list[str]]
    ) -> None:
        self._cut = cut
        self._statements = statements
        self._light = frozenset(light)
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._subjects = [frozenset(pairs(row.subject)) for row in statements]
        for index, row in enumerate(statements):
            own = frozenset(pairs(row.words)) | self._subjects[index]
            for pair in own:
                self._postings[pair].append((index, 1.0))
            beside = frozenset(pairs(row.quote)) - own if row.figure else frozenset()
            for pair in beside:
                self._postings[pair].append((index, _BESIDE))
            for pair in frozenset(pairs(row.above)) - own - beside:
                self._postings[pair].append((index, _ABOVE))

    def weights(self, words: str) -> dict[str, float]:
        """Return the pairs of a question with their weights, those that say nothing left out.

        A pair that no row has weighs 1, however many rows there are.
        """
        total = len(self._statements) + 1
        rarest = math.log(1 + total)
        found: dict[str, float] = {}
        whole = {pair for word in self._cut(words) for pair in pairs(word)}
        for pair in dict.fromkeys(pairs(words)):
            known = len(self._postings.get(pair, ()))
            bound = pair.isdigit() or any(sign in self._light for sign in pair)
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
        sums: Counter[int] = Counter()
        for pair, weight in words.items():
            for index, share in self._postings.get(pair, ()):
                sums[index] += weight * share  # type: ignore[assignment]
        best = sorted(sums, key=sums.__getitem__, reverse=True)
        found: list[Match] = []
        for index in best:
            row = self._statements[index]
            if inside is not None and row.document not in inside:
                continue
            subject = self._subjects[index]
            fit = len(subject & words.keys()) / len(subject) if subject else 0.0
            found.append(Match(row, sums[index] / total, fit))
            if len(found) >= 6 * limit:
                break
        return sorted(found, key=lambda match: match.score, reverse=True)[:limit]

    def known_in(self, pair: str, document: str) -> bool:
        """Tell whether a paper holds a pair of signs anywhere."""
        return any(
            self._statements[index].document == document
            for index, _ in self._postings.get(pair, ())
        )
