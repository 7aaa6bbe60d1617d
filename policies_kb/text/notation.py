"""How numerals are written: digits, units, and the patterns that find them."""

from __future__ import annotations

import unicodedata

from policies_kb.text.english_numbers import in_digits

#: What the Chinese digits stand for.
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    **{"〇": 0, "○": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4},
    **{"伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9},
}
#: What the units stand for.
UNITS = {
    **{"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000},
    **{"万": 10_000, "萬": 10_000, "w": 10_000, "亿": 100_000_000, "億": 100_000_000},
}
#: Short signs for two.
SHORT = str.maketrans({"廿": "二十", "卅": "三十"})
#: The Chinese digits, for patterns.
DIGIT = "".join(DIGITS)
_CHINESE = DIGIT + "十拾百佰千仟万萬亿億廿卅"
#: Typed for a zero between Chinese digits: 二O一七, 二0一七.
ZEROS = str.maketrans("0Oo", "〇〇〇")
#: Radicals that copies of a PDF hold in place of the characters they look like (⼈, ⽉, ⺠).
_RADICALS = (
    "⺠民⺟母⺬示⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻚页⻛风"
    "⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻰龙"
)
LOOK_ALIKE = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
} | dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFFE5: 0xA5, 0x3000: 0x20}

#: The characters of printed ordinals (一、, 第三十条).
ORDINAL = "一二三四五六七八九十百千零〇"
#: A figure in Arabic digits: ``1,800``, ``2.6``.
ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
#: Arabic digits as people group them, well or badly.
GROUPED = r"\d+(?:,\d{3,4}(?!\d))*(?:\.\d+)?(?:[eE]\d{1,2})?"
_LATIN_UNIT = r"[wWkK](?![A-Za-z])"
# Figures begin behind no digit: else a long run could be cut in too many ways.
_SPACE = r" (?=[百千万亿](?:\W|[元块多]|$))|(?<=[万千]) (?=\d ?[千百])"
_ATOM = rf"(?<!\d){GROUPED}|[{_CHINESE}]|点(?=[\d{DIGIT}])|{_LATIN_UNIT}|{_SPACE}"
#: A numeral as it stands in a text: ``1,800``, ``2.6亿``, ``三万五``, ``3万2千``, ``3w``.
NUMERAL = rf"(?:(?:{GROUPED}|[{_CHINESE}])(?:{_ATOM})*)"
#: A numeral that may leave its end open: ``两万多``, ``20多万``, ``十几``, ``万把``.
VAGUE_NUMERAL = (
    rf"(?:(?:{GROUPED}|[{_CHINESE}几])(?:{_ATOM}|几|[多余来](?=[百千万亿wk]))*(?: ?[多余来把])?)"
)
#: A numeral begins here: tried at every sign of a long run it would take minutes.
NUMERAL_START = rf"(?<![\d.点{_CHINESE}几第wWkK])(?!(?<=\d,)\d)"


def fold(text: str) -> str:
    """Return a text with full-width signs and English number words made plain, each at its place.

    >>> fold("３．５万，￥２０")
    '3.5万,¥20'
    """
    return in_digits(text.translate(_FULL_WIDTH))
