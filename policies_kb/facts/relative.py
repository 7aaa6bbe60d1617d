"""Finds what is due so long before or after an event: 自受理之日起15日内, 期满前, 开工前."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies_kb.facts.date_reading import Span
from policies_kb.facts.when import When
from policies_kb.text.numerals import NumberError, read_number

_NO_DAYS = {"个月", "小时", "年"}
_N = r"(?P<number>\d{1,4}|[一二两三四五六七八九十]{1,3})"
_COUNTED = re.compile(
    rf"(?P<event>[^,;:。、\d]{{0,24}}?)(?<![月年\d.]){_N}"
    r"(?P<unit>个?工作日|日|天|个月|小时|年)(?P<side>之内|以内|内|之前|以前|前)(?!后)"
)
#: 期满前30日内: counted from the end back.
_BEFORE_END = re.compile(
    rf"(?P<event>[^,;:。\d]{{0,20}}?(?:届满|期满|到期|届满之日|开工|施工|举行|召开|开业|搬迁|拆除))之?前{_N}"
    r"(?P<unit>个?工作日|日|天|个月)(?:之内|以内|内)?"
)
_AHEAD = re.compile(rf"(?:至少)?提前{_N}(?P<unit>个?工作日|日|天|个月)")
#: 前14日内, 近3年内 look back; 14日内的人员 is a state and no duty.
_LOOKS_BACK = re.compile(r"(?:前|近|过去|以来|上|(?:控制|压[缩降减]|缩短|稳定)[在到至])$")
_OF_STATE = re.compile(r"的(?!期限|时间)")
#: 24小时内最高收费30元, 三日内免费: for how long something holds.
_HOLDS_FOR = re.compile("(?:最高|最多|累计|不超过|收费|计费|免费|免收|不收|停放|冷藏|寄存)")
_EVENT_ENDS = ("起", "后", "次日")
_SEASON = re.compile(
    r"(?P<event>每年[\u4e00-\u9fff]{2,8}?(?<!月|底|末|季))(?P<side>前)(?=,|至少|应|须|要|组织|开展|完成|对)"
)
_REPORT = "报告|上报|报送|公开|公布|通报|提交|备案"
_AROUND = (
    re.compile(r"(?:在|于)(?P<event>[^,;:。、\d]{2,15}?)(?P<side>之前|以前)(?=[^,;:。、]{2})"),
    re.compile(r"(?P<event>[^,;:。、\d]{2,14}(?:召开|举行|开工|上市|期满|届满|到期))(?P<side>前)"),
    re.compile(rf"(?P<event>[^,;:。、]{{2,14}})(?P<side>后)(?:应当?)?(?:及时|立即)(?={_REPORT})"),
    re.compile(rf"对(?P<event>[^,;:。]{{2,20}}),(?P<side>及时|立即)(?={_REPORT})"),
    re.compile(r"对(?P<event>[^,;:。]{2,30}),(?P<side>[应能要]?在?第一时间)"),
    re.compile(r"在(?P<event>规定的?(?:期限|时限|时间))(?P<side>内)"),
    re.compile(r"在(?P<event>[^,;:。、]{2,24}重要节点)(?P<side>)"),
    re.compile(
        r"(?:^|(?<=,))(?!并?经)(?P<event>[^,;:。]{4,20})(?P<side>后),(?:统一)?(?=上报|报送)"
    ),
)
_LEADING = re.compile(r"^.*(?:自|从|在|于)")


def find_seasons(text: str) -> Iterator[When]:
    """Yield what is due before something that comes every year and has no day: 每年汛期前."""
    for match in _SEASON.finditer(text):
        yield When(
            Span(*match.span()), "relative", event=match["event"], offset=-1, approximate=True
        )


def find_relative(text: str, doubts: list[str]) -> Iterator[When]:
    """Yield the phrases of a sentence that count from an event."""
    yield from _before_end(text, doubts)
    yield from _ahead(text, doubts)
    yield from _counted(text, doubts)
    yield from _around(text)


def _number(match: re.Match[str], doubts: list[str]) -> int | None:
    try:
        return int(read_number(match["number"]))
    except NumberError as error:
        doubts.append(str(error))
        return None


def _before_end(text: str, doubts: list[str]) -> Iterator[When]:
    for match in _BEFORE_END.finditer(text):
        number = _number(match, doubts)
        if number is not None:
            event, start = _cut_lead(match["event"], match.start("event"))
            yield _when(Span(start, match.end()), event, number, match["unit"], ahead=True)


def _ahead(text: str, doubts: list[str]) -> Iterator[When]:
    for match in _AHEAD.finditer(text):
        number = _number(match, doubts)
        if number is not None:
            yield _when(Span(*match.span()), "", number, match["unit"], ahead=True)


def _when(span: Span, event: str, number: int, unit: str, ahead: bool) -> When:
    return When(
        span,
        "relative",
        event=event,
        offset=None if unit in _NO_DAYS else (-number if ahead else number),
        workdays="工作日" in unit,
    )


def _counted(text: str, doubts: list[str]) -> Iterator[When]:
    for match in _COUNTED.finditer(text):
        ahead = match["side"].endswith("前")
        if not ahead and _is_state(text, match):
            continue
        number = _number(match, doubts)
        if number is None:
            continue
        event, start = _event(match, ahead)
        if match["unit"] == "年" and not event:
            continue
        yield _when(Span(start, match.end()), event, number, match["unit"], ahead)


def _is_state(text: str, match: re.Match[str]) -> bool:
    """Tell whether so many days describe somebody and set no limit."""
    before = text[: match.start("number")]
    if _LOOKS_BACK.search(before) and not before.endswith(("届满前", "期满前", "到期前")):
        return True
    counts = match["event"].endswith(_EVENT_ENDS)
    if not counts and _HOLDS_FOR.match(text, match.end()):
        return True
    return not counts and _OF_STATE.match(text, match.end()) is not None


def _event(match: re.Match[str], ahead: bool) -> tuple[str, int]:
    """Return what a counted phrase counts from and where the phrase starts.

    Words before ``7日内`` are an event only when they end so (``之日起``, ``后``); else they are
    the thing that is due.
    """
    event, start = _cut_lead(match["event"], match.start("event"))
    if not ahead and not event.endswith(("起", "后")):
        return "", match.start("number")
    return event, start


def _cut_lead(words: str, start: int) -> tuple[str, int]:
    lead = _LEADING.match(words)
    skip = lead.end() if lead else 0
    return words[skip:], start + skip


def _around(text: str) -> Iterator[When]:
    for pattern in _AROUND:
        for match in pattern.finditer(text):
            whole = match.group().startswith("对")
            skip = 0 if whole else _cut_lead(match["event"], 0)[1]
            event = match["event"][skip:]
            if len(event) < 2:
                continue
            before = match["side"].endswith("前")
            if match["side"] == "后":
                event += "后"
            start = match.start() if whole else match.start("event") + skip
            yield When(
                Span(start, max(match.end("side"), start + len(event))),
                "relative",
                event=event,
                offset=-1 if before else None,
            )
