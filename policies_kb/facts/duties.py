"""Reads which unit answers for a provision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policies_kb.facts.date_reading import DateReading, Span
from policies_kb.facts.fact_rows import Responsibility
from policies_kb.facts.unit_lists import (
    ROLE_WORDS,
    SUPPORT,
    UNITS_LABEL,
    Party,
    labelled_parties,
    read_parties,
    split_units,
)

_BRACKET = re.compile(r"\((?P<inside>(?:[^()]|\([^()]*\)){2,300})\)")
_ONE_BRACKET = str.maketrans("〔〕[]【】", "()()()")
_PLACE = (
    r"(?:省|市|县|区|州|各(?:设区)?市|各县(?:\(市、区\))?|各区|县级以上(?:地方)?|市、县\(市、区\))"
)
_NAME = rf"{_PLACE}(?!级?(?:有关|相关|各))[^,;。、:()“”《》]{{0,20}}?"
_BUREAU = (
    r"(?:办公厅|办公室|督查室|研究室|[厅局]|委(?![员办宣组统政网编])|(?:农|法制|外侨|金融|机关)办"
    r"|(?:主管|管理|监管)?部门|机关(?!事务|党)|指挥部)"
)
_UNIT = rf"{_NAME}{_BUREAU}"
_UNITS = rf"(?P<units>{_UNIT}(?:、{_UNIT})*)"
#: Bodies that are named in many other places too.
_BODY = (
    r"(?:总?站|中心|(?<!国务)院|馆|所|总队|支队|大队|集团|公司|协会|学会|联合会|总工会"
    r"|人民政府|(?:经办|保障|服务|管理)机构|委员会|办事处)"
)
_BODY_OF_PLACE = (
    rf"(?:{_NAME}|乡?镇[^,;。、:()“”《》]{{0,10}}?|(?:国网)?[\u4e00-\u9fff]{{2,4}}[省市县区][^,;。、:()“”《》]{{0,12}}?)"
    rf"(?:{_BODY}|{_BUREAU}(?:[\u4e00-\u9fff]{{2,6}}[科处])?)"
)
#: What every place has: each of them answers where it is said of one.
_EACH = (
    r"各?(?:乡镇|乡|镇)(?:人民政府|政府)?(?:\(街道(?:办事处)?\)|、街道办事处|、街道)"
    r"|各县\(市、区\)(?:人民)?政府"
)
#: A department without its place: 财政部门负责. Groups and 牵头部门 are none.
_OFFICE = (
    r"(?![^,;。、]{0,6}(?:各|级|有关|相关|职能|责任|牵头|业务|成员|其他|本|该|政府|党政|多)部门"
    r"|(?:主管|监管|管理|执法)部门)"
    r"(?!建立|由|请|依|对|经|向|将|与|为)[\u4e00-\u9fff]{2,12}部门"
)
_DOES = "制发|制定|印发|负责(?!同志|人)|牵头|组织|解释|编制|承担"
#: Who punishes (由…责令) answers for no task. 由财政局拨付经费的单位 names the unit that is paid.
_DOES_ONCE = (
    "(?:完成|审核|审查|审批|发布|公布|落实|实施|处理|约谈|通报|授予|认定|验收|核定|拨付|主办|承办|协办"
    "|统筹|安排|调解|推进)"
    "(?![^,;。]{0,10}的[^,;。])"
)
_ACTING = rf"[^,;。、:()由的]{{1,16}}?(?:{_BODY}|{_BUREAU}|部(?![门署分队委位]))"
_BY = re.compile(
    rf"(?<![自理缘事])由(?P<units>{_UNIT}(?:、{_UNIT})*|{_ACTING}(?:、{_ACTING})*)"
    r"(?P<verb>(?:另行|负责|牵头|会同[^,;。]{2,40}?|按程序|统一|具体|组织|[在于][^,;。]{2,20}?日前)?"
    rf"(?:{_DOES}|{_DOES_ONCE}))"
)
_TASKED = re.compile(
    rf"^(?:\d{{4}}年\d{{1,2}}月,)?{_UNITS}"
    r"(?P<verb>要(?!求)|应当?(?!急)|将(?!来)|须|负责|牵头|组织(?!法)|每|会同|按职责|按照职责|按各自职责|做好|抓好"
    r"|[是为](?=[^,;。]{2,20}主管(?:部门|单位))"
    r"|(?=(?:自|在|于)[^,;。]{2,24}(?:完成|审核|作出|办结|提出|组织|开展)))"
)
_ANSWERS = re.compile(
    rf"^(?P<units>{_BODY_OF_PLACE}(?:、{_BODY_OF_PLACE})*|{_EACH}|{_OFFICE})"
    r"(?P<verb>负责(?!人|同志)|牵头|承办|协办|具体组织|按(?:照)?(?:各自)?职责)(?!的)"
)
_JOINS = re.compile(
    rf"^(?P<units>{_UNIT}(?:、{_UNIT})*(?:、各(?:街道|乡镇))?"
    rf"|{_BODY_OF_PLACE}(?:、{_BODY_OF_PLACE})*)"
    r"(?P<verb>参加|参与|配合|协助|协同)"
)
#: 发展改革、公安、消防等部门按照各自职责: each of them is a 部门.
_OFFICES = re.compile(
    r"^(?P<names>[\u4e00-\u9fff]{2,10}(?:、[\u4e00-\u9fff]{2,10})+?)等?(?:有关|相关|主管|行政)*部门"
    r"(?:应当|应|要)?(?:按(?:照)?(?:各自)?的?职责|在(?:各自)?职责范围内)"
)
#: 区财政局:负责资金保障; 办公室设在市水利局.
_HEADED = re.compile(
    r"(?P<units>[^,;。:“”《》]{2,60}):(?=负责|牵头|承担|统筹|指导|作为|做好|组织|落实|配合)"
)
_SEATED = re.compile(rf"办公室设在(?P<units>{_UNIT})")
_WITH = re.compile(rf"会同(?P<units>{_ACTING}(?:、{_ACTING})*)")
_GROUP = re.compile("有关|相关|各级|各部门|同级|上级|上一级|本级|^[其该本]")
_HISTORY = re.compile("已|截至|去年|上年|进行了|作了")


def read_duties(document: str, provision: str, reading: DateReading) -> list[Responsibility]:
    """Return the units of a provision: those listed in brackets or behind a label, and those it
    tasks by name.

    Groups without a name of their own (省级有关部门, 各级政府) are no units, unless listed.
    """
    rows: list[Responsibility] = []
    for match in _BRACKET.finditer(reading.plain.translate(_ONE_BRACKET)):
        quote = reading.quote(match.start(), match.end())
        rows += _rows(document, provision, quote, "listed", read_parties(match["inside"]))
    for sentence in reading.split(Span(0, len(reading.plain)), "。"):
        words = reading.words(sentence)
        if UNITS_LABEL.match(words):
            quote = reading.quote(sentence.start, sentence.end)
            rows += _rows(document, provision, quote, "listed", labelled_parties(words))
            continue
        for part in reading.split(sentence, ";"):
            if headed := _HEADED.match(reading.words(part)):
                quote = reading.quote(part.start, part.end)
                parties = read_parties(headed["units"])
                rows += _rows(document, provision, quote, "tasked", parties)
            for clause in reading.clauses(part):
                quote = reading.quote(clause.start, part.end)
                rows += _rows(document, provision, quote, "tasked", _tasked(reading.words(clause)))
    return rows


def _rows(
    document: str, provision: str, quote: str, basis: str, parties: Iterable[Party]
) -> Iterator[Responsibility]:
    for party in parties:
        yield Responsibility(document, provision, quote, party.unit, basis, party.role, party.sure)


def _tasked(words: str) -> Iterator[Party]:
    """Yield the units a clause gives a task, and those that join in it (会同)."""
    if offices := _OFFICES.match(words):
        names = offices["names"].removesuffix("等").split("、")
        yield from (Party(f"{name}部门", "") for name in names)
        return
    found = _TASKED.match(words) or _ANSWERS.match(words) or _JOINS.match(words)
    if found := found or _BY.search(words):
        verb = found["verb"]
        role = next((role for name, role in ROLE_WORDS.items() if verb.startswith(name)), "")
        yield from _named(found["units"], role)
    if seated := _SEATED.search(words):
        yield from _named(seated["units"], "")
    if (joined := _WITH.search(words)) and not _HISTORY.search(words):
        yield from _named(joined["units"], SUPPORT)


def _named(units: str, role: str) -> Iterator[Party]:
    return (Party(unit, role) for unit in split_units(units) if not _GROUP.search(unit))
