"""Severance, the double wage, dispatch and the like: inside a wage matter, and asked alone."""

from __future__ import annotations

import pytest
from answer_texts import worded
from figures import en_figures, zh_figures

from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import answer
from actions.routing.short_messages import leaning
from actions.statements.side_claims import taken_for_wages
from actions.statements.side_matters import SideMatter, all_matters, matters, says_owed
from nlu.topics import FALLBACK_INTENT

WAGES_BEFORE = (PreviousQuestion("wages_claim", "老板不给工钱", {}),)
EACH = pytest.mark.parametrize("matter", all_matters(), ids=lambda matter: matter.name)


@EACH
def test_every_figure_stands_in_the_law_beside_it(
    matter: SideMatter, context: AnswerContext
) -> None:
    for said in (matter.rule, *matter.steps):
        law = [context.kb.law_provision(item).text for item in said.law]
        zh = {figure for text in law for figure in zh_figures(text.zh)}
        en = {value for text in law for value in en_figures(text.en)}
        assert law and set(zh_figures(said.text.translations["zh"])) <= zh
        assert set(en_figures(said.text.translations["en"])) <= en


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("干不下去了，辞职的话有没有补偿金", ["severance"]),
        ("被迫离职能不能拿N+1", ["severance"]),
        ("老板叫我明天不用来了，说把我开除", ["dismissed"]),
        ("我要双倍的工资差额", ["double_wage"]),
        ("超龄了在厂里看门", ["retired"]),
        ("退休以后又去干活，工钱没给", ["retired"]),
        ("跑外卖的，站长扣钱", ["platform"]),
        ("我是被派遣到银行的", ["dispatch"]),
        ("不给我交社保", ["insurance"]),
        ("开庭那天忘了去", ["hearing"]),
        ("他在转移财产", ["preservation"]),
        ("老板趁夜把机器卖掉", ["preservation"]),
        ("能不能冻结公司的账户", ["preservation"]),
        ("把我开了，一分钱没给", ["dismissed"]),
        ("被单位裁了", ["dismissed"]),
        ("把我从店里赶出来", ["dismissed"]),
        ("they told me to leave", ["dismissed"]),
        ("六十五岁给人看仓库", ["retired"]),
        ("劳务公司派到车间", ["dispatch"]),
        ("没合同，能不能要双倍", ["double_wage"]),
        ("试用期只发一千块", ["probation"]),
        ("合同到期不续了", ["expired"]),
        ("没钱吃饭了", ["hardship"]),
        ("网上点了申请调解", ["mediating"]),
        ("公司不服裁决又去起诉", ["final_award"]),
        ("they sold all the machines and are selling equipment", ["preservation"]),
        ("I missed the hearing", ["hearing"]),
        ("I am 68 and wash dishes", ["retired"]),
        ("can I get severance if I quit", ["severance"]),
        ("I was laid off", ["dismissed"]),
        ("厂里拿一箱皮鞋抵我的薪水", ["in_kind"]),
        ("超市发购物券代替工资", ["in_kind"]),
        ("怕告了以后被报复", ["reprisal"]),
        ("匿名写信行吗", ["reprisal"]),
        ("老板骗我签了自愿离职单", ["signed_away"]),
        ("签完两清的条子，现在后悔了还算数吗", ["signed_away"]),
        ("字是被逼着签的，写的自愿辞职", ["signed_away"]),
        ("经理催我签离职协议，签了才发钱", ["to_sign"]),
        ("要我们先写收条再给工钱", ["to_sign"]),
        ("他拿张放弃声明给我，能签吗", ["to_sign"]),
        ("should I sign the settlement before they pay", ["to_sign"]),
        ("会计叫大家签工资领清的表，签了年底给钱", ["to_sign"]),
        ("不签就一分不给", ["to_sign"]),
        ("写了字据说月底前还清工资，到现在没给", ["private_settlement"]),
        ("签了用工协议，工资没给", []),
        ("will the police arrest me for working", ["no_permit"]),
        ("the police should arrest my boss", []),
        ("让我签劳动合同", []),
        ("单位叫我写委托书领抚恤金", []),
        ("老人手术要我签字", []),
        ("公司让签竞业协议", []),
        ("一直没给签合同，没买保险", []),
        ("要开工资未结清的证明吗", []),
        ("停薪留职的能去新单位吗", []),
        ("逼大家写辞职报告", ["to_sign"]),
        ("签了三年劳动合同", []),
        ("能签一个社保放弃书吗", ["insurance"]),
        ("车间停产，叫我们放假等通知", ["idle"]),
        ("公司让大家待岗不发钱", ["idle"]),
        ("小区停水停电", []),
        ("签的还款计划，他到期不付", ["private_settlement"]),
        ("交通事故和解协议不给钱", []),
        ("村里调解签的协议他不认", ["mediated"]),
        ("不按仲裁调解书给钱", []),
        ("老挝人打工没签证会不会被遣返", ["no_permit"]),
        ("my tourist visa, can I still complain", ["no_permit"]),
        ("工作证丢了", []),
        ("让我在结清证明上按手印", ["to_sign"]),
        ("they made me sign that I quit", ["signed_away", "severance"]),
        ("真不想干了，让厂里补我一点", ["severance"]),
        ("签了自愿放弃社保的声明", ["insurance"]),
        ("裁决下来单位又到法院起诉", ["final_award"]),
        ("要是不干了呢", ["severance"]),
        ("他把公司都转让了", ["preservation"]),
        ("说要把生产线卖给别人", ["preservation"]),
        ("一直拖着，实在干不下去", ["severance"]),
        ("if I leave, what do they owe me", ["severance"]),
        ("do I leave early today", []),
        ("做了八个月没签合同，双倍从哪个月算", ["double_wage"]),
        ("我们是外包的，两边踢皮球", ["dispatch"]),
        ("这外包装袋谁买单", []),
        ("我妈今年68，在饭店洗碗", ["retired"]),
        ("俺爹都六十七了还看大门", ["retired"]),
        ("my father is 66 and guards a gate", ["retired"]),
        ("已经60多天没给", []),
        ("he is 60 days late", []),
        ("家里等米下锅", ["hardship"]),
        ("有没有救急的钱", ["hardship"]),
        ("收到开庭通知，人在外地赶不回去", ["hearing"]),
        ("I cannot attend the hearing", ["hearing"]),
        ("能不能先把他账号封了", ["preservation"]),
        ("想先查封厂里的设备", ["preservation"]),
        ("老板叫车拖机器", ["preservation"]),
        ("微信封号了", []),
        ("法院能司法确认吗", ["mediated"]),
        ("村里调好的协议算数吗", ["mediated"]),
        ("is such an award really final", ["final_award"]),
        ("申请支付令要啥条件", ["payment_order"]),
        ("can I get a payment order", ["payment_order"]),
        ("拿货去卖", []),
        ("用现金发工资", []),
        ("签了劳动合同", []),
        ("退休金怎么涨", []),
        ("初一上班是三倍还是两倍", []),
        ("工资什么时候发", []),
        ("调解委员会在哪里", []),
        ("仲裁多少天开庭", []),
        ("五一加班双倍工资", []),
        ("欠了63了", []),
        ("买卖机器的合同", []),
        ("被判决赔钱", []),
    ],
)
def test_what_is_named_is_heard(text: str, names: list[str]) -> None:
    assert [matter.name for matter in matters(text)] == names


