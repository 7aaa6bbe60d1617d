"""Pictures: well-formed, escaped, whole, and never with boxes in place of characters."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from needs import needs
from PIL import Image, ImageFont

from actions.lookups.deadlines import chosen_deadlines, dated
from actions.lookups.targets import city_targets
from actions.question import today_in_zhejiang
from bot.attachments import charts, drawing
from bot.attachments.charts import city_chart, comparison, deadline_timeline, timeline
from bot.attachments.drawing import WIDTH, Drawing, Label, MissingFontError, as_png, as_svg, wrapped
from bot.attachments.file import TEXT
from bot.wording.render import Wording
from policies_kb.kb import KnowledgeBase

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 11, 23)
ZH = Wording("zh-Hans")


def texts(content: bytes) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(content).iter(f"{SVG}text")]


def labels(drawn: Drawing) -> Iterator[Label]:
    return (shape for shape in drawn.shapes if isinstance(shape, Label))


def timeline_of(kb: KnowledgeBase, named: dict[str, list[str]], today: date = TODAY) -> Drawing:
    return timeline(dated(chosen_deadlines(kb, named, today)), kb, ZH, today)


def test_the_chart_shows_each_city_with_its_figure(kb: KnowledgeBase) -> None:
    shown = texts(city_chart({}, kb, "zh-Hans").content)
    for target in city_targets(kb):
        assert shown[shown.index(target.region) + 1] == f"{target.value}{target.unit}"
    assert "来源:浙政发〔2017〕31号" in shown


def test_bars_are_as_long_as_their_figures(kb: KnowledgeBase) -> None:
    targets = city_targets(kb)
    drawn = comparison(targets, kb, ZH)
    widths = [
        shape.points[1][0] - shape.points[0][0]
        for shape in drawn.shapes
        if not isinstance(shape, Label) and shape.points[2][1] - shape.points[1][1] == 18
    ]
    amounts = sorted((float(target.amount) for target in targets), reverse=True)
    assert [width / widths[0] for width in widths] == pytest.approx(
        [a / amounts[0] for a in amounts]
    )


def test_only_the_cities_asked_for_are_drawn(kb: KnowledgeBase) -> None:
    shown = texts(city_chart({"cities": ["杭州", "舟山"]}, kb, "zh-Hans").content)
    assert {"杭州", "舟山"} <= set(shown)
    assert "宁波" not in shown


def test_the_timeline_shows_each_paper_and_the_months_in_order(kb: KnowledgeBase) -> None:
    shown = [label.text for label in labels(timeline_of(kb, {"region": ["嘉善县"]}))]
    assert "浙政办发〔2017〕80号" in shown
    months = [text for text in shown if text.endswith("月")]
    assert months[0] == "2017年8月"
    assert months[-1] == "2027年3月"
    assert months == sorted(set(months), key=lambda text: tuple(map(int, text[:-1].split("年"))))


@pytest.mark.parametrize("today", [date(2017, 1, 1), date(2018, 4, 30), TODAY, date(2040, 1, 1)])
def test_today_is_marked_once_between_before_and_after(kb: KnowledgeBase, today: date) -> None:
    drawn = timeline_of(kb, {}, today)
    [now] = [label for label in labels(drawn) if label.text.startswith("今天")]
    assert now.text == f"今天 {today.year}年{today.month}月{today.day}日"
    months = [label for label in labels(drawn) if label.text.endswith("月") and "年" in label.text]
    for label in months:
        year, month = map(int, label.text[:-1].split("年"))
        if (year, month) != (today.year, today.month):
            assert (label.y < now.y) == ((year, month) < (today.year, today.month))


def test_states_are_told_apart_by_form_too() -> None:
    forms = {(sign.corners, sign.filled, sign.turn) for sign in charts._SIGNS.values()}
    assert len(forms) == len(charts._SIGNS)


def test_attachment_items_of_a_month_share_a_point(kb: KnowledgeBase) -> None:
    shown = " ".join(
        label.text for label in labels(timeline_of(kb, {"year": ["2018"], "month": ["4"]}))
    )
    items = kb.standard_items(month="2018-04")
    assert f"{items[0].item}等{len(items)}项" in shown


@pytest.mark.parametrize("named", [{}, {"region": ["嘉善县"]}, {"unit": ["省建设厅"]}], ids=str)
def test_everything_stays_within_the_picture(
    kb: KnowledgeBase, named: dict[str, list[str]]
) -> None:
    drawn = timeline_of(kb, named)
    for shape in drawn.shapes:
        if isinstance(shape, Label):
            width = drawing.text_width(shape.text, shape.size)
            left = shape.x - width if shape.right else shape.x
            # Punctuation may hang into the margin.
            assert left >= 0 and left + width <= WIDTH
            assert 0 < shape.y < drawn.height
        else:
            assert all(0 <= x <= WIDTH and 0 <= y <= drawn.height for x, y in shape.points)


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_svg_is_well_formed_and_runs_nothing(kb: KnowledgeBase, locale: str) -> None:
    for content in (
        deadline_timeline({}, kb, locale).content,
        city_chart({}, kb, locale).content,
    ):
        root = ElementTree.fromstring(content)
        names = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert names == {"svg", "title", "rect", "polygon", "text"}
        assert not [key for e in root.iter() for key in e.attrib if key.startswith("on")]
        assert b"href" not in content


def test_hostile_words_are_escaped() -> None:
    words = "<script>alert(1)</script>&\"'"
    drawn = Drawing(words, 40, (Label(0, 20, words),))
    content = as_svg(drawn, "zh-Hans")
    assert b"<script" not in content
    assert texts(content) == [words]


def test_long_words_are_wrapped_and_cut() -> None:
    lines = wrapped("报送材料" * 30, 100, 10, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert not any(line[0] in "、,。;:)”" for line in wrapped("报送,材料;申报:" * 9, 70, 10, 9))


@needs("chinese font")
def test_a_png_has_the_size_of_the_drawing(kb: KnowledgeBase) -> None:
    file = city_chart({"form": "png"}, kb, "zh-Hans")
    assert file.media_type == "image/png"
    with Image.open(io.BytesIO(file.content)) as image:
        assert image.width == 2 * WIDTH


@needs("chinese font")
def test_the_font_draws_every_character_of_the_pictures(kb: KnowledgeBase) -> None:
    drawn = [timeline_of(kb, {}), comparison(city_targets(kb), kb, ZH)]
    used = {char for d in drawn for label in labels(d) for char in label.text if char.strip()}
    for file, face in drawing.chinese_fonts():
        font = ImageFont.truetype(file, 20, index=face)
        assert [char for char in used if not drawing.draws(font, char)] == []


@needs("chinese font")
def test_characters_are_drawn_and_not_the_missing_glyph() -> None:
    label = Label(10, 30, "浙江无欠薪", 20)
    drawn = as_png(Drawing("", 40, (label,)))
    boxes = as_png(Drawing("", 40, (replace(label, text="\uffff" * 5),)))
    assert drawn != boxes


def test_a_font_without_chinese_is_told_from_one_with() -> None:
    latin = ImageFont.load_default(20)
    assert drawing.draws(latin, "A")
    assert not drawing.draws(latin, "浙")


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_the_error_says_what_to_install() -> None:
    with pytest.raises(MissingFontError, match="fonts-noto-cjk"):
        as_png(Drawing("", 40, (Label(0, 20, "浙"),)))


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_without_a_font_the_timeline_is_told_in_words(kb: KnowledgeBase, locale: str) -> None:
    file = deadline_timeline({"form": "png"}, kb, locale)
    assert file.media_type == TEXT
    told = file.content.decode()
    for due in dated(chosen_deadlines(kb, {}, today_in_zhejiang())):
        assert kb.document(due.deadline.document).name in told
        if due.deadline.rule != "month":
            assert due.deadline.action in told
    assert {"zh-Hans": "今天", "zh-Hant": "今天", "en": "Today"}[locale] in told


@pytest.mark.usefixtures("no_fonts")
def test_the_words_hold_each_point_once_with_its_day_and_state(kb: KnowledgeBase) -> None:
    told = charts.timeline_words(dated(chosen_deadlines(kb, {}, TODAY)), kb, ZH, TODAY)
    points = list(charts._points(dated(chosen_deadlines(kb, {}, TODAY)), kb, ZH))
    assert len([line for line in told if line.startswith("· ")]) == len(points)
    for point in points:
        day = f"{point.day.year}年{point.day.month}月{point.day.day}日"
        assert any(line.startswith(f"· {day}") and line.endswith(point.words) for line in told)
    assert any("已过" in line for line in told)


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_the_cities_are_told_in_words(kb: KnowledgeBase) -> None:
    file = city_chart({"form": "png", "cities": ["杭州", "舟山"]}, kb, "zh-Hans")
    assert file.media_type == TEXT
    told = file.content.decode()
    for target in city_targets(kb):
        line = f"· {target.region} {target.value}{target.unit}"
        assert (line in told) == (target.region in ("杭州", "舟山"))
    assert "浙政发〔2017〕31号" in told


@pytest.mark.usefixtures("no_fonts")
def test_without_a_font_svg_is_as_ever(kb: KnowledgeBase) -> None:
    assert city_chart({}, kb, "zh-Hans").media_type == "image/svg+xml"
