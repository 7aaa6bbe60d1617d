"""Writes quantities as people type them, from a value: what must be read back is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Literal

from dateutil.relativedelta import relativedelta

DIGITS = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
#: The units of a sum and their formal signs, the largest first.
UNITS = ((10_000, "万", "万"), (1000, "千", "仟"), (100, "百", "佰"), (10, "十", "拾"))
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
MONEY_BEFORE = ("", "欠我", "一共", "老板欠我们", "总共欠了", "还有", "工资")
MONEY_BEHIND = ("块", "元", "块钱", "元人民币", "块没给", "元,一直拖着")
PEOPLE_BEHIND = ("个人", "人", "个工友", "名工人", "个兄弟")


@dataclass(frozen=True)
class Written:
    """A text and the ends of the quantity in it, which are the same for an exact one."""

    text: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class WrittenMonths:
    """A text and the months in it.

    Attributes:
        text: It.
        kind: ``since`` one month on, ``between`` two of an estimate, ``stretches`` with first and
            last in turn, or ``either`` of two.
        months: The first day of each month named.
    """

    text: str
    kind: Literal["since", "between", "stretches", "either"]
    months: tuple[date, ...]


def money(dice: Random) -> Written:
    """Write an exact sum of money."""
    value = _round_value(dice)
    form = dice.choice((_mixed, _mixed, _mixed, _chinese, _formal, _arabic, _decimal_wan, _latin))
    return _framed(dice, form(value, dice), Decimal(value))


def cents(dice: Random) -> Written:
    """Write a sum with its tenths."""
    whole, tenths = dice.randint(1, 9000), dice.randint(1, 9)
    digit = dice.choice((str(tenths), DIGITS[tenths]))
    zero = dice.choice(("", "零"))
    number = dice.choice((_chinese, _arabic, _mixed))(whole, dice)
    value = Decimal(whole) + Decimal(tenths) / 10
    return Written(f"{dice.choice(MONEY_BEFORE)}{number}块{zero}{digit}毛", value, value)


def vague_money(dice: Random) -> Written:
    """Write an estimate of a sum with the ends it has by convention."""
    unit, sign = dice.choice(((1000, "千"), (10_000, "万")))
    digit = dice.randint(1, 8)
    counted, following = DIGITS[digit].replace("二", "两"), DIGITS[digit + 1]
    low, high = Decimal(digit * unit), Decimal((digit + 1) * unit)
    text, low, high = dice.choice(
        (
            (f"{DIGITS[digit]}{following}{sign}", low, high),
            (f"{digit}到{digit + 1}{sign}", low, high),
            (f"{counted}{sign}多", low, high),
            (f"{counted}{sign}到{following}{sign}", low, high),
            (f"{low}到{high}", low, high),
            (f"{DIGITS[digit]}{following}十万", Decimal(digit), Decimal(digit + 1)),
            (f"{digit}0多万", Decimal(digit), Decimal(digit + 1)),
        )
    )
    if text.endswith(("十万", "0多万")):
        low, high = low * 100_000, high * 100_000
    return Written(f"{dice.choice(MONEY_BEFORE)}{text}{dice.choice(MONEY_BEHIND)}", low, high)


def people(dice: Random) -> Written:
    """Write how many people there are, exactly or with both ends."""
    behind = dice.choice(PEOPLE_BEHIND)
    if dice.random() < 0.3:
        digit, ten = dice.randint(1, 8), dice.choice(("", "十"))
        ends = (f"{DIGITS[digit]}{DIGITS[digit + 1]}{ten}", f"{digit}{'0' * len(ten)}")
        scale = 10 if ten else 1
        text = dice.choice((ends[0], f"{ends[1]}到{digit + 1}{'0' * len(ten)}"))
        return Written(f"我们{text}{behind}", Decimal(digit * scale), Decimal((digit + 1) * scale))
    value = dice.randint(1, 400)
    form = dice.choice((_chinese, _arabic))
    number = "两" if value == 2 and form is _chinese else form(value, dice)
    return Written(f"我们{number}{behind}", Decimal(value), Decimal(value))


def months(dice: Random) -> Written:
    """Write a stretch of time, its length in months."""
    years, rest = dice.randint(1, 9), dice.randint(1, 11)
    year = dice.choice((str(years), DIGITS[years].replace("二", "两")))
    month = dice.choice((str(rest), _chinese(rest, dice)))
    near = DIGITS[years + 1] if years < 9 else ""
    forms: list[tuple[str, object, object]] = [
        (f"{year}年半", years * 12 + 6, years * 12 + 6),
        (f"{year}年零{month}个月", years * 12 + rest, years * 12 + rest),
        (f"{year}年{month}个月", years * 12 + rest, years * 12 + rest),
        (f"{month}个月", rest, rest),
        (f"{month}个多月", rest, rest),
        (f"{month}个半月", rest + Decimal("0.5"), rest + Decimal("0.5")),
        (f"{year}年", years * 12, years * 12),
        ("半年", 6, 6),
        (dice.choice(("俩月", "两月", "两个月")), 2, 2),
        (f"近{dice.choice(('三', '3'))}月", 3, 3),
    ]
    if near:
        forms += [
            (f"{DIGITS[years]}{near}个月", years, years + 1),
            (f"{years}到{years + 1}个月", years, years + 1),
            (f"{DIGITS[years]}、{near}个月", years, years + 1),
            (f"{DIGITS[years]}{near}年", years * 12, years * 12 + 12),
        ]
    text, low, high = dice.choice(forms)
    frame = dice.choice(("{}没发工资", "拖了{}", "老板{}没给钱", "{}"))
    return Written(frame.format(text), Decimal(str(low)), Decimal(str(high)))


def foreign_money(dice: Random) -> str:
    """Write a sum in the money of another country: it has no value in yuan."""
    value = _round_value(dice)
    number = dice.choice((_mixed, _chinese, _arabic, _decimal_wan))(value, dice)
    before, unit = dice.choice(
        (
            *(("", name) for name in ("美元", "美金", "块美金", "美刀", "欧元", "港币", "日元")),
            *(
                ("", name)
                for name in ("英镑", "韩元", "泰铢", "新加坡币", "澳元", " USD", " dollars")
            ),
            *((sign, "") for sign in ("$", "US$", "HK$", "€", "£", "＄", "美金", "港币 ")),
        )
    )
    return f"{dice.choice(('', '欠我', '一共', '总共欠了'))}{before}{number}{unit}"


def month_name(month: date, dice: Random, today: date) -> str:
    """Write a month of this year or the two before as people do."""
    year = {0: "今年", 1: "去年", 2: "前年"}[today.year - month.year]
    digits = "".join(DIGITS[int(digit)] for digit in str(month.year))
    number = dice.choice((str(month.month), _chinese(month.month, dice)))
    forms = [
        f"{year}{number}月",
        f"{year}的{number}月份",
        f"{month.year}年{number}月",
        f"{month.year % 100}年{number}月",
        f"{digits}年{number}月",
        f"{month.year}-{month.month:02d}",
        f"{month.year}.{month.month}",
        f"{month.year}年{number}月5号",
    ]
    return dice.choice(forms)


def since(dice: Random, today: date) -> WrittenMonths:
    """Write the month from which nothing was paid: named, told from today, or the last one paid."""
    month = _months_before(dice.randint(1, 22), today)
    name = month_name(month, dice, today)
    years = today.year - month.year
    paid = month - relativedelta(months=1)
    forms = [f"从{name}起没发", f"{name}开始没给钱", f"{name}到现在", name, f"自{name}就没拿到"]
    if paid.year >= today.year - 2:
        last = month_name(paid, dice, today)
        verb = dice.choice(("发", "付", "结", "给"))
        forms += [f"工资{verb}到{last}", f"钱只{verb}到了{last}", f"{verb}到{last}就没再发"] * 2
    if years:
        ago = dice.choice((str(years), DIGITS[years].replace("二", "两")))
        number = dice.choice((str(month.month), _chinese(month.month, dice)))
        forms += [f"{ago}年前的{number}月", f"{ago}年前{number}月份没发"]
    return WrittenMonths(dice.choice(forms), "since", (month,))


def stretch(dice: Random, today: date) -> WrittenMonths:
    """Write months from one to another, with years or without."""
    last = _months_before(dice.randint(1, 11), today)
    first = last - relativedelta(months=dice.randint(1, 9))
    to = dice.choice(("到", "至", "一直到"))
    unpaid = dice.choice(("没发", "的工资没给", "都没拿到钱", ""))
    named = f"{month_name(first, dice, today)}{to}{month_name(last, dice, today)}"
    bare = f"{_month(first, dice)}{to}{_month(last, dice)}"
    behind = dice.choice(("", "", ",后来都发了", ",别的都给了"))
    text = f"{dice.choice(('', '从'))}{dice.choice((named, bare))}{unpaid}{behind}"
    return WrittenMonths(text, "stretches", (first, last))


def month_list(dice: Random, today: date) -> WrittenMonths:
    """Write months with gaps between them: 3月、5月, 5月到8月,还有10月, 3月到8月,除了6月."""
    last = _months_before(dice.randint(1, 6), today)
    gap = last - relativedelta(months=dice.randint(2, 3))
    first = gap - relativedelta(months=dice.randint(2, 3))
    names = [_month(month, dice) for month in (first, gap, last)]
    if len({month.year for month in (first, gap, last)}) > 1:
        names[0] = month_name(first, dice, today)
        names[1] = month_name(gap, dice, today)
        names[2] = month_name(last, dice, today)
    a, b, c = names
    also = dice.choice((",还有", "、", "和", ",再加上", ",另外"))
    unpaid = dice.choice(("", "没发", "的工资没给"))
    but = dice.choice((f"{{}}到{{}},除了{b}", f"除了{b},{{}}到{{}}都没发", f"{{}}到{{}},{b}除外"))
    before, after = gap - relativedelta(months=1), gap + relativedelta(months=1)
    three = (first, first, gap, gap, last, last)
    forms: list[tuple[str, tuple[date, ...]]] = [
        (f"{a}、{b}、{c}{unpaid}", three),
        (f"{a}、{b}{also}{c}{unpaid}", three),
        (f"{a}没发,{b}没发,{c}没发", three),
        (f"{a}到{b}{also}{c}{unpaid}", (first, gap, last, last)),
        (but.format(a, c), (first, before, after, last)),
    ]
    text, months = dice.choice(forms)
    return WrittenMonths(text, "stretches", months)


def either_month(dice: Random, today: date) -> WrittenMonths:
    """Write two months of which one is meant."""
    last = _months_before(dice.randint(1, 10), today)
    first = last - relativedelta(months=dice.randint(1, 2))
    names = [month_name(month, dice, today) for month in (first, last)]
    if first.year == last.year and dice.random() < 0.5:
        names[1] = _month(last, dice)
    a, b = names
    text = dice.choice(
        ("{}或者{}", "{}或{}", "{}还是{}", "从{}起吧还是{}", "{}要么{}", "从{}或者从{}开始没发")
    )
    return WrittenMonths(text.format(a, b), "either", (first, last))


def lunar_month(dice: Random, today: date) -> WrittenMonths:
    """Write a month of the lunar year, which lies in three of the calendar."""
    month = _months_before(dice.randint(2, 20), today)
    if month.month > 10:
        month = month.replace(month=10)
    year = {0: "今年", 1: "去年", 2: "前年"}[today.year - month.year]
    calendar = dice.choice(("农历", "阴历", "旧历", "古历"))
    number = _month(month, dice)
    before = dice.choice((f"{year}{calendar}{number}", f"{calendar}{year}{number}"))
    text = dice.choice((before, f"从{before}起没发", f"{year}{number}({calendar})"))
    last = min(month + relativedelta(months=2), today.replace(day=1))
    return WrittenMonths(text, "between", (month, last))


def _months_before(count: int, today: date) -> date:
    return today.replace(day=1) - relativedelta(months=count)


def _month(month: date, dice: Random) -> str:
    return f"{dice.choice((str(month.month), _chinese(month.month, dice)))}月"


def _framed(dice: Random, number: str, value: Decimal) -> Written:
    before, behind = dice.choice(MONEY_BEFORE), dice.choice(MONEY_BEHIND)
    return Written(f"{before}{number}{behind}", value, value)


def _round_value(dice: Random) -> int:
    """Return a sum as wages are: mostly round, of up to six places."""
    places = dice.randint(3, 6)
    kept = dice.randint(1, places)
    return dice.randint(10 ** (kept - 1), 10**kept - 1) * int(10 ** (places - kept))


def _arabic(value: int, dice: Random) -> str:
    text = dice.choice((str(value), f"{value:,}", f"{value}.00"))
    return text.translate(FULL_WIDTH) if dice.random() < 0.2 and "," not in text else text


def _decimal_wan(value: int, dice: Random) -> str:
    if value < 1000:
        return str(value)
    text = f"{Decimal(value) / 10_000:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}{dice.choice(('万', 'w', 'W'))}"


def _latin(value: int, dice: Random) -> str:
    if value % 1000 or value < 1000:
        return str(value)
    return f"{value // 1000}{dice.choice('kK')}"


def _chinese(value: int, dice: Random) -> str:
    return _signs(value, dice, lambda digit: DIGITS[digit], formal=False)


def _formal(value: int, dice: Random) -> str:
    return _signs(value, dice, lambda digit: FORMAL[digit], formal=True)


def _mixed(value: int, dice: Random) -> str:
    if value < 100:
        return str(value)
    return _signs(
        value,
        dice,
        lambda digit: dice.choice((str(digit), str(digit), DIGITS[digit])) if digit else "零",
        formal=False,
        mixed=True,
    )


def _signs(value, dice, sign, formal, mixed=False) -> str:  # type: ignore[no-untyped-def]
    """Write a number unit by unit, the last unit left out at times (3万2, 三千五)."""
    parts: list[tuple[str, str]] = []
    gap = False
    rest = value
    for unit, plain, stamped in UNITS:
        count, rest = divmod(rest, unit)
        if not count:
            gap = gap or bool(parts)
            continue
        written = str(count) if mixed and count > 9 else ""
        if not written:
            written = sign(count) if count < 10 else _signs(count, dice, sign, formal)
        if unit == 10 and count == 1 and not parts and not mixed:
            written = ""
        parts.append((("零" if gap else "") + written, stamped if formal else plain))
        gap = False
    if rest:
        parts.append((("零" if gap and parts else "") + sign(rest), ""))
    if not formal and _may_drop(parts, value) and dice.random() < 0.4:
        parts[-1] = (parts[-1][0], "")
    return "".join(count + unit for count, unit in parts)


def _may_drop(parts: list[tuple[str, str]], value: int) -> bool:
    """Tell whether the last unit goes without saying: it is the next below the one before."""
    order = [plain for _, plain, _ in UNITS]
    if len(parts) < 2 or not parts[-1][1] or parts[-1][0].startswith("零"):
        return False
    return order.index(parts[-1][1]) == order.index(parts[-2][1]) + 1 and value >= 100
