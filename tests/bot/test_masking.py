"""What a user should not have written is masked; what the question needs stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.masking import mask

#: Made up; the last character is the right check of GB 11643-1999.
IDENTITY = "110101190001010009"
#: The Luhn test number of the card schemes.
CARD = "4111111111111111"
MOBILE = "13800138000"


def check_character(digits: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


@given(st.from_regex(r"[1-6]\d{5}(19|20)\d\d(0[1-9]|1[0-2])([01]\d|2[0-8])\d{3}", fullmatch=True))
def test_an_identity_number_with_the_right_check_is_named_as_such(digits: str) -> None:
    ascii_digits = "".join(str(int(char)) for char in digits)
    number = ascii_digits + check_character(ascii_digits)
    assert mask(f"身份证{number},欠薪") == "身份证[身份证号],欠薪"
    assert mask(number.lower()) == "[身份证号]"


def test_a_mistyped_identity_number_is_masked_too() -> None:
    wrong = IDENTITY[:-1] + ("1" if check_character(IDENTITY[:-1]) != "1" else "2")
    assert re.fullmatch(r"我叫老王 \[\w+\]", mask(f"我叫老王 {wrong}"))


@pytest.mark.parametrize(
    "written",
    [
        MOBILE,
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "+8613800138000",
        "86-138-0013-8000",
        "１３８００１３８０００",
    ],
)
def test_a_mobile_is_masked_however_it_is_written(written: str) -> None:
    assert mask(f"打我电话{written}。") == "打我电话[手机号]。"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13800138000 3个月没发工资", "[手机号] 3个月没发工资"),
        ("工号12 13800138000", "工号12 [手机号]"),
        ("wx13800138000", "wx[手机号]"),
        ("13800138000 13900139000", "[手机号] [手机号]"),
        ("2017年13800138000", "2017年[手机号]"),
    ],
)
def test_what_stands_beside_a_mobile_does_not_hide_it(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("card", [CARD, "4111 1111 1111 1111", "4111-1111-1111-1111"])
def test_a_bank_card_is_masked(card: str) -> None:
    assert mask(f"卡号{card}") == "卡号[银行卡号]"


def test_a_long_number_that_fails_every_check_is_masked_all_the_same() -> None:
    assert mask(f"卡号{CARD[:-1]}2") == "卡号[长号码]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("发到 lao.wang+1@mail.example.com 吧", "发到 [邮箱] 吧"),
        ("车牌浙A12345", "车牌[车牌号]"),
        ("浙B·12345", "[车牌号]"),
        ("新能源浙AD12345", "新能源[车牌号]"),
    ],
)
def test_addresses_and_plates_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "打12345还是12333",
        "96116热线",
        "0571-87654321",
        "欠我50000元,一共1234567.5元",
        "工资3200*12",
        "500万元以上,3%以内",
        "2017年8月31日前",
        "2017 2018 2019",
        "2016-2020年",
        "浙政办发〔2017〕80号",
        "浙江A级信用",
        '/deadlines{"page": "2", "year": ["2017"]}',
        "10人以上",
    ],
)
def test_what_the_question_needs_stays(text: str) -> None:
    assert mask(text) == text


@given(st.text())
@example("1" * 5000)
@example("a@" * 2000)
@example("1 " * 2000)
def test_masking_never_fails_and_a_second_time_changes_nothing(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@given(st.text(alphabet="0123456789 -+xX浙A·@.", max_size=60))
def test_no_mobile_is_left_standing(text: str) -> None:
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", mask(text))
