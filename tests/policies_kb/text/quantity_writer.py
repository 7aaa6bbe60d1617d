"""Writes quantities as people type them, from a value: what must be read back is known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

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
