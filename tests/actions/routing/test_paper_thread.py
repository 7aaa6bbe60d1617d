"""Few words after a paper was spoken of are answered from that paper."""

from __future__ import annotations

import pytest

from actions.answer import Answer
from actions.context import AnswerContext
from actions.question import IntentScore, PreviousQuestion, Question
from actions.routing.dispatch import answer
from actions.routing.short_messages import leaning
from bot.wording.render import plain_text, render
from nlu.topics import FALLBACK_INTENT

NUMBERS = {name: f"浙政办发〔2017〕{name}号" for name in ("75", "77", "80", "82", "86")} | {
    "31": "浙政发〔2017〕31号"
}


def after(context: AnswerContext, paper: str, text: str, intent: str, *readings: str) -> Answer:
    """The answer to few words right after a paper was asked about by its number."""
    document = context.kb.document(NUMBERS[paper])
    about = {"kind": "paper", "document": document.id, "provision": "", "key": "", "words": ""}
    about |= {"columns": [], "names": [document.id]}
    named = {"document_number": (document.number,)}
    past = PreviousQuestion("document_info", f"{paper}号", named, about)
    scores = tuple(IntentScore(name, 0.4) for name in (intent, *readings))
    return answer(leaning(Question(text, intent, scores, history=(past,))), context)


def told(given: Answer) -> str:
    return plain_text(render(given, "zh-Hans"))


@pytest.mark.parametrize(
    ("paper", "text", "intent", "wanted"),
    [
        ("77", "报到哪里", "deadlines", "向本级人大"),
        ("80", "要报给谁", "deadlines", "设区市政府报给省防范处置企业拖欠工资工作领导小组办公室"),
        ("77", "起草部门呢", "document_info", "没有写"),
        ("86", "哪一年的", "deadlines", "2017年8月9日"),
        ("77", "什么时候生效", "deadlines", "2017年7月26日"),
        ("75", "职责分工", "unit_duties", "浙政办发〔2017〕75号写明由谁负责的有2处"),
        ("77", "责任部门", "unit_duties", "省环保厅"),
        ("86", "主管部门", "unit_duties", "浙政办发〔2017〕86号里没有写由谁负责"),
        ("86", "截止时间", "deadlines", "浙政办发〔2017〕86号没有要办的事项"),
        ("80", "评估标准呢", "wages_county_standard", "3%以内"),
        ("80", "流动红旗", "commendation_unsaid", "浙政办发〔2017〕80号里没有写“流动红旗”"),
        ("31", "垃圾分类率", "climate_targets", "浙政发〔2017〕31号里没有写“垃圾分类率”"),
    ],
)
def test_the_paper_just_spoken_of_answers(
    context: AnswerContext, paper: str, text: str, intent: str, wanted: str
) -> None:
    assert wanted in told(after(context, paper, text, intent))


def test_of_several_readings_the_one_the_paper_holds_is_meant(context: AnswerContext) -> None:
    given = after(
        context, "80", "合格线", FALLBACK_INTENT, "commendation_unsaid", "wages_county_standard"
    )
    assert given.lead == context.card_answer("wages_county_standard").lead


@pytest.mark.parametrize(
    ("text", "intent"),
    [("老板拖着工钱", "wages_claim"), ("明天下雨吗", "out_chitchat"), ("谢谢啦", "thanks")],
)
def test_what_is_no_part_of_the_paper_leaves_it(
    context: AnswerContext, text: str, intent: str
) -> None:
    assert after(context, "80", text, intent).lead == context.card_answer(intent).lead


def test_the_paper_stays_through_answers_that_name_it_no_more(context: AnswerContext) -> None:
    first = Question("责任单位", "unit_duties", entities={"document_number": (NUMBERS["77"],)})
    past = PreviousQuestion(first.intent, first.text, first.entities)
    read = leaning(Question("截止日期", "deadlines", history=(past,)))
    assert read.first("document_number") == NUMBERS["77"]


@pytest.mark.parametrize("text", ["国令第724号", "第724号", "724号令讲什么", "国务院令第724号"])
def test_a_law_is_known_by_its_serial_in_every_form(context: AnswerContext, text: str) -> None:
    assert "《保障农民工工资支付条例》" in told(answer(Question(text, "out_other"), context))


def test_whoever_names_no_paper_is_asked_which_takes_effect(context: AnswerContext) -> None:
    read = leaning(Question("生效日期", "deadlines", reply="likely"))
    assert answer(read, context).status == "clarify"
