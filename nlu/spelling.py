"""Reads a message as it was meant: blanks inside words, characters that sound alike, pinyin.

What is read this way is only what the classifiers look at; the message stays as it was typed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pypinyin import Style, pinyin

from policies_kb.yaml_file import DataFile, DataRow, SplitWords

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_RUN = re.compile(f"[{_HAN}]{{2,}}")
#: Three characters or more, each by itself.
_SPACED = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:[\s·.．。*_\-]+[{_HAN}]){{2,}}(?![{_HAN}])")
_LATIN = re.compile(r"[a-züv' ,.?!]{6,}", re.IGNORECASE)
#: Sounds that are taken for one another, by dialect and by keyboard.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"), ("ang", "an"))
#: A message in pinyin is known in at least this part.
_KNOWN = 0.8
#: So many syllables make one, one less where each is known.
_LEAST_SYLLABLES = 4
_LONGEST = 6


@dataclass(frozen=True)
class _Run:
    """Letters that belong together, and the words that use them up; none where they are unknown."""

    typed: str
    words: list[str]

    @property
    def letters(self) -> int:
        """How many letters it has."""
        return len(self.typed)


class SpellingWords(DataRow):
    """What ``spelling.yml`` holds; its fields are explained there."""

    words: SplitWords
    common: SplitWords
    kept: str
    mended: dict[str, str]


SPELLING = DataFile(Path(__file__).with_suffix(".yml"), SpellingWords)


class Spelling:
    """The slips that are mended.

    Args:
        table: The words.
        cut: Cuts Chinese text into words.
    """

    def __init__(self, table: SpellingWords, cut: Callable[[str], list[str]]) -> None:
        self._cut_words = cut
        self._kept = frozenset(table.kept)
        words, common = table.words, table.common
        self._mended = mended = table.mended
        self._slip = re.compile("|".join(sorted(map(re.escape, mended), key=len, reverse=True)))
        self._by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word in words:
            self._by_sound[_sounds(word)].append(word)
        self._lengths = sorted({len(word) for word in words if len(word) > 1}, reverse=True)
        self._latin = {_latin(word): word for word in (*reversed(common), *reversed(words))}

    def meant(self, text: str) -> str:
        """Return a message in simplified characters as it was meant.

        >>> spelling = load_spelling(list)
        >>> spelling.meant("拖 欠 工 资"), spelling.meant("laoban tuoqian gongzi")
        ('拖欠工资', '老板拖欠工资')
        >>> spelling.meant("lao ban qian wo gong zi")
        '老板欠我工资'
        >>> spelling.meant("公资不发")
        '工资不发'
        """
        joined = _SPACED.sub(lambda found: re.sub(rf"[^{_HAN}]", "", found[0]), text)
        spoken = _LATIN.sub(lambda found: self._spoken(found[0]), joined)
        mended = self._slip.sub(lambda found: self._mended[found[0]], spoken)
        return _HAN_RUN.sub(lambda found: self._by_ear(found[0]), mended)

    def _by_ear(self, run: str) -> str:
        """Return a run of characters with the words that are only spelt wrong."""
        sounds = _sounds(run)
        borders, inside = self._borders(run)
        for length in self._lengths:
            for start in range(len(run) - length + 1):
                end = start + length
                if not {start, end} <= borders or run[start:end] in inside:
                    continue
                word = self._heard(run[start:end], sounds[start:end])
                if word:
                    run = run[:start] + word + run[end:]
                    borders -= set(range(start + 1, end))
                    inside.add(word)
        return run

    def _borders(self, run: str) -> tuple[set[int], set[str]]:
        """Return where words begin and end, and the words of more than one character."""
        borders, inside, place = {0}, set(), 0
        for word in self._cut_words(run):
            place += len(word)
            borders.add(place)
            if len(word) > 1:
                inside.add(word)
        return borders, inside

    def _heard(self, written: str, sounds: tuple[str, ...]) -> str:
        for word in self._by_sound.get(sounds, ()):
            slips = [a for a, b in zip(written, word, strict=True) if a != b]
            if slips and 2 * len(slips) <= len(word) and self._kept.isdisjoint(slips):
                return word
        return ""

    def _spoken(self, latin: str) -> str:
        """Return a stretch of pinyin in characters, anything else as it is."""
        tokens = re.findall(r"[a-zü]+", latin.lower().replace("'", ""))
        words, known, syllables = [], 0, 0
        for run in self._runs(tokens):
            if run.words:
                known += run.letters
                syllables += sum(map(len, run.words))
            words.append("".join(run.words) or run.typed)
        letters = sum(map(len, tokens))
        least = _LEAST_SYLLABLES - (known == letters)
        enough = known >= _KNOWN * letters and syllables >= least
        return "".join(words) if enough else latin

    def _runs(self, tokens: list[str]) -> Iterator[_Run]:
        """Yield what is typed: the most tokens that make one word together, else each by itself."""
        place = 0
        while place < len(tokens):
            for end in range(min(place + _LONGEST, len(tokens)), place + 1, -1):
                word = self._latin.get("".join(tokens[place:end]))
                # A blank stands behind each syllable: lao ban.
                if word and len(word) == end - place:
                    yield _Run("".join(tokens[place:end]), [word])
                    place = end
                    break
            else:
                yield _Run(tokens[place], self._cut(tokens[place]))
                place += 1

    def _cut(self, token: str) -> list[str]:
        """Return a stretch of letters as the fewest words that use it up."""
        best: list[list[str] | None] = [[], *[None] * len(token)]
        for start in range(len(token)):
            before = best[start]
            if before is None:
                continue
            for end in range(start + 1, len(token) + 1):
                word = self._latin.get(token[start:end])
                now = best[end]
                if word and (now is None or len(before) + 1 < len(now)):
                    best[end] = [*before, word]
        return best[-1] or []


def load_spelling(cut: Callable[[str], list[str]]) -> Spelling:
    """Return the slips of the file."""
    return Spelling(SPELLING.data, cut)


def _sounds(text: str) -> tuple[str, ...]:
    """Return how characters are pronounced one by one, without tones."""
    return tuple(_sound(char) for char in text)


@lru_cache(maxsize=8192)
def _sound(char: str) -> str:
    sound = pinyin(char, style=Style.NORMAL)[0][0]
    for written, heard in _ALIKE:
        sound = sound.replace(written, heard)
    return sound


def _latin(word: str) -> str:
    return "".join(way[0] for way in pinyin(word, style=Style.NORMAL))
