"""Every name the glossary gives stands in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.house import House, defined_names

pytestmark = pytest.mark.docs

ROOT = Path(__file__).parents[1]
ROWS = [
    tuple(cell.strip() for cell in line.strip("|\n").split("|"))
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| word ")
]


@pytest.fixture(scope="module")
def public() -> set[str]:
    return {name for tree in House(ROOT).trees.values() for name in defined_names(tree)}


def test_the_words_of_the_house_are_there() -> None:
    words = {word for word, _, _ in ROWS}
    wanted = {"card", "guide", "phrasing", "overlay", "premise", "follow-up", "provision"}
    assert words >= wanted | {"citation", "notice"}


def test_each_change_of_the_architecture_page_names_files_that_are_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page[page.index("### Where would I change") : page.index("## The way of a message")]
    paths = [name for name in re.findall(r"`([\w./]+)`", table) if "/" in name]
    assert len(paths) >= 12
    assert [name for name in paths if not (ROOT / name).exists()] == []


def test_the_parts_of_the_telegram_page_are_there() -> None:
    page = (ROOT / "docs" / "telegram.md").read_text("utf-8")
    telegram, reminders = page.split("## Parts")[1].split("Tests talk")[0].split("`bot/reminders`")
    folders = {"bot/channels/telegram": telegram, "bot/reminders": reminders}
    named = [(folder, name) for folder, text in folders.items() for name in _modules(text)]
    assert len(named) > 15
    assert [one for one in named if not (ROOT / one[0] / f"{one[1]}.py").exists()] == []


def _modules(text: str) -> list[str]:
    return re.findall(r"`(\w+)`", text)


def test_words_stand_in_order_and_once() -> None:
    words = [word for word, _, _ in ROWS]
    assert len(words) > 30 and words == sorted(words, key=str.lower) and len({*words}) == len(words)


@pytest.mark.parametrize(("word", "means", "code"), ROWS, ids=[row[0] for row in ROWS])
def test_its_place_in_the_code_is_there(word: str, means: str, code: str, public: set[str]) -> None:
    names = re.findall(r"`([^`]+)`", code)
    assert means and names
    missing = [name for name in names if name not in public and not (ROOT / name).exists()]
    assert missing == []
