"""Draws the pictures that go with answers: a timeline of deadlines and a comparison of cities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any

from actions.answer import Phrase, curated, say
from actions.dates import localized_date, localized_month
from actions.lookups.deadlines import chosen_deadlines, dated, group_deadlines, is_doubtful
from actions.lookups.targets import TARGET_DOCUMENT, city_targets
from actions.question import today_in_zhejiang
from bot.attachments.drawing import (
    WIDTH,
    Drawing,
    Label,
    MissingFontError,
    Polygon,
    Shape,
    as_png,
    as_svg,
    box,
    regular,
    wrapped,
)
from bot.attachments.file import TEXT, File
from bot.wording.render import Wording
from policies_kb.calendar.deadlines import Due
from policies_kb.facts.fact_rows import Target
from policies_kb.kb import KnowledgeBase

_INK, _SOFT, _LINE, _ACCENT, _NOW = "#1c2522", "#54605b", "#d9dcd5", "#0b5d57", "#9c2f1f"
_MARGIN = 14
_TEXT = 13
_ROW = 18
_TIMELINE = say("期限时间线")
_COMPARISON = say("各市碳排放强度下降目标")
_COMPARED = say("“十三五”期间,下降的百分比")


def deadline_timeline(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
    """Return the dated deadlines that what is named in ``data`` chooses, as a picture.

    Args:
        data: Values by kind of entity, as
            :func:`actions.lookups.deadlines.chosen_deadlines` takes them; with
            ``form`` set to ``png`` for channels that show no SVG: where no font can draw it,
            the file is the content of the picture in words.
        kb: The knowledge base.
        locale: Language of the words around the text of the papers.

    Raises:
        NotInBase: A document or region named does not exist.
    """
    today = today_in_zhejiang()
    found, wording = dated(chosen_deadlines(kb, data, today)), Wording(locale)
    words = partial(timeline_words, found, kb, wording, today)
    return _file(timeline(found, kb, wording, today), words, data, locale)


def city_chart(data: Mapping[str, Any], kb: KnowledgeBase, locale: str) -> File:
    """Return the carbon-intensity targets of cities, as a picture.

    Args:
        data: ``cities``, their names as the paper prints them; all when left out. ``form`` as
            for :func:`deadline_timeline`.
        kb: The knowledge base.
        locale: Language of the words around the names.
    """
    wanted = data.get("cities")
    targets = [t for t in city_targets(kb) if not wanted or t.region in wanted]
    wording = Wording(locale)
    words = partial(comparison_words, targets, kb, wording)
    return _file(comparison(targets, kb, wording), words, data, locale)


def _file(
    drawing: Drawing, words: Callable[[], list[str]], data: Mapping[str, Any], locale: str
) -> File:
    if data.get("form") != "png":
        return File(as_svg(drawing, locale), "image/svg+xml")
    try:
        return File(as_png(drawing), "image/png")
    except MissingFontError:
        # Boxes in place of characters would tell nothing.
        return File("\n".join(words()).encode(), TEXT)


@dataclass(frozen=True)
class _Sign:
    """How a state is drawn: told apart by its form, not only by its colour."""

    corners: int
    colour: str
    filled: bool
    words: Phrase
    turn: float = 0


_SIGNS = {
    "passed": _Sign(24, "#7b8782", False, say("已过")),
    "due": _Sign(3, _NOW, True, say("30天内到期")),
    "upcoming": _Sign(24, _ACCENT, True, say("还没到")),
    "recurring": _Sign(4, "#1f5fa8", True, say("定期")),
    "doubtful": _Sign(4, "#8a5a00", False, say("原来定期,待核实"), 1 / 8),
}


@dataclass(frozen=True)
class _Point:
    """What is drawn in one place: its day, its paper's lane, its sign and its words."""

    day: date
    document: str
    sign: str
    words: str


