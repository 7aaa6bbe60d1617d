"""Tells what a message takes back and what it says instead: 不是3月,是2月."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OLD = r"(?P<old>[^,，。;；!！?？]{1,14}?)"
_NEW, _FIRST = r"(?P<new>[^,，。;；!！?？]{1,24})", r"(?P<new>[^,，。;；!！?？]{1,24}?)"
#: 不是 and 是, in dialects too: 唔系八月,系七月; 勿是 and 弗是 of Wu.
_NO, _YES = "(?:不是|不系|[唔勿弗]系|[唔勿弗]是)", "[是系]"
_SURE = "(?:而|应该|应当|明明|其实|实际上?|就)"
_PAUSE = r"[,，、;；\s]"
#: 不是五个人,是八个 and 是八个人不是五个, in the order they are tried.
_INSTEAD = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        rf"(?<![都是也]){_NO}{_OLD}(?:{_PAUSE}+{_SURE}*{_YES}?|{_SURE}*{_YES}){_NEW}",
        rf"{_SURE}*(?<![不唔勿弗]){_YES}{_FIRST}{_PAUSE}*(?:可|又|并|而)?{_NO}{_OLD}"
        rf"(?=[,，。;；!！?？]|$)",
        rf"\bnot {_OLD}(?:[,;]\s*(?:but )?|\s+but )(?:it (?:is|was) |it.s )?{_NEW}",
        rf"(?:\bit (?:is|was) |\bit.s ){_FIRST}(?:[,;]\s*|\s+)not {_OLD}(?:[.!]|$)",
        rf"{_FIRST}[,;]\s*not {_OLD}(?:[.!]|$)",
    )
)


#: 唔係兩個月,係三個月 in simplified characters.
_IS = re.compile(r"(?<![关联体没])系(?!统|列)")


@dataclass(frozen=True)
class Instead:
    """Two values, one of which is taken back.

    Attributes:
        old: What does not hold.
        new: What holds.
    """

    old: str
    new: str


def instead(text: str) -> Instead | None:
    """Return what a message puts in the place of what, ``None`` where it does nothing of it.

    >>> instead("明明是8月,不是3月"), instead("不是3月,是2月")
    (Instead(old='3月', new='8月'), Instead(old='3月', new='2月'))
    >>> instead("唔系八月,系七月")
    Instead(old='八月', new='七月')
    >>> instead("又不是我一个人"), instead("都不是")
    (None, None)
    """
    text = _IS.sub("是", text.replace("唔系", "不是"))
    found = next(filter(None, (words.search(text) for words in _INSTEAD)), None)
    return Instead(found["old"].strip(), found["new"].strip()) if found else None