@pytest.mark.parametrize(
    ("text", "owed"),
    [
        ("厂里拖欠两个月工钱", True),
        ("工资一直没发", True),
        ("还没给我工资", True),
        ("he refuses to pay us", True),
        ("he always pays late", True),
        ("佢争我两个月人工", True),
        ("还欠人工费预算", False),
        ("our wages come late every month", True),
        ("老板总拖薪水", True),
        ("I was late for work", False),
        ("the boss keeps my wages", True),
        ("I was paid nothing for May", True),
        ("they owe me for March", True),
        ("工资都是按时发的，就是突然不要我了", False),
        ("没有拖欠工资，只是没交社保", False),
        ("工资已经结清，想问补偿", False),
    ],
)
def test_whether_pay_is_owed(text: str, owed: bool) -> None:
    assert says_owed(text) is owed


@pytest.mark.parametrize(
    ("text", "rule", "law"),
    [
        ("公司辞退我赔多少", "赔偿金是经济补偿的2倍", "labour_contract_law.art_87"),
        (
            "派遣工没活干有钱拿吗",
            "没活干也要按当地最低工资标准按月发",
            "labour_contract_law.art_58",
        ),
        ("过了退休年龄还能签合同吗", "要签书面协议、参加工伤保险", "order56.agreement"),
        ("离职有没有经济补偿", "每满1年1个月工资", "labour_contract_law.art_47"),
        (
            "合同到期单位不续签",
            "单位不按原来的条件续签的，要付经济补偿",
            "labour_contract_law.art_46",
        ),
        ("说好不交社保算不算数", "约定或者承诺不缴的，无效", "interp2025_12.art_19"),
    ],
)
def test_asked_alone_it_is_outside_with_the_rule_and_a_door(
    text: str, rule: str, law: str, context: AnswerContext
) -> None:
    given = answer(Question(text, "out_labour"), context)
    assert given.status == "out_of_scope"
    assert rule in given.lead[0].translations["zh"]
    cited = {c.url.removeprefix("/laws/").replace("#", ".") for c in given.citations}
    assert law in cited and len(given.lead) == 2 and given.steps == ()
    assert {"tel:12333", "tel:12348"} <= {link.url for link in given.links}


