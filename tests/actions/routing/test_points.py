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
        ("disclosure_time_limit", "延长以后又满了，还是没给我", "先看满没满"),
        ("disclosure_time_limit", "他们讲还要延长行不行", "可以延长"),
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
    ("intent", "text"),
    [
        ("credit_bank", "办了张卡没启用过，年费算我逾期"),
        ("out_bank", "信用卡从没激活，银行扣我年费"),
    ],
)
def test_a_card_never_activated_owes_no_fee(context: AnswerContext, intent: str, text: str) -> None:
    read, given = asked(context, Question(text, intent))
    assert read.intent == "credit_bank" and "没激活的信用卡" in leads(given)[0]
    later = Question(
        "年费呢", FALLBACK_INTENT, history=(PreviousQuestion("credit_bank", text, {}),)
    )
    assert "没激活的信用卡" in leads(asked(context, later)[1])[0]
    other = asked(context, Question("信用卡年费太贵，还不上", "out_bank"))[1]
    assert "没激活" not in worded(other)


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
        ([("credit_objection", "银行报错了")], "大概几天", "20日内"),
        ([("credit_objection", "银行报错了")], "银行说没问题", "派出机构投诉"),
        ([("credit_objection", "银行报错了")], "免费吗", "提异议不收费"),
        ([("credit_court_list", "成了老赖，想坐动车")], "爷爷过世要赶回去", "先向执行法院申请"),
        ([("credit_court_list", "成了老赖，想坐动车")], "去哪里申请", "书面向执行法院申请"),
        ([("credit_court_list", "成了老赖，想坐动车")], "要坐牢吗", "光是还不上"),
        ([("credit_court_list", "上了老赖名单")], "早还清了", "书面请执行法院删除"),
        ([("credit_court_list", "上了老赖名单")], "执行员联系不上", "不用等电话"),
        ([("credit_bank", "征信逾期了")], "已经还清了", "从还清之日"),
        ([("credit_bank", "征信逾期了")], "一直没还上", "5年还没有开始算"),
        ([("credit_bank", "征信逾期了")], "还能不能贷款", "由放款机构自己定"),
        ([("credit_bank", "征信逾期了")], "法院判了还不给呢", "申请强制执行"),
        ([("credit_scam", "收费洗征信")], "逾期到底还能删吗", "真实的逾期不能提前消"),
        ([("credit_bank", "给亲戚担保，他没还")], "钱不是我用的", "没借钱不等于记错了"),
        ([("credit_bank", "给亲戚担保，他没还")], "银行能撤掉吗", "不能因为不是他借的就删"),
        ([("credit_bank", "给亲戚担保，他没还")], "网上说花点钱就行", "不要付钱"),
        ([("credit_repair", "公司上了欠薪黑名单")], "付清了当天就能撤吗", "不能马上"),
        ([("credit_court_list", "不是欠薪名单是法院的")], "这两样有什么不一样", "欠薪名单"),
        ([("disclosure_request", "想看环评报告")], "要去问第三方", "15个工作日"),
        ([("disclosure_request", "想看环评报告")], "得等几天", "20个工作日"),
        ([("disclosure_request", "想看环评报告")], "我只是打电话问的", "补一份书面申请"),
        ([("disclosure_request", "想看环评报告")], "去哪下载表格", "没有收录全省统一的表"),
    ],
)
def test_few_words_are_answered_by_record_and_stage(
    context: AnswerContext, before: list[tuple[str, str]], text: str, first: str
) -> None:
    _, given = asked(context, Question(text, FALLBACK_INTENT, history=thread(*before)))
    assert first in leads(given)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [("几天能答复", "20个工作日"), ("讲是涉密的", "国家秘密"), ("用不用写理由", "不用写用途")],
)
def test_what_is_asked_behind_a_village_is_told_for_the_papers_of_organs(
    context: AnswerContext, text: str, said: str
) -> None:
    before = thread(("disclosure_request", "村委的征地款账目要公开"))
    _, given = asked(context, Question(text, "disclosure_request", history=before))
    assert "村里" in leads(given)[0] and said in leads(given)[1] and not given.steps


def test_behind_a_court_the_rules_of_organs_are_not_told(context: AnswerContext) -> None:
    before = thread(("disclosure_request", "想查法院的卷宗"))
    _, given = asked(context, Question("几天能答复", "disclosure_request", history=before))
    assert "20个工作日" not in worded(given)


def test_the_page_behind_an_answer_is_that_of_the_record(context: AnswerContext) -> None:
    before = thread(("credit_kinds", "法院的失信"))
    read, _ = asked(context, Question("早还清了", FALLBACK_INTENT, history=before))
    assert read.intent == "credit_court_list"


def test_the_gist_of_a_page_stands_once(context: AnswerContext) -> None:
    read, given = asked(context, Question("逾期到底能不能消", "credit_bank"))
    assert context.cards[read.intent].lead not in given.lead and given.steps


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
        ("out_bank", "别家的借款算到我名下了", "credit_objection"),
        ("out_pollution", "区里做的河水监测报告能让我看看吗", "disclosure_request"),
        ("out_pollution", "厂里烧东西，环保局不管", "out_pollution"),
        ("out_property", "想知道老房子的征收评估报告，街道不给看", "disclosure_request"),
        ("out_pollution", "检测报告造假，环保局不给说法", "out_pollution"),
        ("out_pollution", "对门半夜放音响", "out_property"),
        ("out_pollution", "隔壁工厂半夜放音响", "out_pollution"),
        ("out_contract_debt", "我跑单超时被站点扣了四百", "wages_special_worker"),
        ("out_contract_debt", "叫的网约车乱扣我的钱", "out_contract_debt"),
        ("out_property", "帮人贴砖干了一个月，房主联系不上了", "wages_special_worker"),
        ("out_property", "装修的贴砖贴歪了", "out_property"),
        ("wages_penalty", "我们单位在欠薪名单里，怎么移出来", "credit_repair"),
        ("wages_penalty", "老板进了欠薪名单能移出来吗", "wages_penalty"),
        ("credit_case", "我给朋友担保，征信花了", "credit_bank"),
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
