"""Cuts Chinese text into words and character bigrams for search.

The cutting is the most probable path over a word list with frequencies, the method of jieba's
dictionary mode. The word list lives in the database, so that searching loads neither jieba nor
its 350,000 words: opening costs milliseconds, and the index and the question are always cut by
the same list.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

#: More of a question than this is not searched for.
MAX_QUERY = 500
#: No word is longer than this.
LONGEST_WORD = 12
#: Chinese characters, for a character class of a regular expression.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"[{HAN}]+|[a-z]+|[0-9]+(?:\.[0-9]+)*%?")
#: What normalising changes in most texts, and the characters that it leaves alone.
_WIDE = tuple(zip("，；：！？（）", ",;:!?()", strict=True))
_NORMAL = re.compile(r"[\u4e00-\u9fff0-9a-z,;:!?().。、《》〈〉“”‘’〔〕【】%\0\s-]*")
_HAN_CHAR = re.compile(rf"[{HAN}]")


def normalise(text: str) -> str:
    """Return text in the form it is compared in: NFKC, lower case, no lone surrogates."""
    sound = text.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFKC", sound).casefold()


def compact(text: str) -> str:
    """Return a normalised text without white space, in which characters are looked for."""
    # Most texts hold no other wide characters than these; NFKC takes ten times as long.
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return "".join((text if _NORMAL.fullmatch(text) else normalise(text)).split())


def normalise_query(text: str) -> str:
    """Return the searched part of what a user typed, at most ``MAX_QUERY`` characters."""
    return normalise(text[:MAX_QUERY])[:MAX_QUERY]


def runs(text: str) -> Iterator[str]:
    """Yield runs of Chinese characters, Latin letters and numbers of a normalised text."""
    yield from _RUN.findall(text)


def has_han(text: str) -> bool:
    """Tell whether a text has any Chinese character."""
    return bool(_HAN_CHAR.search(text))


def bigrams(run_list: Iterable[str]) -> list[str]:
    """Return overlapping pairs of the Chinese runs, other runs whole."""
    found: list[str] = []
    for run in run_list:
        if len(run) < 3 or not _HAN_CHAR.match(run):
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


class Segmenter:
    """Cuts text into words by the most probable path over a word list.

    Args:
        frequencies: Word to its frequency.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._log_total = math.log(sum(frequencies.values()) or 1)
        # Log probabilities as they are needed; never more than there are words.
        self._logs: dict[str, float] = {}
        # Beginnings of longer words: most stretches need no second look-up.
        self._begun = {
            word[:size]
            for word in frequencies
            if 2 < len(word) <= LONGEST_WORD
            for size in range(2, len(word))
        }

    def cut(self, text: str) -> list[str]:
        """Return the words of a normalised text in order, none overlapping."""
        words: list[str] = []
        for run in runs(text):
            words += self._cut_run(run) if _HAN_CHAR.match(run) else [run]
        return words

    def cut_for_search(self, text: str) -> list[str]:
        """Return the words of a normalised text, the shorter words within long ones before them."""
        found: list[str] = []
        for word in self.cut(text):
            found += self._within(word)
            found.append(word)
        return found

    def probability(self, words: Iterable[str]) -> float:
        """Return the log probability of a sequence of words."""
        return sum(self._log(word) for word in words)

    def _log(self, word: str) -> float:
        log = math.log(self._frequencies.get(word) or 1) - self._log_total
        if word in self._frequencies:
            self._logs[word] = log
        return log

    def _within(self, word: str) -> list[str]:
        if not _HAN_CHAR.match(word):
            return []
        return [
            word[i : i + size]
            for size in (2, 3)
            if len(word) > size
            for i in range(len(word) - size + 1)
            if word[i : i + size] in self._frequencies
        ]

    def _cut_run(self, run: str) -> list[str]:
        # best[i]: log probability of the best way to cut run[i:]; ends[i]: where its first word
        # ends. Of equally probable ways the one with the longer first word wins.
        size, known, begun, logs = len(run), self._frequencies, self._begun, self._logs
        best, ends = [0.0] * (size + 1), [size] * (size + 1)
        for start in range(size - 1, -1, -1):
            first = run[start]
            top, stop = (logs.get(first) or self._log(first)) + best[start + 1], start + 1
            for end in range(start + 2, size + 1):
                word = run[start:end]
                if word in known:
                    log = (logs.get(word) or self._log(word)) + best[end]
                    if log >= top:
                        top, stop = log, end
                if word not in begun:
                    break
            best[start], ends[start] = top, stop
        words, start = [], 0
        while start < size:
            words.append(run[start : ends[start]])
            start = ends[start]
        return words


def with_domain_words(frequencies: Mapping[str, int], domain: Iterable[str]) -> dict[str, int]:
    """Return a word list in which every domain word is frequent enough to stay whole."""
    base = Segmenter(frequencies)
    total = sum(frequencies.values()) or 1
    merged = dict(frequencies)
    for word in domain:
        if len(word) > LONGEST_WORD or not _HAN_CHAR.match(word):
            continue
        needed = int(math.exp(base.probability(base.cut(word))) * total) + 1
        merged[word] = max(merged.get(word, 0), needed)
    return merged
