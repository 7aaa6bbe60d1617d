"""``docs/law-watch.md`` says of every law of the base who issues its changes."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Law

pytestmark = pytest.mark.docs

PAGE = Path(__file__).parents[3] / "docs" / "law-watch.md"
NINETY = timedelta(days=90)


def watched() -> list[tuple[set[str], str, list[str]]]:
    """Return issuers, places to look and laws of each row of the table."""
    rows = re.findall(r"^\| (.+) \| (.+) \| (`.+`) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    return [(set(who.split(", ")), where, re.findall(r"`(\w+)`", ids)) for who, where, ids in rows]


def test_every_law_stands_once_under_its_issuer(kb: KnowledgeBase) -> None:
    table = watched()
    listed = [law for _, _, laws in table for law in laws]
    assert sorted(listed) == sorted(law.id for law in kb.laws())
    issuer = {law.id: law.issuer for law in kb.laws()}
    for who, where, laws in table:
        assert where and {issuer[law] for law in laws} == who


def test_commands_of_the_page_exist() -> None:
    from policies_kb.cli import _parser

    page = PAGE.read_text(encoding="utf-8")
    commands = re.findall(r"`python -m policies_kb ([^`]+)`", page)
    assert len(commands) == 2
    for command in commands:
        _parser().parse_args(command.split())


def test_what_changes_often_is_checked_every_ninety_days(kb: KnowledgeBase) -> None:
    doors = [door for door in kb.channels() if door.phone or door.url]
    laws = [law for law in kb.laws() if changes_often(law)]
    ways = [way for way in kb.wage_routes() if way.evidence.confidence == "secondary"]
    assert {"ndrc36", "civil_code", "order56", "social_assistance_law"} <= {law.id for law in laws}
    rows = (*doors, *laws, *ways, *kb.credit_kinds())
    late = [row.id for row in rows if row.evidence.due - row.evidence.checked > NINETY]
    assert late == []


def changes_often(law: Law) -> bool:
    """Tell whether a law is of those the page wants checked every ninety days."""
    reported = [one for one in law.provisions if one.confidence == "secondary"]
    young = law.in_force and law.evidence.checked - law.in_force < timedelta(days=365)
    matter = "信用修复" in law.title.zh or law.title.zh.endswith("典")
    return not law.ended and bool(
        reported or young or matter or law.evidence.confidence == "secondary"
    )


@pytest.mark.parametrize("law", ["labour_contract_law", "law724"])
def test_the_rest_is_checked_every_year(law: str, kb: KnowledgeBase) -> None:
    evidence = kb.law(law).evidence
    assert evidence.due == evidence.checked + timedelta(days=365) > date(2027, 11, 1)
