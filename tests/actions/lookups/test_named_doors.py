"""A door asked for by its name or number tells its way or hours, and those only with a source."""

from __future__ import annotations

import pytest
import yaml

from actions.context import AnswerContext
from actions.lookups.named_doors import named_door
from actions.question import Question
from actions.routing.dispatch import answer
from bot.wording.render import render
from policies_kb.kb import KnowledgeBase
from policies_kb.paths import CURATED


def shown(text: str, context: AnswerContext, locale: str = "zh-Hans") -> str:
    return str(render(answer(Question(text, "out_other"), context), locale).text).split("【")[0]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("信用浙江的网址", "credit_zhejiang"),
        ("“信用中国”官网是哪个", "creditchina"),
        ("民呼我为平台怎么进", "minhuwowei"),
        ("请问征信中心电话多少", "credit_reference_center"),
        ("互联网+督查入口", "state_council_supervision"),
        ("欠薪线索平台在哪里进", "arrears_platform"),
        ("全国欠薪举报平台怎么打开", "arrears_platform"),
        ("网上劳动争议调解平台网址", "online_mediation"),
        ("where is the link to Credit China?", "creditchina"),
    ],
)
def test_the_way_is_told(
    text: str, channel: str, context: AnswerContext, kb: KnowledgeBase
) -> None:
    door = kb.channel(channel)
    said = shown(text, context)
    for way in filter(None, (door.phone, door.url, door.where and door.where.zh)):
        assert way in said
    assert [link.url for link in answer(Question(text, "out_other"), context).links]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("12345晚上有人接吗", "7×24小时"),
        ("12345是24小时的吗", "7×24小时"),
        ("12348几点上班", "全天候"),
        ("民呼我为周末能用吗", ""),
        ("12333周六上班不", "这里没有收录"),
        ("请问12333的人工服务时间", "这里没有收录"),
        ("is 12345 open at night?", "7×24小时"),
        ("工会热线节假日有人接吗", "这里没有收录"),
    ],
)
def test_hours_are_told_with_a_source_or_said_to_be_unknown(
    text: str, hours: str, context: AnswerContext
) -> None:
    if not hours:
        assert named_door(Question(text, "out_other"), context) is None
    else:
        assert hours in shown(text, context)
        assert ("24 hours a day" in shown(text, context, "en")) is (hours == "7×24小时")


def test_hours_of_the_base_have_a_source(kb: KnowledgeBase) -> None:
    rows = yaml.safe_load((CURATED / "channels.yml").read_text(encoding="utf-8"))
    told = {row["id"] for row in rows if "hours" in row}
    assert told == {channel.id for channel in kb.channels() if channel.hours}
    assert all(kb.channel(name).evidence.source for name in told)


@pytest.mark.parametrize(
    "text",
    [
        "12345打不通怎么办",
        "打了12333没人接",
        "信用浙江上的记录错了",
        "晚上老板打我",
        "征信中心多久答复异议",
        "我在民呼我为投诉了没人理",
        "欠我12345块",
    ],
)
def test_other_messages_are_left_alone(text: str, context: AnswerContext) -> None:
    assert named_door(Question(text, "wages_claim"), context) is None
