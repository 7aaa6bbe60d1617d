"""Reads lists of units with their part in the work: 市水利局牵头,各县政府配合."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LEAD, SUPPORT = "lead", "support"
UNITS_LABEL = re.compile(
    r"(?P<label>责任|牵头|负责|主办|承办|配合|协办|协同|参与|参加|落实|实施)(?:(?:单位|部门)?(?P<more>及[^:]{2,6}单位)?:|(?:单位|部门)为)"
)
ROLE_WORDS = {
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
_SURELY = re.compile(r"(?:[厅局委]|政府|办公室|分行|支行|金融办|宣传部|组织部|总工会|妇联|机构)$")
_PLACED = re.compile(r"[省市县区州各镇乡]|国[家网]|人行|中国|属地")
#: Without an organ of its own it goes on in the next part: 各市、自治州人民政府 is one.
_OPEN = re.compile(r"各?(?:设区)?(?:省|市|县|区|州|乡镇|街道|县\(市、区\))")


@dataclass(frozen=True)
class Party:
    """A unit of a list with its part in the work: ``lead``, ``support`` or empty."""

    unit: str
    role: str
    sure: bool = True


def read_parties(inside: str) -> list[Party]:
    """Return the units of a bracket, none when it is no list of units.

    >>> [(party.unit, party.role) for party in read_parties("市水利局牵头,各县政府配合")]
    [('市水利局', 'lead'), ('各县政府', 'support')]
    """
    if UNITS_LABEL.match(inside):
        return list(labelled_parties(inside))
    if _NO_LIST.match(inside):
        return []
    parts = list(_by_verb(inside))
    like = [_UNIT_LIKE.fullmatch(party.unit) for party, _ in parts]
    placed = [_PLACED.match(party.unit) for party, _ in parts]
    told = any(verb for _, verb in parts)
    if not parts or not all(like) or not (any(placed) or told):
        return []
    # Bare names are units only where each of them names its level, or ends as only units do.
    sure = told or all(placed) or bool(placed[0] and all(is_surely_unit(p.unit) for p, _ in parts))
    return [Party(party.unit, party.role, sure) for party, _ in parts]


def is_surely_unit(name: str) -> bool:
    """Tell whether a name ends as only units do."""
    return _SURELY.search(name) is not None


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


def labelled_parties(inside: str) -> Iterator[Party]:
    """Yield the units behind labels: 牵头单位:甲;配合单位:乙、丙."""
    labels = list(UNITS_LABEL.finditer(inside))
    stops = [match.start() for match in labels[1:]] + [len(inside)]
    for match, stop in zip(labels, stops, strict=True):
        role = ROLE_WORDS.get(match["label"], "")
        for unit in split_units(inside[match.end() : stop].rstrip(",;。、")):
            yield Party(unit, role)


def _by_verb(inside: str) -> Iterator[tuple[Party, bool]]:
    """Yield the units of 甲牵头,乙、丙配合, each with whether a verb says what it does."""
    for segment in re.split(r"[,;。](?![^(]*\))", inside):
        match = _VERB.search(segment)
        verb = match["verb"] if match else ""
        role = LEAD if verb.startswith("牵头") else ROLE_WORDS.get(verb, "")
        names = segment[: match.start()] if match else segment
        # Those who share the work of a lead that was named before them support it.
        if verb in _SHARED and "牵头" in inside and "牵头" not in segment:
            role = SUPPORT
        for unit in split_units(names):
            yield Party(unit, role), bool(verb)
