"""Conversations over the real model: the thread, its end, and the replies of a good clerk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

import actions.rasa_actions
import bot.model.engine
from actions.thread import SECONDS

if TYPE_CHECKING:
    from bot.start import Parts


async def talk(parts: Parts, *messages: str, name: str = "", locale: str | None = None) -> Any:
    """Say messages in one conversation and return the last reply."""
    name = name or uuid4().hex
    said: dict[str, Any] = {}
    for message in messages:
        said = await parts.assistant.reply(name, message, locale)
    return said


def about(said: dict[str, Any]) -> str:
    """Return what a reply says and cites."""
    quoted = [f"{c['document']}{c['title']}{c['place']}" for c in said["citations"]]
    return said["text"] + "\n".join(quoted)


@pytest.mark.parametrize(
    ("messages", "holds"),
    [
        (["厂里扣着我两个月工资", "得等几天", "他们不受理呢", "还有谁能管"], "上一级"),
        (["工地的工钱没结", "我老家是安徽的", "要带些啥"], "考勤"),
        (["想要镇里的征地批文", "要多少天", "不理我怎么办"], "复议"),
        (["被法院列进失信名单了", "钱都还清了", "几天能删"], "3个工作日"),
        (["征信上有个逾期", "那花钱能消吗"], "骗|不要|收费"),
        (["怎么查征信", "一年几次不要钱"], "2次"),
        (["老板拖着工资", "对了征信逾期了怎么办", "回到工资那个事"], "劳动保障监察"),
        (["没发工资去哪里投诉", "那个号码打不进去", "网上可以弄吗"], "平台"),
        (["我被欠薪了", "公积金怎么提取", "刚才那个要多久"], "60个工作日"),
        (["不是征信的事，是工资没发"], "工资"),
        (["77号文是什么", "哪天印发的"], "2017年7月26日"),
    ],
)
async def test_follow_ups_stay_on_the_matter(parts: Parts, messages: list[str], holds: str) -> None:
    said = await talk(parts, *messages)
    assert said["status"] == "answered", said["text"][:200]
    assert any(word in about(said) for word in holds.split("|")), said["text"][:200]


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("你到底是谁", "who_are_you"),
        ("跟我说话的是活人还是机器", "who_are_you"),
        ("你们算官方吗", "who_are_you"),
        ("我人不在浙江了", "not_here"),
        ("我连手机都没有", "no_phone"),
        ("字我一个都不会写", "cannot_write"),
        ("12333打了半天没人理", "line_busy"),
        ("你一点都没帮上我", "bot_complaint"),
        ("这事是我爸的,我替他问", "for_another"),
        ("谢谢啊,钱到手了", "paid_now"),
    ],
)
async def test_a_good_clerk_has_a_word_for_it(parts: Parts, message: str, intent: str) -> None:
    replies = [await talk(parts, message, locale=one) for one in ("zh-Hans", "zh-Hant", "en")]
    assert [said["intent"]["name"] for said in replies] == [intent] * 3
    assert len({said["text"] for said in replies}) == 3
    assert all(said["links"] or intent == "who_are_you" for said in replies)


async def test_a_matter_stays_open_behind_such_a_word(parts: Parts) -> None:
    said = await talk(parts, "老板半年没给工资", "我不会写字", "那要多久")
    assert "60个工作日" in said["text"]


async def test_who_takes_a_threat_back_is_answered(parts: Parts) -> None:
    said = await talk(parts, "工资要不到我不想活了", "我没想死，刚刚说的是气话")
    assert "放心" in said["text"] and "12356" in said["text"]
    assert said["danger"], "the lines for danger stand before it all the same"


@pytest.mark.parametrize("words", ["重新开始", "换人用了", "前面的都清空吧"])
async def test_whoever_begins_anew_begins_from_nothing(parts: Parts, words: str) -> None:
    name = uuid4().hex
    await talk(parts, "一步步帮我讨薪", "义乌", words, name=name)
    said = await talk(parts, "要多久", name=name)
    assert said["status"] == "clarify" and "哪件事" in said["text"]
    fresh = await talk(parts, "一步步帮我讨薪", name=name)
    assert "义乌市" not in fresh["text"]


async def test_a_thread_ends_after_half_a_day(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = uuid4().hex
    await talk(parts, "一步步帮我讨薪", "在义乌的厂里", name=name)
    real = actions.rasa_actions.time

    def later() -> float:
        return real() + SECONDS + 60

    monkeypatch.setattr(actions.rasa_actions, "time", later)
    monkeypatch.setattr(bot.model.engine, "time", later)
    assert await parts.engine.open_question(name) is None
    said = await talk(parts, "要多久", name=name)
    assert said["status"] == "clarify" and "哪件事" in said["text"]
    begun = await talk(parts, "一步步帮我讨薪", name=name)
    assert "义乌" not in begun["text"].split("例如")[0]
