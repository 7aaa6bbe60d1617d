"""Finds who has to act and who gets what is handed in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policies_kb.facts.date_reading import DateReading, Span

_BODY = (
    r"政府领导|政府|单位|部门|机关|办公室|办公厅|领导小组|[厅局委]|委员会|县\(市、区\)|设区市|乡镇"
    r"|街道|省市县[乡]?[三四]级|各地|各地区|各市|各县|各级|各省份|省份|试点城市|企业|机构|公司|医院|学校"
)
_ACTS = (
    "要|应|须|必须|负责|结合|进行|组织|每|次年|按|全面|向|将|于|在|达到|制定|建立|出台|公开|选取|选择"
    "|完成|抓紧"
)
_NOT_FIRST = (
    "经|按照|根据|围绕|对|在|为|与|向|将|以|从|依|会同|通过|被|给|把|使|确保|推动|引导|因|如|请"
    "|制定|完成|实现|建立|研究|组织|开展|形成"
)
_ACTOR = re.compile(
    rf"(?:并?由|力争|原则上|请)?(?P<actor>(?!{_NOT_FIRST})[^,;。:]{{0,40}}?(?:{_BODY}))(?={_ACTS})"
)
_BY = re.compile(rf"由(?P<actor>[^,;。:]{{1,30}}?(?:{_BODY}))(?={_ACTS}|审|报)")
_RECEIVER = "政府|部门|办公室|办公厅|[厅局委部院]|委员会|大会|主席团\\)?"
_TO = re.compile(
    r"向(?P<to>(?!社会)[^,;。]{2,40}?)(?:书面)?(?:报送|报告|提交|上报|申报|报备|进行书面报告)"
)
_HANDED = re.compile(
    rf"(?:报送|上报|报(?![告送批请表名]))(?P<to>[^,;。]{{1,50}}?(?:{_RECEIVER}))(?:备案|批准|审定|审核|同意|$)"
)
_DEFINED = re.compile(r"\(以下简称[^()]*\)")


@dataclass(frozen=True)
class Actor:
    """Who has to act, and where the text says so."""

    name: str
    span: Span


def find_actor(reading: DateReading, clause: Span) -> Actor | None:
    """Return who acts in a clause, when the clause opens with it."""
    words = reading.words(clause)
    match = _ACTOR.match(words) or _BY.search(words)
    if match is None or match["actor"].count("(") != match["actor"].count(")"):
        return None
    start = clause.start + match.start("actor")
    return Actor(match["actor"], Span(start, clause.start + match.end("actor")))


def find_recipient(words: str) -> str:
    """Return who gets what is reported or handed in, empty when the words name nobody."""
    plain = _DEFINED.sub("", words)
    for clause in re.split("[,;。]", plain):
        match = _TO.search(clause) or _HANDED.search(clause)
        if match:
            return match["to"]
    return ""