def test_what_has_no_rule_here_is_handed_over_as_before(context: AnswerContext) -> None:
    given = answer(Question("年假有几天", "out_labour"), context)
    assert given == context.card_answer("out_labour")
    assert answer(Question("工伤开庭要带什么", "out_labour"), context) == given


@pytest.mark.parametrize(
    "intent", ["wages_claim", "wages_arbitration", "out_labour", FALLBACK_INTENT]
)
def test_beside_unpaid_wages_it_is_answered(intent: str, context: AnswerContext) -> None:
    text = "老板两个月没发工资，我辞职能不能要经济补偿"
    given = answer(Question(text, intent), context)
    assert given.status == "answered"
    shown = worded(given)
    assert "劳动者可以解除劳动合同并要经济补偿" in shown and "先书面通知单位" in shown
    assert "投诉" in shown or "仲裁" in shown
    assert "claim severance" in worded(given, "en")


@pytest.mark.parametrize(
    ("intent", "text", "head"),
    [
        ("wages_special_worker", "返聘的工钱不给", "过了退休年龄"),
        ("wages_special_worker", "跑外卖扣钱", "骑手"),
        ("wages_arbitration", "开庭没到", "开庭一定要去"),
        ("wages_boss_gone", "他在转移财产", "怕财产被转移"),
        ("wages_enforcement", "调解协议不履行", "调解协议签了"),
        ("wages_enforcement", "居委会调成的协议想司法确认", "调解协议签了"),
        ("wages_iou", "欠条能申请支付令吗", "申请支付令要两个条件"),
        ("wages_special_worker", "试用期工资给一半", "试用期的工资不得低于"),
        ("wages_arbitration", "申请调解后还能投诉吗", "申请了调解（在网上申请也一样）"),
        ("wages_no_action", "网上申请了调解，监察不理我", "申请了调解（在网上申请也一样）"),
        ("wages_arbitration", "公司不服裁决", "讨工资、经济补偿的裁决一项一项地看"),
    ],
)
def test_what_is_asked_stands_first(
    intent: str, text: str, head: str, context: AnswerContext
) -> None:
    assert answer(Question(text, intent), context).lead[0].translations["zh"].startswith(head)


