"""Reads a question about facts from its words; needs no model."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from nlu.fact_questions import stated
from nlu.fact_questions.english import in_chinese
from nlu.fact_questions.numbers import PaperNumber, paper_numbers
from nlu.fact_questions.shares import with_shares
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.found import Thread
from policies_kb.questions.query import FactQuery, Named
from policies_kb.text.paper_figures import FIGURE
from policies_kb.text.patterns import any_of
from policies_kb.text.positions import part_in, position_in
from policies_kb.yaml_file import AnyCase, DataFile, DataRow, PatternText

_NOTHING = Thread()
_ORGAN = re.compile(
    r"[\u4e00-\u9fff]{2,9}?(?:厅|局|委员会|检察院|法院|办公室)(?!长|里|级|面|部|势)"
    r"|省?(?:卫健|卫计|国资|体|纪|监)委(?!员|托|派|屈)"
)
#: The government of the province, ministries and their like: papers of the province list nothing
#: for them to do, but a question may take one for granted.
_MINISTRY = re.compile(
    "国务院(?!令|办公厅)|省(?:人民)?政府(?!办)"
    "|(?:国家)?(?:人社|人力资源社会保障|环保|环境保护|生态环境|财政|住建|住房城乡建设|教育|民政"
    "|公安|司法|国土资源|自然资源|交通运输|交通|水利|农业农村|农业|商务|文化|科技|工信)部"
    "(?!门|署|分|长|令|队)"
)
#: What may stand before a unit's name and is none of it.
_BEFORE_ORGAN = re.compile(
    r"^.*(?:我们?|咱们?|没有|包括|涉及|有|由|归|给|跟|问|里|中|[和与及])(?=[\u4e00-\u9fff]{3,})"
)
_NO_ORGAN = re.compile(r"哪|什么|责任|牵头|几|个|各|有关|相关|公共|这|那|和|是")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|呢|[?？]|$)")
#: 82号 standing apart is no date and no house.
_NUMBER_APART = re.compile(
    r"^((?:3[2-9]|[4-9]\d|\d{3}))\s*号(?=\s)|(?<=\s)((?:3[2-9]|[4-9]\d|\d{3}))\s*号$"
)
#: 77 乡镇试点比例: a serial before anything but a measure.
_SERIAL_FIRST = re.compile(
    r"\d{2,3}(?=\s+[^\d\s元块岁人天月日年个名号万亿平吨%级多几余来后里米斤公小楼分点次周户家件]"
    r"[^\n]{1,18}$)"
)
#: 18年4月, 20年底: a year of two digits before a month.
_SHORT_YEAR = re.compile(r"(?<![\d〔\[])(?=[12]\d年(?:1[0-2]|0?[1-9])?(?:月|底|初|末))")
_MAX = re.compile(r"最[高大多]|降得最多|highest|most")
_MIN = re.compile(r"最[低小少]|降得最少|lowest|least")
#: A figure with a question mark asks whether it is that.
_BARE_FIGURE = re.compile(rf"(?:那|就?是|那就是)?(?:{FIGURE})[?？]$")
#: Threads that units are spoken of in.
_OF_UNITS = ("unit", "item", "field")
#: What asks for more than a yes or a no.
_OPEN = re.compile("[几哪谁何啥怎]|什么|多少|多[久长大高]|如何")
#: Who asks what a word means wants no list of what stands below it.
_MEANING = re.compile(r"什么是|(?:什么|啥)意思|何谓|什么叫|定义|含义")
#: Who asks what an aim is wants its words and not a figure.
_WHICH_AIM = re.compile("(?:目标|指标).*(?:什么|哪些|啥)")
#: ... and who asks when or by whom something is done that is told in figures wants none of them.
_FIGURES = re.compile("目标|指标|经费|奖金|补助|面积|装机|比例|金额")
_BESIDE_FIGURES = frozenset({"when", "who", "where", "recipient", "often", "may", "must"})
#: 三门核电 is a power station.
_NO_PLACE = "(?!核电|大桥|机场|湾|港(?!澳))"
_SIGNS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9.%]+")
#: The short name of a unit has so many signs at most.
_SHORT = 5


class _FactWords(DataRow):
    columns: dict[str, AnyCase]
    yes_no: AnyCase
    personal: re.Pattern[str]
    at_loss: re.Pattern[str]
    noise: str
    branches: PatternText
    short_forms: dict[str, str]


FACT_WORDS = DataFile(Path(__file__).with_name("words.yml"), _FactWords)


class QuestionReader:
    """Reads questions with the names a base knows.

    Args:
        kb: Has the papers, units and places.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._documents = kb.documents()
        words = FACT_WORDS.data
        self._columns = words.columns
        self._yes_no = words.yes_no
        self._personal, self._at_loss = words.personal, words.at_loss
        longest_first = sorted(words.noise.split("|"), key=len, reverse=True)
        self._noise = re.compile("|".join(map(re.escape, longest_first)))
        self._branches = re.compile(
            rf"(?:那|还有)?(?P<branch>{words.branches})(?:部门|系统|这块|那边)?(?:负责|管)?(?:哪些|什么|啥)?[呢的吗]*[?？。]?"
        )
        self._short_forms = words.short_forms

    def read(self, message: str, thread: Thread = _NOTHING) -> FactQuery:
        """Return what a message asks.

        Args:
            message: The message, in Chinese or English.
            thread: What the question before spoke of; after a unit another may be named by its
                branch alone (公安呢).
        """
        message = in_chinese(message, self._kb)
        message = _NUMBER_APART.sub(r"\g<0>文", message)
        first = _SERIAL_FIRST.match(message)
        if first and any(row.number.endswith(f"〕{first[0]}号") for row in self._documents):
            message = f"{first[0]}号文{message[first.end() :]}"
        text = "".join(unicodedata.normalize("NFKC", message).split()).replace("[", "〔")
        text = text.replace("]", "〕").replace("甚么", "什么")
        text = with_shares(_SHORT_YEAR.sub("20", text))
        numbers = paper_numbers(text, self._documents, bare=bool(thread.kind) or len(text) <= 12)
        rest = _without(text, ((one.start, one.end) for one in numbers))
        units, rest_units = self._units(rest)
        units = units or (self._branch(rest) if thread.kind in _OF_UNITS else ())
        yes_no = bool(self._yes_no.search(text.rstrip("?？。!！")) or _BARE_FIGURE.match(text))
        if yes_no and not units:
            units = tuple(
                Named(found[0], "", frozenset({found[0]})) for found in _MINISTRY.finditer(rest)
            )
        places, outside = self._places(rest)
        columns = tuple(name for name, pattern in self._columns.items() if pattern.search(rest))
        mentioned = _WHICH_AIM.search(rest) or set(columns) & _BESIDE_FIGURES
        if mentioned and not self._columns["howmuch"].search(_FIGURES.sub("", rest)):
            columns = tuple(name for name in columns if name != "howmuch")
        if "recipient" in columns and not self._columns["who"].search(
            self._columns["recipient"].sub(" ", rest)
        ):
            columns = tuple(name for name in columns if name != "who")
        if _MEANING.search(rest):
            columns = tuple(name for name in columns if name not in ("list", "count", "parts"))
        months, years = stated.months_in(rest), tuple(int(year) for year in _YEAR.findall(rest))
        claims = tuple(stated.claims_in(rest))
        query = FactQuery(
            text=text,
            words=self._words(rest),
            printed=self._printed(rest),
            columns=columns,
            units=units,
            places=places,
            outside=outside,
            months=months,
            years=years,
            claims=claims,
            yes_no=yes_no
            or bool((claims or years) and text.endswith("?") and not _OPEN.search(text)),
            personal=bool(self._personal.search(self._without_office(rest_units, places))),
            at_loss=bool(self._at_loss.search(rest_units)),
            superlative="max" if _MAX.search(text) else "min" if _MIN.search(text) else "",
            position=position_in(text),
            day=stated.day_in(rest),
            part=part_in(rest),
        )
        return _with_numbers(query, numbers)

    def _without_office(self, text: str, places: Sequence[Named]) -> str:
        """Return a text without the place an official speaks for: 我们嘉善县, 我是湖州的."""
        for place in places:
            ours = rf"(?:我|咱)们{place.text}|我是{place.text}.{{0,3}}\s+的"
            text = re.sub(ours, " ", text)
        return text

    def _words(self, rest: str) -> str:
        return " ".join(_SIGNS.sub(" ", self._noise.sub(" ", rest.lower())).split())

    def _printed(self, rest: str) -> str:
        words = rest.lower()
        for short, printed in self._short_forms.items():
            if printed not in words:
                words = words.replace(short, printed)
        return "" if words == rest.lower() else self._words(words)

    def _units(self, text: str) -> tuple[tuple[Named, ...], str]:
        """Return the units named, and the text without them."""
        found: list[Named] = []
        spans: list[tuple[int, int]] = []
        for match in self._unit_pattern.finditer(text):
            if match[0] in self._unit_names:
                written = f"{self._place_before(text[: match.start()])}{match[0]}"
                found.append(self._unit(written, self._unit_names[match[0]]))
                spans.append(match.span())
        rest = _without(text, spans)
        for match in _ORGAN.finditer(rest):
            written = _BEFORE_ORGAN.sub("", match[0])
            name = written.removeprefix("浙江").removeprefix("省")
            if not _NO_ORGAN.search(name):
                found.append(self._short(written, name))
                spans.append(match.span())
        in_order = sorted(found, key=lambda unit: text.find(unit.text))
        return tuple(dict.fromkeys(in_order)), rest

    def _place_before(self, before: str) -> str:
        """Return the place of Zhejiang a text ends with, whose unit the one behind it is."""
        named = [
            found for found in self._place_pattern.finditer(before) if found.end() == len(before)
        ]
        return named[-1][0] if named and self._place_names[named[-1][0]][2] else ""

    def _unit(self, written: str, names: Sequence[str]) -> Named:
        """Return a unit by its names; what several became is called by each of them."""
        printed = frozenset(one for name in names for one in self._kb.printed_names(name))
        return Named(written, names[0], printed)

    def _short(self, written: str, name: str) -> Named:
        """Return the one unit whose name begins and ends so (海洋局), else an unknown one."""
        units = {
            unit
            for known, units in self._unit_names.items()
            if known.startswith(name[:-1]) and known.endswith(name[-1])
            for unit in units
        }
        if len(units) == 1:
            return self._unit(written, tuple(units))
        return Named(written, "", frozenset({written, name, f"省{name}"}))

    def _branch(self, text: str) -> tuple[Named, ...]:
        """Return the unit of a branch, where a message names nothing else."""
        match = self._branches.fullmatch(text)
        if match is None:
            return ()
        name = match["branch"]
        starting = (units for key, units in self._unit_names.items() if key.startswith(name))
        known = list(dict.fromkeys(unit for units in starting for unit in units))
        if len(known) == 1:
            return (self._unit(known[0], known),)
        return (
            Named(f"{name}部门", "", frozenset(f"省{name}{kind}" for kind in ("厅", "局", "委"))),
        )

    def _places(self, text: str) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
        inside: list[Named] = []
        outside: list[Named] = []
        for match in self._place_pattern.finditer(text):
            name, names, zhejiang = self._place_names[match[0]]
            (inside if zhejiang else outside).append(Named(match[0], name, names))
        return tuple(dict.fromkeys(inside)), tuple(dict.fromkeys(outside))

    @cached_property
    def _unit_names(self) -> dict[str, tuple[str, ...]]:
        """The units by each of their names."""
        names: dict[str, list[str]] = defaultdict(list)
        for unit in self._kb.units():
            shortly = [
                f"{alias[:-1]}{now[-1]}"
                for alias in unit.aliases
                for now in unit.present
                if len(alias) <= _SHORT and now[-1] in "厅局"
            ]
            # 经信委 became a 厅 and is called 经信厅.
            for name in (unit.name, *unit.aliases, *unit.present, *shortly):
                for form in (name, name.replace("监督管理", "监管")):
                    names[form].append(unit.name)
                    if form.startswith("省") and len(form) > 3:
                        names[form.removeprefix("省")].append(unit.name)
        for row in self._kb.responsibilities():
            if row.unit not in names and re.fullmatch(r"[\u4e00-\u9fff]{3,}", row.unit):
                names[row.unit].append(row.unit)
        return {name: tuple(dict.fromkeys(units)) for name, units in names.items()}

    @cached_property
    def _unit_pattern(self) -> re.Pattern[str]:
        return any_of(self._unit_names)

    @cached_property
    def _place_names(self) -> dict[str, tuple[str, frozenset[str], bool]]:
        names: dict[str, tuple[str, frozenset[str], bool]] = {}
        for row in sorted(self._kb.divisions(), key=lambda row: row.zhejiang):
            every = frozenset({row.name, *row.aliases})
            names |= dict.fromkeys(every, (row.name, every, row.zhejiang))
        return names

    @cached_property
    def _place_pattern(self) -> re.Pattern[str]:
        return re.compile(f"(?:{any_of(self._place_names).pattern}){_NO_PLACE}")


@lru_cache(maxsize=2)
def question_reader(kb: KnowledgeBase) -> QuestionReader:
    """Return what reads questions with the names of a base; made once."""
    return QuestionReader(kb)


def _without(text: str, spans: Any) -> str:
    """Return a text with spaces where the spans stand."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _with_numbers(query: FactQuery, numbers: Sequence[PaperNumber]) -> FactQuery:
    ours = tuple(dict.fromkeys(one.document for one in numbers if one.document))
    if ours:
        said = next((one.said_issuer for one in numbers if one.document == ours[0]), "")
        return replace(query, document=ours[0], documents=ours, said_issuer=said)
    other = next((one for one in numbers if not one.document), None)
    if other is not None:
        return replace(
            query,
            other_number=other.text,
            namesake=other.namesake,
            number_is_sure=other.is_sure,
        )
    return query
