"""The English catalogue says everything the sources say, and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from actions.desk import Desk
from bot.i18n import CATALOGUES, DEFAULT_LOCALE, LOCALES, catalogue
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay_model import Text

ROOT = Path(__file__).parents[2]
ROOMS = ("actions", "bot")
MARKERS = ("say", "say_label")
#: Traditional characters are made from the source; the others are written by hand.
TRANSLATED = [locale for locale in LOCALES if locale not in (DEFAULT_LOCALE, "zh-Hant")]
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def spoken() -> dict[str, str]:
    """Every message of the sources with the file it stands in."""
    with (CATALOGUES / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = DEFAULT_KEYWORDS | dict.fromkeys(MARKERS)
    return {
        message: f"{room}/{file}"
        for room in ROOMS
        for file, _, message, _, _ in extract_from_dir(
            ROOT / room, methods, options, keywords=keywords
        )
    }


@pytest.fixture(scope="module", params=TRANSLATED)
def written(request: pytest.FixtureRequest) -> Catalog:
    with (CATALOGUES / request.param / "LC_MESSAGES" / "wence.po").open("rb") as file:
        return read_po(file, locale=request.param, abort_invalid=True)


def messages(written: Catalog) -> dict[str, str]:
    return {message.id: message.string for message in written if message.id}


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def test_every_message_of_the_sources_is_translated(
    spoken: dict[str, str], written: Catalog
) -> None:
    known = messages(written)
    assert len(spoken) > 100
    assert {spoken[m]: m for m in spoken if not known.get(m, "").strip()} == {}


def test_no_translation_is_a_guess(written: Catalog) -> None:
    assert [message.id for message in written if message.id and message.fuzzy] == []


def test_no_message_stands_in_no_source(spoken: dict[str, str], written: Catalog) -> None:
    assert set(messages(written)) - set(spoken) == set()
    assert list(written.obsolete) == []


def test_a_translation_has_the_places_of_its_message(written: Catalog) -> None:
    differing = {m: t for m, t in messages(written).items() if places(m) != places(t)}
    assert differing == {}


def test_a_translation_is_no_chinese(written: Catalog) -> None:
    # The name of the assistant is said in both scripts.
    chinese = [t for t in messages(written).values() if HAN.search(t.replace("问策", ""))]
    assert chinese == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_the_catalogue_the_assistant_loads_translates(locale: str) -> None:
    assert catalogue(locale).gettext("找谁") == "Contacts"


def test_traditional_characters_leave_the_places_of_a_message_alone(spoken: dict[str, str]) -> None:
    traditional = catalogue("zh-Hant")
    assert [m for m in spoken if places(m) != places(traditional.gettext(m))] == []
    assert traditional.gettext("请注意") == "請注意"


def calls_of_markers() -> Iterator[tuple[str, ast.Call]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = node.func if isinstance(node, ast.Call) else None
                if isinstance(name, ast.Name) and name.id in MARKERS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_only_literal_messages_are_said() -> None:
    """Babel finds a message only where it stands as it is."""
    calls = list(calls_of_markers())
    assert len(calls) > 30
    assert [
        where
        for where, call in calls
        if len(call.args) != 1 or not isinstance(call.args[0], ast.Constant)
    ] == []


def test_a_message_gets_a_value_for_each_of_its_places() -> None:
    wrong = []
    for where, call in calls_of_markers():
        given = {keyword.arg for keyword in call.keywords}
        if None not in given and given != places(str(ast.literal_eval(call.args[0]))):
            wrong.append(where)
    assert wrong == []


def texts_within(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_within(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_within(item)


@pytest.mark.parametrize(
    "rows", ["laws", "channels", "status", "units", "divisions", "wage_routes", "credit_kinds"]
)
def test_curated_rows_speak_both_languages(kb: KnowledgeBase, rows: str) -> None:
    texts = list(texts_within(getattr(kb.overlay, rows)))
    assert texts
    assert [text for text in texts if not HAN.search(text.zh) or not text.en.strip()] == []


def test_cards_and_labels_speak_both_languages(desk: Desk) -> None:
    phrases = [
        phrase for card in desk.cards.values() for phrase in (card.lead, *card.steps, *card.points)
    ] + list(desk.labels.values())
    incomplete = [
        phrase
        for phrase in phrases
        if set(phrase.translations) != {"zh", "en"}
        or not HAN.search(phrase.translations["zh"])
        or not re.search("[A-Za-z]{3}", phrase.translations["en"])
    ]
    assert incomplete == []
