"""What is taken back and told anew goes to the field it was told for, over the real model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from talk_rig import played, talk

if TYPE_CHECKING:
    from bot.server.start import App

#: A wage case told up to the amount.
TOLD = ("/wages_case", "诸暨", "袜子厂", "今年4月", "还在干", "7000")
CREDIT = ("/credit_case", "银行征信", "是真的")
REQUEST = ("/request_case", "旧村改造的批文", "镇政府")


async def facts_of(parts: App, *messages: str) -> Any:
    return (await played(parts, *messages))[0].facts


@pytest.mark.parametrize(
    ("before", "message", "changed"),
    [
        # In the message after it.
        (TOLD[:4], "不对，是9月", {"since": "2026-09"}),
        (TOLD[:4], "是5月不是4月", {"since": "2026-05"}),
        (TOLD[:4], "明明是2月，不是4月", {"since": "2026-02"}),
        (TOLD[:4], "不是4月，是去年12月", {"since": "2025-12"}),
        (TOLD[:4], "讲错了，应该是6月份", {"since": "2026-06"}),
        (TOLD[:4], "it was June, not April", {"since": "2026-06"}),
        (TOLD[:3], "不是袜子厂，是饭店", {"employer": "shop"}),
        (TOLD[:2], "不是诸暨，是嵊州", {"place": "嵊州市"}),
        (TOLD[:2], "是嵊州不是诸暨", {"place": "嵊州市"}),
        (TOLD, "错了，七千五", {"amount": 7500}),
        (TOLD, "不对，是9000", {"amount": 9000}),
        (TOLD, "不是7000，是8200", {"amount": 8200}),
        ((*TOLD[:-1], "七千上下"), "不对，是6800", {"amount": 6800}),
        ((*TOLD[:-1], "六七千"), "不对，是七千二左右", {"amount": [7200, 7200]}),
        # Further on.
        (TOLD, "写错了，是去年9月", {"since": "2025-09"}),
        (TOLD, "不是4月，是3月", {"since": "2026-03"}),
        ((*TOLD, "6个人", "有考勤"), "说错了，是9个人", {"people": 9}),
        ((*TOLD, "6个人", "有考勤"), "不是6个，是9个", {"people": 9}),
        ((*TOLD, "6个人"), "金额不对，是8000", {"amount": 8000}),
        # Not told yet: what is denied is not taken down.
        (TOLD, "不是6个人，9个", {"people": 9}),
        (TOLD, "又不是6个人，是9个人", {"people": 9}),
        # Another field's words stand beside it.
        ((*TOLD[:4], "今年8月走的"), "不对，9月走的", {"ended": "2026-09"}),
        ((*TOLD[:4], "今年8月走的"), "搞错了，是9月", {"ended": "2026-09"}),
        # An answer that denies something is an answer.
        (CREDIT[:2], "不对", {"entry": "wrong"}),
        (CREDIT[:2], "不是我的", {"entry": "wrong"}),
        (TOLD, "不是我一个人，总共8个", {"people": 8}),
        (REQUEST, "不对，是县政府", {"organ": "county"}),
    ],
)
async def test_what_is_taken_back_is_told_anew(
    parts: App, before: tuple[str, ...], message: str, changed: dict[str, Any]
) -> None:
    assert await facts_of(parts, *before, message) == {
        **await facts_of(parts, *before),
        **changed,
    }


async def test_a_month_taken_back_is_in_no_letter(parts: App) -> None:
    said = await talk(parts, *TOLD[:4], "不对，是9月", "还在干", "7000", "直接给结果")
    assert said["attachments"], said["text"][:100]
    told = await facts_of(parts, *TOLD[:4], "不对，是9月")
    assert "04" not in str(told["since"])


@pytest.mark.parametrize("span", ["今年2月到5月", "2026年1月至3月。"])
async def test_a_span_alone_names_the_unpaid_months_whatever_is_asked(
    parts: App, span: str
) -> None:
    before = await facts_of(parts, *TOLD[:2])
    after = await facts_of(parts, *TOLD[:2], span)
    assert "since" not in before and "employer" not in after
    assert {**after, "since": None} == {**before, "since": None} and after["since"]


@pytest.mark.parametrize(
    ("before", "facts"),
    [
        (
            ("老板欠我六千,在诸暨饭店,3个人", "不对，是一万六", "是7个人"),
            {"amount": 16000, "people": 7, "employer": "shop"},
        ),
        (
            ("欠我七千,在海宁工厂,2个人", "人数改成4个", "金额改成七千五"),
            {"amount": 7500, "people": 4},
        ),
        (("欠我九千,嵊州市,建筑工地", "不是九千,是九万"), {"amount": 90000}),
        (("欠我九千,嵊州市,建筑工地", "其实是绍兴市越城区"), {"amount": 9000, "place": "越城区"}),
    ],
)
async def test_a_letter_holds_what_was_said_last(
    parts: App, before: tuple[str, ...], facts: dict[str, Any]
) -> None:
    told = await facts_of(parts, *before, "帮我写投诉书")
    assert {name: told[name] for name in facts} == facts
