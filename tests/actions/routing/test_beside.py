"""Other matters of a message are named with their door; who asks, and where, is heard."""

from __future__ import annotations

import pytest

from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import answer
from actions.routing.former_places import with_todays_places
from bot.wording.render import render


def lead(context: AnswerContext, text: str, intent: str) -> str:
    return "\n".join(
        p.translations.get("zh", "") for p in answer(Question(text, intent), context).lead
    )


@pytest.mark.parametrize(
    ("text", "intent", "number"),
    [
        ("工头把我打了,钱也不给", "wages_claim", "110"),
        ("在工地干活摔伤了,工资也拖着", "wages_claim", "12333"),
        ("镇干部收了红包,征地方案也不公开", "disclosure_scope", "12388"),
        ("厂里排污水,还拖着工钱", "wages_claim", "生态环境"),
        ("对门半夜放音响", "out_property", "居委会"),
    ],
)
def test_what_is_told_besides_has_its_door(
    context: AnswerContext, text: str, intent: str, number: str
) -> None:
    assert number in lead(context, text, intent)


def test_blows_come_first(context: AnswerContext) -> None:
    assert lead(context, "老板把人打了,工资也没结", "wages_claim").startswith("打人的事找公安")


def test_another_matter_of_ours_has_a_button(context: AnswerContext) -> None:
    given = answer(Question("公司不发工资,我房贷断了征信花了", "wages_claim"), context)
    assert given.suggestions[0].payload == "/credit_kinds"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("老板打电话说工资下个月给", "wages_claim"),
        ("公司欠我工资", "wages_claim"),
        ("怎么查我的征信", "credit_query"),
        ("12345打不通", "wages_claim"),
    ],
)
def test_one_matter_stays_one(context: AnswerContext, text: str, intent: str) -> None:
    assert (
        answer(Question(text, intent), context).lead == answer(Question("", intent), context).lead
    )


@pytest.mark.parametrize(
    ("text", "intent", "said"),
    [
        ("我妈去世了,她的工钱厂里还没给", "wages_claim", "这里没有收录"),
        ("处罚的信用修复每年能弄几次", "credit_repair", "这里没有收录"),
    ],
)
def test_what_is_not_held_is_said_plainly(
    context: AnswerContext, text: str, intent: str, said: str
) -> None:
    assert said in lead(context, text, intent)


def test_a_short_question_on_another_keeper_of_records_is_told_the_same(
    context: AnswerContext,
) -> None:
    asked = Question(
        "那税务局的呢", "follow_other", history=(PreviousQuestion("credit_repair", "", {}),)
    )
    assert any("税务局" in str(line) for line in answer(asked, context).lead)


@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("在下城区的饭店洗碗,没给钱", "拱墅区"),
        ("杭州江干区的服装厂欠薪", "上城区"),
        ("江干区白杨街道那家公司", "钱塘区"),
    ],
)
def test_a_place_that_is_no_more_is_the_one_of_today(
    context: AnswerContext, text: str, today: str
) -> None:
    asked = Question(text, "wages_claim", entities={})
    assert with_todays_places(asked, context.kb).values("region") == (today,)


def test_a_place_of_today_is_left_alone(context: AnswerContext) -> None:
    question = Question("在萧山区的厂里", "wages_claim", entities={"region": ("萧山区",)})
    assert with_todays_places(question, context.kb) == question


@pytest.mark.parametrize(
    "text",
    [
        "开模具的时候手指给切了，老板说不赔",
        "在脚手架上摔断了腿，单位不认",
        "我被叉车压伤了，工伤找谁",
    ],
)
def test_who_was_hurt_at_work_is_not_told_of_severance(text: str, context: AnswerContext) -> None:
    given = answer(Question(text, "out_labour"), context)
    shown = str(render(given, "zh-Hans").text)
    assert "先治伤" in shown.split("\n")[0] and "12333" in shown
    assert "经济补偿" not in shown
