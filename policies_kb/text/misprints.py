"""English words that a publication left in Chinese sentences; quotes keep them."""

from __future__ import annotations

import re

_AND = re.compile(r"(?<=[\u4e00-\u9fff])\s*and\s*(?=[\u4e00-\u9fff])")


def without_misprints(words: str) -> str:
    """Return words of a paper as they were meant, to be told and not to be quoted.

    >>> without_misprints("报告生态环境状况and环境保护目标"), without_misprints("Brand and logo")
    ('报告生态环境状况和环境保护目标', 'Brand and logo')
    """
    return _AND.sub("和", words)
