"""How many other papers of the base name a paper: what others build on is asked for more often."""

from __future__ import annotations

import re
from collections import defaultdict

import sqlite_utils

_NAMED = re.compile("《([^《》]{2,60})》")
#: What a title is named without, and a mark of its version behind it.
_STATE = re.compile("^中华人民共和国")
_VERSION = re.compile(r"[(（][^()（）]*[)）]$")


def add_standing(database: sqlite_utils.Database) -> None:
    """Store for each paper that others name how many these are, in place of what was stored."""
    database.execute("DROP TABLE IF EXISTS standing")
    database.execute("CREATE TABLE standing (document TEXT PRIMARY KEY, naming INTEGER)")
    titled: dict[str, list[str]] = defaultdict(list)
    for document, title in database.execute("SELECT id, title FROM document").fetchall():
        titled[_short(title)].append(document)
    naming: dict[str, set[str]] = defaultdict(set)
    for document, text in database.execute("SELECT document, text FROM provision"):
        for name in _NAMED.findall(text):
            for named in titled.get(_short(name), ()):
                naming[named].add(document)
    rows = ((named, len(others - {named})) for named, others in sorted(naming.items()))
    database.conn.executemany("INSERT INTO standing VALUES (?, ?)", rows)
    database.conn.commit()


def _short(title: str) -> str:
    return _STATE.sub("", _VERSION.sub("", "".join(title.split())))