def test_a_plain_claim_and_an_officials_question_are_left_alone(context: AnswerContext) -> None:
    plain = answer(Question("老板不给工钱", "wages_claim"), context)
    assert plain == context.card_answer("wages_claim")
    official = answer(Question("被辞退人数算进无欠薪标准吗", "wages_county_standard"), context)
    assert "赔偿金是经济补偿的2倍" not in worded(official)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("单位不续签给不给补偿", True),
        ("合同满了厂里没跟我续签,有钱赔吗", True),
        ("老板说不再续约,怎么赔", True),
        ("the company will not renew my contract", True),
        ("我不想续签,有补偿吗", False),
        ("我自己不续签行不行", False),
    ],
)
def test_who_does_not_renew_decides(text: str, named: bool) -> None:
    assert ("expired" in [matter.name for matter in matters(text)]) is named


def test_a_contract_not_renewed_is_told_its_own_rule(context: AnswerContext) -> None:
    lead = answer(Question("单位不续签给不给补偿", "out_labour"), context).lead
    assert "单位不按原来的条件续签的，要付经济补偿" in lead[0].translations["zh"]


def test_preservation_before_arbitration_needs_security(context: AnswerContext) -> None:
    matter = next(one for one in all_matters() if one.name == "preservation")
    card = context.card_answer("wages_boss_gone").steps
    route = next(one for one in context.kb.wage_routes() if one.id == "boss_fled").then
    assert route
    said = [matter.rule.text.translations, {"zh": route.zh, "en": route.en}]
    said += [step.translations for step in card if "仲裁以前" in step.translations["zh"]]
    assert len(said) == 3
    for words in said:
        assert "要提供担保" in words["zh"] and "with security" in " ".join(words["en"].split())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("入职交了300块押金,现在不还", True),
        ("the factory keeps my deposit", True),
        ("房东不退押金", False),
        ("工资保证金是谁交的", False),
        ("身份证丢了怎么补办", False),
    ],
)
def test_a_deposit_at_work_is_heard(text: str, named: bool) -> None:
    assert ("deposit" in [matter.name for matter in matters(text)]) is named


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("职介所拿了我八百块押金不肯还", ["agency_deposit"]),
        ("我把保证金交给了劳务中介", ["agency_deposit"]),
        ("租房中介扣我押金", []),
    ],
)
def test_a_deposit_of_an_agency_has_its_own_law(
    text: str, names: list[str], context: AnswerContext
) -> None:
    assert [matter.name for matter in matters(text)] == names
    if names:
        given = answer(Question(text, "out_labour"), context)
        assert {one.url for one in given.citations} >= {"/laws/employment_promotion_law#art_66"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("我承包的快递网点，公司半年不给我结算", True),
        ("网点老板说总部没结款，我送件的钱拖着", False),
    ],
)
def test_who_runs_an_outlet_has_contract_money(
    text: str, named: bool, context: AnswerContext
) -> None:
    given = answer(Question(text, "out_project_money"), context)
    assert ("是合同款，不是工资" in worded(given)) is named
    assert not named or "工程款" not in worded(given)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("厂里扣着我的身份证", True),
        ("老板把我们的身份证都收走了", True),
        ("中介押了我的护照", True),
        ("我的毕业证被公司扣着不还", True),
        ("the foreman took our passports", True),
        ("they are holding my ID card", True),
        ("身份证丢了怎么补办", False),
        ("身份证复印件收走了", False),
        ("房东押了我的身份证", False),
        ("交警扣了我的证件", False),
        ("派出所不给我办身份证", False),
    ],
)
def test_papers_kept_are_heard(text: str, named: bool) -> None:
    assert ("papers" in [matter.name for matter in matters(text)]) is named


def test_a_deposit_is_ordered_back(context: AnswerContext) -> None:
    given = answer(Question("入职交的押金离职不还", "out_labour"), context)
    assert "不得收押金" in worded(given) and "500元以上2000元以下" in worded(given)
    law = {one.url.removeprefix("/laws/").replace("#", ".") for one in given.citations}
    assert {"labour_contract_law.art_9", "labour_contract_law.art_84"} <= law


