"""Whole cases over the rules that were mended on 2026-11-28: suing over information, the double
wage and severance, the court's list. What was said before is never said again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from guide_play import TODAY, Player, PlayerMaker
from test_guide_grounding import FACTS

from actions.context import AnswerContext
from actions.guides import GUIDES
from actions.question import Question
from bot.attachments.as_text import as_text
from bot.attachments.packet import packet
from bot.attachments.wages_letter import wages_paper
from bot.wording.render import render

DIRECT = "可以直接向法院起诉，也可以先申请行政复议"
REVIEW_FIRST = "先申请行政复议，对复议决定不服再起诉"
SIX_MONTHS = "自知道或者应当知道之日起6个月内向法院提出"
CONFIRM = "请向法院立案窗口或者公共法律服务热线核对"


def request(start: PlayerMaker, *said: str) -> Player:
    return start("request_case").type("我要申请公开村里的征地批复", "县政府", *said)


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("说信息不存在", "missing"),
        ("他们答复说没有这个文件", "missing"),
        ("说不归他们管,让我找国土局", "missing"),
        ("说他们不掌握", "missing"),
        ("it does not exist, they say", "missing"),
        ("说不予处理", "unprocessed"),
        ("说我没有补正", "unprocessed"),
        ("因为我没交费", "unprocessed"),
        ("they will not process it", "unprocessed"),
        ("给的不是我要的", "mismatch"),
        ("跟我申请的对不上", "mismatch"),
        ("it is not what I asked for", "mismatch"),
    ],
)
def test_what_cannot_be_had_can_be_sued_over_directly(
    said: str, answered: str, start: PlayerMaker
) -> None:
    player = request(start, "10月9日", said)
    assert player.facts["answered"] == answered
    assert DIRECT in player.lead() and CONFIRM in player.lead()
    assert SIX_MONTHS in player.text()
    assert REVIEW_FIRST not in player.text()
    assert {"disclosure_suits_2025.direct", "admin_procedure_law.art_46"} <= player.law()
    assert "you may sue directly" in player.lead("en")
    assert "6 months" in player.text("en")
    assert "secondary" in [notice.kind for notice in player.given.notices]


@pytest.mark.parametrize("said", ["答复不公开", "说是国家秘密,不给", "they refused"])
def test_a_refusal_for_its_content_goes_to_review_first(said: str, start: PlayerMaker) -> None:
    player = request(start, "10月9日", said)
    assert player.facts["answered"] == "refused"
    assert f"国家秘密、损害第三方、内部事务、过程性信息、执法案卷这一类的：{REVIEW_FIRST}" in (
        player.lead()
    )
    assert "答复其实是说信息不存在、不掌握、归别处管，或者不予处理的" in player.lead()
    assert {"disclosure_suits_2025.review_first", "review_law.art_23"} <= player.law()
    assert "seek administrative review first" in player.lead("en")


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        (("我要申请公开去年的收支", "村委会"), "按村务公开办"),
        (("我要申请公开去年的收支", "居委会"), "居委会不是行政机关"),
        (("我要申请公开去年的收支", "小区的物业"), "业主委员会和物业公司都不是行政机关"),
        (("我要申请公开去年的收支", "一家国有公司"), "国有企业不是行政机关"),
        (("我要申请公开去年的收支", "人民法院"), "法院、检察院不是行政机关"),
        (("我要申请公开自己的住院病历",), "病历不是政府信息"),
    ],
)
def test_who_is_no_organ_is_told_no_rule_of_organs(
    messages: tuple[str, ...], says: str, start: PlayerMaker
) -> None:
    player = start("request_case").type(*messages)
    text = player.text().split("【现行规定")[0]
    assert says in text
    assert "20个工作日" not in text and "行政复议" not in text
    assert not player.given.attachments and player.given.links


def test_the_police_are_an_organ(start: PlayerMaker) -> None:
    player = start("request_case").type("我要申请公开那次出警的记录", "派出所", "10月9日", "不给")
    assert player.facts["organ"] == "department" and player.facts["answered"] == "refused"
    assert "执法案卷这一类的" in player.lead()


def test_what_was_partly_given_goes_by_the_reason(start: PlayerMaker) -> None:
    lead = request(start, "10月9日", "只给了一部分").lead()
    assert "国家秘密、损害第三方、内部事务这一类的，先申请行政复议" in lead
    assert "说不存在、不掌握，或者给的对不上的，可以直接起诉" in lead


def test_silence_is_safest_with_review_and_the_rest_is_said_as_unsure(start: PlayerMaker) -> None:
    player = request(start, "6月1日", "没答复")
    text = player.text()
    assert "先申请行政复议最稳妥；能不能不复议直接起诉，这里没有查清，可以问法院立案窗口" in text
    assert "review first is the safest" in player.text("en")
    assert "not certain here" in player.text("en")


def test_who_has_not_asked_yet_hears_both_ways(start: PlayerMaker) -> None:
    text = request(start, "还没交").text()
    assert "内部事务一类为理由的，先申请行政复议，再起诉" in text
    assert "可以直接起诉" in text and SIX_MONTHS in text


def test_what_was_given_is_not_sent_to_court(start: PlayerMaker) -> None:
    text = request(start, "10月9日", "已经给了").text()
    assert "起诉" not in text and "复议" not in text


def wages(start: PlayerMaker, since: str, ended: str, proof: str, special: str) -> Player:
    facts = {"employer": "company", "since": since, "ended": ended, "amount": "9000"}
    facts |= {"people": "1", "proof": proof, "reachable": "refuses", "filed": "nothing"}
    return start("wages_case").type("义乌市").choose(**facts, special=special)


OWN_LIMIT = "2倍工资多出的那一倍有自己的1年时限，在职期间也会过期"
UNSURE = "从哪天起算各地做法不一样，这里说不准。不要等，尽快申请仲裁"
ONLY_PAY = "这个例外只管工资本身；没签合同的2倍工资多出的那一倍、经济补偿按普通的1年算，不要等"


def test_the_double_wage_of_one_who_still_works_there(start: PlayerMaker) -> None:
    player = wages(start, "2026-05", "still", "traces", "disputed")
    text = player.text()
    assert "还在职的，讨工资不受1年限制" in text
    assert "在职不受限制的只有工资本身。" in text and ONLY_PAY not in text
    advice = text.split("【现行规定")[0]
    assert [advice.count(said) for said in (OWN_LIMIT, "最多算11个月", UNSURE)] == [1, 1, 1]
    assert "最多算11个月" in text and OWN_LIMIT in text and UNSURE in text
    assert {"arb_law.art_27_other", "labour_contract_reg.art_7"} <= player.law()
    english = player.text("en")
    assert "at most 11 months" in english and "has its own limit of 1 year" in english
    assert "Only pay itself is free of the limit" in english


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ("2026-08", "经济补偿按普通的1年算：按您走的月份，请在2027年8月1日之前申请"),
        ("2025-12", "经济补偿按普通的1年算：按您走的月份，请在2026年12月1日之前申请"),
        ("2025-11", "经济补偿的1年也就在这几天到，也可能刚过"),
        ("2025-10", "经济补偿按普通的1年算，按您走的月份到2026年10月31日为止"),
        ("still", "以后被辞退或者离职的，不要等"),
    ],
)
def test_severance_has_the_ordinary_year(ended: str, said: str, start: PlayerMaker) -> None:
    text = wages(start, "2025-05", ended, "contract", "disputed").text()
    assert said in text and OWN_LIMIT in text
    if ended != "still":
        assert "不受1年限制" not in text.split("【现行规定")[0]
        assert "2倍工资的时限可能到得更早" in text or "2倍工资可能更早" in text


def test_the_exception_is_told_where_nothing_else_tells_it(start: PlayerMaker) -> None:
    text = wages(start, "2026-05", "still", "contract", "none").text()
    assert text.split("【现行规定")[0].count(ONLY_PAY) == 1 and OWN_LIMIT not in text


def test_who_has_no_contract_hears_of_the_double_wage_unasked(start: PlayerMaker) -> None:
    text = wages(start, "2026-05", "still", "nothing", "none").text()
    assert OWN_LIMIT in text and "最多算11个月" in text
    assert "经济补偿按普通的1年算：" not in text


@pytest.mark.parametrize("special", ["none", "retired"])
def test_who_has_a_contract_or_a_pension_is_not_told_of_it(
    special: str, start: PlayerMaker
) -> None:
    proof = "contract" if special == "none" else "nothing"
    assert OWN_LIMIT not in wages(start, "2026-05", "still", proof, special).text()


def files(player: Player) -> set[str]:
    return {item.file for item in player.given.attachments}


def test_who_may_leave_over_unpaid_wages_gets_the_notice(start: PlayerMaker) -> None:
    player = wages(start, "2026-05", "still", "contract", "disputed")
    assert "先书面通知单位" in player.text() and "labour_contract_law.art_38" in player.law()
    assert {"解除劳动合同通知书.docx", "解除劳动合同通知书.txt"} <= files(player)


@pytest.mark.parametrize(
    "said",
    [
        "嘉善的厂两个月没开工资,我想辞职",
        "我打算离职了,厂里欠着工资",
        "I want to quit, the factory owes me",
    ],
)
def test_whoever_says_they_quit_gets_the_notice(said: str, start: PlayerMaker) -> None:
    player = start("wages_case").type(said, "工厂").choose(ended="still").type("直接告诉我")
    assert {"解除劳动合同通知书.docx", "解除劳动合同通知书.txt"} <= files(player)
    assert "先书面通知单位" in player.text() and "每满1年1个月工资" in player.text()


def test_who_says_they_have_not_left_does_not(start: PlayerMaker) -> None:
    player = start("wages_case").type("嘉善的厂没发工资,还没离职", "直接告诉我")
    assert player.facts["ended"] == "still"
    assert [name for name in files(player) if name.startswith("解除")] == []


@pytest.mark.parametrize(
    ("ended", "special"), [("2026-08", "disputed"), ("still", "none"), ("still", "retired")]
)
def test_nobody_else_gets_it(ended: str, special: str, start: PlayerMaker) -> None:
    player = wages(start, "2026-05", ended, "contract", special)
    assert [name for name in files(player) if name.startswith("解除")] == []


def test_the_notice_gives_the_reason_and_leaves_the_person_blank(context: AnswerContext) -> None:
    facts = {"place": "义乌市", "since": "2026-05", "ended": "still", "special": "disputed"}
    text = as_text(wages_paper(facts, context.kb, "quit"))
    assert "从2026年5月起，贵单位没有及时足额支付劳动报酬" in text
    assert "因为贵单位拖欠工资" in text and "第三十八条" in text
    assert "支付解除劳动合同的经济补偿" in text and "通知人（签名）：____" in text
    assert "义乌市" in text and "仲裁委员会" not in text.split("依据的规定")[0]


@pytest.mark.parametrize("filed", ["nothing", "inspection"])
def test_after_the_inquiry_come_fifteen_working_days(filed: str, start: PlayerMaker) -> None:
    facts = {"employer": "company", "since": "2026-05", "ended": "still", "amount": "9000"}
    facts |= {"people": "1", "proof": "contract", "reachable": "refuses", "filed": filed}
    player = start("wages_case").type("义乌市").choose(**facts, special="none")
    advice = player.text().split("【现行规定")[0]
    assert "复杂的可以再延长30个工作日" in advice and "调查完15个工作日内作出" in advice
    assert "可以再延长30个工作日。" not in advice
    assert {"inspection_rules.art_37"} <= player.law()
    assert "within 15 working days" in player.text("en")


def court(start: PlayerMaker, *said: str) -> Player:
    return start("credit_case").type("法院把我列成失信被执行人", *said)


def test_a_wrong_listing_is_objected_to_in_writing_and_then_in_ten_days(start: PlayerMaker) -> None:
    player = court(start, "弄错人了")
    text = player.text()
    assert "先走这一步：向执行法院书面申请纠正" in player.lead()
    assert "15日内审查，理由成立的在3个工作日内纠正（据转载，请向执行法院核对）" in text
    assert "自决定书送达之日起10日内向上一级法院申请复议" in text
    assert "提供了充分有效担保" in text and "未成年人不得列入" in text
    assert {"court_list_2017.art_11_12", "court_list_2017.art_3_4"} <= player.law()
    assert "within 10 days of being served" in player.text("en")


def test_a_performed_debt_leaves_the_list_by_the_term_of_the_decision(start: PlayerMaker) -> None:
    player = court(start, "是真的", "都还清了")
    lead = player.lead()
    assert "决定书没有写期限的：法院应当在3个工作日内删除" in lead
    assert "写了期限的（一般是2年）：期满后3个工作日内删除" in lead
    assert "法院可以同意，不是必须" in lead
    assert "10日内向上一级法院申请复议" in player.text()
    assert "with a term" in player.text("en") or "sets a term" in player.text("en")


def test_a_settlement_does_not_end_a_term(start: PlayerMaker) -> None:
    text = court(start, "是真的", "还没有").text()
    assert "没有写期限的，和解协议履行完" in text
    assert "写了期限的，要等期满" in text


def results(context: AnswerContext) -> Iterator[str]:
    for name, guide in GUIDES.items():
        for facts in FACTS[name]():
            given = guide.result(facts, Question("", name, today=TODAY), context)
            yield from (str(render(given, locale)["text"]) for locale in ("zh-Hans", "en"))


def test_no_result_says_what_was_wrong(context: AnswerContext) -> None:
    from tests.actions.cards.test_superseded_law import NEVER, wide_exceptions

    for text in results(context):
        assert [sentence for sentence in NEVER if sentence in text] == []
        assert wide_exceptions(text) == []
        assert "法释〔2013〕17号" not in text and "法释〔2011〕17号" not in text


@pytest.mark.parametrize("ended", ["still", "2026-08"])
def test_papers_say_nothing_of_it_either(ended: str, context: AnswerContext) -> None:
    from tests.actions.cards.test_superseded_law import NEVER, wide_exceptions

    facts = {"employer": "company", "ended": ended, "proof": "traces", "special": "disputed"}
    papers = {
        "packet": packet(GUIDES["wages_case"], facts, context.kb),
        "letter": wages_paper(facts, context.kb),
        "court": packet(GUIDES["credit_case"], {"seen": "court", "entry": "wrong"}, context.kb),
        "request": packet(
            GUIDES["request_case"], {"filed": "2026-10-09", "answered": "missing"}, context.kb
        ),
    }
    texts = {name: as_text(paper) for name, paper in papers.items()}
    for text in texts.values():
        assert [sentence for sentence in NEVER if sentence in text] == []
        assert wide_exceptions(text) == []
    assert OWN_LIMIT in texts["packet"]
    assert "书面申请纠正" in texts["court"] and "15日内审查" in texts["court"]
    assert DIRECT in texts["request"] and SIX_MONTHS in texts["request"]
    # An application does not argue against its own claim.
    assert "多出的那一倍" not in texts["letter"]
