"""Makes a message plain before danger is looked for in it.

People write under pressure and on a phone: traditional characters, wide letters, blanks or dots
between characters, characters that sound alike, dialect, Chinese in Latin letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from nlu.simplified import to_simplified
from policies_kb.yaml_file import DataFile, DataRow, SplitWords

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
#: What people put between the characters of a word that they fear is filtered.
_MARKS = re.compile(
    rf"(?<=[{_HAN}])[*·•.．。_~～^|/\\+\-]+(?=[{_HAN}](?:[*·•.．。_~～^|/\\+\-]|$))"
)
#: Blanks without width, marks of direction, joiners, soft hyphens, what makes a sign an emoji: they
#: would part a word.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_BLANKS = re.compile(r"\s+")
_LATIN = re.compile(r"[a-züv' ]{4,}")
#: One syllable of Chinese in Latin letters.
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxryw]|[zcs]h?)?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|a|o|e|i|u|v)"
)


class DangerSpellingWords(DataRow):
    """What ``spelling.yml`` holds; its fields are explained there."""

    keys: SplitWords
    words: SplitWords
    sounds: dict[str, SplitWords]
    mended: dict[str, str]
    pinyin: dict[str, str]


DANGER_SPELLING = DataFile(Path(__file__).with_suffix(".yml"), DangerSpellingWords)


class DangerSpelling:
    """The slips that are mended."""

    def __init__(self, table: DangerSpellingWords) -> None:
        slips = dict(_slips(table.keys, table.sounds, table.words))
        self._mended = {**slips, **table.mended}
        longest_first = sorted(self._mended, key=len, reverse=True)
        self._slip = re.compile("|".join(map(re.escape, longest_first)))
        self._pinyin = {tuple(spelt.split()): word for spelt, word in table.pinyin.items()}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._pinyin))

    def plain(self, text: str) -> str:
        """Return the text as the rules are written: simplified, narrow, slips mended.

        >>> load_danger_spelling().plain("我 不 想 活 了"), load_danger_spelling().plain("老闆打我")
        ('我不想活了', '老板打我')
        """
        spoken = _LATIN.sub(lambda found: self._spoken(found[0]), narrow(text))
        return self._slip.sub(lambda found: self._mended[found[0]], spoken)

    def _spoken(self, latin: str) -> str:
        """Return what is known of a stretch of pinyin, anything else as it is."""
        syllables = _syllables(latin)
        if len(syllables) < 3:
            return latin
        words, place, known = [], 0, 0
        while place < len(syllables):
            for length in range(min(self._longest, len(syllables) - place), 0, -1):
                word = self._pinyin.get(tuple(syllables[place : place + length]))
                if word:
                    words.append(word)
                    known += length
                    break
            else:
                length = 1
                words.append("·")
            place += length
        # English words are syllables now and then; a message in pinyin is known in good part.
        return "".join(words) if known * 3 >= len(syllables) else latin


def load_danger_spelling() -> DangerSpelling:
    """Return the slips of the file."""
    return DangerSpelling(DANGER_SPELLING.data)


def narrow(text: str) -> str:
    """Return the text simplified and narrow, with nothing between the characters of a word."""
    visible = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).lower()
    return _MARKS.sub("", _joined(to_simplified(visible).replace("’", "'")))


def _joined(text: str) -> str:
    """Return the text without the blanks between Chinese characters.

    A blank beside a single character stands inside a word, any other stands for a comma.
    """
    pieces = _BLANKS.split(text.strip())
    joined = pieces[0]
    single = len(pieces[0]) == 1
    for piece in pieces[1:]:
        between = bool(re.match(rf"[{_HAN}]", piece)) and bool(re.search(rf"[{_HAN}]$", joined))
        if not between:
            joined += " "
        elif not (single or len(piece) == 1):
            joined += "，"
        joined += piece
        single = len(piece) == 1
    return joined


def _slips(
    keys: Sequence[str], sounds: Mapping[str, Sequence[str]], words: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Yield each key with one of its characters written as one that sounds alike.

    Args:
        keys: Words that are mended.
        sounds: Characters that sound like a character.
        words: What would be a slip and is a word of its own.
    """
    known = {*keys, *words}
    for key in keys:
        for place, char in enumerate(key):
            for other in sounds.get(char, ()):
                slip = key[:place] + other + key[place + 1 :]
                if slip not in known:
                    yield slip, key


def _syllables(latin: str) -> list[str]:
    """Return the syllables of text in pinyin, nothing when a part of it is none."""
    found: list[str] = []
    for word in latin.replace("'", " ").split():
        parts = _cut(word)
        if not parts:
            return []
        found += parts
    return found


def _cut(word: str) -> list[str]:
    """Return a word as syllables, longest first; it must be used up."""
    if not word:
        return []
    ends: list[list[str] | None] = [None] * (len(word) + 1)
    ends[0] = []
    for start in range(len(word)):
        before = ends[start]
        if before is None:
            continue
        for end in range(start + 1, min(start + 6, len(word)) + 1):
            if _SYLLABLE.fullmatch(word, start, end):
                cut = [*before, word[start:end]]
                known = ends[end]
                if known is None or len(cut) < len(known):
                    ends[end] = cut
    return ends[-1] or []