def timeline(found: Sequence[Due], kb: KnowledgeBase, wording: Wording, today: date) -> Drawing:
    """Return a timeline from top to bottom with a lane for each paper.

    The months follow one another without the empty ones between them, so that a list from 2017
    to next year still fits a telephone.
    """
    points = sorted(_points(found, kb, wording), key=lambda point: point.day)
    papers = list(dict.fromkeys(point.document for point in points))
    title = wording.word(_TIMELINE)
    shapes: list[Shape] = [Label(_MARGIN, 28, title, 17, _INK, bold=True)]
    top = 52.0
    for place, paper in enumerate(papers):
        letter = Label(_MARGIN, top, _letter(place), _TEXT, _ACCENT, bold=True)
        shapes += [
            letter,
            Label(_MARGIN + 18, top, _one_line(kb.document(paper).name), _TEXT, _SOFT),
        ]
        top += _ROW
    for name in dict.fromkeys(point.sign for point in points):
        words = wording.word(_SIGNS[name].words)
        shapes += [_mark(_MARGIN + 5, top - 5, name), Label(_MARGIN + 18, top, words, 12, _SOFT)]
        top += _ROW
    drawn, bottom = _axis(points, papers, top + 4, wording, today)
    return Drawing(title, bottom, (*shapes, *drawn))


def timeline_words(
    found: Sequence[Due], kb: KnowledgeBase, wording: Wording, today: date
) -> list[str]:
    """Return what :func:`timeline` shows as lines of text, paper by paper."""
    points = sorted(_points(found, kb, wording), key=lambda point: point.day)
    lines = [wording.word(_TIMELINE), wording.word(say("今天 {day}", day=localized_date(today)))]
    for paper in dict.fromkeys(point.document for point in points):
        lines.append(f"\n{kb.document(paper).name}")
        for point in points:
            if point.document == paper:
                state = _SIGNS[point.sign].words
                line = say(
                    "· {day}({state}):{words}",
                    day=localized_date(point.day),
                    state=state,
                    words=point.words,
                )
                lines.append(wording.word(line))
    return lines


def _points(found: Sequence[Due], kb: KnowledgeBase, wording: Wording) -> Iterator[_Point]:
    """Yield a point for each deadline; the items of an attachment due in a month share one."""
    tables: dict[tuple[str, date], list[Due]] = {}
    for group in group_deadlines(found):
        due = group[0]
        day = due.next or date.fromisoformat(due.deadline.due)
        if due.deadline.rule == "month":
            tables.setdefault((due.deadline.document, day), []).extend(group)
        else:
            row = due.deadline
            words = "".join((row.actor, ":" if row.actor else "", row.action))
            yield _Point(day, row.document, _sign(due, kb), words)
    for (document, day), items in tables.items():
        first = items[0].deadline.action
        more = say("{first}等{count}项", first=first, count=len(items))
        words = wording.word(more) if len(items) > 1 else first
        yield _Point(day, document, _sign(items[0], kb), words)


def _sign(due: Due, kb: KnowledgeBase) -> str:
    return "doubtful" if is_doubtful(due, kb) else due.state.value


def _axis(
    points: Sequence[_Point], papers: Sequence[str], top: float, wording: Wording, today: date
) -> tuple[list[Shape], float]:
    """Return the months with their points and the line of today, and where they end."""
    lane = min(16.0, 96 / max(1, len(papers)))
    lanes = {paper: _MARGIN + lane * (place + 0.5) for place, paper in enumerate(papers)}
    text_left = _MARGIN + lane * len(papers) + 10
    shapes: list[Shape] = [
        Label(x - 4, top + 8, _letter(place), 11, _ACCENT, bold=True)
        for place, x in enumerate(lanes.values())
    ]
    y, now_drawn = top + 16, False
    for (year, month), group in groupby(
        points, key=lambda point: (point.day.year, point.day.month)
    ):
        if not now_drawn and (year, month) > (today.year, today.month):
            shapes += _now(y, wording, today)
            y, now_drawn = y + 26, True
        heading = wording.word(curated(**localized_month(year, month)))
        shapes.append(Label(text_left, y + 14, heading, 12, _ACCENT, bold=True))
        y += 20
        for point in group:
            if not now_drawn and point.day >= today:
                shapes += _now(y, wording, today)
                y, now_drawn = y + 26, True
            drawn, y = _entry(point, lanes, text_left, y)
            shapes += drawn
        y += 6
    if not now_drawn:
        shapes += _now(y, wording, today)
        y += 26
    rails = [box(x - 0.5, top + 14, 1, y - top - 14, _LINE) for x in lanes.values()]
    # The rails lie under the marks.
    return [*rails, *shapes], y + _MARGIN


