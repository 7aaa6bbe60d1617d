"""Reads which unit answers for a provision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Responsibility

LEAD, SUPPORT = "lead", "support"
_BRACKET = re.compile(r"\((?P<inside>(?:[^()]|\([^()]*\)){2,300})\)")
_LABEL = re.compile(
    r"(?P<label>责任|牵头|负责|主办|承办|配合|协办|协同|参与|参加|落实|实施)(?:单位|部门)?(?P<more>及[^:]{2,6}单位)?:"
)
_ROLE_WORDS = {
    "牵头": LEAD,
    "主办": LEAD,
    "配合": SUPPORT,
    "协办": SUPPORT,
    "协同": SUPPORT,
    "协助": SUPPORT,
    "参与": SUPPORT,
    "参加": SUPPORT,
    "指导": SUPPORT,
}
_VERB = re.compile(
    r"(?:等)?(?:有关(?:部门|单位))?(?:分别|共同)?(?:按(?:照)?(?:各自)?职责(?:分工)?)?"
    r"(?P<verb>分工负责|分工落实|负责|牵头负责|牵头组织|牵头|主办|配合|协办|协助|协同|参与|参加|指导|落实)$"
)
_SHARED = {"分工负责", "分工落实", "负责", "落实"}
_AND_OTHERS = re.compile(r"等(?:有关|相关|各)?(?:部门|单位|地区)?$")
_NO_LIST = re.compile(r"以下|下同|下称|含|不含|即|原|包括|如|见|按|以|另|注|其中")
_ORGAN = (
    r"(?:政府|人民政府|办公厅|办公室|委员会|指挥部|领导小组|中心|公司|集团|法院|检察院|大学|学院|海关|海事局|总队|支队"
    r"|联合会|总工会|工会|团省委|团市委|妇联|残联|工商联|科协|贸促会|银行|分行|支行|机关|单位|部门|街道|乡镇|公安处"
    r"|[厅局委办院处部署社会行]|\(街道\)|\(市、区\))"
)
_UNIT_LIKE = re.compile(
    rf"(?:[省市县区州各]|国|人行|人民|中国|[\u4e00-\u9fff]{{2,6}}).{{0,30}}?{_ORGAN}"
)
_PLACED = re.compile(r"[省市县区州各镇乡]|国[家网]|人行|中国|属地")
#: Without an organ of its own it goes on in the next part: 各市、自治州人民政府 is one.
_OPEN = re.compile(r"各?(?:设区)?(?:省|市|县|区|州|乡镇|街道|县\(市、区\))")
_PLACE = (
    r"(?:省|市|县|区|州|各(?:设区)?市|各县(?:\(市、区\))?|各区|县级以上(?:地方)?|市、县\(市、区\))"
)
_NAME = rf"{_PLACE}(?!级?(?:有关|相关|各))[^,;。、:()“”《》]{{0,20}}?"
_BUREAU = (
    r"(?:办公厅|办公室|[厅局委]|(?:农|法制|外侨|金融|机关)办|(?:主管|管理|监管)?部门|机关|指挥部)"
)
_UNIT = rf"{_NAME}{_BUREAU}"
_UNITS = rf"(?P<units>{_UNIT}(?:、{_UNIT})*)"
_BY = re.compile(
    rf"由(?P<units>{_UNIT}(?:、{_UNIT})*|[^,;。、:()由]{{2,16}}?(?:集团|公司|中心))"
    r"(?:另行|负责|牵头|会同[^,;。]{2,20}?|组织)?(?P<verb>制发|制定|印发|负责|牵头|组织|解释|编制|承担)"
)
_TASKED = re.compile(
    rf"^(?:\d{{4}}年\d{{1,2}}月,)?{_UNITS}"
    r"(?P<verb>要(?!求)|应当?(?!急)|将(?!来)|须|负责|牵头|组织(?!法)|每|会同|按职责|按照职责|按各自职责"
    r"|[是为](?=[^,;。]{2,20}主管(?:部门|单位)))"
)
# Stations, centres and companies are named in many other places too.
_ANSWERS = re.compile(
    rf"^(?P<units>{_NAME}(?:总?站|中心|院|馆|所|总队|支队|大队|集团|公司))(?P<verb>负责|牵头)"
)
_JOINS = re.compile(rf"^{_UNITS}(?P<verb>参加|参与|配合|协助|协同)")


@dataclass(frozen=True)
class Party:
    """A unit of a list with its part in the work: ``lead``, ``support`` or empty."""

    unit: str
    role: str
    sure: bool = True


def read_duties(document: str, provision: str, reading: DateReading) -> list[Responsibility]:
    """Return the units of a provision: those listed in brackets, and those it tasks by name.

    Groups without a name of their own (省级有关部门, 各级政府) are no units, unless listed.
    """
    rows = []
    for match in _BRACKET.finditer(reading.plain):
        quote = reading.quote(match.start(), match.end())
        for party in read_parties(match["inside"]):
            rows.append(
                Responsibility(
                    document, provision, quote, party.unit, "listed", party.role, party.sure
                )
            )
    for sentence in reading.split(Span(0, len(reading.plain)), "。;"):
        for clause in reading.clauses(sentence):
            words = reading.words(clause)
            found = _tasked(words)
            if found:
                quote = reading.quote(clause.start, sentence.end)
                role = LEAD if found["verb"] == "牵头" else _ROLE_WORDS.get(found["verb"], "")
                rows += [
                    Responsibility(document, provision, quote, unit, "tasked", role)
                    for unit in split_units(found["units"])
                ]
    return rows


def _tasked(words: str) -> re.Match[str] | None:
    return _TASKED.match(words) or _ANSWERS.match(words) or _JOINS.match(words) or _BY.search(words)


def read_parties(inside: str) -> list[Party]:
    """Return the units of a bracket, none when it is no list of units.

    >>> [(party.unit, party.role) for party in read_parties("市水利局牵头,各县政府配合")]
    [('市水利局', 'lead'), ('各县政府', 'support')]
    """
    if _LABEL.match(inside):
        return list(_labelled(inside))
    if _NO_LIST.match(inside):
        return []
    parts = list(_by_verb(inside))
    like = [_UNIT_LIKE.fullmatch(party.unit) for party, _ in parts]
    placed = [_PLACED.match(party.unit) for party, _ in parts]
    told = any(verb for _, verb in parts)
    if not parts or not all(like) or not (any(placed) or told):
        return []
    # Bare names are units only where each of them names its level.
    sure = told or all(placed)
    return [Party(party.unit, party.role, sure) for party, _ in parts]


def split_units(units: str) -> list[str]:
    """Split a list at its commas, not at those inside brackets: 试点县(市、区)政府 is one."""
    parts, depth = [""], 0
    for char in units:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char in "、,;" and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    whole: list[str] = []
    for part in parts:
        if whole and _OPEN.fullmatch(whole[-1]) and part:
            whole[-1] += f"、{part}"
        else:
            whole.append(_AND_OTHERS.sub("", part) or part)
    return [part for part in whole if part]


def _labelled(inside: str) -> Iterator[Party]:
    labels = list(_LABEL.finditer(inside))
    stops = [match.start() for match in labels[1:]] + [len(inside)]
    for match, stop in zip(labels, stops, strict=True):
        role = _ROLE_WORDS.get(match["label"], "")
        for unit in split_units(inside[match.end() : stop].rstrip(",;。、")):
            yield Party(unit, role)


def _by_verb(inside: str) -> Iterator[tuple[Party, bool]]:
    """Yield the units of 甲牵头,乙、丙配合, each with whether a verb says what it does."""
    for segment in re.split(r"[,;。](?![^(]*\))", inside):
        match = _VERB.search(segment)
        verb = match["verb"] if match else ""
        role = LEAD if verb.startswith("牵头") else _ROLE_WORDS.get(verb, "")
        names = segment[: match.start()] if match else segment
        # Those who share the work of a lead that was named before them support it.
        if verb in _SHARED and "牵头" in inside and "牵头" not in segment:
            role = SUPPORT
        for unit in split_units(names):
            yield Party(unit, role), bool(verb)
