"""Finds numbers that belong to one person: of identity papers, telephones and bank cards.

Groups of digits with whatever people put between them are looked at as one number, unless they read
as a list of years, days, times, amounts or hotlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.privacy.folding import Folded

_ID, _CARD, _MOBILE, _LONG = "[身份证号]", "[银行卡号]", "[手机号]", "[长号码]"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
#: First two digits of the region a number was given in (GB/T 2260).
_REGION = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12]|91")
#: What cards begin with that are used in China: UnionPay, old ones of its banks, Visa, Mastercard,
#: JCB, American Express.
_CARD_BEGINS = re.compile(r"6[0289]|9[0-9]|[45]|35[2-8]|3[47]")
_MOBILE_NUMBER = re.compile(r"(?:0{0,2}86|0)?(1[3-9]\d{9})")
#: The shortest number that is somebody's, and the longest that is looked for in groups.
_SHORTEST, _LONGEST = 11, 20
#: A number of this length is somebody's whatever it is.
_LONG_FROM = 15

#: Words spoken for the sign between two groups, and for "and"; other words end a number.
_SIGN_SAID = "横杠|杠|横线|横|减号|减|空格|空|短线|dash|hyphen|space"
_AND_SAID = "和|跟|与|还有|再加|加|然后|再|接|and"
#: Between groups stand up to five signs, more blanks, dots or lines, or one of those words.
_BETWEEN = (
    r"(?:[\W_]{1,5}|[\s.。·…\-‐‑‒–—―~_]{6,60}"
    rf"|[\W_]{{0,3}}(?:{_SIGN_SAID}|点|{_AND_SAID})[\W_]{{0,3}})"
)
_RUN = re.compile(
    rf"\d+[Xx]?(?:{_BETWEEN}\d+[Xx]?)*(?:[\W_]{{1,3}}[Xx](?![A-Za-z]))?", re.IGNORECASE
)
_GROUP = re.compile(r"\d+[Xx]?|[Xx]")
#: What stands within one number. Full stops do only in mobile numbers: elsewhere they are decimal
#: points and dates.
_WITHIN = re.compile(
    rf"(?:[\s\-‐‑‒–—―·•・_\u200b-\u200f\u2060\ufeff\u00ad]|{_SIGN_SAID}){{0,3}}", re.IGNORECASE
)
#: What stands between several numbers.
_APART = re.compile(rf"[,，、+*×=÷;；]|点|{_AND_SAID}", re.IGNORECASE)
_AND = re.compile(_AND_SAID, re.IGNORECASE)
#: A longer gap may also part several numbers.
_TIGHT = 5
#: A year, a round amount, a number that anybody may call.
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = re.compile(r"(?:19|20)\d\d|[1-9]\d{0,6}0|1[0-2]\d{1,3}|9[56]\d{3}")
_TIME = re.compile(r"[0-2]?\d:[0-5]\d")
#: The ways mobile numbers are grouped besides in one piece.
_SHAPES = {(3, 4, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (3, 2, 2, 2, 2), (1,) * 11}
_AS_PRINTED = (3, 4, 4)


@dataclass(frozen=True)
class PersonalNumber:
    """A number of a person: where it stands and what it is replaced by."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class _Group:
    """Digits in one piece; ``gap`` is what stands between the group before and this one.

    ``plain`` tells whether they are written as plain digits.
    """

    digits: str
    start: int
    end: int
    gap: str
    plain: bool


def personal_numbers(folded: Folded) -> Iterator[PersonalNumber]:
    """Yield the numbers of persons in a text, from left to right."""
    for run in _RUN.finditer(folded.text):
        if run.end() - run.start() < _SHORTEST:
            continue
        groups = list(_groups(folded, run.start(), run.end()))
        years = not all(group.plain for group in groups) and _is_list(groups, 3)
        if not years:
            yield from _in_groups(groups, folded.text)


def _groups(folded: Folded, start: int, end: int) -> Iterator[_Group]:
    """Yield the groups of a run; a sign that only stands for a digit is a group of its own."""
    last = start
    for found in _GROUP.finditer(folded.text, start, end):
        begin = found.start()
        for place in range(found.start(), found.end()):
            following = place + 1
            alone = not folded.is_plain(place)
            if following < found.end() and not alone and folded.is_plain(following):
                continue
            digits, gap = folded.text[begin:following], folded.text[last:begin]
            yield _Group(digits, begin, following, gap, not alone)
            begin = last = following


def _in_groups(groups: list[_Group], text: str) -> Iterator[PersonalNumber]:
    """Yield the numbers in a run: first what is one in one piece, then what is in several."""
    left = [groups]
    for look in (_whole, _identity, _regular_card, _mobile, _card, _long):
        stretches, left = left, []
        for stretch in stretches:
            begin = place = 0
            while place < len(stretch):
                end, label = look(stretch, place) or (place + 1, "")
                if label:
                    yield _found(stretch[place:end], label, text)
                    left.append(stretch[begin:place])
                    begin = end
                place = end
            left.append(stretch[begin:])


