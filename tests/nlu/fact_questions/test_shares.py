"""Shares as people say them are figures; words that only look like shares are left."""

from __future__ import annotations

import pytest

from nlu.fact_questions.shares import with_shares


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("降百分之二十的", "降20%的"),
        ("百分之33.5", "33.5%"),
        ("二十点五个百分点", "20.5个百分点"),
        ("多降七个点", "多降7个百分点"),
        ("不到两成", "不到20%"),
        ("三成半以上", "35%以上"),
        ("两成三的", "23%的"),
    ],
)
def test_a_share_is_a_figure(said: str, read: str) -> None:
    assert with_shares(said) == read


@pytest.mark.parametrize(
    "text", ["百分之百", "百分之几", "几个百分点", "三成员", "五成立", "两三成", "第三个评分点"]
)
def test_what_is_no_share_is_left(text: str) -> None:
    assert with_shares(text) == text
