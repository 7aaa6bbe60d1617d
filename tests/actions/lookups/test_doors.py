"""Who asks for the telephone or the address of an office gets the lines that hold everywhere."""

from __future__ import annotations

import pytest

from actions.context import AnswerContext
from actions.lookups.doors import door_asked
from actions.question import Question
from actions.routing.dispatch import answer
from bot.wording.render import render


@pytest.mark.parametrize(
    ("intent", "text", "numbers"),
    [
        ("wages_unsaid", "台州市劳动监察支队电话是多少", ["12333", "12345"]),
        ("out_government_service", "人社局在什么地方", ["12333", "12345"]),
        ("wages_arbitration", "仲裁委怎么走", ["12333", "12345"]),
        ("wages_arbitration", "余姚的劳动仲裁院地址", ["12333", "12345"]),
        ("wages_claim", "求诸暨劳动监察的联系方式", ["12333", "12345"]),
        ("wages_claim", "多少电话能打到劳动监察大队", ["12333", "12345"]),
        ("wages_legal_aid", "嘉兴法律援助中心的号码", ["12348", "12345"]),
        ("out_labour", "where is the labour bureau?", ["12333", "12345"]),
        ("wages_arbitration", "江北区仲裁院在哪，几点上班", ["12333", "12345"]),
        ("out_government_service", "人社局周末上班吗", ["12333", "12345"]),
        ("out_other", "法律援助中心的办公时间", ["12348", "12345"]),
        (
            "out_government_service",
            "Where is the labour office in Ningbo and when does it open?",
            ["12333", "12345"],
        ),
    ],
)
def test_the_numbers_lead(
    intent: str, text: str, numbers: list[str], context: AnswerContext
) -> None:
    given = answer(Question(text, intent), context)
    assert given.status == "answered"
    shown = str(render(given, "zh-Hans").text)
    assert shown.startswith(f"请打{' / '.join(numbers)}。")
    assert "电话、地址和上班时间这里没有收录" in shown
    assert [link.url for link in given.links][:2] == [f"tel:{number}" for number in numbers]
    assert str(render(given, "en").text).startswith("Please call ")


def test_a_place_hears_that_its_own_is_not_held(context: AnswerContext) -> None:
    inside = Question("宁海劳动监察电话", "wages_unsaid", entities={"region": ("宁海县",)})
    given = answer(inside, context)
    assert "宁海县自己的地址和电话这里没有收录" in str(render(given, "zh-Hans").text)
    assert "宁海县劳动保障监察机构（投诉窗口）" in [
        link.label.translations["zh"] for link in given.links
    ]
    outside = Question("武汉劳动监察电话", "wages_unsaid", entities={"outside_region": ("武汉市",)})
    assert [notice.kind for notice in answer(outside, context).notices] == ["outside_region"]


@pytest.mark.parametrize(
    "text",
    [
        "劳动监察的电话没人接怎么办",
        "老板的电话换了,劳动监察能找到他吗",
        "打了劳动局电话,说不归他们管",
        "劳动监察多久给答复",
        "欠薪领导小组办公室的电话",
        "仲裁委员会收费吗",
    ],
)
def test_other_messages_are_left_alone(text: str, context: AnswerContext) -> None:
    assert door_asked(Question(text, "wages_claim"), context) is None
