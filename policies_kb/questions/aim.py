"""Which paper a question is about: the one that holds its words together, and speaks of them often.

Papers of places repeat each other and those above them, so the nearest passage alone leads astray:
what a paper is about stands in many of its passages, what it only repeats in one.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from policies_kb.questions.base import FactBase
from policies_kb.questions.matching import LIGHT_SIGNS, pairs
from policies_kb.questions.query import Named
from policies_kb.questions.statements import FactStatement
from policies_kb.rows import Document

#: Words of a paper's title count so much of words of each of its passages.
_TITLE = 0.8
#: How much it counts that many passages of a paper speak of a word, and how many are many.
_DENSITY, _MANY = 0.5, 8
#: Papers this near to the best one compete with it.
_NEAR = 0.12
#: A paper of a place is as good as one that holds everywhere when it fits so much better.
_OF_A_PLACE = 0.25
#: Share of the signs of two titles from which they are of one matter.
_SAME_MATTER = 0.5
#: What a pair weighs that every paper holds: what is rare among few papers is not among many.
_COMMON = 0.4
#: A run of so many signs names a thing.
_RUN = 4
#: Less of a question than this asks nothing of the paper it names.
_NOTHING_ELSE = 0.5
#: What a paper opens with says nothing but that it is one.
_FORMULA = re.compile(
    r"印发给你们|收悉|制定本(?:办法|规定|细则|条例|方案)|(?:通知|意见|通报|通告|公告|批复|答复)如下"
)
#: Papers looked at.
_COMPETING = 12
#: Places offered at most.
_ASKED = 5
#: Passages kept of a paper, those that hold nearly as much as the best.
_SHOWN, _AS_GOOD = 3, 0.8


@dataclass(frozen=True)
class Aim:
    """A paper a question may be about.

    Attributes:
        document: The paper.
        place: The city or county whose paper it is, empty for one that holds everywhere.
        cover: Share of the question's words that its best passage holds, weighted by rarity.
        asked: The same of the words that name neither its place nor its matter.
        density: How much of the paper speaks of them, from 0 to 1.
        weight: How much the question says at all, in sums of rarity.
        novel: By matter the base was made for: share of the question's words that this passage
            holds and the matter never speaks of; by the empty name for all of them.
        margin: How much better it fits than the best paper that did not come later.
        alone: Whether it prints a run of the question that no paper before prints.
        rows: Its best passages, the best first.
    """

    document: Document
    place: str
    cover: float
    asked: float
    density: float
    weight: float
    novel: Mapping[str, float]
    margin: float
    alone: bool
    rows: tuple[FactStatement, ...]

    @property
    def score(self) -> float:
        """What papers are ranked by."""
        return self.cover + _DENSITY * self.density


@dataclass(frozen=True)
class _Held:
    """How much of a question is held: by each passage all of it and what it asks of the paper, by
    each paper as a whole."""

    cover: npt.NDArray[np.float32]
    asked: npt.NDArray[np.float32]
    density: npt.NDArray[np.float32]


class Aiming:
    """Tells which papers questions are about.

    Args:
        base: The base.
        familiar: Texts of the matters the base was made for, by matter.
        added: Ids of the papers that came later.
    """

    def __init__(
        self, base: FactBase, familiar: Mapping[str, Collection[str]], added: Collection[str]
    ) -> None:
        self._matcher = base.matcher
        self._documents = base.kb.documents()
        self.added = frozenset(added)
        numbers = {row.id: number for number, row in enumerate(self._documents)}
        statements = self._matcher.statements
        self._of = np.array([numbers[row.document] for row in statements], dtype=np.int32)
        self._places = [base.places[row.id] for row in self._documents]
        self._at, self._titled = (
            defaultdict[str, list[int]](list),
            defaultdict[str, list[int]](list),
        )
        for number, row in enumerate(self._documents):
            if self._places[number]:
                self._at[self._places[number]].append(number)
            for pair in dict.fromkeys(pairs(_matter(row.title))):
                self._titled[pair].append(number)
        self._formulas = [n for n, row in enumerate(statements) if _FORMULA.search(row.words)]
        self._earlier = [n for n, row in enumerate(self._documents) if row.id not in added]
        known = [f"{row.words} {row.above}" for row in statements if row.document not in added]
        self._familiar = {matter: _signs(texts) for matter, texts in familiar.items()}
        self._familiar[""] = _signs(known).union(*self._familiar.values())

    def aims(self, words: str, places: Sequence[Named] = ()) -> list[Aim]:
        """Return the papers that come nearest, the nearest first.

        Args:
            words: What the question names.
            places: The places it names.
        """
        weights = self._weights(words)
        if not weights:
            return []
        held = self._held(weights, places)
        best = np.zeros(len(self._documents), dtype=np.float32)
        np.maximum.at(best, self._of, held.cover)
        score = best + _DENSITY * held.density
        earlier = max((score[n] for n in self._earlier), default=0.0)
        printing = self._printing(words)
        return [
            self._aim(number, held, weights, float(score[number] - earlier), printing)
            for number in np.argsort(-score, kind="stable")[:_COMPETING]
        ]

    def _aim(
        self,
        number: int,
        held: _Held,
        weights: Mapping[str, float],
        margin: float,
        printing: Collection[str],
    ) -> Aim:
        rows, cover = np.flatnonzero(self._of == number), held.cover
        best = rows[np.argsort(-cover[rows], kind="stable")[:_SHOWN]]
        best = best[cover[best] >= _AS_GOOD * cover[best[0]]] if len(best) else best
        statements = tuple(self._matcher.statements[row] for row in best)
        return Aim(
            document=self._documents[number],
            place=self._places[number],
            cover=float(cover[best[0]]) if len(best) else 0.0,
            asked=float(held.asked[best].max()) if len(best) else 0.0,
            density=float(held.density[number]),
            weight=sum(weights.values()),
            novel=self._novel(statements[0], weights) if statements else {},
            margin=margin,
            alone=self._documents[number].id in printing,
            rows=statements,
        )

    def _held(self, weights: Mapping[str, float], places: Sequence[Named]) -> _Held:
        """Return how much of a question passages and papers hold.

        A paper's place and the matter of its title are spoken of by each of its passages.
        """
        total = sum(weights.values())
        named = {pair: place.name for place in places for pair in pairs(place.text)}
        cover = np.zeros(len(self._of), dtype=np.float32)
        asked, rest = cover.copy(), np.full(len(self._documents), total, dtype=np.float32)
        for pair, weight in weights.items():
            above = np.zeros(len(self._documents), dtype=np.float32)
            above[self._titled.get(pair, [])] = _TITLE
            above[self._at.get(named.get(pair, ""), [])] = 1.0
            share = above[self._of]
            for held, rows in self._matcher.rows_with(pair):
                share[rows] = np.maximum(share[rows], held)
            cover += weight * share
            asked += weight * share * (above[self._of] == 0)
            rest -= weight * (above > 0)
        cover[self._formulas] = 0.0
        least = np.maximum(rest, _NOTHING_ELSE)[self._of]
        bare = (rest < _NOTHING_ELSE)[self._of]
        return _Held(
            cover / total, np.where(bare, 1.0, asked / least), self._density(weights) / total
        )

    def _printing(self, words: str) -> frozenset[str]:
        """Return the papers that print a run of a question that no paper before prints."""
        found: set[str] = set()
        for run in words.split():
            papers = {row.document for row in self._matcher.rows_printing(run)}
            if len(run) >= _RUN and papers <= self.added:
                found |= papers
        return frozenset(found)

    def cut(self, words: str) -> list[str]:
        """Cut a text into words."""
        return self._matcher.cut(words)

    def _novel(self, row: FactStatement, weights: Mapping[str, float]) -> dict[str, float]:
        told = f"{row.words} {row.above} {row.quote}"
        held = {*pairs(told), *told} & weights.keys()
        total = sum(weights.values())
        return {
            matter: sum(weights[pair] for pair in held - familiar) / total
            for matter, familiar in self._familiar.items()
        }

    def _density(self, weights: Mapping[str, float]) -> npt.NDArray[np.float32]:
        """Return for each paper how many of its passages hold the words, many counting as all."""
        count = len(self._documents)
        found = np.zeros(count, dtype=np.float32)
        for pair, weight in weights.items():
            holding = np.zeros(count)
            for share, rows in self._matcher.rows_with(pair):
                if share == 1.0:
                    holding += np.bincount(self._of[rows], minlength=count)
            found += weight * np.minimum(np.log1p(holding) / math.log(_MANY), 1.0)
        return found

    def _weights(self, words: str) -> dict[str, float]:
        """Return what a question says: the pairs of its words, and its words of one sign.

        What no paper has counts as much as what is rarest, or a question about something else
        would seem to be held whole.
        """
        found: dict[str, float] = {}
        whole = set()
        for word in self._matcher.cut(words):
            if len(word) == 1 and word >= "\u4e00" and word not in LIGHT_SIGNS:
                found[word] = 0.7 * self._rarity(word)
            whole |= set(pairs(word))
        for pair in dict.fromkeys(pairs(words)):
            bound = pair.isdigit() or any(sign in LIGHT_SIGNS for sign in pair)
            known = self._holding(pair)
            if known or (pair in whole and not bound):
                inside = 1.0 if pair in whole else 0.6
                found[pair] = self._rarity(pair) * (0.4 if bound else inside)
        return found

    def _rarity(self, pair: str) -> float:
        count = len(self._documents)
        rarity = math.log(1 + count / (1 + self._holding(pair))) / math.log(1 + count)
        return _COMMON + (1 - _COMMON) * rarity

    def _holding(self, pair: str) -> int:
        """Return how many papers hold a pair or a sign."""
        held = np.zeros(len(self._documents), dtype=bool)
        for _, rows in self._matcher.rows_with(pair):
            held[self._of[rows]] = True
        return int(np.count_nonzero(held))


def _signs(texts: Collection[str]) -> set[str]:
    """Return the pairs of signs and the signs of texts."""
    return {sign for text in texts for sign in (*pairs(text), *text)}


@dataclass(frozen=True)
class PaperChoice:
    """What a question is about among the papers that compete.

    Attributes:
        aim: The paper, ``None`` where a place has to be asked for.
        places: The papers of places that compete, where the question names none, with the places.
    """

    aim: Aim | None
    places: tuple[tuple[Aim, str], ...] = ()


def choose_paper(aims: Sequence[Aim], places: Collection[str], outside: bool) -> PaperChoice | None:
    """Return the paper that is meant of those that come near, ``None`` where none is.

    A paper of the place named stands before all others, one that holds everywhere before those of
    places not named, a newer one on the same matter before an older one of the same issuer.

    Args:
        aims: The papers, the nearest first.
        places: Every name of the places that the question names; empty without one.
        outside: Whether it names a place outside.
    """
    if not aims:
        return None
    fitting = [aim for aim in aims if _holds_in(aim.place, places, outside)]
    if not fitting:
        return None
    best = max(fitting, key=lambda aim: aim.score)
    near = [aim for aim in fitting if aim.score >= best.score - _NEAR]
    named = [aim for aim in near if aim.place and aim.place in places]
    if named:
        return PaperChoice(_newest(named))
    general = [aim for aim in fitting if not aim.place and aim.score >= best.score - _OF_A_PLACE]
    if general and not places:
        return PaperChoice(_newest(general))
    local = {aim.place: aim for aim in reversed(near) if aim.place}
    if len(local) > 1 and not places and not general:
        ordered = sorted(local.items(), key=lambda item: -item[1].score)
        return PaperChoice(None, tuple((aim, place) for place, aim in ordered[:_ASKED]))
    return PaperChoice(_newest(general or near))


def _holds_in(place: str, places: Collection[str], outside: bool) -> bool:
    if not place:
        return True
    return place in places if places else not outside


def _newest(aims: Sequence[Aim]) -> Aim:
    """Return the best one, or what the same issuer wrote of the same matter later."""
    best = max(aims, key=lambda aim: aim.score)
    later = (
        aim
        for aim in aims
        if aim.score >= best.score - _NEAR
        and aim.document.issuer == best.document.issuer
        and aim.document.signed > best.document.signed
        and _of_one_matter(aim.document.title, best.document.title)
    )
    return max(later, key=lambda aim: aim.document.signed, default=best)


_MATTER = re.compile(r"关于(?P<matter>.+?)的?(?:通知|意见|办法|方案|细则|规定|决定|公告|批复|函)?$")


def _of_one_matter(one: str, other: str) -> bool:
    first, second = (set(pairs(_matter(title))) for title in (one, other))
    shared = len(first & second)
    return bool(shared) and shared / max(len(first), len(second)) >= _SAME_MATTER


def _matter(title: str) -> str:
    match = _MATTER.search(title)
    return match["matter"] if match else title