def _found(groups: Sequence[_Group], label: str, text: str) -> PersonalNumber:
    start, last = groups[0].start, groups[-1]
    end = last.end
    if last.digits[-1] in "Xx" and label in (_MOBILE, _CARD):
        end -= 1
    if start and text[start - 1] == "+":
        start -= 1
    return PersonalNumber(start, end, label)


# Each looks at the groups from a place on and returns where the number ends and what it is; with an
# empty name what is none and is passed over, None when it does not know.
_Look = tuple[int, str] | None


def _whole(groups: Sequence[_Group], place: int) -> _Look:
    """What is written in one piece, also in signs that are groups of their own (三三零一...)."""
    end = place + 1
    while (place == 0 or groups[place].gap) and end < len(groups) and not groups[end].gap:
        end += 1
    digits = "".join(group.digits for group in groups[place:end])
    bare = digits.rstrip("Xx")
    if (len(digits) == 18 and len(bare) >= 17) or len(bare) >= _LONG_FROM:
        return end, _named(digits if len(digits) == 18 else bare)
    if _MOBILE_NUMBER.fullmatch(bare):
        return end, _MOBILE
    following = groups[place + 1].digits.rstrip("Xx") if place + 1 < len(groups) else ""
    with_country = digits in ("86", "0086") and _MOBILE_NUMBER.fullmatch(following)
    return (place + 2, _MOBILE) if with_country else None


def _identity(groups: Sequence[_Group], place: int) -> _Look:
    """An identity number by its parts: the check fits, or region, birth and the rest do."""
    for end, digits in _windows(groups, place, 18):
        if len(digits) == 18 and digits[:17].isdigit() and _born(digits[6:14]):
            lengths = _lengths(groups[place:end])
            by_parts = lengths[0] == 6 and (lengths[1:] == (8, 4) or lengths[1:] == (4, 4, 4))
            if _is_identity_number(digits) or by_parts:
                return end, _named(digits)
    return None


def _regular_card(groups: Sequence[_Group], place: int) -> _Look:
    """A bank card in fours, or with its digits one by one."""
    found = _card(groups, place)
    if found is None:
        return None
    *fours, _ = _lengths(groups[place : found[0]])
    return found if set(fours) <= {4} or set(fours) == {1} else None


def _card(groups: Sequence[_Group], place: int) -> _Look:
    best = None
    for end, digits in _windows(groups, place, 19):
        begins = len(digits) >= _LONG_FROM and _CARD_BEGINS.match(digits)
        if begins and digits.isdigit() and _is_bank_card(digits):
            part = groups[place:end]
            if not _apart(part) and not _is_list(part, 2):
                best = end, _CARD
    return best


def _mobile(groups: Sequence[_Group], place: int) -> _Look:
    best = None
    for end, digits in _windows(groups, place, 15):
        number = _MOBILE_NUMBER.fullmatch(digits.rstrip("Xx"))
        if number is None or _cuts_decimal(groups, place, end):
            continue
        if _reads_as_mobile(groups[place:end], number.start(1)):
            best = end, _MOBILE
    return best


def _cuts_decimal(groups: Sequence[_Group], place: int, end: int) -> bool:
    """Tell whether a part begins or ends within a decimal number."""
    before = groups[place].gap == "." if place else False
    after = groups[end].gap == "." if end < len(groups) else False
    return (before or after) and any(group.gap != "." for group in groups[place + 1 : end])


def _reads_as_mobile(groups: Sequence[_Group], prefix: int) -> bool:
    lengths = _lengths(groups)
    if prefix and lengths[0] <= prefix:
        return _reads_as_mobile(groups[1:], prefix - lengths[0])
    shape = (lengths[0] - prefix, *lengths[1:])
    loose = _loose(groups)
    if loose and all(_COUNTED.fullmatch(digits) for _, digits in _pieces(groups)[1:]):
        return False
    if shape == _AS_PRINTED and not _commas(groups):
        return True
    if _is_list(groups, 2):
        return False
    if _apart(groups):
        # Of three groups or more commas may stand between them; two with one are two numbers.
        return shape in (_SHAPES if not loose else {_AS_PRINTED, (1,) * 11})
    return not _is_round_sum(groups)


def _long(groups: Sequence[_Group], place: int) -> _Look:
    """A number of fifteen digits or more that fits no check: somebody mistyped it."""
    end, length = place, 0
    while end < len(groups) and length + len(groups[end].digits) < _LONGEST:
        if end > place and not _WITHIN.fullmatch(groups[end].gap):
            break
        length += len(groups[end].digits)
        end += 1
    part = groups[place:end]
    digits = "".join(group.digits for group in part)
    if length < _LONG_FROM or not digits[:-1].isdigit() or _is_list(part, 3):
        return max(end, place + 1), ""
    if all(n == 4 for n in _lengths(part)) and not _CARD_BEGINS.match(digits):
        # Four amounts in a row; no card begins so.
        return end, ""
    return end, _named(digits)


