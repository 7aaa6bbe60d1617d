"""What is asked exactly is answered first; a page is not shown twice."""

from __future__ import annotations

import pytest
from answer_texts import intents_offered, leads, worded
from figures import en_figures, zh_figures

from actions.answer import Answer
from actions.citations import law_citation
from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import answer
from actions.routing.points import POINTS
from actions.routing.records import record_spoken_of
from actions.routing.short_kinds import load_short_kinds
from actions.routing.short_messages import leaning
from actions.statements.sentences import SourcedSentence
from nlu.decision import Matter
from nlu.topics import FALLBACK_INTENT, topic_of

SENTENCES = [
    pytest.param(said, id=f"{point.name}-{place}")
    for point in POINTS.data.points.values()
    for place, said in enumerate((point.says, *point.records.values()))
    if said
]
#: Telephone numbers of the doors, which stand in the base.
PHONES = {110, 12345}


def thread(*before: tuple[str, str]) -> tuple[PreviousQuestion, ...]:
    """What was asked before, the last one first."""
    return tuple(PreviousQuestion(intent, text, {}) for intent, text in reversed(before))


def asked(context: AnswerContext, question: Question) -> tuple[Question, Answer]:
    read = leaning(question)
    return read, answer(read, context)


@pytest.mark.parametrize(
    ("intent", "text", "first"),
    [
        ("credit_bank", "报告里有一笔我没借过的贷款", "向征信中心或者报送这条记录的银行"),
        ("credit_objection", "信用中国上的罚款搞错了", "在“信用浙江”提异议"),
        ("credit_repair", "修复要满足什么条件", "过了最短公示期"),
        ("credit_scam", "有人叫去上信用修复课程", "先不要付钱"),
        ("credit_bank", "电费没缴会不会影响征信", "没有写，我不猜"),
        ("disclosure_request", "申请要不要写用途", "不用写用途"),
        ("disclosure_refused", "说是内部资料不给我", "过程性信息"),
    ],
)
def test_the_answer_stands_before_the_page(
    context: AnswerContext, intent: str, text: str, first: str
) -> None:
    read, given = asked(context, Question(text, intent))
    assert first in leads(given)[0]
    assert context.cards[read.intent].lead in given.lead and given.citations


@pytest.mark.parametrize(
    ("before", "text", "first"),
    [
        ([("credit_objection", "银行报错了")], "几天回我", "20日内"),
        ([("credit_objection", "信用浙江上不是我的罚款")], "几天回我", "5个工作日"),
        ([("credit_objection", "法院把名字列错了")], "几天回我", "15日内"),
        ([("credit_objection", "银行报错了")], "是工作日还是自然日", "没有写“工作日”"),
        ([("credit_objection", "银行报错了")], "还是不服", "派出机构投诉"),
        ([("credit_repair", "被罚过款")], "材料有哪些", "信用承诺"),
        ([("credit_court_list", "上了老赖名单")], "孩子呢", "没有写，我不乱说"),
        ([("credit_scam", "收费洗征信")], "去哪举报", "向公安机关报案"),
        ([("credit_query", "怎么查信用")], "收我1980", "不要付钱"),
        ([("disclosure_refused", "不公开")], "要收费吗", "行政复议不收费"),
        ([("disclosure_request", "怎么申请")], "要收费吗", "一般不收费"),
        ([("disclosure_time_limit", "多久答复")], "能再延一次吗", "没有写可以延第二次"),
    ],
)
def test_few_words_are_answered_by_record_and_stage(
    context: AnswerContext, before: list[tuple[str, str]], text: str, first: str
) -> None:
    _, given = asked(context, Question(text, FALLBACK_INTENT, history=thread(*before)))
    assert first in leads(given)[0]


