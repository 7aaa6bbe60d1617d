"""Few words on a matter: the case step by step, another organ, a length of time alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from talk_rig import talk

if TYPE_CHECKING:
    from bot.server.start import App

WAGES = "老板压着工钱不发"
CREDIT = "征信上有一条逾期"
DISCLOSURE = "想申请公开安置房的分配名单"


@pytest.mark.parametrize(
    ("before", "message", "asks"),
    [
        (WAGES, "step by step pls", "place"),
        (WAGES, "one question at a time please", "place"),
        (WAGES, "can you walk me through it", "place"),
        (WAGES, "一樣一樣嚟啦", "place"),
        (WAGES, "唔該帶我一步步填", "place"),
        (WAGES, "好的，一步一步来", "place"),
        (WAGES, "那开始填吧", "place"),
        (CREDIT, "帮我填一下", "entry"),
        (CREDIT, "guide me through", "entry"),
        (DISCLOSURE, "一条一条来好了", "organ"),
    ],
)
async def test_the_case_that_is_offered_may_be_wanted_in_words(
    parts: App, before: str, message: str, asks: str
) -> None:
    said = await talk(parts, before, message)
    assert said["status"] == "clarify" and said.get("asks") == asks, said["text"][:80]


async def test_step_by_step_of_nothing_is_asked_about(parts: App) -> None:
    said = await talk(parts, "一步一步来")
    assert said["status"] == "clarify" and "asks" not in said


async def test_within_a_case_it_is_said_that_it_is_open(parts: App) -> None:
    said = await talk(parts, WAGES, "一步步来", "嘉善", "慢慢来")
    assert said["text"].startswith("这件事已经在填了")


async def test_how_a_step_goes_is_a_question(parts: App) -> None:
    said = await talk(parts, WAGES, "仲裁怎么一步步走")
    assert said["status"] == "answered" and "仲裁" in said["lead"][0]


@pytest.mark.parametrize("message", ["拖了五六年", "都快两年了", "欠了三年多", "整整八个月了啊"])
async def test_a_length_of_time_alone_is_asked_about(parts: App, message: str) -> None:
    said = await talk(parts, message)
    assert said["status"] == "clarify" and "哪件事" in said["text"]


async def test_a_length_of_time_in_the_thread_is_of_its_matter(parts: App) -> None:
    said = await talk(parts, WAGES, "拖了五六年")
    assert said["intent"]["name"].startswith("wages_")


@pytest.mark.parametrize(
    "message",
    [
        "申请公开拆迁补偿表被驳回",
        "我申请的信息公开他们拒绝了",
        "my information request was rejected",
    ],
)
async def test_a_request_that_was_refused_is_no_question_how_to_ask(
    parts: App, message: str
) -> None:
    said = await talk(parts, message)
    assert said["intent"]["name"] == "disclosure_refused"


@pytest.mark.parametrize("message", ["财政局的呢", "那街道呢", "要是区政府呢"])
async def test_another_organ_is_asked_about_the_same(parts: App, message: str) -> None:
    before = await talk(parts, "申请公开被驳回怎么办")
    said = await talk(parts, "申请公开被驳回怎么办", message)
    assert said["lead"][0] == before["lead"][0]


async def test_another_holder_has_its_own_rule(parts: App) -> None:
    said = await talk(parts, "政府信息公开多久给答复", "村里的呢")
    assert "村务公开" in said["lead"][0]
