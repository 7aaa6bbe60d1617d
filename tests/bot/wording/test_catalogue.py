"""The English catalogue says everything the sources say, and nothing else."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from pydantic import BaseModel

from actions.answer import say, say_counted
from actions.context import AnswerContext
from actions.dates import localized_month
from bot.channels.web.templating import draw
from bot.wording.catalogues import CATALOGUES, DEFAULT_LOCALE, LOCALES, catalogue
from bot.wording.render import Wording
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Text

ROOT = Path(__file__).parents[3]
ROOMS = ("actions", "bot")
#: Functions whose first argument Babel takes for a message, as in the Makefile; of ``say_counted``
#: it stands for one and for many, because Chinese has one form.
MARKERS: dict[str, Any] = {"say": None, "say_label": None, "say_counted": (1, 1)}
#: Traditional characters are made from the source; the others are written by hand.
TRANSLATED = [locale for locale in LOCALES if locale not in (DEFAULT_LOCALE, "zh-Hant")]
HAN = re.compile(r"[\u4e00-\u9fff]")
#: A message, or its forms for one and for many.
Forms = str | tuple[str, ...]


@pytest.fixture(scope="module")
def spoken() -> dict[Forms, str]:
    """Every message of the sources with the file it stands in."""
    with (CATALOGUES / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = DEFAULT_KEYWORDS | MARKERS
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


def messages(written: Catalog) -> dict[Forms, Forms]:
    return {message.id: message.string for message in written if message.id}


def forms(message: Forms) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


def test_every_message_of_the_sources_is_translated(
    spoken: dict[Forms, str], written: Catalog
) -> None:
    known = messages(written)
    assert len(spoken) > 100
    missing = {m for m in spoken if not all(form.strip() for form in forms(known.get(m, "")))}
    assert {spoken[message]: message for message in missing} == {}


def test_no_translation_is_a_guess(written: Catalog) -> None:
    assert [message.id for message in written if message.id and message.fuzzy] == []


def test_no_message_stands_in_no_source(spoken: dict[Forms, str], written: Catalog) -> None:
    assert set(messages(written)) - set(spoken) == set()
    assert list(written.obsolete) == []


def test_make_i18n_changes_nothing_without_a_new_message(tmp_path: Path) -> None:
    locales = Path(shutil.copytree(CATALOGUES, tmp_path / "locales"))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.split("\ni18n:")[1].split("\n\n")[0].replace("\\\n", " ").split("\n")[1:]
    commands = " && ".join(line.strip().lstrip("@") for line in recipe)
    # As make i18n does it, but for the folder it writes to.
    commands = commands.replace("mkdir -p build", ":").replace("build/", f"{tmp_path}/")
    commands = commands.replace(f"-d {CATALOGUES.relative_to(ROOT)}", f"-d {locales}")
    commands = commands.replace(".venv/bin/pybabel", f"{sys.executable} -m babel.messages.frontend")
    subprocess.run(["sh", "-c", commands], cwd=ROOT, check=True)
    assert (tmp_path / "wence.pot").stat().st_size > 0
    for locale in TRANSLATED:
        file = Path(locale, "LC_MESSAGES", "wence.po")
        # Otherwise: make i18n, and commit what it wrote.
        assert (locales / file).read_text("utf-8") == (CATALOGUES / file).read_text("utf-8")


def test_a_translation_has_the_places_of_its_message(written: Catalog) -> None:
    differing = {
        message: translation
        for message, translation in messages(written).items()
        for form in forms(translation)
        if places(form) != places(forms(message)[0])
    }
    assert differing == {}


def test_a_translation_is_no_chinese(written: Catalog) -> None:
    # The name of the assistant is said in both scripts.
    said = [form for translation in messages(written).values() for form in forms(translation)]
    assert [form for form in said if HAN.search(form.replace("问策", ""))] == []


def test_a_counted_message_has_every_form_of_its_language(written: Catalog) -> None:
    counted = {m: t for m, t in messages(written).items() if isinstance(m, tuple)}
    assert len(counted) >= 5
    assert {m for m, t in counted.items() if len(t) != written.num_plurals} == set()
    # A form for one says "1 day", one for many "2 days": they cannot be the same.
    assert {m for m, t in counted.items() if len(set(t)) != len(t)} == set()


def test_no_message_without_forms_counts_a_noun(written: Catalog) -> None:
    """Where a number stands before a noun in the plural, one of them would be wrong."""
    # Characters and reminders are limits, far above one.
    plural = re.compile(r"\{(?:count|most|days|left)\} (?!characters|reminders)(?:\w+ )?\w+s\b")
    found = [t for t in messages(written).values() if isinstance(t, str) and plural.search(t)]
    assert found == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_the_catalogue_the_assistant_loads_translates(locale: str) -> None:
    assert catalogue(locale).gettext("找谁") == "Contacts"


def test_traditional_characters_leave_the_places_of_a_message_alone(
    spoken: dict[Forms, str],
) -> None:
    traditional = catalogue("zh-Hant")
    said = {form for message in spoken for form in forms(message)}
    assert [m for m in said if places(m) != places(traditional.gettext(m))] == []
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


@pytest.mark.parametrize(
    ("locale", "count", "said"),
    [
        ("en", 1, "1 day before"),
        ("en", 2, "2 days before"),
        ("en", 21, "21 days before"),
        ("zh-Hans", 1, "提前1天"),
        ("zh-Hans", 2, "提前2天"),
        ("zh-Hant", 2, "提前2天"),
    ],
)
def test_the_form_follows_the_number(locale: str, count: int, said: str) -> None:
    assert Wording(locale).word(say_counted("提前{count}天", count=count)) == said


@pytest.mark.parametrize(
    ("locale", "said"), [("en", "August 2017"), ("zh-Hans", "2017年8月"), ("zh-Hant", "2017年8月")]
)
def test_a_month_is_said_as_its_language_does(locale: str, said: str) -> None:
    phrase = say("{field}({month}):{items}", field="", month=localized_month(2017, 8), items="")
    assert said in Wording(locale).word(phrase)


@pytest.mark.parametrize(("locale", "one"), [("en", ">1 item<"), ("zh-Hant", ">1項<")])
def test_pages_count_as_their_language_does(locale: str, one: str) -> None:
    switch = dict.fromkeys(LOCALES, "/")
    page = partial(
        draw, "units.html", locale, "", chosen="", here="/", switch=switch, embedded=False
    )
    assert one in page(units=[("省教育厅", 1)])
    assert one not in page(units=[("省教育厅", 2)])


def texts_within(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts_within(getattr(value, name))
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


def test_cards_and_labels_speak_both_languages(context: AnswerContext) -> None:
    phrases = [
        phrase
        for card in context.cards.values()
        for phrase in (card.lead, *card.steps, *card.points)
    ] + list(context.labels.values())
    incomplete = [
        phrase
        for phrase in phrases
        if set(phrase.translations) != {"zh", "en"}
        or not HAN.search(phrase.translations["zh"])
        or not re.search("[A-Za-z]{3}", phrase.translations["en"])
    ]
    assert incomplete == []
