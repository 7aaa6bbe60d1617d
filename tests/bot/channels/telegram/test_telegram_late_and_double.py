"""What is written under an older question, twice, or answered late: never the field asked now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fake_bot_api import FakeBotApi
from telegram_rig import Rig, until
from test_telegram_groups import ANNA, GROUP, Person, addresses

from actions.context import AnswerContext
from bot.conversation.understanding import NOT_SEEN
from bot.server.start import App

pytestmark = pytest.mark.timeout(300)
_TESTS = count(1)
MOVED_ON, TWICE = "已经往下走了", "已经收到了"


class Worker:
    """Somebody in a wage case."""

    def __init__(self, rig: Rig, chat: int) -> None:
        self.rig, self.chat = rig, chat

    async def writes(self, text: str, under: dict[str, Any] | None = None, **more: Any) -> str:
        """Write, under a message where one is named; return what the bot says to it."""
        if under:
            more["reply_to_message"] = under
        self.rig.api.write(text, self.chat, person=self.chat, **more)
        await self.rig.idle()
        return self.last()

    async def begins(self, *texts: str) -> None:
        for text in ("一步步帮我讨薪", *texts):
            await self.writes(text)

    async def facts(self) -> str:
        return await self.writes("我说了什么")

    def shown(self, words: str) -> dict[str, Any]:
        """Return the first message of the bot with these words."""
        return next(m for m in self.rig.api.shown[self.chat] if words in m.get("text", ""))

    def last(self) -> str:
        return self.rig.api.texts(self.chat)[-1]


@pytest.fixture
async def case(
    api: FakeBotApi, context: AnswerContext, parts: App, tmp_path: Path
) -> AsyncIterator[Worker]:
    """A worker who has told how much is owed and is asked how many are."""
    number = next(_TESTS)
    api._number = 500_000 + 1000 * number
    rig = Rig(
        api, context, f"sqlite:///{tmp_path}/wence.db", assistant=parts.assistant,
        links=parts.links, archive=parts.archive, database=parts.store,
    )  # fmt: skip
    await rig.start()
    worker = Worker(rig, 8000 + number)
    await worker.begins("义乌", "工厂", "今年3月", "还在干", "20000")
    assert "多少人" in worker.last()
    yield worker
    await rig.stop()


async def test_a_reply_under_an_older_question_fills_that_field(case: Worker) -> None:
    said = await case.writes("25000", under=case.shown("还欠多少钱"))
    assert "25000元" in said and "多少人" in said
    said = await case.writes("永康", under=case.shown("哪个县"))
    assert "永康" in said and "多少人" in said
    told = await case.facts()
    assert "25000元" in told and "永康" in told and "25000人" not in told


async def test_a_reply_under_ones_own_message_corrects_it(case: Worker) -> None:
    own = {"message_id": 0, "date": 1, "chat": {"id": case.chat, "type": "private"}}
    update = case.rig.api.write("3", case.chat, person=case.chat)
    await case.rig.idle()
    said = await case.writes("5个", under={**own, "message_id": update["message"]["message_id"]})
    assert "5人" in said
    assert "3人" not in await case.facts()


async def test_a_reply_under_the_open_question_is_its_answer(case: Worker) -> None:
    assert "3人" in await case.writes("3", under=case.shown("多少人"))


@pytest.mark.parametrize("text", ["12", "不知道啊", "今年3月"])
async def test_a_reply_under_what_asked_for_nothing_known_fills_nothing(
    case: Worker, text: str
) -> None:
    before = await case.facts()
    under = {"message_id": 3, "date": 1, "chat": {"id": case.chat, "type": "private"}}
    said = await case.writes(text, under=under)
    assert "多少人" in said
    assert await case.facts() == before


async def test_a_question_under_an_older_message_is_answered(case: Worker) -> None:
    before = await case.facts()
    await case.writes("无欠薪县的标准是什么", under=case.shown("哪个县"))
    texts = "\n".join(case.rig.api.texts(case.chat)[-4:])
    assert "无欠薪" in texts and "多少人" in texts
    assert await case.facts() == before


@pytest.mark.parametrize("text", ["20000", "没有", "今年3月"])
async def test_the_same_words_twice_are_one_answer(case: Worker, text: str) -> None:
    case.rig.api.write(text, case.chat, person=case.chat)
    said = await case.writes(text)
    assert TWICE in said
    # What was asked stays asked, and stands there with its buttons.
    assert case.rig.api.shown[case.chat][-1]["reply_markup"]
    asked = "多少人" if "多少人" in said else "什么凭据"
    assert asked in said and asked in await case.facts()


async def test_the_same_story_sent_twice_begins_one_case(case: Worker) -> None:
    story = "我在义乌一家工厂干活,老板欠我20000元,一步步帮我讨薪"
    other = Worker(case.rig, case.chat + 500)
    case.rig.api.write(story, other.chat, person=other.chat)
    assert TWICE in await other.writes(story)


async def test_a_picture_in_a_case_is_told_and_the_question_asked_again(
    case: Worker, api: FakeBotApi
) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    api.send(api.message(None, case.chat, person=case.chat, photo=photo))
    await case.rig.idle()
    shown = api.shown[case.chat][-1]
    assert NOT_SEEN.message in shown["text"] and "多少人" in shown["text"]
    assert "inline_keyboard" in shown["reply_markup"]
    assert "[图片]" not in await case.facts()
    assert "多少人" in await case.writes("【收到不支持的消息类型，暂无法显示】")
    # What the picture was answered with can be answered by quoting it.
    assert "3人" in await case.writes("3", under=shown)


async def test_a_question_delivered_late_does_not_stand_last_once_it_is_over(
    case: Worker, api: FakeBotApi
) -> None:
    await until(lambda: not case.rig.channel.service._working)
    case_of_late = Worker(case.rig, case.chat + 600)
    await case_of_late.begins("义乌", "工厂")
    api.fail("sendMessage", status=400, times=1, told="Bad Request: try later")
    await case_of_late.writes("今年3月")
    asked = await case_of_late.writes("还在干")
    with case.rig.database.writing() as connection:
        connection.exec_driver_sql("update inbox set until = '2020-01-01 00:00:00.000000'"
                                   " where state = 'open'")  # fmt: skip
    await case.rig.channel.service.sweep()
    await case.rig.idle()
    assert case_of_late.last() == asked
    told = await case_of_late.facts()
    assert "3月" in told and "还在" in told


async def test_an_answer_delivered_late_is_followed_by_the_open_question(
    case: Worker, api: FakeBotApi
) -> None:
    api.fail("sendMessage", status=429, times=5, retry_after=0)
    await case.writes("无欠薪县的标准是什么")
    asked = await case.writes("3")
    assert "什么凭据" in asked
    with case.rig.database.writing() as connection:
        connection.exec_driver_sql("update inbox set until = '2020-01-01 00:00:00.000000'"
                                   " where state = 'open'")  # fmt: skip
    await case.rig.channel.service.sweep()
    await case.rig.idle()
    texts = case.rig.api.texts(case.chat)
    assert any("无欠薪" in text for text in texts)
    assert "什么凭据" in texts[-1] and "多少人" not in texts[-1]


async def test_words_under_the_last_picture_of_an_album_are_one_answer(
    rig: Rig, api: FakeBotApi
) -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    for caption in ({}, {"caption": "老板三个月没发工资"}, {}):
        api.send(api.message(None, photo=photo, media_group_id="m", **caption))
    await rig.idle()
    assert len(rig.assistant.asked) == 1
    assert not any("只看得懂文字" in text for text in api.texts())


@pytest.mark.parametrize(
    "texts",
    [
        ("老板不发工资怎么办", "在义乌,欠我23000,5个人"),
        ("在义乌,老板欠我23000块工资,5个人",),
        ("老板欠我23000块工资怎么办", "义乌的厂,5个人"),
    ],
)
async def test_facts_told_in_a_group_are_neither_read_back_nor_kept(
    real: Rig, api: FakeBotApi, texts: tuple[str, ...]
) -> None:
    anna = Person(real, ANNA)
    shown = [message for text in texts for message in await anna.says(text)]
    assert not any("记下了" in message.get("text", "") for message in shown)
    assert any(addresses(message) for message in shown), "no way to the private chat"
    for name in real.archive.conversations.names(f"tg:{GROUP}"):
        assert "23000" not in str(real.archive.conversations.load(name))
