"""How a text sounds: what is misspelt by ear or typed in Latin letters sounds as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

SOUNDS_FILE = Path(__file__).parent / "sounds.txt"
_TOKENS = re.compile(r"[a-zü][a-zü']*|[0-9]+|[^\W_a-zü0-9]")
#: What many people do not tell apart, in speech or in typing.
_ALIKE = re.compile("^([zcs])h|^n(?=[aeiou])|ng$|v")
_FOLDED = {"n": "l", "ng": "n", "v": "u"}
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzü")
_DIGITS, _TEN = ("lin", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"), "si"


@cache
def readings() -> dict[str, str]:
    """Return the reading of each character, without its tone."""
    lines = SOUNDS_FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if not line.startswith("#"))
    return {char: syllable for syllable, chars in pairs for char in chars}


@cache
def alike() -> dict[str, str]:
    """Return the characters that are read as each character is."""
    lines = SOUNDS_FILE.read_text(encoding="utf-8").splitlines()
    groups = (line.split()[1] for line in lines if not line.startswith("#"))
    return {char: group for group in groups for char in group}


def sounds(text: str) -> list[str]:
    """Return the syllables of a plain text, and the words that are no Chinese.

    >>> sounds("想死了"), sounds("xiangsi le"), sounds("i die")
    (['xian', 'si', 'le'], ['xian', 'si', 'le'], ['i', 'die'])
    """
    return list(_sounds(text))


def _sounds(text: str) -> Iterator[str]:
    known = readings()
    for token in _TOKENS.findall(text):
        if token in known:
            yield folded(known[token])
        elif token[0] in _LETTERS:
            yield from (folded(part) for part in _cut(token.replace("ü", "v").replace("'", "")))
        elif token.isdecimal() and len(token) < 3:
            yield from _spoken(int(token))
        else:
            yield token


def _spoken(number: int) -> Iterator[str]:
    """Yield a number below a hundred as it is read aloud: 14 sounds as 十四 does."""
    tens, ones = divmod(number, 10)
    if tens:
        yield from (_DIGITS[tens], _TEN) if tens > 1 else (_TEN,)
    if ones or not tens:
        yield _DIGITS[ones]


@cache
def folded(syllable: str) -> str:
    """Return a syllable as those who tell few sounds apart say it."""
    return _ALIKE.sub(lambda found: found[1] or _FOLDED[found[0]], syllable)


@cache
def _syllables() -> frozenset[str]:
    return frozenset(readings().values())


@lru_cache(maxsize=20_000)
def _cut(word: str) -> list[str]:
    """Return a word as the fewest syllables, or itself where it is none."""
    ways: list[list[str] | None] = [[]] + [None] * len(word)
    for start in range(len(word)):
        before = ways[start]
        if before is None:
            continue
        for end in range(start + 1, min(start + 6, len(word)) + 1):
            known = ways[end]
            if word[start:end] in _syllables() and (known is None or len(before) + 1 < len(known)):
                ways[end] = [*before, word[start:end]]
    return ways[-1] or [word]
