"""Finds what names a person elsewhere: numbers of QQ, names in WeChat, passports and permits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.folding import Folded
from bot.privacy.personal_numbers import PersonalNumber

_ALONE = r"(?<![A-Za-z0-9])"
#: A digit in a circle or small goes on with it: that is read in the next pass.
_END = r"(?![A-Za-z0-9\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u24ff\u2776-\u2793])"
#: What stands between the word for it and the name itself; the first only by way of a gap.
_IS = r"(?:号码|号|账号|帐号|ID|id|是|为|is|no\.?|number|[:：#＃])"
_GAP = r"[\s,，]{0,3}"
_NAMES = (
    # QQ has five digits and more; five are a hotline as often.
    (
        "[QQ号]",
        re.compile(
            rf"(?:{_ALONE}q ?q|扣扣|企鹅)(?:{_GAP}{_IS}){{0,3}}{_GAP}"
            r"(?P<name>[1-9]\d{5,10})(?!\d|\s*(?:元|块|万|千|人|年|月|个|%))",
            re.IGNORECASE,
        ),
    ),
    ("[微信号]", re.compile(rf"{_ALONE}(?P<name>wxid_[A-Za-z0-9]{{5,}})", re.IGNORECASE)),
    # Named as one, or with a digit or an underscore, which words hardly have.
    (
        "[微信号]",
        re.compile(
            rf"(?:[微薇威]信|{_ALONE}(?:vx|wx|v信|weixin|wechat))"
            rf"(?:(?:{_GAP}{_IS}){{1,3}}{_GAP}|{_GAP}(?=[A-Za-z_-]*[A-Za-z][\w-]*[\d_-]))"
            rf"(?P<name>[A-Za-z][A-Za-z0-9_-]{{5,19}}){_END}",
            re.IGNORECASE,
        ),
    ),
    (
        "[证件号]",
        re.compile(
            rf"(?:护照|護照|passport|通行证|通行證|回乡证|台胞证|居留证)(?:{_GAP}{_IS}){{0,3}}{_GAP}"
            rf"(?P<name>[A-Za-z]{{1,2}} ?\d{{6,10}}){_END}",
            re.IGNORECASE,
        ),
    ),
    # The forms of China's passports and permits need no word before them.
    (
        "[证件号]",
        re.compile(rf"{_ALONE}(?P<name>(?:[EG]\d|E[A-HJ-NP-Z]|[CHM]\d)\d{{7}}){_END}"),
    ),
)


def handles(folded: Folded) -> Iterator[PersonalNumber]:
    """Yield the names of persons in a text, none within another."""
    end = 0
    found = (
        (match.start("name"), match.end("name"), label)
        for label, pattern in _NAMES
        for match in pattern.finditer(folded.text)
    )
    for start, stop, label in sorted(found):
        if start >= end:
            yield PersonalNumber(start, stop, label)
            end = stop
