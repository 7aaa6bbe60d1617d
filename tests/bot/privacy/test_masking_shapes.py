"""A number of a person is masked in whatever signs it is written and whatever stands in it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.conversation.cleaning import clean_message
from bot.privacy.masking import mask

ROOT = Path(__file__).parents[3]
#: Ten signs each, from nought to nine.
SHAPES = [
    "0123456789", "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "⓿❶❷❸❹❺❻❼❽❾", "⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽",
    "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖",
    "零壹貳參肆伍陸柒捌玖", "洞幺两三四五六拐八勾", "〇〡〢〣〤〥〦〧〨〩", "٠١٢٣٤٥٦٧٨٩",
    "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "𝟬𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵",
    "⓪⑴⑵⑶⑷⑸⑹⑺⑻⑼", "0⒈⒉⒊⒋⒌⒍⒎⒏⒐",
    "⓪➀➁➂➃➄➅➆➇➈", "⓿➊➋➌➍➎➏➐➑➒", "〇㊀㊁㊂㊃㊄㊅㊆㊇㊈",
]  # fmt: skip
KEYCAP = "\ufe0f\u20e3"
SEPARATORS = [
    " ", "  ", "\u3000", "-", "—", "/", "|", "_", "·", ".", "..", ":", "\u200b", "\u2060", "😀",
    "📞 ", "👉🏻", "☎️", "~", "#", "(", ")", "\\", "'", "\u00ad", " - ",
]  # fmt: skip
#: A year, a round amount, a hotline: such in a row are a list.
COUNTED = re.compile(r"(?:19|20)\d\d|[1-9]\d{0,6}0|1[0-2]\d{1,3}|9[56]\d{3}")


def check_character(digits: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def luhn(digits: str) -> str:
    """Return the digits with their check digit of ISO/IEC 7812."""
    doubled = [int(d) * (2 - n % 2) for n, d in enumerate(reversed(digits))]
    return digits + str(-sum(n // 10 + n % 10 for n in doubled) % 10)


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
IDENTITIES = st.from_regex(
    r"(?:33|34|41|51)[0-9]{4}19[5-9][0-9](?:0[1-9]|1[0-2])(?:[01][1-9]|2[0-8])[0-9]{3}",
    fullmatch=True,
).map(lambda digits: digits + check_character(digits))
CARDS = st.from_regex(r"62[0-9]{16}", fullmatch=True).map(luhn)


@st.composite
def written(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> tuple[str, str]:
    """A number and a way to write it: each digit in a shape of its own, anything between them."""
    number = draw(numbers)
    shapes = draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=3))
    apart = draw(st.sampled_from([0, 0, 1, 3, 9]))
    text = ""
    for place, digit in enumerate(number):
        shape = draw(st.sampled_from(shapes))
        sign = shape[int(digit)] if digit.isdigit() else digit
        if shape == SHAPES[0] and draw(st.integers(0, 9)) == 0:
            sign += KEYCAP
        if place and draw(st.integers(1, 10)) <= apart:
            text += draw(st.sampled_from(SEPARATORS))
        text += sign
    return number, text


def read_back(text: str) -> str:
    """Return the digits a person still reads in a text, written together."""
    signs = {sign: str(n) for shape in SHAPES for n, sign in enumerate(shape)}
    return "".join(signs.get(char, char) for char in text if char in signs or char in "Xx")


def is_list(text: str) -> bool:
    """Tell whether plain digits read as amounts, years or times in a row instead."""
    plain = "".join(str(unicodedata.decimal(char, char)) for char in text)
    groups = re.split(r"[^\w.:]+", plain)
    return all(
        COUNTED.fullmatch(group) or re.fullmatch(r"(?:0|[1-9]\d*)\.\d\d?|\d\d?:\d\d", group)
        for group in groups
    )


@pytest.mark.slow
@settings(max_examples=600)
@given(written(MOBILES), st.sampled_from(["", "电话", "我唯一的号码是", "Tel: ", "微信wx"]))
@example(("13800138000", "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣"), "电话")
@example(("13800138000", "①③⑧⓪⓪①③⑧⓪⓪⓪"), "")
@example(("13800138000", "138零零13八零零零"), "")
@example(("13800138000", "138/0013/8000"), "")
@example(("13010000100", "１３０ １００００_１００"), "")
@example(("13000000000", "１３００００００００洞"), "微信wx")
@example(("13000100012", "１３０００一０００一二"), "微信wx")
def test_a_mobile_in_any_mixture_is_masked(number: tuple[str, str], before: str) -> None:
    digits, text = number
    assume(not is_list(text))
    shown = mask(f"{before}{text},欠我三个月工资")
    assert digits not in read_back(shown)
    assert "[手机号]" in shown or "[长号码]" in shown
    assert shown.endswith(",欠我三个月工资")


WIDE = st.builds(
    lambda sign, times: sign * times, st.sampled_from(" \u3000.·…-—_"), st.integers(1, 40)
)
SAID = st.sampled_from(["和", "跟", "杠", "横", "空格", " 和 ", "然后", "点", " dash "])


@settings(max_examples=300)
@given(MOBILES, st.lists(WIDE | SAID, min_size=2, max_size=2), st.sampled_from(["", KEYCAP]))
def test_long_gaps_and_words_between_groups_hide_no_mobile(
    digits: str, gaps: list[str], mark: str
) -> None:
    groups = [digits[:3], digits[3:7], digits[7:]]
    assume(not all(COUNTED.fullmatch(group) for group in groups[1:]))
    first, second, third = ("".join(digit + mark for digit in group) for group in groups)
    text = f"打{first}{gaps[0]}{second}{gaps[1]}{third},欠我三个月工资"
    assert mask(text) == "打[手机号],欠我三个月工资"


@pytest.mark.slow
@settings(max_examples=400)
@given(written(IDENTITIES))
def test_an_identity_number_in_any_mixture_is_masked(number: tuple[str, str]) -> None:
    digits, text = number
    shown = mask(f"身份证{text},厂里扣着")
    assert digits not in read_back(shown) and digits[6:14] not in read_back(shown)
    assert shown.endswith(",厂里扣着")


@pytest.mark.slow
@settings(max_examples=400)
@given(written(CARDS))
def test_a_bank_card_in_any_mixture_is_masked(number: tuple[str, str]) -> None:
    digits, text = number
    assume(not is_list(text))
    shown = mask(f"卡号{text},没有到账")
    assert digits not in read_back(shown) and digits[:12] not in read_back(shown)
    assert shown.endswith(",没有到账")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话⓵⓷⓼⓪⓪⓵⓷⓼⓪⓪⓪", "电话[手机号]"),
        ("电话壹叁捌零零壹叁捌零零零", "电话[手机号]"),
        ("❶❸❽⓿⓿❶❸❽⓿⓿⓿", "[手机号]"),
        ("138|0013|8000", "[手机号]"),
        ("(138)0013-8000", "([手机号]"),
        ("138😀0013😀8000", "[手机号]"),
        ("打l38OOl38OOO", "打[手机号]"),
        ("微信1️⃣5️⃣9️⃣2️⃣6️⃣5️⃣3️⃣5️⃣8️⃣9️⃣7️⃣,3️⃣个月没发", "微信[手机号],3️⃣个月没发"),
        ("1\u20e35\u20e392653589\ufe0f7\ufe0f\u20e3", "[手机号]"),
        ("33010619800101123\ufe0f\u20e35\ufe0f\u20e3厂里", "[身份证号]厂里"),
        ("159        2653        5897", "[手机号]"),
        ("159\t\t\t\t\t\t\t2653\u3000\u3000\u3000\u3000\u3000\u30005897", "[手机号]"),
        ("159........2653........5897", "[手机号]"),
        ("159………………2653--------5897", "[手机号]"),
        ("159和2653和5897", "[手机号]"),
        ("打159跟2653跟5897找我", "打[手机号]找我"),
        ("幺五九,然后二六五三,然后五八九七", "[手机号]"),
        ("159杠2653杠5897", "[手机号]"),
        ("159 横 2653 横 5897", "[手机号]"),
        ("159空格2653空格5897", "[手机号]"),
        ("159点2653点5897", "[手机号]"),
        ("159 dash 2653 dash 5897", "[手机号]"),
        ("330106杠19800101杠1235", "[身份证号]"),
        ("4111横1111横1111横1111", "[银行卡号]"),
        ("159" + " " * 60 + "2653" + "." * 60 + "5897", "[手机号]"),
        ("我唯一1③八00一三捌ooo一共欠3万", "我唯一[手机号]一共欠3万"),
        ("工号12①③⑧⓪⓪①③⑧⓪⓪⓪3个月", "工号12[手机号]3个月"),
        ("33/01/06/1980/01/01/1235", "[身份证号]"),
        ("六二二二 0212 ③④⑤⑥ 7890", "[长号码]"),
        ("４１１１·1111·①①①①·一一一一", "[银行卡号]"),
        ("浙Ⓐ①②③④⑤", "[车牌号]"),
        ("浙 A·1·2·3·4·5", "[车牌号]"),
        ("浙A幺二三四五", "[车牌号]"),
        ("laowang @ qq.com", "[邮箱]"),
        ("ⓛⓐⓞ＠ｑｑ。ｃｏｍ", "[邮箱]"),
        ("①②③④⑤⑥@qq点com", "[邮箱]"),
    ],
)
def test_what_people_write_is_masked_whole(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "2025/10/01到2026/03/31",
        "2025/10/01-2026/03/31",
        "138,000,000元",
        "工资表:1580、3256、3180",
        "3256.50/3180.00/3300.25/3150.75",
        "1580+3256+3180=8016",
        "早班13:30-17:30 8:00",
        "二〇一五 二〇一六 二〇一七 二〇一八",
        "二〇一五、二〇一六、二〇一七、二〇一八年",
        "2014/2015/2016/2017",
        "2018~2019~2020~2021",
        "①3个月没发②欠3000③2017年进厂",
        "(一)(二)(三)(四)(五)(六)(七)(八)(九)(十)",
        "一、三、五、七、八、十、十二月",
        "浙政办发〔2017〕80号、浙政发〔2017〕31号",
        "12333、12345、12348、0571-87052222",
        "10m² 20m² 30m²",
        "O(∩_∩)O 老板1个月发1次",
        "浙A级、浙B级",
        "3️⃣个月没发5️⃣0️⃣0️⃣0️⃣",
        "这月和上月发了138和2000和3500",
        "1385和4062和378",
        "2016和2017和2018年的都欠着",
        "工资1580      3256      3180",
        "12333和12345和12348都打过",
        "扣了138、再加2000、再加1500",
        "8点30到11点50,13点到17点30",
        "2......3......4......5......6......7......8......9......10......11",
        "早班159      2650      3300      4100",
        "10杠20杠30杠40杠50",
    ],
)
def test_lists_amounts_and_signs_stay_as_they_were_written(text: str) -> None:
    assert mask(text) == text


def examples() -> list[str]:
    """Return every training example, without its marks of entities."""
    texts = []
    for file in sorted((ROOT / "nlu/data").glob("*.yml")):
        for part in yaml.safe_load(file.read_text("utf-8")).get("nlu", []):
            lines = str(part.get("examples") or "").splitlines()
            texts += [line.removeprefix("- ") for line in lines if line.startswith("- ")]
    return texts


def test_training_examples_and_the_gazette_stay_as_they_are() -> None:
    gazette = [
        line
        for file in sorted((ROOT / "policies_kb/sources").glob("*.txt"))
        for line in file.read_text("utf-8").splitlines()
    ]
    texts = examples() + gazette
    assert len(texts) > 5000
    assert [text for text in texts if mask(text) != text] == []


def test_a_number_that_a_button_spells_as_json_can_is_masked() -> None:
    spelled = "".join(f"\\u{ord(char):04x}" for char in "老王13800138000")
    payload = f'/guide_answer{{"guide_field":"employer","guide_value":"{spelled}"}}'
    assert '"老王[手机号]"' in mask(clean_message(payload))
    # Outside of a button it is what somebody typed.
    assert clean_message("\\u0031") == "\\u0031"
    assert clean_message('/help{"x":"\\u0022\\ud83d"}') == '/help{"x":"\\u0022\\ud83d"}'


@pytest.mark.parametrize(
    "spoken",
    [
        "三三零一零六一九九零零一零一一二三四",
        "三三零一零六一九九零零一零一一二三",
        "叁叁零壹零陆壹玖玖零零壹零壹壹贰叁肆",
        "六二二二零二一二三四五六七八九零一二三",
        "330106一九九零零一零一1234",
    ],
)
def test_a_mistyped_long_number_is_masked_whole_and_not_its_middle_alone(spoken: str) -> None:
    assert mask(f"号码{spoken},别人知道吗") == "号码[长号码],别人知道吗"
