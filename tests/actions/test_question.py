"""What a payload may hold: it can be typed by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from actions.question import entity_value

if TYPE_CHECKING:
    from bot.server.start import App


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("year", "2017", "2017"),
        ("year", 2026, "2026"),
        ("year", "../../etc/passwd", ""),
        ("year", "２０１７", ""),
        ("month", "12", "12"),
        ("month", "13", ""),
        ("month", -1, ""),
        ("page", "2", "2"),
        ("page", 10**30, ""),
        ("region", "杭州市", "杭州市"),
        ("region", ["杭州市"], ""),
        ("region", None, ""),
        ("region", True, ""),
        ("region", float("nan"), ""),
    ],
)
def test_a_value_that_is_none_counts_as_not_said(kind: str, value: Any, text: str) -> None:
    assert entity_value(kind, value) == text


@pytest.mark.parametrize(
    "intent", ["deadlines", "remind_set", "climate_city_target", "pilot_items"]
)
async def test_a_payload_with_senseless_values_is_answered(parts: App, intent: str) -> None:
    kinds = ("year", "month", "page", "region", "unit", "document_number")
    for value in ("x", "0", -1, 1e308, None, [], {"a": {}}, float("nan")):
        for kind in kinds:
            payload = f"/{intent}{json.dumps({kind: value})}"
            said = (await parts.assistant.reply("payload-1", payload)).as_json()
            assert said["status"] != "error", payload


async def test_deadlines_of_a_paper_that_is_not_here_are_none(parts: App) -> None:
    payload = '/deadlines{"document_number": "浙政办发〔2016〕5号"}'
    said = (await parts.assistant.reply("payload-2", payload)).as_json()
    assert said["status"] == "no_provision"
    assert said["text"].startswith("收录的文件里,浙政办发〔2016〕5号没有要办的事项。")