def _windows(groups: Sequence[_Group], place: int, most: int) -> Iterator[tuple[int, str]]:
    """Yield the ends and the digits of what begins with a group, up to so many digits."""
    digits = ""
    for end in range(place, len(groups)):
        digits += groups[end].digits
        if len(digits) > most:
            return
        yield end + 1, digits


def _pieces(groups: Sequence[_Group]) -> list[tuple[str, str]]:
    """Return digits and the gap before them, what stands side by side as one."""
    pieces: list[tuple[str, str]] = []
    for group in groups:
        if pieces and not group.gap:
            gap, digits = pieces[-1]
            pieces[-1] = gap, digits + group.digits
        else:
            pieces.append((group.gap if pieces else "", group.digits))
    return pieces


def _lengths(groups: Sequence[_Group]) -> tuple[int, ...]:
    return tuple(len(digits.rstrip("Xx") or "X") for _, digits in _pieces(groups))


def _apart(groups: Sequence[_Group]) -> bool:
    return any(_APART.search(group.gap) for group in groups[1:])


def _commas(groups: Sequence[_Group]) -> bool:
    return any(re.search("[,，、]", group.gap) for group in groups[1:])


def _loose(groups: Sequence[_Group]) -> bool:
    """Tell whether "and" or much space is between groups, as between amounts: 138和4000和5000."""
    return any(_AND.search(group.gap) or len(group.gap) > _TIGHT for group in groups[1:])


def _is_round_sum(groups: Sequence[_Group]) -> bool:
    """Tell whether this is one large amount in thousands: 15 000 000 000."""
    others = [digits for _, digits in _pieces(groups)][1:]
    return len(others) > 2 and {len(part) for part in others} == {3} and set(others[-2:]) == {"000"}


def _is_list(groups: Sequence[_Group], shortest: int) -> bool:
    """Tell whether these are years, days, times, amounts or hotlines in a row, not one number.

    Args:
        groups: The digits.
        shortest: So many groups make a list.
    """
    pieces = _pieces(groups)
    if any("_" in gap for gap, _ in pieces[1:]):
        # Nobody tells amounts apart so.
        return False
    # Amounts and hotlines are written in plain digits.
    counted = _COUNTED if all(group.plain for group in groups) else _YEAR
    place = 0
    while place < len(pieces):
        length = _item(pieces[place : place + 4], counted)
        if not length:
            return False
        place += length
    return len(pieces) >= shortest


def _item(pieces: Sequence[tuple[str, str]], counted: re.Pattern[str]) -> int:
    """Return how many groups the day, time, amount or year has that a list goes on with."""
    parts = [digits for _, digits in pieces]
    gaps = [gap.strip() for gap, _ in pieces[1:]] + [""] * 3
    if _is_day(parts[:3]):
        return 3
    if len(parts) > 1 and gaps[0] in (":", "：") and _TIME.fullmatch(":".join(parts[:2])):
        return 2
    amounts = counted is _COUNTED
    decimal = amounts and len(parts) > 1 and pieces[1][0] == "." and gaps[1] != "."
    if decimal and re.fullmatch(r"(?:0|[1-9]\d*)\.\d{1,2}", ".".join(parts[:2])):
        return 2
    return 1 if counted.fullmatch(parts[0]) else 0


def _is_day(groups: Sequence[str]) -> bool:
    if len(groups) != 3 or not re.fullmatch(r"(?:19|20)\d\d", groups[0]):
        return False
    return _is_date("".join((groups[0], groups[1].zfill(2), groups[2].zfill(2))))


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _born(digits: str) -> bool:
    return digits[:2] in ("19", "20") and _is_date(digits)


def _named(digits: str) -> str:
    """Return what a number of 15 characters or more is."""
    if re.fullmatch(r"\d{17}[\dXx]", digits) and _is_identity_number(digits):
        return _ID
    if len(digits) == 15 and digits.isdigit() and _is_old_identity_number(digits):
        return _ID
    if re.fullmatch(r"00861[3-9]\d{9}", digits):
        return _MOBILE
    if re.fullmatch(r"\d{15,19}", digits) and _is_bank_card(digits):
        return _CARD
    # A number of this length that fails the check is still somebody's mistyped number.
    return _LONG


def _is_identity_number(digits: str) -> bool:
    """Tell whether 18 characters are a citizen's number (check character of GB 11643-1999)."""
    total = sum(int(char) * weight for char, weight in zip(digits, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == digits[17].upper()


def _is_old_identity_number(digits: str) -> bool:
    """Tell whether 15 digits are a number of before 1999: a region and a day, no check."""
    return _REGION.fullmatch(digits[:2]) is not None and _is_date(f"19{digits[6:12]}")


def _is_bank_card(digits: str) -> bool:
    """Tell whether the digits pass the Luhn check of ISO/IEC 7812."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        doubled = int(char) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
