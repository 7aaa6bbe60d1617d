"""How a guided case is led: skipping, going back, changing, asking back, urgent help."""

from __future__ import annotations

import json
import random

import pytest
from guide_play import Player, PlayerMaker
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.guides import GUIDES
from actions.guides.summary import summary
from bot.wording.render import Wording

ANSWERS = {
    **{"place": "义乌", "employer": "工厂", "since": "今年3月起", "ended": "今年8月走的"},
    **{"amount": "欠我9000元", "people": "3个人", "proof": "有合同", "reachable": "跑了"},
    **{"filed": "还没投诉", "special": "都没有"},
}
EACH_GUIDE = pytest.mark.parametrize("name", GUIDES)


def filled(start: PlayerMaker, order: list[str]) -> Player:
    player = start("wages_case")
    for name in order:
        player.pending = name
        player.type(ANSWERS[name])
    return player


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(list(ANSWERS)))
def test_any_order_of_answers_comes_to_the_same_advice(
    start: PlayerMaker, order: list[str]
) -> None:
    one, other = filled(start, list(ANSWERS)), filled(start, order)
    assert one.facts == other.facts
    assert one.pending is None and other.pending is None
    assert one.given == other.given


@EACH_GUIDE
def test_every_field_can_be_skipped_by_words_or_button(name: str, start: PlayerMaker) -> None:
    typed, pressed = start(name).type("你好"), start(name).type("你好")
    while typed.pending:
        typed.type(
            random.Random(typed.pending).choice(["不知道", "跳过", "不清楚。", "忘了", "skip"])
        )
    while pressed.pending:
        assert f'/guide_skip{{"guide_field":"{pressed.pending}"}}' in pressed.payloads()
        pressed.press("/guide_skip")
    assert set(typed.facts.values()) == {"unknown"}
    assert typed.facts == pressed.facts
    assert typed.given == pressed.given
    assert typed.given.status == "answered"


def test_back_opens_the_last_answer_again(start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌", "工地").press("/guide_back")
    assert player.pending == "employer"
    assert player.facts == {"place": "义乌市"}
    assert "给谁干活" in player.lead()
    player.press("/guide_back")
    assert (player.pending, player.facts) == ("place", {})
    assert not any("/guide_back" in payload for payload in player.payloads())
    assert player.press("/guide_back").pending == "place"
    assert player.type("永康", "厂里").facts == {"place": "永康市", "employer": "company"}


def test_back_after_a_story_and_after_the_advice(start: PlayerMaker) -> None:
    player = start("wages_case").type("跑了,义乌的厂", "直接告诉我结果")
    assert player.pending is None
    player.press("/guide_back")
    assert player.pending in ("place", "employer", "reachable")
    reopened = player.pending
    assert reopened not in player.facts
    player.press("/guide_skip")
    assert player.facts[reopened] == "unknown"


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("改一下金额,是两万", "amount", 20_000),
        ("不对,人数是8个人", "people", 8),
        ("地方说错了,是永康", "place", "永康市"),
        ("应该是去年9月走的", "ended", "2025-09"),
        ("合同那个说错了,其实只有微信聊天", "proof", "traces"),
    ],
)
def test_an_answer_is_changed_whatever_is_asked(
    text: str, name: str, value: object, start: PlayerMaker
) -> None:
    known = {"place": "义乌市", "employer": "company", "ended": "2026-08", "amount": 9000}
    known |= {"people": 3, "proof": "contract"}
    player = start("wages_case")
    player.facts, player.pending = dict(known), "filed"
    player.type(text)
    assert player.facts == {**known, name: value}


def test_a_change_without_a_value_asks_anew_and_a_bad_one_keeps_the_old(
    start: PlayerMaker,
) -> None:
    player = start("wages_case")
    player.facts, player.pending = {"place": "义乌市", "amount": 9000}, "proof"
    player.type("改一下金额,是-2万")
    assert player.facts["amount"] == 9000 and "金额不对" in player.lead()
    player.type("改一下金额")
    assert player.pending == "amount" and "amount" not in player.facts
    assert player.type("7000").facts["amount"] == 7000


def test_asking_why_gives_the_reason_and_asks_again(start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌", "为什么要问这个")
    assert "该谁付钱" in player.lead()
    assert player.pending == "employer"


def test_what_was_told_is_said_back(start: PlayerMaker) -> None:
    player = start("wages_case").type("我说了什么")
    assert "还没有说过" in player.lead()
    player.type("义乌的工地欠我两万三", "我刚才说了什么")
    rows = [Wording("zh-Hans").word(row.text) for row in player.given.rows]
    assert rows == ["地方:义乌市", "给谁干活:工地（有包工头、分包）", "欠多少:23000元"]
    assert player.pending == "since"


def test_the_summary_keeps_the_order_of_the_questions_and_leaves_out_the_unknown() -> None:
    guide = GUIDES["wages_case"]
    rows = summary(guide, {"people": 3, "since": "2026-03", "amount": "unknown", "place": "义乌市"})
    said = [row.text.translations for row in rows]
    assert [words["zh"] for words in said] == [
        "地方:义乌市",
        "从哪个月开始欠:2026年3月",
        "多少人被欠:3人",
    ]
    assert [words["en"] for words in said][1:] == [
        "Unpaid since: March 2026",
        "How many are unpaid: 3",
    ]


@pytest.mark.parametrize(("people", "urged"), [("9个人", False), ("10个人", True), ("300人", True)])
def test_many_people_are_told_how_to_be_heard_first(
    people: str, urged: bool, start: PlayerMaker
) -> None:
    player = start("wages_case").type(f"义乌的厂欠我们{people}工资")
    first = player.lead().splitlines()[0]
    assert ("人多不用堵门" in first) == urged
    assert ("tel:12345" in [link.url for link in player.given.links]) == urged
    player.type("直接告诉我")
    assert ("推举代表" in player.text()) == urged


def test_every_question_offers_its_choices_and_a_way_out(start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌")
    field = player.guide.fields["employer"]
    offered = player.payloads()
    for choice, payload in zip(field.choices, offered, strict=False):
        entities = json.loads(payload.removeprefix("/guide_answer"))
        assert entities == {"guide_field": "employer", "guide_value": choice.value}
    here = '{"guide_field":"employer"}'
    assert offered[-3:] == [f"/guide_skip{here}", f"/guide_back{here}", "/guide_stop"]


@EACH_GUIDE
def test_every_button_does_what_it_says(name: str, start: PlayerMaker) -> None:
    for field in start(name).guide.fields.values():
        for choice in field.choices:
            player = start(name).choose(**{field.name: choice.value})
            assert str(player.facts[field.name]) == choice.value
            typed = start(name)
            typed.pending = field.name
            typed.type(choice.label.translations["zh"])
            assert str(typed.facts[field.name]) == choice.value


@EACH_GUIDE
def test_no_question_asks_for_a_name_an_identity_or_a_telephone(
    name: str, start: PlayerMaker
) -> None:
    asked_for = [f for f in start(name).guide.fields.values() if not f.told_only]
    assert asked_for
    for field in asked_for:
        asked = field.question.translations
        assert not any(word in asked["zh"] for word in ("姓名", "身份证", "手机号", "电话号码"))
        assert "?" in asked["en"]


@EACH_GUIDE
def test_facts_and_answers_survive_json(name: str, start: PlayerMaker) -> None:
    player = start(name).type("12个人被欠,打我")
    assert json.loads(json.dumps(player.facts)) == player.facts
    player.type("直接告诉我")
    sent = json.loads(json.dumps(player.given.as_json()))
    assert len(sent["steps"]) == len(player.given.steps)
