"""What the rules of danger hear of the set written before them, and what they must not hear."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nlu.danger import rules, spelling

SET = Path(__file__).parents[2] / "danger"


def messages(name: str) -> list[dict[str, str]]:
    with (SET / f"{name}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def heard(text: str) -> frozenset[str]:
    return rules.load().hear(spelling.load().plain(text))


def test_few_innocent_messages_are_taken_for_danger() -> None:
    near = messages("near")
    hear, plain = rules.load().hear, spelling.load().plain
    alarms = [row["id"] for row in near if hear(plain(row["message"]))]
    assert len(near) == 409 and len(alarms) <= 4, alarms


def test_the_rules_hear_no_less_than_they_did() -> None:
    dangerous = messages("dangerous")
    hear, plain = rules.load().hear, spelling.load().plain
    found = sum(row["row"] in hear(plain(row["message"])) for row in dangerous)
    # Rules alone; nearness of meaning comes on top (nlu/danger/nearness.py).
    assert len(dangerous) == 208 and found >= 80, found


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("我 不 想 活 了", "self_harm"),
        ("老闆打我", "violence"),
        ("今天气死我了", ""),
    ],
)
def test_spaced_and_traditional_characters_are_heard(text: str, row: str) -> None:
    assert heard(text) == ({row} if row else set())
