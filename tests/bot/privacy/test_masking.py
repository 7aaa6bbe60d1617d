"""What a user should not have written is masked; what the question needs stays."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.privacy.masking import mask

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
        "008613800138000",
        "013800138000",
        "138\u200b0013\u200b8000",
        "138 — 0013 — 8000",
        "138.0013.8000",
        "138，0013，8000",
        "1380 013 8000",
        "1380013 8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "一三八零零一三八零零零",
        "幺三八 零零幺三 八零零零",
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
        ("13800138000x", "[手机号]x"),
    ],
)
def test_what_stands_beside_a_mobile_does_not_hide_it(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("sfz330106198001011235abc", "sfz[身份证号]abc"),
        ("330106198001011235 2017年", "[身份证号] 2017年"),
        ("3 330106198001011235", "3 [身份证号]"),
        ("33010619800101123513800138000", "[长号码]"),
        ("330106 19800101 1235", "[身份证号]"),
        ("330106-1980-0101-1235", "[身份证号]"),
        ("３３０１０６１９８００１０１１２３５", "[身份证号]"),
        ("330106198001011２３５", "[身份证号]"),
        ("٣٣٠١٠٦١٩٨٠٠١٠١١٢٣٥", "[身份证号]"),
    ],
)
def test_an_identity_number_is_found_whatever_stands_beside_or_in_it(
    text: str, masked: str
) -> None:
    assert mask(text) == masked


@given(
    st.sampled_from(["11", "33", "44", "51", "65"]),
    st.integers(0, 9999),
    st.dates(date(1930, 1, 1), date(1999, 12, 31)),
    st.integers(0, 999),
)
def test_an_old_identity_number_is_named_as_such(
    region: str, place: int, born: date, last: int
) -> None:
    assert mask(f"证{region}{place:04}{born:%y%m%d}{last:03}号") == "证[身份证号]号"


def test_fifteen_digits_that_are_no_day_are_a_long_number() -> None:
    assert mask("330106139901123") in ("[长号码]", "[银行卡号]")


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
        ("浙a12345", "[车牌号]"),
        ("浙A 12345", "[车牌号]"),
        ("浙A1234学", "[车牌号]"),
        ("ｌａｏ＠ｍａｉｌ．ｃｏｍ", "[邮箱]"),
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
        "2015 2016 2017 2018",
        "2015、2016、2017、2018年",
        "2017-01-01 - 2017-12-31",
        "2017.8.31 2018.8.31 2019.8.31",
        "1月到4月 3200 3500 3000 3100",
        "2256 3180 3301 3150",
        "工资 3256.50 3180.00 3300.25",
        "1500 2000 300",
        "150、2000、3000",
        "15 000 000 000",
        "1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5",
        "12345 12333 12348",
        "二〇一七年八月三十一日",
        "浙ABCDE",
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


@pytest.mark.parametrize(
    "text",
    ["1" * 5000, "1 " * 2500, "1  " * 1500, "13 " * 1500, "浙A" * 2500, "a@" * 2500, "一" * 5000,
     "1 " + "\u200b" * 6000 + "2", "13" + "8." * 3000, "86 " * 1500, "2017-" * 1000],
    ids=range(11),
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    mask(text)
    assert time.process_time() - start < 0.5
