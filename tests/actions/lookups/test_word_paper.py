"""A Word file with a table, goals by year and units by role."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from added_base import filled_desk

from actions.context import AnswerContext
from actions.lookups.added_papers import of_added_paper
from actions.question import Question
from bot.wording.render import render

_HEAD = ("荣誉等次", "个人(元)", "集体(元)", "资金来源")
_ROWS = (
    ("护河一等奖(市级)", "6000", "15000", "市财政专户"),
    ("护河二等奖(市级)", "3200", "9000", "市财政专户"),
    ("护河三等奖(县级)", "1100", "4000", "县财政资金"),
)
_ABOVE = (
    "丽水市水利局关于做好护河志愿者奖励工作的通知",
    "丽水利〔2026〕23号",
    "各县(市、区)水利局：",
    "为鼓励群众参加护河，现就护河志愿者奖励有关事项通知如下：",
    "一、奖励对象",
    "在本市连续参加护河巡查满2年的志愿者和志愿队伍。",
    "二、奖励标准",
    "护河志愿者奖励按等次发放，标准见下表。",
)
_BELOW = (
    "三、工作目标",
    "到2027年底，建成护河驿站36处；到2028年底，累计建成护河驿站90处。",
    "四、组织实施",
    "(一)建设护河驿站。在主要河道边建设护河驿站。(牵头单位：市水利局；配合单位：市建设局、各县(市、区)政府)",
    "五、申报办法",
    "志愿者应当于每年10月20日前向所在县(市、区)水利局申报。",
    "丽水市水利局",
    "2026年2月11日",
)


def _saved(path: Path) -> Path:
    paper = docx.Document()
    for text in _ABOVE:
        paper.add_paragraph(text)
    table = paper.add_table(rows=0, cols=len(_HEAD))
    for cells in (_HEAD, *_ROWS):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    for text in _BELOW:
        paper.add_paragraph(text)
    paper.save(str(path))
    return path


@pytest.fixture(scope="module")
def rewards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerContext]:
    """A context over a base with the paper of rewards."""
    folder = tmp_path_factory.mktemp("rewards")
    with filled_desk(folder, (_saved(folder / "rewards.docx"),)) as context:
        yield context


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("护河志愿者奖励二等奖集体给多少钱", "集体:9000元"),
        ("护河志愿者三等奖资金来源是什么", "县财政资金"),
        ("到2028年建成多少处护河驿站", "90处"),
        ("建设护河驿站由谁牵头", "牵头单位:市水利局。"),
        ("建设护河驿站谁配合", "配合单位:市建设局、各县(市、区)政府"),
        # No column is named: the whole row.
        ("护河志愿者一等奖奖励多少钱", "个人:6000元;集体:15000元"),
    ],
)
def test_what_is_asked_stands_in_the_first_line(
    text: str, told: str, rewards: AnswerContext
) -> None:
    given = of_added_paper(Question(text, "out_government_service"), rewards)
    assert given is not None
    assert told in str(render(given, "zh-Hans").text).split("\n")[0]
