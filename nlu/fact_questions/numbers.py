"""Finds the numbers of papers in a question, in any form people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policies_kb.rows import Document
from policies_kb.text.numerals import NumberError, read_number

_SERIAL = r"(?P<serial>\d{1,4}|[零〇一二三四五六七八九十百]{1,6})"
_BRACKETED = re.compile(
    rf"(?P<organ>[\u4e00-\u9fff]{{0,8}}?)[〔\[(【](?P<year>(?:19|20)\d\d)[〕\])】]第?{_SERIAL}号?"
)
_DASHED = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,6})(?P<year>(?:19|20)\d\d)[-—－_](?P<serial>\d{1,4})(?!\d|[-—－_./]\d)号?"
)
#: 浙政发2017 31, 法释2025 12, whose blank is gone.
_RUN_TOGETHER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,6}(?:发|函|释))(?P<year>(?:19|20)\d\d)(?P<serial>\d{1,3})(?!\d)号?"
)
#: 人社部2023年80号文件, 2017年82号文, 浙政发31号, 八十号文.
_LOOSE = re.compile(
    rf"(?P<organ>[\u4e00-\u9fff]{{0,6}}?)(?:(?P<year>(?:19|20)\d\d)年?的?)?第?{_SERIAL}号"
    r"(?P<tail>文件|文|令|公告|通告|通知|意见|方案|附件|清单|里|中|的|呢|$|[:： ,，?？。])?"
)
_ENGLISH = re.compile(
    r"(?:document|notice|paper|no\.?|number)(?P<organ>)(?:(?P<year>(?:19|20)\d\d))?(?:no\.?|number)?(?P<serial>\d{1,3})(?!\d|%)",
    re.IGNORECASE,
)
#: What stands before a number that is no paper's: 5月31号, 中山路80号, 3栋12号.
_VERB = re.compile(
    r"^.*?(?:根据|按照|依据|请问|关于|贯彻|落实|有关|和|与|的|是|在)(?=[\u4e00-\u9fff])"
)
_NOT_BEFORE = re.compile(r"(?:[月路街巷弄道栋幢楼园座室村里]|\d)$")
_ORGAN = re.compile(
    r"(?:[国浙][\u4e00-\u9fff]{0,2}|[\u4e00-\u9fff]{0,3}政办?)(?:发|函|令|字)$"
    r"|(?:院|部|委|署|局|席|府)令$"
    # 湖人社发, 杭政办: how others than the province call themselves.
    r"|[\u4e00-\u9fff]{2,4}(?<![印转下签颁开])发$|[^省的问据照按看查在和与\W]政办?$"
)


#: Words that follow the numbers of papers and of nothing else.
_OF_PAPERS = ("文", "文件", "附件", "通知", "意见", "方案", "清单", "里", "中")
#: Forms in which ministries and offices publish, whose numbers are counts of their own.
_OTHER_FORMS = ("令", "公告", "通告")
#: What ends the name of another issuer: an office, a place of the province.
_OTHER_ISSUER = re.compile(
    r"(?:部|委|局|厅|院|办|市|县|区|会|杭州|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水)$"
)
#: An organ of the province taken for the issuer: 省教育厅82号文, 省环保厅发的77号文.
_SAID_ISSUER = re.compile(
    r"(?:浙江)?(?:省[\u4e00-\u9fff]{2,6}?[厅局委办]|省(?:人大(?:常委会)?|[纪监]委|政协)"
    r"|[\u4e00-\u9fff]{2,4}厅)(?:印发|下发|出台|发布|发|出)?的?第?$"
)
#: ... but what it does in the paper is asked: 省建设厅82号文里管啥.
_OF_A_UNIT = re.compile(
    "号?(?:文件?)?(?:里|中|上|附件|清单|的?(?:职责|任务|分工)|负责|要?管|牵头|要做)"
)
_ISSUING = re.compile("(?:印发|下发|出台|发布|发|出)?的?第?$")


@dataclass(frozen=True)
class PaperNumber:
    """A number found in a question.

    Attributes:
        text: As written.
        document: Id of the paper of the base it names, empty when there is none.
        namesake: Id of a paper of the base with the same serial, empty when there is none.
        is_sure: Whether it names its issuer or its year.
        said_issuer: The organ of the province said to have issued a paper that is not its.
        start: First character.
        end: One past the last.
    """

    text: str
    document: str
    namesake: str
    start: int
    end: int
    is_sure: bool = False
    said_issuer: str = ""


def paper_numbers(text: str, documents: Sequence[Document], bare: bool) -> list[PaperNumber]:
    """Return the numbers of papers in a question.

    Args:
        text: The question without white space.
        documents: The papers of the base.
        bare: Whether 80号 alone may name a paper: in a thread about papers, or where the whole
            message is short.
    """
    found: list[PaperNumber] = []
    for pattern in (_BRACKETED, _DASHED, _RUN_TOGETHER, _LOOSE, _ENGLISH):
        for match in pattern.finditer(text):
            if any(match.start("serial") < one.end and one.start < match.end() for one in found):
                continue
            number = _number(match, documents, bare)
            if number is not None:
                found.append(number)
    return sorted(found, key=lambda one: one.start)


def _number(match: re.Match[str], documents: Sequence[Document], bare: bool) -> PaperNumber | None:
    parts = match.groupdict()
    organ, year, tail = parts["organ"] or "", parts["year"] or "", parts.get("tail") or ""
    before = match.string[: match.start("serial")].removesuffix("第")
    loose = "tail" in parts
    if loose and not year and _NOT_BEFORE.search(before):
        return None
    order = tail == "令" and bool(_OTHER_ISSUER.search(organ))
    sure = order or tail in _OF_PAPERS or bool(_ORGAN.search(organ))
    if loose and not sure and not (year and tail) and not bare:
        return None
    try:
        serial = str(int(read_number(parts["serial"])))
    except NumberError:
        return None
    start = match.start("year") if loose and year else match.start("serial")
    if not loose or _ORGAN.search(organ) or (year and organ):
        start = match.start()
    alike = [row for row in documents if _serial(row) == serial]
    said = _SAID_ISSUER.search(_VERB.sub("", before)) if loose and not year and sure else None
    behind = match.string[match.end("serial") :]
    if said and len(alike) == 1 and tail not in _OTHER_FORMS:
        if _OF_A_UNIT.match(behind):
            begin, end = match.start("serial"), match.end("serial") + behind.startswith("号")
            return PaperNumber(serial, alike[0].id, "", begin, end)
        name = _ISSUING.sub("", said[0])
        wrong = "" if _is_issuer(alike[0], name) else name
        end = match.end("tail") if tail in ("文", "文件") else match.end("serial") + 1
        return PaperNumber(serial, alike[0].id, "", before.rfind(name), end, said_issuer=wrong)
    if tail in _OTHER_FORMS and not any(tail in row.number for row in alike):
        # 80号令, 发改委80号公告: no paper of ours, whatever its number.
        text = f"{_VERB.sub('', organ)}{tail}{serial}"
        return PaperNumber(text, "", "", match.start(), match.end(), is_sure=True)
    ours = [row for row in alike if _fits(row, organ, year, loose)]
    end = match.end("serial") + match.string.startswith("号", match.end("serial"))
    end = match.end("tail") if tail in ("文", "文件") else end
    text = _VERB.sub("", match.string[start : match.end("serial")])
    document = ours[0].id if len(ours) == 1 else ""
    namesake = alike[0].id if len(alike) == 1 and not document else ""
    if loose and not document and not (sure or bare) and not tail.strip(":： ，,?？。"):
        return None
    if loose and not document and not (year or _ORGAN.search(organ)):
        # 12号文 may be anybody's; it names no paper of ours and is left as words.
        return PaperNumber(text, "", "", start, end) if tail in ("文", "文件") else None
    # A case of somebody's may be 2023年80号 too.
    named = bool(_ORGAN.search(organ)) or (bool(year) and (not loose or tail in ("文", "文件")))
    return PaperNumber(text, document, namesake, start, end, named)


def _serial(row: Document) -> str:
    match = re.search(r"(\d+)号$", row.number)
    return match[1] if match else ""


def _is_issuer(row: Document, organ: str) -> bool:
    """Tell whether a paper is of this issuer: 省政府办公厅 for 浙江省人民政府办公厅."""
    short = organ.replace("人民", "")
    return len(short) > 2 and short in row.issuer.replace("人民", "")


def _fits(row: Document, organ: str, year: str, loose: bool) -> bool:
    head, _, rest = re.sub(r"第?(?=\d+号$)", "〔", row.number, count=1).partition("〔")
    if year and not rest.startswith(year):
        return False
    if not organ or organ.endswith(head) or _is_issuer(row, organ):
        return True
    known = _ORGAN.search(organ)
    if known:
        return head.endswith(known[0]) or known[0].endswith(head)
    # Before a loose number any words may stand (请问80号文), but not another organ's name.
    other = _OTHER_ISSUER.search(organ)
    return loose and not (other and (year or not re.search("办$", organ)))
