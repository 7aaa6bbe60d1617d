"""Messages of a guided case that are changed after they were answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from fake_bot_api import FakeBotApi
from sqlalchemy import select
from telegram_rig import Rig

from actions.context import AnswerContext
from bot.server.start import App
from bot.store.tables import told

pytestmark = pytest.mark.timeout(300)
_TESTS = count(1)
FIELDS = {"place", "employer", "since", "ended", "amount"}


class Worker:
    """Somebody in a wage case who changes messages."""

    def __init__(self, rig: Rig, chat: int) -> None:
        self.rig, self.chat = rig, chat

    async def writes(self, text: str) -> dict[str, Any]:
        """Write; return the update, to be changed later."""
        update = self.rig.api.write(text, self.chat, person=self.chat)
        await self.rig.idle()
        return update

    async def changes(self, update: dict[str, Any], text: str) -> str:
        """Change a message; return what the bot says to it."""
        self.rig.api.edit(update, text)
        await self.rig.idle()
        return self.last()

    async def facts(self) -> str:
        await self.writes("我说了什么")
        return self.last()

    def last(self) -> str:
        return self.rig.api.texts(self.chat)[-1]


@pytest.fixture
async def real(
    api: FakeBotApi, context: AnswerContext, parts: App, tmp_path: Path
) -> AsyncIterator[Rig]:
    """The channel with the trained model; its tables are those of the assistant."""
    # The tables outlive a test, so its updates have numbers of their own.
    api._number = 1000 * next(_TESTS)
    rig = Rig(
        api, context, f"sqlite:///{tmp_path}/wence.db", assistant=parts.assistant,
        links=parts.links, archive=parts.archive, database=parts.store,
    )  # fmt: skip
    await rig.start()
    yield rig
    await rig.stop()


async def begun(rig: Rig, chat: int, *texts: str) -> tuple[Worker, list[dict[str, Any]]]:
    worker = Worker(rig, chat)
    await worker.writes("一步步帮我讨薪")
    return worker, [await worker.writes(text) for text in texts]


async def test_a_changed_answer_corrects_its_own_field(real: Rig) -> None:
    worker, sent = await begun(real, 601, "义乌", "工厂", "今年3月", "还在干", "20000")
    assert "多少人" in worker.last()
    said = await worker.changes(sent[-1], "25000")
    assert "25000元" in said and "多少人" in said
    await worker.writes("3")
    said = await worker.changes(sent[-1], "26000")
    assert "26000元" in said and "26000人" not in said
    facts = await worker.facts()
    assert "26000元" in facts and "25000" not in facts and "3人" in facts


async def test_place_month_and_employer_are_corrected_too(real: Rig) -> None:
    worker, (place, employer, month, _) = await begun(
        real, 602, "义乌", "工厂", "今年3月", "还在干"
    )
    asked = worker.last().splitlines()[-1]
    for update, text, noted in (
        (month, "今年2月", "2月"),
        (place, "永康", "永康市"),
        (employer, "工地", "工地"),
    ):
        said = await worker.changes(update, text)
        assert noted in said and said.splitlines()[-1] == asked, said
    facts = await worker.facts()
    assert "永康" in facts and "义乌" not in facts and "工厂" not in facts


async def test_a_changed_story_is_read_as_a_story(real: Rig) -> None:
    worker = Worker(real, 603)
    await worker.writes("一步步帮我讨薪")
    story = await worker.writes("我在义乌一家工厂干活,老板欠我20000元")
    said = await worker.changes(story, "我在永康一家工厂干活,老板欠我23000元")
    assert "永康" in said and "23000" in said
    facts = await worker.facts()
    assert "永康" in facts and "23000" in facts and "义乌" not in facts


async def test_an_answer_that_was_not_read_is_read_when_it_is_mended(real: Rig) -> None:
    worker, _ = await begun(real, 604, "义乌", "工厂", "今年3月")
    slip = await worker.writes("7")
    assert "可能是几月份，也可能是几个月" in worker.last()
    await worker.writes("还在干")
    # It was read for whether they still work there; a sum is no answer to that.
    await worker.changes(slip, "20000")
    assert "20000" not in await worker.facts()
    await worker.changes(slip, "今年10月走的")
    facts = await worker.facts()
    assert "10月" in facts, facts


async def test_a_changed_question_in_between_fills_nothing(real: Rig) -> None:
    worker, _ = await begun(real, 605, "义乌", "工厂", "今年3月", "还在干")
    question = await worker.writes("花钱修复征信是真的吗")
    said = await worker.changes(question, "5000")
    assert "填过的都没有动" in said and "欠多少" in said and "重新回答" not in said
    assert "5000" not in await worker.facts()


async def test_a_message_from_before_the_case_fills_nothing(real: Rig) -> None:
    worker = Worker(real, 606)
    before = await worker.writes("征信花了怎么办")
    await worker.writes("一步步帮我讨薪")
    assert "填过的都没有动" in await worker.changes(before, "义乌")
    assert "您还没有说过具体情况" in await worker.facts()


async def test_after_the_advice_a_changed_answer_changes_the_advice(real: Rig) -> None:
    worker, (*_, amount) = await begun(real, 607, "义乌", "工厂", "今年3月", "还在干", "20000")
    await worker.writes("直接告诉我")
    await worker.changes(amount, "25000")
    assert "25000" in await worker.facts()


async def test_outside_a_case_a_changed_question_is_answered_anew(real: Rig) -> None:
    worker = Worker(real, 608)
    question = await worker.writes("老板三个月没发工资")
    before = len(real.api.texts(608))
    await worker.changes(question, "无欠薪县的标准是什么")
    assert "重新回答" in real.api.texts(608)[before]


async def test_of_a_message_only_its_fields_are_kept_and_they_go_with_the_chat(
    real: Rig,
) -> None:
    worker, _ = await begun(real, 609, "义乌", "我在厂里干,欠我20000元")

    def kept() -> list[Any]:
        with real.database.reading() as connection:
            mine = select(told).where(told.c.conversation == "tg:609")
            return list(connection.execute(mine))

    # Beside hers the messages of the bot, with what they asked for.
    fields = [row.fields for row in kept()]
    assert "employer amount" in fields and set(" ".join(fields).split()) <= FIELDS
    await worker.writes("/forget")
    assert kept() == []


async def test_danger_in_a_changed_answer_comes_first(real: Rig) -> None:
    worker, (*_, amount) = await begun(real, 610, "义乌", "工厂", "今年3月", "还在干", "20000")
    before = len(real.api.texts(610))
    await worker.changes(amount, "我不想活了")
    said = "\n".join(real.api.texts(610)[before:])
    assert "12356" in said and "没有丢" in said
