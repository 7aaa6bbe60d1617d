"""A law of the base is known by its number in a short form, and by its title without brackets."""

from __future__ import annotations

import pytest

from actions.context import AnswerContext
from actions.lookups.facts import fact_base
from actions.question import Question
from actions.routing.dispatch import answer
from bot.wording.render import render
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.laws import law_numbered


def shown(text: str, context: AnswerContext, locale: str = "zh-Hans") -> str:
    given = answer(Question(text, "out_other"), context)
    return str(render(given, locale).text).split("【")[0]


@pytest.mark.parametrize(
    ("said", "law"),
    [
        ("人社部令第56", "order56"),
        ("人社部令45", "order45"),
        ("发改委令第36", "ndrc36"),
        ("国家发展和改革委员会令36", "ndrc36"),
        ("国令第724", "law724"),
        ("浙江省政府令第353", "zj_order353"),
        ("法释〔2025〕12", "interp2025_12"),
        ("人社部令第57", None),
        ("财政部令第56", None),
    ],
)
def test_an_order_is_known_by_a_short_name_of_its_issuer(
    said: str, law: str | None, kb: KnowledgeBase
) -> None:
    found = law_numbered(said, fact_base(kb))
    assert (found.id if found else None) == law


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("人社部令第56号从哪天起施行", "自2026年7月1日起施行"),
        ("法释〔2025〕12号什么时候生效", "自2025年9月1日起施行"),
        ("生态环境法典什么时候施行", "自2026年8月15日起施行"),
        ("《环境保护法》何时废止", "自2026年8月15日起不再有效"),
        ("法释〔2013〕17号还有效吗", "自2017年5月1日起不再有效"),
        ("环境保护法现在还有效吗", "2026年8月15日"),
        ("信访工作条例哪天实施的", "2022年5月1日起施行"),
        ("发改委58号令还管用吗", "现在看《信用修复管理办法》"),
        ("发改委36号令什么时候开始", "2026年4月1日起施行"),
        ("法释2025 12号是什么", "审理劳动争议案件适用法律问题的解释（二）"),
        ("法释〔2011〕17号还有效吗", "现在看《最高人民法院关于审理政府信息公开行政案件"),
    ],
)
def test_since_when_a_law_holds_is_told(text: str, says: str, context: AnswerContext) -> None:
    assert says in shown(text, context)


def test_it_is_told_in_english(context: AnswerContext) -> None:
    assert "has been in force since" in shown("人社部令第56号什么时候施行", context, "en")


@pytest.mark.parametrize(
    "text",
    ["民事诉讼法规定判决书送达以后多久生效", "劳动合同法里工资什么时候发", "刑法里欠薪判几年"],
)
def test_what_a_law_says_of_a_time_is_not_its_own_day(text: str, context: AnswerContext) -> None:
    assert "起施行" not in shown(text, context)
