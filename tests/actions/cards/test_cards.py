"""The answer cards stand on the gazette and on the curated law, figure by figure."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from figures import en_figures, zh_figures

from policies_kb.paths import CURATED, SOURCES
from policies_kb.yaml_file import yaml_text

CARDS = Path(__file__).parents[3] / "actions" / "cards"
#: Files whose cards state nothing of policy.
WITHOUT_PROOF = {"social.yml", "outside.yml"}
KEYS = {"status", "lead", "steps", "points", "quotes", "law", "channels", "notices", "suggestions"}
STATUSES = {"answered", "clarify", "no_provision", "out_of_scope"}


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
    assert yaml_text(path).problems == []


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