@pytest.mark.parametrize("intent", ["out_contract_debt", "out_labour", "wages_claim"])
def test_a_payment_order_needs_somebody_it_can_be_delivered_to(
    intent: str, context: AnswerContext
) -> None:
    given = answer(Question("支付令有用吗，他人都找不到了", intent), context)
    assert "送得到对方手里；老板跑了、找不到人的没有用" in worded(given)
    assert "no other debt in dispute" in worded(given, "en")
    law = {one.url.removeprefix("/laws/").replace("#", ".") for one in given.citations}
    assert {"civil_procedure_law.art_225", "interp2020_26.art_15"} <= law


def test_a_settlement_of_the_peoples_mediators_can_be_confirmed(context: AnswerContext) -> None:
    given = answer(Question("村里调成的工资协议怎么确认", "wages_enforcement"), context)
    assert "30日内一起请它所在地的基层法院司法确认" in worded(given)
    assert "confirmed by the basic court" in worded(given, "en")
    law = {one.url.removeprefix("/laws/").replace("#", ".") for one in given.citations}
    assert {"interp2020_26.art_52", "case_rules.art_74"} <= law


@pytest.mark.parametrize("intent", ["out_project_money", "out_crime_traffic", FALLBACK_INTENT])
def test_whether_pay_is_due_after_leaving_is_a_wage_matter(
    intent: str, context: AnswerContext
) -> None:
    question = Question("我要走了，走了剩的钱还给不给", intent)
    given = answer(question, context)
    assert "走了以后照样可以要" in worded(given).partition("\n")[0]
    assert context.cards["wages_claim"].lead in given.lead and taken_for_wages(question)


@pytest.mark.parametrize(
    ("text", "intent", "stands_for"),
    [
        ("our nursery stopped paying its carers", "out_labour", "wages_claim"),
        ("The hotel is not paying the cleaners", FALLBACK_INTENT, "wages_claim"),
        ("my neighbour stopped paying the rent", "out_property", "out_property"),
        ("they stopped paying into my pension", "out_labour", "out_labour"),
        ("房子我不租了要走了，押金还给不给", "out_property", "out_property"),
    ],
)
def test_staff_that_is_paid_no_more_has_a_wage_matter(
    text: str, intent: str, stands_for: str, context: AnswerContext
) -> None:
    assert answer(Question(text, intent), context).lead == context.card_answer(stands_for).lead


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("面试完先收了我600体检费,后来说不录用", True),
        ("岗前培训费交了不让我上岗", True),
        ("驾校培训费不退", False),
        ("孩子报名费能退吗", False),
    ],
)
def test_a_fee_for_a_job_is_heard_before_a_dismissal(text: str, named: bool) -> None:
    assert ("hiring_fee" in [matter.name for matter in matters(text)[:1]]) is named


def test_whom_to_go_to_over_a_fee_is_told_with_its_rule(context: AnswerContext) -> None:
    past = PreviousQuestion("out_labour", "入职交了700培训费,又不要我了", {})
    asked = leaning(Question("我该找劳动局还是公安", "wages_no_action", history=(past,)))
    given = answer(asked, context)
    assert "向劳动者收钱" in worded(given)
    assert {"tel:110", "tel:12333"} <= {link.url for link in given.links}


def test_an_outside_firm_is_no_agency_and_what_it_owes_is_pay() -> None:
    assert not matters("保洁外包公司不发工资")
    assert says_owed("绿化外包公司欠我们六个月了") and not says_owed("房客欠我三个月房租")


LATE = [
    ("我们单位人事,工资想推迟十天发,怎么办理合规", True),
    ("没跟职工商量行吗", True),
    ("打算晚一周发工资违法吗", True),
    ("老板说工资要晚一个月发合法吗", False),
    ("公司想推迟发工资,我要走什么流程", False),
]


@pytest.mark.parametrize(("text", "pays"), LATE, ids=[text for text, _ in LATE])
def test_a_firm_that_means_to_pay_late_is_the_side_that_pays(
    text: str, pays: bool, context: AnswerContext
) -> None:
    given = answer(Question(text, "wages_claim", history=WAGES_BEFORE), context)
    assert ("您是发工资的一方" in worded(given)) is pays
