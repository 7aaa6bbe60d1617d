from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.text.numerals import NumberError, read_number

_DIGITS = "零一二三四五六七八九"


def _write(number: int) -> str:
    """Write a number below 10^12 the way Chinese papers do."""
    if number == 0:
        return "零"
    parts: list[str] = []
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section, number = divmod(number, size)
        if section:
            if parts and section < 1000:
                parts.append("零")
            parts.append(_write_section(section) + unit)
    return "".join(parts)


def _write_section(section: int) -> str:
    words, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, section = divmod(section, size)
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return words


@given(st.integers(0, 10**12 - 1))
def test_reads_every_whole_number_written_in_chinese(number: int) -> None:
    assert read_number(_write(number)) == number


@given(st.integers(0, 10**15))
def test_reads_arabic_digits_with_and_without_separators(number: int) -> None:
    assert read_number(str(number)) == number
    assert read_number(f"{number:,}") == number


@given(st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=4))
def test_decimals_stay_exact(number: Decimal) -> None:
    text = format(number, "f")
    assert read_number(text) == number
    assert read_number(text + "万") == number * 10_000
    assert read_number(text + "亿") == number * 100_000_000


@given(st.integers(1000, 2999))
def test_reads_years_digit_by_digit(year: int) -> None:
    assert read_number("".join(_DIGITS[int(digit)] for digit in str(year))) == year


@given(st.text(max_size=12) | st.text(alphabet=_DIGITS + "十百千万亿点两.,0123", max_size=8))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    try:
        number = read_number(text)
    except NumberError:
        return
    assert number.is_finite() and number >= 0


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("十", "10"),
        ("一百十五", "115"),
        ("一百零五", "105"),
        ("一百五", "150"),
        ("一千零十", "1010"),
        ("三万五", "35000"),
        ("三万零五", "30005"),
        ("十二万五", "125000"),
        ("八万亿", "8000000000000"),
        ("一点三五亿", "135000000"),
        ("２．６亿", "260000000"),
        ("3w", "30000"),
        ("两千", "2000"),
        ("贰拾叁", "23"),
        ("二O一七", "2017"),
        ("二0一七", "2017"),
    ],
)
def test_reads_the_forms_people_use(words: str, number: str) -> None:
    assert read_number(words) == Decimal(number)


@pytest.mark.parametrize(
    "words", ["", "点", "一点", "点五", "万", "亿万", "五三十", "十百", "年", "1.2.3", "O"]
)
def test_refuses_what_is_no_numeral(words: str) -> None:
    with pytest.raises(NumberError):
        read_number(words)
