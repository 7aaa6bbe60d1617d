"""Points of unpaid wages: answered in the first line, the page of the matter not said again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answer_texts import worded

from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.rasa_actions import remembered
from actions.routing.dispatch import answer
from actions.routing.short_messages import DETAIL
from actions.statements.wage_points import WAGE_POINTS
from nlu.decision import Matter

WAGES_BEFORE = (PreviousQuestion("wages_iou", "老板打了张条子", {}),)
HEAT_BEFORE = (PreviousQuestion("wages_claim", "高温费也没发", {}),)
CREDIT_BEFORE = (PreviousQuestion("credit_bank", "逾期了", {}),)


@pytest.mark.parametrize(
    ("intent", "text", "says"),
    [
        ("wages_evidence", "我录了音行吗", "录音、录像可以拿去"),
        ("out_labour", "加班的那些钱算不算", "不付加班费"),
        ("wages_claim", "奖金呢", "关于奖金"),
        ("wages_collective", "要不要每个人都签字", "最多5人"),
        ("out_property", "我们把他的车开走行不行", "不要自己去拉"),
        ("out_other", "有没有政府垫的", "应急周转金"),
        ("wages_claim", "只知道姓王能不能告", "单位的名称、住所"),
        ("wages_claim", "一天的钱怎么折算", "除以21.75天"),
        ("wages_time_limit", "那是不是没希望了", "不能说没希望"),
        ("out_labour", "罚款能从工钱里扣吗", "不能随便扣"),
        ("wages_claim", "他说等有钱了再给", "及时足额"),
        ("out_crime_traffic", "货我已经领了两箱", "工资要用货币付"),
        ("wages_building_site", "总包是谁呀", "施工总承包单位"),
        ("goodbye", "已经走了", "哪个月走的"),
        ("wages_claim", "去温州告还是在这边告", "用工行为所在地"),
        # What the other side says, and what is not wages.
        ("out_project_money", "老板推说甲方的款还没拨", "不是不发工资的理由"),
        ("wages_no_action", "他们讲我这个算承包款", "不看别人叫它什么"),
        ("out_project_money", "我先垫了七千", "您自己垫出去的钱"),
        ("follow_other", "我自己那份呢", "自己干活应得的报酬"),
        ("wages_building_site", "总包讲跟它没有关系", "施工总承包单位先付清"),
        ("wages_penalty", "老板娘讲早就发过了", "要单位拿凭证"),
        ("wages_claim", "万一他抵赖呢", "他不认也可以投诉"),
        ("out_labour", "学校讲这个不归它", "招您、管您、给您发钱"),
        # What somebody tired or in doubt says.
        ("paid_now", "算了 折腾不起 认了", "打一个电话也行"),
        ("goodbye", "太累了不要了", "打一个电话也行"),
        ("greet", "是真的吗", "法律和条例写的"),
        ("greet", "so are you sure?", "法律和条例写的"),
        ("wages_time_limit", "要欠够两个月才能告吗", "没有写要欠满多久"),
        ("out_labour", "退休金我没有领", "领没领养老金"),
        ("wages_time_limit", "那总共能要多少", "可以全额要"),
        ("wages_time_limit", "都三年了", "不能说没希望"),
        ("wages_boss_gone", "记录我误删了", "由单位掌握"),
        # The court, and an office that does not take it.
        ("wages_claim", "不走仲裁行吗", "一般先申请劳动仲裁"),
        ("wages_arbitration", "打官司贵不贵", "诉讼费"),
        ("wages_no_action", "凭啥不给立案", "条文写的不受理"),
        ("wages_claim", "人走了工钱还给吗", "走了以后照样可以要"),
        ("wages_penalty", "工头讲走了就一分没有", "走了以后照样可以要"),
        ("out_government_service", "辞职要提前几天", "提前30日书面通知"),
        # Somebody else speaks for who cannot.
        ("wages_claim", "我老乡替我打电话行吗", "别人替您打也行"),
        ("out_family", "can my sister phone for me", "别人替您打也行"),
    ],
)
def test_a_point_is_answered_in_the_first_line(
    intent: str, text: str, says: str, context: AnswerContext
) -> None:
    question = Question(text, intent, history=WAGES_BEFORE)
    given = answer(question, context)
    assert says in given.lead[0].translations["zh"] and given.links
    page = context.cards.get(intent)
    assert page is None or page.lead not in given.lead
    assert len(given.steps) <= 1
    assert remembered(question, given)[0]["intent"].startswith("wages_")


@pytest.mark.parametrize(
    ("before", "text", "says"),
    [
        ("能申请支付令吗", "要花钱吗", "三分之一"),
        ("能申请支付令吗", "对方装死呢", "15日内既不付钱"),
        ("高温费也没发", "每月多少", "高温津贴一个月多少"),
        ("监察不予受理", "我不服", "60日内申请行政复议"),
        ("脚被砸伤了还欠我工资", "两件事可以同时弄吗", "可以同时办"),
        ("脚被砸伤了还欠我工资", "哪个先", "可以同时办"),
        ("脚被砸伤了还欠我工资", "厂里没买保险", "由单位按工伤的项目和标准全付"),
        ("孩子14岁在店里干活没给钱", "会罚家里吗", "没有写罚家里的"),
        ("仲裁赢了", "单位照样不给怎么办", "向法院申请强制执行"),
        ("判决书下来了", "几年内要去申请", "期间是2年"),
        ("调解书在我手上", "该去哪个法院", "住所地或者财产所在地"),
        ("判下来了", "多久能到手", "超过6个月没有执行"),
        ("判决书下来了", "他户头没钱了", "发现他有新的财产"),
    ],
)
def test_a_point_leans_on_what_was_spoken_of(
    before: str, text: str, says: str, context: AnswerContext
) -> None:
    asked = Question(text, "wages_claim", history=(PreviousQuestion("wages_claim", before, {}),))
    assert says in answer(asked, context).lead[0].translations["zh"]
    other = answer(Question(text, "wages_claim", history=WAGES_BEFORE), context)
    assert says not in worded(other)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        # No contract of a site, though the intent says so.
        ("驿站讲总公司还没打款", "总部没结款是它们之间的事"),
        ("实习学生能投诉吗", "学校和教育部门"),
    ],
)
def test_an_outlet_and_a_student_have_points_of_their_own(
    text: str, says: str, context: AnswerContext
) -> None:
    asked = Question(text, "wages_building_site", history=WAGES_BEFORE)
    assert says in answer(asked, context).lead[0].translations["zh"]


def test_what_is_lost_by_waiting_is_said(context: AnswerContext) -> None:
    """Terms whose passing costs a right stand in the first line of their points."""
    points = WAGE_POINTS.data.points
    for name, term in (
        ("bankrupt", "满2个月不领算放弃"),
        ("bankruptcy_order", "满2个月不领算放弃"),
        ("injury_denied", "复议一般60日内"),
        ("double_wage_office", "在职也会过期"),
        ("social_insurance_unpaid", "2年内没被发现"),
        ("signed_no_insurance", "可以要您退还"),
    ):
        assert term in points[name].rule.zh, name


def test_what_nothing_is_held_on_is_said_to_be_so(context: AnswerContext) -> None:
    given = answer(Question("每月多少", "wages_claim", history=HEAT_BEFORE), context)
    assert given.status == "no_provision" and not given.citations
    held = answer(Question("工资卡在工头那里", "wages_claim", history=WAGES_BEFORE), context)
    assert held.status == "answered" and held.citations


def test_the_page_follows_where_it_was_not_shown(context: AnswerContext) -> None:
    given = answer(Question("加班费不给能投诉吗", "wages_claim"), context)
    page = context.cards["wages_claim"]
    assert "不付加班费" in given.lead[0].translations["zh"]
    assert page.lead in given.lead and given.steps == page.steps


def test_a_story_and_another_matter_are_left_alone(context: AnswerContext) -> None:
    story = "我在厂里做了三年，" + "天天加班到很晚，老板一直拖着工资不发，" * 3
    given = answer(Question(story, "wages_claim"), context)
    assert given.lead[0] == context.cards["wages_claim"].lead
    credit = answer(Question("利息能不能少还", "credit_bank", history=CREDIT_BEFORE), context)
    assert "加付赔偿金" not in worded(credit)


def test_a_detail_with_a_point_is_noted_and_answered(context: AnswerContext) -> None:
    question = Question(
        "中介在福建", "wages_iou", history=WAGES_BEFORE, entities={}, follows=DETAIL
    )
    given = answer(question, context)
    assert given.status == "answered"
    assert "用工行为所在地" in worded(given)
    assert context.cards["wages_iou"].lead not in given.lead


def test_a_point_without_law_names_who_knows() -> None:
    lawless = [point for point in WAGE_POINTS.data.points.values() if not point.rule.law]
    assert lawless
    for point in lawless:
        assert "没有收录" in point.rule.zh or "没有写" in point.rule.zh, point.name
        assert point.channels, point.name


def test_what_is_beyond_doubt_elsewhere_is_no_point_of_wages(context: AnswerContext) -> None:
    elsewhere = (Matter("outside", 0.98, "out_contract_debt"), Matter("wages", 0.01, "wages_claim"))
    given = answer(
        Question(
            "网上买的手机坏了能退吗",
            "out_contract_debt",
            matters=elsewhere,
            reply="handed_over",
            nearest=(("point/wages/online", 0.6), ("kind/whom", 0.1)),
            history=WAGES_BEFORE,
        ),
        context,
    )
    assert given.status == "out_of_scope"
    of_work = replace(
        Question(
            "老板说从网上投诉没用", "out_contract_debt", matters=elsewhere, reply="handed_over"
        ),
        history=WAGES_BEFORE,
        nearest=(("point/wages/online", 0.6), ("kind/whom", 0.1)),
    )
    assert answer(of_work, context).status == "answered"
