"""Shares as people say them (百分之二十, 两成, 二十个点), written as figures."""

from __future__ import annotations

import re

from policies_kb.text.numerals import NumberError, read_number

_NUMERAL = r"[零一二两三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?"
_PERCENT = re.compile(rf"百分之(?P<number>{_NUMERAL}|\d+(?:\.\d+)?)")
_POINTS = re.compile(rf"(?<![第\d.])(?P<number>{_NUMERAL}|\d+(?:\.\d+)?)个(?:百分)?点(?![名评])")
#: 两成 is a share, 五成员 and 三成立 are none.
_TENTHS = re.compile(
    r"(?<![第年月\d一二两三四五六七八九十])(?P<number>[一二两三四五六七八九]|[1-9])成(?P<rest>半|[一二三四五六七八九](?![个项年月天家]))?"
    r"(?![员果功立为都本套品人年长交效就分语熟型])"
)


def with_shares(text: str) -> str:
    """Return a text whose shares are figures.

    >>> with_shares("下降百分之二十的,降二十点五个百分点的,不到两成半的")
    '下降20%的,降20.5个百分点的,不到25%的'
    """
    text = _PERCENT.sub(lambda found: _figure(found, "%"), text)
    text = _POINTS.sub(lambda found: _figure(found, "个百分点"), text)
    return _TENTHS.sub(_tenths, text)


def _figure(found: re.Match[str], unit: str) -> str:
    try:
        return f"{read_number(found['number']):f}{unit}"
    except NumberError:  # 百分之百 is no figure of a table.
        return found[0]


def _tenths(found: re.Match[str]) -> str:
    tenths = int(read_number(found["number"].replace("两", "二")))
    rest = (found["rest"] or "零").replace("半", "五")
    return f"{10 * tenths + int(read_number(rest))}%"
