"""Finds the same unit under its old name, its present name and its short names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from policies_kb.overlay.model import Unit

_PROVINCE = re.compile(r"^(?:浙江省|省)")


def printed_names(units: Iterable[Unit], name: str) -> frozenset[str]:
    """Return every name under which the papers may print what a user calls ``name``.

    ``环保厅`` and ``省生态环境厅`` both give ``省环保厅`` with its other forms. One present unit
    may have taken over several old ones; a name no list knows is returned alone.
    """
    wanted = _key(name)
    found = {
        printed
        for unit in units
        if wanted in {_key(known) for known in (unit.name, *unit.aliases, *unit.present)}
        for printed in (unit.name, *unit.aliases)
    }
    return frozenset(plain(printed) for printed in found) or frozenset({plain(name)})


def known_names(units: Iterable[Unit]) -> frozenset[str]:
    """Return every name the list of units knows as printed in papers, in their plain form."""
    return frozenset(plain(name) for unit in units for name in (unit.name, *unit.aliases))


def plain(name: str) -> str:
    """Return a name without white space and with ASCII brackets, as fact rows print it."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _key(name: str) -> str:
    return _PROVINCE.sub("", plain(name))
