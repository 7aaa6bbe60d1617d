"""What is taken down of a message as facts of a case: no more and no less than a careful clerk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from guide_play import PlayerMaker

#: Nothing but a month is a date to YAML.
SAID = yaml.load(
    Path(__file__).with_name("taken_down.yml").read_text(encoding="utf-8"), yaml.BaseLoader
)


def as_text(value: Any) -> Any:
    """Return a fact as the file writes it."""
    if isinstance(value, dict):
        return {name: as_text(part) for name, part in value.items()}
    return [as_text(part) for part in value] if isinstance(value, list) else str(value)


@pytest.mark.parametrize("kind", SAID)
def test_what_is_taken_down_is_what_was_told(start: PlayerMaker, kind: str) -> None:
    wrong: list[str] = []
    player = start("wages_case")
    for said, told in SAID[kind].items():
        left_open = told.get("?", ())
        facts = player.guide.fill({}, None, player.question(said)).facts
        taken = {name: as_text(value) for name, value in facts.items() if name not in left_open}
        expected = {name: value for name, value in told.items() if name != "?"}
        if taken != expected:
            wrong.append(f"{said}: {taken}, not {expected}")
    assert not wrong, "\n".join(wrong)


#: What is asked for, and answers that tell nothing of it.
ASKED = [
    ("amount", "一分没有"),
    ("amount", "一块钱都没见过"),
    ("amount", "他说就差两千"),
    ("amount", "底薪另有400餐补"),
    ("people", "一分没拿"),
    ("people", "伙食费扣了我90"),
    ("since", "入职五年"),
    ("since", "跟了老板六年"),
    ("since", "做了三年多"),
    ("reachable", "法院宣告破产了"),
    ("employer", "老板关机了"),
    ("employer", "我住在宾馆"),
    ("filed", "打算下周去劳动局"),
    ("filed", "房东把老板告了"),
    ("filed", "还没到起诉那一步"),
    ("ended", "发给在职的人"),
    ("proof", "叫他写欠条他不写"),
]


@pytest.mark.parametrize(("name", "said"), ASKED, ids=[said for _, said in ASKED])
def test_what_is_no_answer_fills_nothing(start: PlayerMaker, name: str, said: str) -> None:
    player = start("wages_case")
    assert name not in player.guide.fill({}, name, player.question(said)).facts


#: Answers in nearly the same words that do.
ANSWERED = [
    ("amount", "财务算过是8300", 8300),
    ("amount", "欠我一千块", 1000),
    ("since", "有七个月了", ["2026-04", "2026-04"]),
    ("reachable", "厂倒闭了人也不见了", "gone"),
    ("employer", "给一个老板干", "company"),
    ("employer", "在宾馆打扫卫生", "shop"),
    ("filed", "上周去劳动局投诉过", "inspection"),
    ("filed", "我把老板告上法院了", "court"),
    ("ended", "在职的", "still"),
    ("proof", "他写了欠条给我", "iou"),
]


@pytest.mark.parametrize(("name", "said", "value"), ANSWERED, ids=[a[1] for a in ANSWERED])
def test_what_is_an_answer_is_taken(start: PlayerMaker, name: str, said: str, value: Any) -> None:
    player = start("wages_case")
    assert player.guide.fill({}, name, player.question(said)).facts[name] == value
