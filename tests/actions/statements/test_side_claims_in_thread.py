"""Severance, the double wage, dispatch and the like: in the thread of a wage matter."""

from __future__ import annotations

import pytest
from answer_texts import worded

from actions.context import AnswerContext
from actions.question import IntentScore, PreviousQuestion, Question
from actions.rasa_actions import remembered
from actions.routing.dispatch import answer
from nlu.topics import FALLBACK_INTENT

WAGES_BEFORE = (PreviousQuestion("wages_claim", "老板不给工钱", {}),)


@pytest.mark.parametrize("intent", ["out_labour", FALLBACK_INTENT])
def test_the_thread_of_a_wage_matter_is_kept(intent: str, context: AnswerContext) -> None:
    given = answer(Question("那辞职能要补偿吗", intent, history=WAGES_BEFORE), context)
    assert given.status == "answered" and given.citations
    assert "先书面通知单位" in worded(given)
    before = (PreviousQuestion("credit_bank", "逾期了", {}),)
    other = answer(Question("那辞职能要补偿吗", intent, history=before), context)
    assert other.status != "answered"


@pytest.mark.parametrize(
    ("intent", "text", "says"),
    [
        ("out_contract_debt", "他把货都藏起来了", "怕财产被转移"),
        ("out_bank", "能不能先冻结厂里的账户", "怕财产被转移"),
        ("out_company_law", "单位不服裁决", "讨工资、经济补偿的裁决一项一项地看"),
        ("out_government_service", "老板不还我护照", "不得扣劳动者的身份证和别的证件"),
        ("out_bank", "人是派遣到超市的", "劳务派遣公司就是用人单位"),
        ("out_contract_debt", "没钱吃饭了", "申请临时救助"),
        (FALLBACK_INTENT, "那天开庭迟到了", "开庭一定要去"),
    ],
)
def test_in_the_thread_it_wins_over_whatever_is_outside(
    intent: str, text: str, says: str, context: AnswerContext
) -> None:
    question = Question(text, intent, history=WAGES_BEFORE)
    given = answer(question, context)
    assert given.status == "answered" and given.citations and given.links
    assert says in given.lead[0].translations["zh"]
    # What comes after leans on wages too.
    assert remembered(question, given)[0]["intent"] == "wages_claim"
    alone = Question(text, intent)
    sent_on = answer(alone, context)
    assert sent_on.status != "answered"
    assert "wages_claim" not in [past["intent"] for past in remembered(alone, sent_on)]


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("out_family", "我老公在转移财产,要离婚"),
        ("out_contract_debt", "朋友借了钱不还,在转移财产"),
        ("out_bank", "我的卡被冻结账户了,怎么解冻"),
        ("out_project_money", "劳务公司不给工程款"),
    ],
)
def test_another_than_an_employer_stays_outside(
    intent: str, text: str, context: AnswerContext
) -> None:
    given = answer(Question(text, intent, history=WAGES_BEFORE), context)
    assert given == context.card_answer(intent)
    assert answer(Question(text, intent), context) == given


@pytest.mark.parametrize(
    ("intent", "text", "says", "law", "door"),
    [
        (
            "out_contract_debt",
            "他把货都藏起来了",
            "如果是讨工资、劳动仲裁的事",
            "zj_arb.art_33",
            "",
        ),
        ("out_company_law", "单位不服裁决", "单项不超过", "arb_law.art_47", ""),
        ("out_contract_debt", "开庭我缺席了", "开庭一定要去", "case_rules.art_39", ""),
        (
            "out_contract_debt",
            "揭不开锅了",
            "临时救助",
            "social_assistance_law.art_37",
            "tel:12345",
        ),
        ("out_labour", "老板不还我护照", "责令限期退还", "labour_contract_law.art_84", "tel:12333"),
    ],
)
def test_what_is_told_alone_stands_before_the_hand_over(
    intent: str, text: str, says: str, law: str, door: str, context: AnswerContext
) -> None:
    given = answer(Question(text, intent), context)
    assert given.status == "out_of_scope"
    assert says in worded(given)
    assert law in {c.url.removeprefix("/laws/").replace("#", ".") for c in given.citations}
    assert door in {link.url for link in given.links}
    card = context.card_answer(intent)
    assert {link.url for link in card.links} <= {link.url for link in given.links}


def test_another_claim_in_few_words_is_told_and_the_one_before_is_not_repeated(
    context: AnswerContext,
) -> None:
    before = (PreviousQuestion("wages_special_worker", "超龄了，厂里不给钱", {}),)
    given = answer(Question("派遣的呢", "follow_other", history=before), context)
    assert "劳务派遣公司就是用人单位" in worded(given)
    assert "过了退休年龄、给单位干" not in worded(given).split("【")[0]
    place = {"region": ("义乌市",)}
    asked = Question("那义乌呢", "follow_other", history=before, entities=place)
    assert "过了退休年龄、给单位干" in worded(answer(asked, context))


def test_few_words_in_the_thread_hear_first_what_they_name(context: AnswerContext) -> None:
    given = answer(Question("那我要是走人呢", "wages_collective", history=WAGES_BEFORE), context)
    assert "劳动者可以解除劳动合同并要经济补偿" in given.lead[0].translations["zh"]
    assert "先书面通知单位" in worded(given)
    long = Question("我们二十几个人都没拿到钱，要是走人怎么办", "wages_collective")
    assert "经济补偿" not in answer(long, context).lead[0].translations["zh"]


def test_an_unsure_message_on_the_double_wage_is_answered(context: AnswerContext) -> None:
    text = "合同没签，人还在厂里，双倍工资有没有期限"
    likely = (IntentScore("wages_no_contract", 0.4),)
    given = answer(Question(text, FALLBACK_INTENT, readings=likely), context)
    assert given.status == "answered"
    assert "还在职也会过期" in given.lead[0].translations["zh"]
    assert {"wages_case"} <= {button.payload[1:] for button in given.suggestions}
    assert answer(Question(text, FALLBACK_INTENT), context).status != "answered"


def test_few_words_get_what_they_name_and_no_page(context: AnswerContext) -> None:
    question = Question("合同和中介签的", "wages_no_contract", history=WAGES_BEFORE)
    given = answer(question, context)
    assert "劳务派遣公司就是用人单位" in given.lead[0].translations["zh"]
    assert context.cards["wages_no_contract"].lead not in given.lead


def test_a_first_message_on_pay_that_strayed_opens_the_matter(context: AnswerContext) -> None:
    question = Question("活都做完了，工头不见了", "out_labour")
    given = answer(question, context)
    assert given.status == "answered" and given.citations
    assert remembered(question, given)[0]["intent"] == "wages_claim"
