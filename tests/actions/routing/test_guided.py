"""A guided case within a conversation."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from actions.answer import Answer
from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.question import PreviousQuestion, Question
from actions.routing.case import Case
from actions.routing.dispatch import answer
from actions.routing.guided import guided
from bot.wording.render import render


class Talk:
    """Plays a conversation turn by turn, the case kept as the slot keeps it."""

    def __init__(self, context: AnswerContext, history: tuple[PreviousQuestion, ...] = ()) -> None:
        self.context, self.history, self.slot = context, history, None

    def say(self, text: str, intent: str = "nlu_fallback", **entities: str) -> Answer:
        found = {kind: (value,) for kind, value in entities.items()}
        question = Question(text=text, intent=intent, entities=found, history=self.history)
        case, given = guided(question, Case.from_json(self.slot), self.context, answer)
        self.slot = json.loads(json.dumps(case.as_json()))
        return given

    def press(self, given: Answer, label: str) -> Answer:
        [payload] = [s.payload for s in given.suggestions if label in str(s.label)]
        name, _, data = payload[1:].partition("{")
        return self.say(payload, name, **(json.loads("{" + data) if data else {}))

    @property
    def case(self) -> Case:
        return Case.from_json(self.slot)


@pytest.mark.parametrize("guide", sorted(GUIDES))
def test_a_case_skipped_through_ends_in_advice(context: AnswerContext, guide: str) -> None:
    talk = Talk(context)
    given = talk.say(f"/{guide}", guide)
    assert given.status == "clarify"
    for _ in range(12):
        if not talk.case.open:
            break
        given = talk.say("跳过")
    assert not talk.case.open
    assert given.status == "answered"
    assert given.citations


def test_a_case_begins_with_what_was_told_before(context: AnswerContext) -> None:
    told = "我在义乌一个工地干活,包工头欠我们12个人30万元"
    story = PreviousQuestion("wages_claim", told, {"region": ("义乌市",)})
    talk = Talk(context, (story,))
    talk.say("/wages_case", "wages_case")
    assert {"place", "people", "amount"} <= set(talk.case.facts)


def test_a_story_on_another_matter_is_not_taken_over(context: AnswerContext) -> None:
    talk = Talk(context, (PreviousQuestion("credit_repair", "我欠银行5000元", {}),))
    talk.say("/wages_case", "wages_case")
    assert talk.case.facts == {}


def test_an_answer_with_two_readings_is_no_question_in_between(context: AnswerContext) -> None:
    talk = Talk(context)
    talk.say("/wages_case", "wages_case")
    talk.slot = {**talk.case.as_json(), "pending": "amount"}
    given = talk.say("2.5", "out_of_scope")
    assert [s.payload for s in given.suggestions if "25000元" in s.payload]
    assert talk.press(given, "25000元") and talk.case.facts == {"amount": 25_000}


def test_a_question_in_between_is_answered_and_the_case_goes_on(context: AnswerContext) -> None:
    talk = Talk(context)
    talk.say("/wages_case", "wages_case")
    before = talk.case
    given = talk.say("花钱修复征信是真的吗", "credit_scam")
    assert given.citations == answer(Question("x", "credit_scam"), context).citations
    assert any("guide_skip" in choice.payload for choice in given.suggestions)
    assert talk.case == before


def test_another_button_in_between_is_answered(context: AnswerContext) -> None:
    talk = Talk(context)
    talk.say("/request_case", "request_case")
    given = talk.say("/disclosure_time_limit", "disclosure_time_limit")
    assert given.citations
    assert talk.case.facts == {}


@pytest.mark.parametrize("words", ["回到上一题", "上一步", "返回", "我要回到上一个问题。", "Back"])
def test_a_typed_wish_to_go_back_does_what_the_button_does(
    context: AnswerContext, words: str
) -> None:
    typed, pressed = Talk(context), Talk(context)
    for talk in (typed, pressed):
        talk.say("/wages_case", "wages_case")
        given = talk.say("我在义乌一个工地干活,包工头欠我们12个人30万元", "wages_claim")
    assert typed.case == pressed.case
    before = typed.case
    assert typed.say(words, "follow_back") == pressed.press(given, "回到上一题")
    assert typed.case == pressed.case != before


def test_what_only_begins_like_going_back_is_an_answer(context: AnswerContext) -> None:
    talk = Talk(context)
    talk.say("/wages_case", "wages_case")
    talk.say("回到上一个工地以后,包工头欠我们12个人30万元", "wages_claim")
    assert {"people", "amount"} <= set(talk.case.facts)


@pytest.mark.parametrize(
    "words", ["不填了", "算了", "stop", "退出吧", "算了,不想填了", "我不想再填了"]
)
def test_a_case_is_left_and_taken_up_again(context: AnswerContext, words: str) -> None:
    talk = Talk(context)
    talk.say("/wages_case", "wages_case")
    talk.say("义乌", region="义乌市")
    pending = talk.case.pending
    given = talk.say(words)
    assert not talk.case.open
    talk.press(given, "接着填")
    assert talk.case.open
    assert talk.case.pending == pending
    assert talk.case.facts["place"] == "义乌市"


def test_the_advice_can_be_changed(context: AnswerContext) -> None:
    talk = Talk(context)
    given = talk.say("/credit_case", "credit_case")
    while talk.case.open:
        given = talk.say("跳过")
    talk.press(given, "有一处要改")
    assert talk.case.open


@pytest.mark.parametrize("words", ["从头填一遍", "我想重新来", "重填", "start over"])
def test_typed_words_begin_anew(context: AnswerContext, words: str) -> None:
    talk = Talk(context)
    talk.say("/wages_case", "wages_case")
    first = talk.say("公司欠我两万", "wages_claim")
    assert talk.case.facts and talk.case.open
    again = talk.say(words)
    assert talk.case.open and talk.case.facts == {} and talk.case.pending == "place"
    assert again.status == "clarify" and again.lead[-1] == first.lead[-1]


@pytest.mark.parametrize("intent", ["guide_answer", "guide_skip", "guide_back", "guide_stop"])
def test_a_button_of_no_case_offers_to_begin_one(context: AnswerContext, intent: str) -> None:
    given = Talk(context).say(f"/{intent}", intent)
    assert given.status == "clarify"
    assert {choice.payload for choice in given.suggestions} == {f"/{name}" for name in GUIDES}


def test_a_slot_of_an_unknown_guide_is_no_case() -> None:
    assert Case.from_json({**Case("gone").as_json()}) == Case()
    assert Case.from_json(None) == Case()
    assert replace(Case("wages_case"), open=True) == Case.from_json(
        replace(Case("wages_case"), open=True).as_json()
    )


def test_a_statement_on_the_matter_of_the_case_is_no_question_in_between(
    context: AnswerContext,
) -> None:
    talk = Talk(context)
    talk.say("/credit_case", "credit_case")
    given = talk.say("就那个信用的事", "credit_repair")
    assert given.status == "clarify"
    between = talk.say("修复要花钱吗", "credit_repair")
    assert between.status == "answered"
    assert talk.case.facts == {}


def wage_case(context: AnswerContext, *told: str) -> tuple[Talk, Answer]:
    """A wage case in which so much was told, and what it asks then."""
    talk = Talk(context)
    talk.say("/wages_case", "wages_case")
    given = talk.say("义乌", region="义乌市")
    for text in told:
        given = talk.say(text)
    return talk, given


@pytest.mark.parametrize("label", ["跳过这一题", "回到上一题"])
def test_a_button_pressed_twice_counts_once(context: AnswerContext, label: str) -> None:
    talk, given = wage_case(context, "工厂", "今年3月")
    talk.press(given, label)
    once = talk.case
    again = talk.press(given, label)
    assert talk.case == once
    assert "前面的按钮" in str(again.lead[0])
    assert again.suggestions, "the question now open is asked again, with its buttons"


@pytest.mark.parametrize("label", ["跳过这一题", "回到上一题"])
def test_a_button_of_an_earlier_question_moves_nothing(context: AnswerContext, label: str) -> None:
    talk, given = wage_case(context, "工厂")
    for text in ("今年3月", "还在干", "20000元"):
        talk.say(text)
    before = talk.case
    talk.press(given, label)
    assert talk.case == before


def test_who_wants_the_result_is_not_told_why_it_is_asked(context: AnswerContext) -> None:
    talk, _ = wage_case(context, "工厂", "今年3月")
    given = talk.say("直接告诉我结果", "follow_simpler")
    assert given.status == "answered" and not talk.case.pending


def test_going_back_after_the_advice_counts_once(context: AnswerContext) -> None:
    talk, _ = wage_case(context, "工厂", "今年3月")
    given = talk.say("直接告诉我")
    talk.press(given, "有一处要改")
    once = talk.case
    talk.press(given, "有一处要改")
    assert talk.case == once


def test_taking_a_left_case_up_counts_once(context: AnswerContext) -> None:
    talk, _ = wage_case(context, "工厂", "今年3月")
    before = talk.case
    given = talk.say("不填了")
    for _ in range(2):
        talk.press(given, "接着填")
        assert talk.case == before


def test_a_choice_pressed_late_lands_in_its_own_field(context: AnswerContext) -> None:
    talk, given = wage_case(context)
    assert talk.case.pending == "employer"
    talk.press(given, "工厂")
    talk.say("今年3月")
    pending = talk.case.pending
    talk.press(given, "工地")
    assert talk.case.facts["employer"] == "building_site"
    assert talk.case.pending == pending


def test_beginning_an_open_case_again_loses_nothing(context: AnswerContext) -> None:
    talk, _ = wage_case(context, "工厂", "今年3月")
    before = talk.case
    given = talk.say("/wages_case", "wages_case")
    assert talk.case == before
    assert "都还在" in str(given.lead[0])
    talk.say("不填了")
    talk.say("/wages_case", "wages_case")
    assert talk.case.facts == {}


def test_a_case_says_what_it_is_for_and_why_it_asks(context: AnswerContext) -> None:
    given = Talk(context).say("/wages_case", "wages_case")
    said = " ".join(line.translations["zh"] for line in given.lead)
    assert "投诉书" in said and "先别问了" in said and "所以先问地方" in said


def test_all_that_was_told_on_the_matter_is_taken_over(context: AnswerContext) -> None:
    history = (
        PreviousQuestion("wages_time_limit", "一共欠我两万三", {}),
        PreviousQuestion("wages_claim", "我在义乌一个饭店洗碗,老板不给钱", {"region": ("义乌市",)}),
    )
    talk = Talk(context, history)
    talk.say("那你帮我弄吧", "wages_case")
    assert talk.case.facts == {"place": "义乌市", "employer": "shop", "amount": 23000}


def test_what_is_stated_beside_a_question_is_taken_down(context: AnswerContext) -> None:
    talk = Talk(context)
    talk.say("/wages_case", "wages_case")
    given = talk.say("我在东阳的厂里,能告他吗", "wages_arbitration", region="东阳市")
    assert given.citations, "the question is answered"
    assert talk.case.facts == {"place": "东阳市", "employer": "company"}


@pytest.mark.parametrize(
    "text", ["工地上的话归谁管", "厂里这种情况怎么算", "饭店跟公司有没有区别", "要是在外省呢"]
)
def test_nothing_is_taken_down_from_a_question(context: AnswerContext, text: str) -> None:
    talk = Talk(context)
    talk.say("/wages_case", "wages_case")
    talk.say(text, "wages_claim")
    assert talk.case.facts == {}


def test_a_contradiction_is_asked_about_with_both_readings(context: AnswerContext) -> None:
    talk, _ = wage_case(context, "工厂")
    given = talk.say("干活那会儿在东阳", region="东阳市")
    asked = given.lead[-1].translations["zh"]
    assert "义乌市" in asked and "东阳市" in asked
    talk.press(given, "东阳市")
    assert talk.case.facts["place"] == "东阳市" and talk.case.pending == "since"


def test_a_correction_replaces_without_asking(context: AnswerContext) -> None:
    talk, _ = wage_case(context, "工厂")
    talk.say("不是义乌,是东阳", region="东阳市")
    assert talk.case.facts["place"] == "东阳市" and talk.case.pending == "since"


def test_months_that_do_not_fit_are_both_named(context: AnswerContext) -> None:
    talk, _ = wage_case(context, "工厂", "今年6月开始没发")
    given = talk.say("今年3月走的")
    problem = " ".join(line.translations["zh"] for line in given.lead)
    assert "6月" in problem and "3月" in problem


def test_the_letter_is_offered_as_soon_as_it_can_be_written(context: AnswerContext) -> None:
    talk, given = wage_case(context, "工厂")
    assert all(s.payload != "/guide_enough" for s in given.suggestions)
    given = talk.say("今年3月")
    assert any(s.payload == "/guide_enough" for s in given.suggestions)
    written = talk.say("/guide_enough", "guide_enough")
    assert {file.file for file in written.attachments} >= {"投诉书.docx"}


def test_the_letter_can_be_wished_for_in_words(context: AnswerContext) -> None:
    talk, _ = wage_case(context, "工厂", "今年3月")
    assert talk.say("那就帮我写一份投诉书", "wages_case").attachments
    assert not talk.case.open


@pytest.mark.parametrize(
    "words", ["先别问了", "不要再问我了", "不想说了", "下次再弄吧", "stop asking"]
)
def test_whoever_has_enough_is_let_go(context: AnswerContext, words: str) -> None:
    talk, _ = wage_case(context, "工厂")
    before = talk.case
    talk.say(words)
    assert talk.case == replace(before, open=False)


def test_a_place_is_answered_where_a_case_asks_for_none(context: AnswerContext) -> None:
    talk = Talk(context)
    talk.say("/request_case", "request_case")
    talk.say("宅基地的批复")
    given = talk.say("台州玉环", region="玉环市")
    assert "玉环" in worded_zh(given)
    assert talk.case.pending == "organ"


def worded_zh(given: Answer) -> str:
    return str(render(given, "zh-Hans").text)