def _entry(
    point: _Point, lanes: Mapping[str, float], left: float, y: float
) -> tuple[list[Shape], float]:
    day = f"{point.day.day:02d}"
    words_left = left + 24
    lines = wrapped(point.words, WIDTH - words_left - _MARGIN, _TEXT, 3)
    colour = _SOFT if point.sign == "passed" else _INK
    shapes: list[Shape] = [
        _mark(lanes[point.document], y + 9, point.sign),
        Label(left, y + 14, day, _TEXT, colour, bold=True),
    ]
    for number, line in enumerate(lines):
        shapes.append(Label(words_left, y + 14 + number * _ROW, line, _TEXT, colour))
    return shapes, y + len(lines) * _ROW + 6


def _now(y: float, wording: Wording, today: date) -> list[Shape]:
    words = wording.word(say("今天 {day}", day=localized_date(today)))
    return [
        box(_MARGIN, y + 11, WIDTH - 2 * _MARGIN, 2, _NOW),
        Label(WIDTH - _MARGIN, y + 7, words, 12, _NOW, bold=True, right=True),
    ]


def _mark(x: float, y: float, name: str) -> Polygon:
    sign = _SIGNS[name]
    fill = sign.colour if sign.filled else "#ffffff"
    return regular(x, y, 5.5, sign.corners, fill, sign.colour, sign.turn)


def _one_line(text: str) -> str:
    return wrapped(text, WIDTH - 2 * _MARGIN - 18, _TEXT, 1)[0]


def _letter(place: int) -> str:
    """Return the letter of a lane; papers beyond the alphabet share its last one."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[min(place, 25)]


def comparison(targets: Sequence[Target], kb: KnowledgeBase, wording: Wording) -> Drawing:
    """Return the targets of cities as horizontal bars, the largest first, with the source."""
    title = wording.word(_COMPARISON)
    longest = max((target.amount for target in targets), default=Decimal(1))
    name_width, value_width = 48.0, 52.0
    full = WIDTH - 2 * _MARGIN - name_width - value_width
    shapes: list[Shape] = [
        Label(_MARGIN, 28, title, 16, _INK, bold=True),
        Label(_MARGIN, 48, wording.word(_COMPARED), 12, _SOFT),
    ]
    y = 62.0
    for target in _by_amount(targets):
        width = float(target.amount / longest) * full
        value = f"{target.value}{target.unit}"
        shapes += [
            Label(_MARGIN, y + 17, target.region, 14, _INK),
            box(_MARGIN + name_width, y + 3, width, 18, _ACCENT),
            Label(_MARGIN + name_width + width + 6, y + 17, value, 14, _INK, bold=True),
        ]
        y += 28
    shapes.append(box(_MARGIN + name_width - 1, 60, 1, y - 60, _SOFT))
    shapes.append(Label(_MARGIN, y + 20, _source(kb, wording), 12, _SOFT))
    return Drawing(title, y + 34, tuple(shapes))


def comparison_words(targets: Sequence[Target], kb: KnowledgeBase, wording: Wording) -> list[str]:
    """Return what :func:`comparison` shows as lines of text."""
    return [
        wording.word(_COMPARISON),
        wording.word(_COMPARED),
        *(f"· {target.region} {target.value}{target.unit}" for target in _by_amount(targets)),
        _source(kb, wording),
    ]


def _by_amount(targets: Sequence[Target]) -> list[Target]:
    return sorted(targets, key=lambda target: target.amount, reverse=True)


def _source(kb: KnowledgeBase, wording: Wording) -> str:
    return wording.word(say("来源:{paper}", paper=kb.document(TARGET_DOCUMENT).name))
