"""What titles, issuing bodies and signers look like."""

from __future__ import annotations

import re

from policies_kb.parse.lines import Line

# The kinds of paper in 《党政机关公文处理工作条例》 art. 8, and of what they annex.
_TYPES = (
    "通知|意见|决定|通报|批复|函|公告|通告|报告|请示|命令|议案|决议|纪要|公报|办法|规定|条例|细则|"
    "方案|规划|纲要|计划|要点|规则|制度|章程|预案|标准|目录|清单|名单|一览表|指南|规范|工作规程|"
    "守则|准则|法|答复|措施|举措|政策|安排|分工|分解|标准|修正案|倡议书"
)
_ENDS_AS_TYPE = re.compile(rf"(?:{_TYPES})(?:\((?:试行|暂行|修订|修正|草案|[^()]{{0,12}})\))?$")
_LAW_NAME = re.compile(r"(?:条例|办法|规定|细则|规则|法)(?:\((?:试行|暂行|修订)\))?$")
_BODY_END = (
    "政府|国务院|办公厅|办公室|委员会|委|厅|局|部|院|会|署|办|行|社|总队|中心|小组|指挥部|军区|集团"
)
_BODIES = re.compile(
    rf"(?!人民政府|民政府|政府|办公厅|办公室)[\u4e00-\u9fff、,]{{1,60}}(?:{_BODY_END})"
)
_CUE = re.compile(
    r"关于|印发|转发|批转|公布|发布|贯彻|修改|废止|对(?=.{2,40}(?:提案|建议|议案)的?(?:答复|复函|回复))"
)
_IS_BODY = re.compile(rf"[\u4e00-\u9fff、()]{{1,36}}(?:{_BODY_END}|公司|大学|人大|政协)")
_SIGNER = re.compile(
    r"(?:代?(?:总理|省长|主席|市长|部长|主任|局长|厅长|署长|院长|州长|县长|区长|委员长|行长))"
    r"[:：]?[\u4e00-\u9fff·]{2,8}"
)
_SENTENCE_MARKS = re.compile(r"[。；;，,!！?？|]")
_SECTION_HEADER = re.compile(r"【[^【】]{1,20}】")
_ENCLOSED = re.compile(r"\(.*\)")
MAX_TITLE_LINES = 6
_MAX_TITLE_LINE = 120
_OUTER_MARKS = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")


def title_like(line: Line) -> bool:
    """Tell whether a line may be (part of) a title: short and with no sentence in it."""
    key = line.key
    return (
        len(key) <= _MAX_TITLE_LINE
        and key[-1] not in ":：、"
        and not _SENTENCE_MARKS.search(key)
        and not is_section_header(key)
        and not _ENCLOSED.fullmatch(key)
        and "\t" not in line.raw.strip()
    )


def is_section_header(key: str) -> bool:
    """Tell whether a squeezed line is a gazette's section header: 【省政府文件】."""
    return _SECTION_HEADER.fullmatch(key) is not None


def issuer_in_title(key: str) -> str:
    """Return the issuing body that opens a squeezed title, empty when none does."""
    for cue in _CUE.finditer(key, 0, 80):
        # A body may have such a word in its name: …贯彻落实…领导小组办公室关于….
        if _BODIES.fullmatch(key, 0, cue.start()):
            return key[: cue.start()]
    return ""


def without_outer_marks(key: str) -> str:
    """Return a title without book marks that enclose the whole of it."""
    match = _OUTER_MARKS.fullmatch(key)
    return match.group(1) if match else key


def ends_as_type(key: str) -> bool:
    """Tell whether a squeezed title ends in a kind of paper or annex (通知, 方案, 办法 …)."""
    return _ENDS_AS_TYPE.search(key[-30:]) is not None


def is_law_name(key: str) -> bool:
    """Tell whether a squeezed line is the name of a law or regulation."""
    return len(key) <= 50 and _LAW_NAME.search(key) is not None


def is_paper_title(key: str) -> bool:
    """Tell whether a squeezed line is a whole title of a paper."""
    key = without_outer_marks(key)
    return len(key) >= 5 and ends_as_type(key) and ("关于" in key or bool(issuer_in_title(key)))


def is_body(key: str) -> bool:
    """Tell whether a squeezed line is the name of one or more public bodies."""
    return _IS_BODY.fullmatch(key) is not None


def is_signer(key: str) -> bool:
    """Tell whether a squeezed line is an office with its holder: 省长袁家军."""
    return _SIGNER.fullmatch(key) is not None


def title_length(keys: list[str]) -> int:
    """Return how many of the last ``keys`` form the title that ends at the last one.

    The shortest run that opens with an issuing body wins, then the shortest that opens with
    关于, 印发 or 转发, then a single line that is a law's name; 0 when there is no title.
    """
    runs = ["".join(keys[-size:]) for size in range(1, min(len(keys), MAX_TITLE_LINES) + 1)]
    for size, run in enumerate(runs, 1):
        if issuer_in_title(without_outer_marks(run)) and run.count("《") == run.count("》"):
            return _with_bodies_above(keys, size)
    for size, run in enumerate(runs, 1):
        if run.startswith(("关于", "印发", "转发")) and ends_as_type(run):
            return _with_bodies_above(keys, size)
    return 1 if runs and is_law_name(runs[0]) else 0


def _with_bodies_above(keys: list[str], size: int) -> int:
    """Return the lines of a title with the lines over it that name more issuing bodies."""
    while size < len(keys) and is_body(keys[-size - 1]) and "文件" not in keys[-size - 1]:
        size += 1
    return size