def test_a_page_that_was_shown_is_not_shown_with_it_again(context: AnswerContext) -> None:
    before = thread(("credit_objection", "银行报错了"))
    _, given = asked(context, Question("几天回我", FALLBACK_INTENT, history=before))
    assert len(given.lead) == 1 and given.steps == ()
    assert intents_offered(given)[0] == "credit_objection"
    assert "征信中心" in " ".join(link.label.chinese for link in given.links)


def test_a_page_asked_about_again_keeps_its_gist_and_names_a_door(context: AnswerContext) -> None:
    before = thread(("credit_bank", "逾期了"))
    _, given = asked(context, Question("逾期的事再讲细一点", "credit_bank", history=before))
    assert given.steps == () and given.links
    assert "没有写到的，我没有收录" in worded(given)
    pressed = Question("/credit_bank", "credit_bank", history=before)
    assert answer(pressed, context).steps == context.cards["credit_bank"].steps


@pytest.mark.parametrize(
    ("text", "intent"),
    [("护照几天回我", "out_government_service"), ("工资几天回我", "wages_time_limit")],
)
def test_another_matter_is_not_taken_for_the_thread(text: str, intent: str) -> None:
    before = thread(("credit_objection", "银行报错了"))
    surely = (Matter("outside", 0.97, "out_government_service"),)
    read = leaning(Question(text, intent, matters=surely, history=before))
    assert read.follows not in POINTS.data.points


@pytest.mark.parametrize(
    ("before", "text", "record"),
    [
        ([("credit_objection", "银行报错了")], "怎么改", "credit_bank"),
        ([("credit_bank", "逾期了")], "那公共信用的呢", "credit_repair"),
        ([("credit_bank", "逾期了")], "不是银行的 是信用浙江上的", "credit_repair"),
        ([("credit_court_list", "老赖")], "和银行的是一回事吗", "credit_court_list"),
        ([], "怎么改", ""),
    ],
)
def test_the_record_spoken_of_stays_until_another_is_named(
    before: list[tuple[str, str]], text: str, record: str
) -> None:
    question = Question(text, "credit_objection", history=thread(*before))
    assert record_spoken_of(question) == record


@pytest.mark.parametrize(
    ("taken_for", "text", "intent"),
    [
        ("credit_case", "帮我查一查信用分", "credit_query"),
        ("credit_case", "我的信用有点问题", "credit_kinds"),
        ("credit_case", "一步步帮我看信用记录", "credit_case"),
        ("request_case", "想看街道的拆迁文件", "disclosure_request"),
        ("request_case", "帮我写公开申请", "request_case"),
        ("credit_scam", "银行把金额登错了", "credit_objection"),
        ("credit_scam", "有人收费说记录写错了能改", "credit_scam"),
        ("out_bank", "身份证被偷过，冒出两笔贷款", "credit_objection"),
        ("out_bank", "网贷还不上怎么办", "out_bank"),
    ],
)
def test_a_case_or_another_card_needs_its_words(taken_for: str, text: str, intent: str) -> None:
    assert leaning(Question(text, taken_for)).intent == intent


@pytest.mark.parametrize("said", SENTENCES)
def test_every_figure_stands_in_the_law_it_rests_on(
    said: SourcedSentence, context: AnswerContext
) -> None:
    law = [law_citation(context.kb, item).quote.translations for item in said.law]
    proof = {value for quote in law for value, _ in zh_figures(quote["zh"])} | PHONES
    assert {value for value, _ in zh_figures(said.zh)} <= proof
    assert set(en_figures(said.en)) <= proof


def test_points_name_cards_kinds_and_records_there_are(context: AnswerContext) -> None:
    points = POINTS.data.points
    assert {point.card for point in points.values()} <= set(context.cards)
    assert not points.keys() & load_short_kinds().by_name.keys()
    records = {record for point in points.values() for record in point.records}
    assert records == set(load_short_kinds().record.named)
    assert {point.topic for point in points.values()} == {"credit", "disclosure"}
    assert [p.name for p in points.values() if topic_of(p.card) != p.topic] == []
