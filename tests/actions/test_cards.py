"""The answer cards stand on the gazette and on the curated law, figure by figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from policies_kb import yaml_lines
from policies_kb.numbers import NUMERAL, NumberError, read_number
from policies_kb.paths import CURATED, SOURCES

CARDS = Path(__file__).parents[2] / "actions" / "cards"
#: Files whose cards state nothing of policy.
WITHOUT_PROOF = {"social.yml", "outside.yml"}
KEYS = {"status", "lead", "steps", "points", "quotes", "law", "channels", "notices", "suggestions"}
STATUSES = {"answered", "out_of_scope"}

Figure = tuple[Decimal, str]


# Names with figures in them are not statements: papers, articles, the gazette itself.
NAMES = re.compile(
    r"〔\d{4}〕\d+号|令第\d+号|\d{4}年第25期|第[\d一二三四五六七八九十百]+[条款项章]|第一时间"
    r"|(?:Articles?|No\.) \d+|\(\d{4}\) No|\d{4} no\. \d+"
)
ZH_UNITS = {"天": "日", "名": "人", "工作日": "个工作日"}
ZH_FIGURE = re.compile(
    rf"(?P<percent>百分之)?(?P<number>{NUMERAL})"
    r"(?P<unit>%|个工作日|工作日|个月|年|月|日|天|人|名|元|倍|小时|周)?"
)
EN_WORDS = {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30},
    **{"forty-five": 45, "sixty": 60},
}
EN_SCALE = {"million": 1_000_000, "billion": 1_000_000_000}
EN_FIGURE = re.compile(
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?: (?P<scale>million|billion))?"
    rf"|\b(?P<word>{'|'.join(EN_WORDS)})(?= (?:working )?"
    r"(?:days?|months?|years?|times|yuan|per ?cent|people|workers?)\b)",
    re.IGNORECASE,
)


def zh_figures(text: str) -> Iterator[Figure]:
    """Yield value and unit of the figures of a Chinese text.

    Arabic digits always count, Chinese numerals only with a unit (一年 does, 一样 does not).
    The gazette sets some figures off with a space (2017 年).
    """
    joined = re.sub(r"(?<=\d)\s+(?=\D)", "", text)
    for match in ZH_FIGURE.finditer(NAMES.sub("", joined)):
        unit = "%" if match["percent"] else match["unit"] or ""
        if not unit and not match["number"][0].isdigit():
            continue
        try:
            yield read_number(match["number"]), ZH_UNITS.get(unit, unit)
        except NumberError:
            continue


def en_figures(text: str) -> Iterator[Decimal]:
    """Yield the values of the figures of an English text."""
    for match in EN_FIGURE.finditer(NAMES.sub("", text)):
        if match["word"]:
            yield Decimal(EN_WORDS[match["word"].lower()])
        else:
            number = Decimal(match["digits"].replace(",", ""))
            yield number * EN_SCALE.get(match["scale"] or "", 1)


def card_files() -> list[Path]:
    return sorted(path for path in CARDS.glob("*.yml") if path.name != "labels.yml")


def load(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def all_cards() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path.name, intent, card) for path in card_files() for intent, card in load(path).items()
    ]


def texts(card: dict[str, Any], language: str) -> str:
    said = [*card.get("steps", ()), *card.get("points", ())]
    return "\n".join([card["lead"][language], *(item[language] for item in said)])


@lru_cache
def law_provisions() -> dict[str, dict[str, Any]]:
    laws = (
        law
        for path in sorted((CURATED / "laws").glob("*.yml"))
        for law in yaml.safe_load(path.read_text(encoding="utf-8"))
    )
    return {f"{law['id']}.{row['id']}": row for law in laws for row in law.get("provisions", ())}


@lru_cache
def channel_ids() -> frozenset[str]:
    rows = yaml.safe_load((CURATED / "channels.yml").read_text(encoding="utf-8"))
    return frozenset(row["id"] for row in rows)


@lru_cache
def labels() -> dict[str, dict[str, str]]:
    return load(CARDS / "labels.yml")


@lru_cache
def gazette_paragraphs() -> dict[str, tuple[str, ...]]:
    """Return the paragraphs of each paper by its number, without spaces.

    A block that does not end a sentence runs on into the next one: a page break cut it.
    """
    papers: dict[str, list[str]] = {}
    number, open_block = "", False
    for path in sorted(SOURCES.rglob("*.txt")):
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
            text = re.sub(r"\s", "", block)
            if re.fullmatch(r"\S{2,6}〔\d{4}〕\d+号", text):
                number, open_block = text, False
                continue
            paragraphs = papers.setdefault(number, [])
            if open_block and paragraphs:
                paragraphs[-1] += text
            else:
                paragraphs.append(text)
            open_block = bool(text) and text[-1] not in "。!?;:)”"
    return {key: tuple(value) for key, value in papers.items()}


EACH_CARD = pytest.mark.parametrize(
    ("file", "intent", "card"),
    [pytest.param(*entry, id=f"{entry[0]}:{entry[1]}") for entry in all_cards()],
)


@pytest.mark.parametrize("path", sorted(CARDS.glob("*.yml")), ids=lambda path: path.name)
def test_a_card_file_has_no_repeated_key(path: Path) -> None:
    assert yaml_lines.load(path).problems == []


def test_an_intent_has_one_card() -> None:
    intents = [intent for _, intent, _ in all_cards()]
    assert len(intents) == len(set(intents))


@EACH_CARD
def test_a_card_has_known_keys_and_both_languages(
    file: str, intent: str, card: dict[str, Any]
) -> None:
    assert set(card) <= KEYS
    assert card.get("status", "answered") in STATUSES
    for words in [card["lead"], *card.get("steps", ()), *card.get("points", ())]:
        assert set(words) == {"zh", "en"}
        assert all(text.strip() for text in words.values())


@EACH_CARD
def test_a_card_that_answers_has_proof(file: str, intent: str, card: dict[str, Any]) -> None:
    if file in WITHOUT_PROOF:
        assert not card.get("quotes")
    else:
        assert card.get("quotes") or card.get("law")


@EACH_CARD
def test_every_quote_stands_word_for_word_in_one_paragraph(
    file: str, intent: str, card: dict[str, Any]
) -> None:
    for quote in card.get("quotes", ()):
        paragraphs = gazette_paragraphs().get(quote["document"], ())
        assert paragraphs, f"no such paper: {quote['document']}"
        text = re.sub(r"\s", "", quote["text"])
        assert any(text in paragraph for paragraph in paragraphs), quote["text"]


@EACH_CARD
def test_every_reference_of_a_card_exists(file: str, intent: str, card: dict[str, Any]) -> None:
    assert set(card.get("law", ())) <= set(law_provisions())
    assert set(card.get("channels", ())) <= channel_ids()
    assert set(card.get("suggestions", ())) <= set(labels())
    assert intent not in card.get("suggestions", ())


@EACH_CARD
def test_every_chinese_figure_stands_in_a_quote_or_a_cited_provision(
    file: str, intent: str, card: dict[str, Any]
) -> None:
    proof = [quote["text"] for quote in card.get("quotes", ())]
    proof += [law_provisions()[ref]["zh"] for ref in card.get("law", ())]
    known = {figure for text in proof for figure in zh_figures(text)}
    values = {value for value, _ in known}
    unproven = {
        (value, unit)
        for value, unit in zh_figures(texts(card, "zh"))
        if ((value, unit) not in known if unit else value not in values)
    }
    assert not unproven


@EACH_CARD
def test_every_english_figure_stands_in_a_quote_or_a_cited_provision(
    file: str, intent: str, card: dict[str, Any]
) -> None:
    quotes = [quote["text"] for quote in card.get("quotes", ())]
    provisions = [law_provisions()[ref] for ref in card.get("law", ())]
    known = {value for text in quotes for value, _ in zh_figures(text)}
    known |= {value for row in provisions for value in en_figures(row["en"])}
    assert set(en_figures(texts(card, "en"))) <= known


@pytest.mark.parametrize(
    ("intent", "label"), labels().items(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_label_fits_a_button(intent: str, label: dict[str, str]) -> None:
    assert set(label) == {"zh", "en"}
    assert 0 < len(label["zh"]) <= 14
    assert 0 < len(label["en"]) <= 40


def test_every_card_that_answers_can_be_suggested() -> None:
    answering = {intent for file, intent, _ in all_cards() if file not in WITHOUT_PROOF}
    assert answering <= set(labels())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5个工作日内,一样可以", [(5, "个工作日")]),
        ("未发生500万元以上", [(5_000_000, "元")]),
        ("第三十条说三个月,百分之五十", [(3, "个月"), (50, "%")]),
        ("2017 年", [(2017, "年")]),
        ("浙政办发〔2017〕80号", []),
    ],
)
def test_chinese_figures_are_read_with_their_units(
    text: str, expected: list[tuple[int, str]]
) -> None:
    assert list(zh_figures(text)) == [(Decimal(value), unit) for value, unit in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within 60 working days", [60]),
        ("5 million yuan or 500,000 yuan", [5_000_000, 500_000]),
        ("three months, one of them", [3]),
        ("Article 30", []),
    ],
)
def test_english_figures_are_read(text: str, expected: list[int]) -> None:
    assert list(en_figures(text)) == [Decimal(value) for value in expected]
