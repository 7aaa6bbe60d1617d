"""What a portal or a printer puts round a paper: fields, rules, buttons, who gets a copy."""

from __future__ import annotations

import re

from policies_kb.parse.lines import Line, squeeze
from policies_kb.parse.runs import cells

_NAMES = (
    "索引号|文号|发文字号|文件编号|成文日期|发文日期|发布日期|发布时间|公开日期|发布机构|发文机关"
    "|制发机关|信息来源|文章来源|来源|稿源|主题分类|主题词|信息分类|公开方式|公开范围|公开时限|有效性"
    "|生效日期|失效日期|名称|标题|浏览次数|浏览量|阅读次数|阅读量|访问量|点击数|点击率|字体|字号"
    "|统一编号|有效期|登记号|体裁分类|服务对象|组配分类|发布单位|责任编辑|作者|编辑|点击量"
)
_FIELD = re.compile(rf"(?P<name>{_NAMES}):?(?P<value>.*)")
_NAMED = re.compile(rf"(?:(?:{_NAMES}):[^:。]{{0,40}}?(?::\d\d)*)+")
_DAY = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\d{1,2}:\d\d(?::\d\d)?)?")
_BUTTONS = re.compile(
    r"[【\[]?(?:打印|关闭|分享|收藏|返回|下载)(?:本页|页面|窗口|此页|到|顶部|首页|列表)?:?[】\]]?"
    r"(?:[【\[]?(?:打印|关闭|分享|收藏)(?:本页|页面|窗口|此页)?[】\]]?)*"
    r"|扫一扫.{0,24}|用?微信扫.{0,20}|[上下]一篇:?.{0,80}|相关(?:链接|稿件|文件|信息|解读):?|附件下载:?"
    r"|当前位置:.{0,60}|您(?:现在)?的位置:.{0,60}|字体:?\[?大.{0,8}小\]?|网站地图|无障碍(?:阅读|浏览)?"
    r"|(?:主办|承办)单位?:.{2,40}|.{0,4}ICP备.{4,30}|.{0,3}公网安备.{4,30}|网站标识码:?.{4,20}|版权所有.{0,60}"
)
_COPIES = re.compile(r"(?:抄送|抄报|主送|分送):.*")
_PRINTED = re.compile(r".{0,40}(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:印发|印制)")
_RULE = re.compile(r"[-—–_=*─━﹍…·~]{3,}")
_PAGE = re.compile(r"[-—–·]{0,3}(?:第?\d{1,3}页?(?:[,/]?共\d{1,3}页)?)[-—–·]{0,3}")
#: Names whose value stands in the next cell or behind a colon, as the rest of the reader asks.
_KNOWN = {
    "文号": "number",
    "发文字号": "number",
    "文件编号": "number",
    "成文日期": "signed",
    "发文日期": "signed",
    "发布机构": "issuer",
    "发文机关": "issuer",
    "制发机关": "issuer",
    "作者": "issuer",
}


def is_rule(key: str) -> bool:
    """Tell whether a squeezed line is a drawn line."""
    return _RULE.fullmatch(key) is not None


def is_front_field(line: Line) -> bool:
    """Tell whether a line over or under a title tells of the page: 发布时间, 信息来源, 索引号."""
    parts = [squeeze(cell) for cell in cells(line)]
    if len(parts) > 1:
        return bool(_FIELD.fullmatch(next(filter(None, parts), "")))
    return bool(_NAMED.fullmatch(line.key) or _DAY.fullmatch(line.key) or is_button(line.key))


def is_button(key: str) -> bool:
    """Tell whether a squeezed line belongs to a page and not to the paper: 打印, 上一篇, 扫一扫."""
    return len(key) <= 100 and _BUTTONS.fullmatch(key) is not None


def is_distribution(key: str) -> bool:
    """Tell whether a squeezed line says who gets a copy, or when it was printed."""
    return bool(_COPIES.fullmatch(key) or _PRINTED.fullmatch(key))


def is_page_number(key: str) -> bool:
    """Tell whether a squeezed line is a page number: — 3 —, 第3页."""
    return len(key) <= 14 and _PAGE.fullmatch(key) is not None


def portal_fields(lines: list[Line]) -> dict[str, str]:
    """Return what the index fields of a page say: ``number``, ``signed``, ``issuer``."""
    found: dict[str, str] = {}
    for line in lines:
        parts = [squeeze(cell) for cell in cells(line)]
        for at, part in enumerate(parts):
            match = _FIELD.fullmatch(part)
            if match is None or match["name"] not in _KNOWN:
                continue
            value = match["value"] or (parts[at + 1] if at + 1 < len(parts) else "")
            if value:
                found.setdefault(_KNOWN[match["name"]], value)
    return found
