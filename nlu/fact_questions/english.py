"""Reads English questions as Chinese ones, word by word, so that one reader answers both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from policies_kb.kb import KnowledgeBase
from policies_kb.text.latin import latin
from policies_kb.text.patterns import any_of
from policies_kb.yaml_file import DataFile, DataRow

_LATIN, _HAN = re.compile(r"[A-Za-z]"), re.compile(r"[\u4e00-\u9fff]")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{_MONTH})(?: (?P<after>\d{{1,2}})"
    r"(?:st|nd|rd|th)?(?!\d))?,? (?P<year>20\d\d)\b"
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b(?![年\d〕)\]-])")
_PAPER = re.compile(
    r"\b(?:(?:doc(?:ument)?|notice|paper|circular)(?:\s*(?:no\.?|number))?|no\.)\s*(?P<serial>\d{1,3})"
    r"(?:(?:/| of )(?P<year>(?:19|20)\d\d))?(?![\d%])"
)
_YES_NO = re.compile(r"^(?:so |and |but )?(?:is|are|was|were|does|do|did|has|have|must|should)\b")
_SO = re.compile(r"^(?:so )?(?:it'?s|it is|that'?s)\b(?=.*\?)")
_MAY = re.compile(r"^(?:can|may|could)\b(?! you)")
_TASKS = re.compile(
    r"^(?:and )?what (?:is|are|does|do|must|should|has|have)\b(?P<unit>.+?)"
    r"(?:responsible for|in charge of|have to do|has to do|do|answer for)[ ?.!]*$"
)
_AND = re.compile(r"^and (?=\S+(?: \S+)?\??$)")
_MARKS = re.compile(r"\s*[,;][\s,;]*")
#: What measures stands right behind its number.
_OPEN = frozenset({"天", "工作日", "个月", "周", "元", "市", "县"})
_PERCENT = re.compile(r"(?<=\d) ?(?:per ?cent|percent)\b")


def _forms(text: Any) -> Any:
    return text.split("|") if isinstance(text, str) else text


_Forms = Annotated[tuple[str, ...], BeforeValidator(_forms)]


class _English(DataRow):
    nothing: _Forms
    own: _Forms
    asks: dict[str, _Forms]
    words: dict[str, _Forms]


ENGLISH = DataFile(Path(__file__).with_suffix(".yml"), _English)


def in_chinese(message: str, kb: KnowledgeBase) -> str:
    """Return a message in English as the same question in Chinese, any other as it is."""
    if len(_LATIN.findall(message)) <= 2 * len(_HAN.findall(message)):
        return message
    text = unicodedata.normalize("NFKC", message).lower().replace("’", "'").strip()
    ending = "吗?" if _YES_NO.search(text) else ""
    text = _TASKS.sub(r"\g<unit> 负责什么", _MAY.sub("可以", text))
    text, count = _SO.subn("", text)
    ending = "吗?" if count or text.startswith("可以") else ending
    text, count = _AND.subn("", text)
    ending = "呢" if count else ending
    for pattern, instead in ((_PERCENT, "%"), (_PAPER, _paper), (_DATE, _date), (_YEAR, r"\1年")):
        text = pattern.sub(instead, text)
    words, pattern = _words_of(kb)
    text = pattern.sub(lambda found: f" {words[_one(found[0], words)]} ", text)
    text = _MARKS.sub(";", text.rstrip(" ?.!")).strip(" ;")
    return f"{text}{ending}"


def _paper(found: re.Match[str]) -> str:
    year = f"{found['year']}年" if found["year"] else ""
    return f" ,{year}{found['serial']}号文 "


def _date(found: re.Match[str]) -> str:
    day = found["day"] or found["after"]
    month = _MONTHS.index(found["month"]) + 1
    return f" {found['year']}年{month}月{f'{day}日' if day else ''} "


def _one(found: str, words: Mapping[str, str]) -> str:
    """Return the form that is listed: the words without the s of the plural."""
    return found if found in words else found.removesuffix("s")


@cache
def _words_of(kb: KnowledgeBase) -> tuple[Mapping[str, str], re.Pattern[str]]:
    data = ENGLISH.data
    words = {
        latin(name): name
        for row in sorted(kb.divisions(), key=lambda row: row.zhejiang)
        for name in (row.name, *row.aliases)
        if len(name) > 1
    }
    words |= dict.fromkeys(data.nothing, "")
    words |= dict.fromkeys(data.own, "我")
    for chinese, forms in data.asks.items():
        words |= dict.fromkeys(forms, chinese)
    for chinese, forms in data.words.items():
        # Two words beside each other in English are not one in Chinese.
        words |= dict.fromkeys(forms, chinese if chinese in _OPEN else f"{chinese};")
    return words, re.compile(rf"(?<![a-z])(?:{any_of(words).pattern})s?(?![a-z])")
