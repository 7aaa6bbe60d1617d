"""Amounts with what they count."""

from __future__ import annotations

import time

import pytest

from policies_kb.text.amounts import amounts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20个工作日内答复", ("duration", "20", "working_day")),
        ("三个月没发", ("duration", "3", "month")),
        ("within 20 working days", ("duration", "20", "working_day")),
        ("百分之三点五", ("percent", "3.5", "")),
        ("涉及金额500万元以上", ("money", "5000000", "")),
        ("欠了3w", ("money", "30000", "")),
        ("涉及10人以上", ("head_count", "10", "")),
        ("一百二十多个工人", ("head_count", "120", "")),
    ],
)
def test_an_amount_is_read_with_its_unit(text: str, expected: tuple[str, str, str]) -> None:
    found = {(q.kind, f"{q.value.normalize():f}", q.unit) for q in amounts(text)}
    assert expected in found


NO_AMOUNTS = (
    "",
    "2017年度",
    "到2020年底",
    "8月31日前",
    "第三十条",
    "星期三",
    "百分之",
    "上万工人",
    "五六个人",
    "%%%",
)


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_is_left_out(text: str) -> None:
    assert amounts(text) == []


def test_a_long_run_of_figures_is_read_in_good_time() -> None:
    began = time.process_time()
    amounts("九" * 50_000 + "1" * 50_000)
    assert time.process_time() - began < 5
