"""What is said after a guided case, and what takes back a value within it."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from actions.question import MessageContext
from bot.server.start import App

_NUMBERS = count()
#: A whole case: place, employer, since, ended, amount, people, proof, reachable, filed, special.
_TOLD = [
    "义乌",
    "饭店",
    "今年5月",
    "还在干",
    "18000",
    "4个人",
    "有合同",
    "找得到",
    "还没有",
    "没有",
]
_ENDED = ["一步步帮我讨薪", *_TOLD]


async def last(parts: App, *messages: str) -> dict[str, Any]:
    """Return the answer to the last of some messages of one conversation."""
    conversation, reply = f"after-{next(_NUMBERS)}", {}
    for text in messages:
        reply = (await parts.assistant.reply(conversation, text)).as_json()
    return reply


def told(reply: dict[str, Any]) -> str:
    return "\n".join((*reply["lead"], *(row["text"] for row in reply["rows"])))


@pytest.mark.parametrize(
    ("text", "field", "line"),
    [
        ("人数改成6个", "people", "多少人被欠:6人"),
        ("不对,是21000", "amount", "欠多少:21000元"),
        ("说错了,应该是6月开始欠的", "since", "从哪个月开始欠:2026年6月"),
        ("地方改成永康", "place", "地方:永康市"),
        ("change it, we are 7 people", "people", "How many are unpaid: 7"),
    ],
)
async def test_a_value_is_changed_after_the_end(
    parts: App, text: str, field: str, line: str
) -> None:
    reply = await last(parts, *_ENDED, text)
    assert reply["filled"] == [field] and line in reply["text"].replace("：", ":")
    assert reply["status"] == "answered" and reply["attachments"]


@pytest.mark.parametrize("text", ["我说了什么", "我刚才都填了哪些"])
async def test_after_the_end_it_is_told_what_was_said(parts: App, text: str) -> None:
    reply = await last(parts, *_ENDED, text)
    assert "您说过的有" in reply["lead"][0] and "欠多少:18000元" in told(reply)


@pytest.mark.parametrize("text", ["有一处要改", "我想改一下", "有个地方要改", "要修改"])
@pytest.mark.parametrize("before", [_ENDED, _ENDED[:7]])
async def test_who_wants_to_change_something_is_told_how(
    parts: App, text: str, before: list[str]
) -> None:
    reply = await last(parts, *before, text)
    assert "要改哪一样" in reply["lead"][0] and "欠多少:18000元" in told(reply)
    assert "filled" not in reply or "people" not in reply["filled"]


@pytest.mark.parametrize("text", ["有一处要改", "我说过什么"])
async def test_without_a_case_it_is_said_that_there_is_none(parts: App, text: str) -> None:
    assert (await last(parts, text))["lead"][0].startswith("现在没有在填的事情")


@pytest.mark.parametrize(
    "text", ["老板说工资改成下个月发怎么办", "多久能拿到钱", "改天再说吧", "厂里改了名字还能告吗"]
)
async def test_other_words_after_the_end_change_nothing(parts: App, text: str) -> None:
    assert "filled" not in await last(parts, *_ENDED, text)


@pytest.mark.parametrize("text", ["删除我的记录", "把我说的都删了", "请把我的聊天记录全部删掉"])
@pytest.mark.parametrize("before", [[], _ENDED[:4], _ENDED])
async def test_who_wants_the_records_deleted_is_told_the_way(
    parts: App, text: str, before: list[str]
) -> None:
    conversation = f"after-{next(_NUMBERS)}"
    for said in (*before, text):
        reply = (await parts.assistant.reply(conversation, said)).as_json()
    assert "/forget" in reply["text"] and "删除我的记录" in reply["text"]
    after = (await parts.assistant.reply(conversation, "我说了什么")).as_json()
    assert "义乌" not in after["text"]


@pytest.mark.parametrize("text", ["怎么删除失信记录", "删除我的征信记录", "怎么把我从失信名单删掉"])
async def test_a_credit_record_is_another_matter(parts: App, text: str) -> None:
    reply = await last(parts, text)
    assert reply["intent"]["name"].startswith("credit_") and "/forget" not in reply["text"]


async def test_how_to_delete_is_told_and_the_case_goes_on(parts: App) -> None:
    reply = await last(parts, *_ENDED[:4], "怎么把我说的话删掉")
    assert "/forget" in reply["text"] and reply["asks"] == "ended"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("不对,是23000", "amount", "23000元"),
        ("错了,19500", "amount", "19500元"),
        ("应该是1万6", "amount", "16000元"),
        ("不对,是6", "people", "6人"),
        ("说错了,是6个", "people", "6人"),
    ],
)
async def test_a_bare_figure_corrects_what_it_is_near_to(
    parts: App, text: str, field: str, value: str
) -> None:
    reply = await last(parts, *_ENDED[:7], text)
    assert reply["filled"] == [field] and value in reply["text"]
    assert reply["asks"] == "proof"


async def test_words_under_an_older_question_count_after_the_end(parts: App) -> None:
    conversation = f"after-{next(_NUMBERS)}"
    for text in _ENDED:
        await parts.assistant.reply(conversation, text)
    under = MessageContext(answers=("people",))
    reply = (await parts.assistant.reply(conversation, "9", sending=under)).as_json()
    assert reply["filled"] == ["people"] and "多少人被欠:9人" in reply["text"]
    asked = (await parts.assistant.reply(conversation, "这个是什么意思?", sending=under)).as_json()
    assert "filled" not in asked


async def test_a_message_whose_reply_was_never_kept_fills_nothing_more(parts: App) -> None:
    """A process may be killed between keeping the turn and keeping its reply."""
    conversation = f"after-{next(_NUMBERS)}"
    for text in _ENDED[:5]:
        await parts.assistant.reply(conversation, text)
    # The engine, without what keeps replies, is given the same message once more.
    sending = MessageContext(id="m9")
    first = await parts.engine.ask(conversation, "18000", sending)
    assert (first.filled, first.asks) == (("amount",), "people")
    again = await parts.engine.ask(conversation, "18000元", sending)
    assert (again.filled, again.asks) == ((), "people")
    assert "没有再记一遍" in again.answer.lead[0].message
    other = await parts.engine.ask(conversation, "18", MessageContext(id="m10"))
    assert other.filled == ("people",)
