"""How well the search finds the provision of a curated ask that it has not seen."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlu.components.encoder import Vectors
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay_model import Ask
from policies_kb.search import FORMAL_KINDS, Place, Searcher
from policies_kb.words import Segmenter, bigrams, has_han, normalise, runs

#: Length of the ranking by meaning that is joined, as in ``ProvisionRanker``.
_KEPT = 20
#: Embeds texts; told whether they are passages.
Embed = Callable[[Sequence[str], bool], Vectors]


class Base:
    """A copy of the database in memory, from which one ask can be taken for a moment."""

    def __init__(self, path: Path) -> None:
        with KnowledgeBase.open(path) as kb:
            self.asks = kb.asks()
            provisions = [
                (document.id, provision.id)
                for document in kb.documents()
                for provision in kb.provisions(document.id)
                if provision.kind not in FORMAL_KINDS
            ]
            self.sentences = [
                (place, sentence.text) for place in provisions for sentence in kb.sentences(*place)
            ]
        self.places = provisions
        self._db = sqlite3.connect(":memory:")
        with sqlite3.connect(path) as stored:
            stored.backup(self._db)
        self._segmenter = Segmenter(dict(self._db.execute("SELECT word, frequency FROM word")))
        self._by_place: dict[Place, list[Ask]] = defaultdict(list)
        for ask in self.asks:
            self._by_place[ask.document, ask.provision].append(ask)
        self.searcher = Searcher(self.rows)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._db.execute(sql, values).fetchall()

    @contextmanager
    def without(self, ask: Ask) -> Iterator[None]:
        """Take one ask out of every index while it is searched for."""
        place = ask.document, ask.provision
        others = [o.text for o in self._by_place[place] if o is not ask and has_han(o.text)]
        text = normalise("\n".join(others))
        [key] = self._db.execute(
            "SELECT key FROM provision WHERE document = ? AND id = ?", place
        ).fetchone()
        columns = {
            "provision_words": " ".join(self._segmenter.cut_for_search(text)),
            "provision_bigrams": " ".join(bigrams(runs(text))),
        }
        for table, cut in columns.items():
            self._db.execute(f"UPDATE {table} SET asks = ? WHERE rowid = ?", (cut, key))
        words = " ".join(self._segmenter.cut_for_search(normalise(ask.text)))
        self._db.execute(
            "DELETE FROM ask_words WHERE text = ? AND document = ? AND provision = ?",
            (words, *place),
        )
        try:
            yield
        finally:
            self._db.rollback()

    def close(self) -> None:
        """Let the copy go."""
        self._db.close()


class Meaning:
    """Ranks provisions by vectors as ``ProvisionRanker`` does, without the ask itself.

    Args:
        base: Provisions, sentences and asks.
        embed: The encoder.
    """

    def __init__(self, base: Base, embed: Embed) -> None:
        numbers = {place: number for number, place in enumerate(base.places)}
        asks = [ask for ask in base.asks if (ask.document, ask.provision) in numbers]
        self._places = base.places
        self._owners = np.array(
            [numbers[place] for place, _ in base.sentences]
            + [numbers[ask.document, ask.provision] for ask in asks]
        )
        self._asked = embed([ask.text for ask in asks], False)
        sentences = embed([text for _, text in base.sentences], True)
        self._rows = np.concatenate([sentences, self._asked])
        self._row_of = {ask.text: len(sentences) + row for row, ask in enumerate(asks)}

    def ranking(self, ask: Ask) -> list[Place]:
        """Return the provisions nearest to an ask, nearest first."""
        own = self._row_of[ask.text]
        nearness: npt.NDArray[np.float32] = self._rows @ self._rows[own]
        nearness[own] = -1
        best = np.full(len(self._places), -1, dtype=np.float32)
        np.maximum.at(best, self._owners, nearness)
        return [self._places[place] for place in np.argsort(-best)[:_KEPT]]


def ranks(base: Base, ask: Ask, meanings: Mapping[str, Meaning | None]) -> dict[str, int]:
    """Return the place (from 1) of the right provision among the first three, 0 for none.

    Args:
        base: What is searched, without this ask.
        ask: The question.
        meanings: Rankings by vector to be joined, by name; ``None`` for the words alone.
    """
    found = {}
    with base.without(ask):
        for name, meaning in meanings.items():
            extra = [meaning.ranking(ask)] if meaning else []
            hits = base.searcher.search(ask.text, limit=3, extra=extra)
            places = [(hit.document, hit.provision) for hit in hits]
            wanted = (ask.document, ask.provision)
            found[name] = places.index(wanted) + 1 if wanted in places else 0
    return found
