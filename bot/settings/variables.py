"""The environment variables there are, and which of them hold secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote, quote_plus, unquote, urlsplit

import yaml

_FILE = Path(__file__).with_suffix(".yml")
#: Shorter values stand in every second line by chance; blotting them out hides the log instead.
_SHORTEST = 4


@dataclass(frozen=True)
class Setting:
    """One environment variable.

    Attributes:
        name: Its name.
        kind: ``secret`` is never shown, of a ``url`` not the password.
        means: What it is for.
    """

    name: str
    kind: Literal["plain", "secret", "url"]
    means: str


@cache
def known_settings() -> Mapping[str, Setting]:
    """Return the variables by name."""
    listed = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: Setting(name, **told) for name, told in listed.items()}


def secret_values(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return what must not be shown, in every spelling, the longest first."""
    found = {
        spelled
        for setting in known_settings().values()
        for value in _secrets_in(setting, environment.get(setting.name, "").strip())
        for spelled in (value, unquote(value), quote(value, safe=""), quote_plus(value))
        if len(spelled) >= _SHORTEST
    }
    return tuple(sorted(found, key=lambda value: (-len(value), value)))


def _secrets_in(setting: Setting, value: str) -> Iterator[str]:
    if setting.kind == "secret":
        yield value
    if setting.kind == "url":
        yield from _passwords(value)


def _passwords(address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
        password = parts.password
    except ValueError:
        # What cannot be read may be shown nowhere.
        yield address
        return
    if password:
        yield password
    # libpq and Redis take it among the parameters too.
    for pair in parts.query.split("&"):
        name, _, value = pair.partition("=")
        if "password" in name.lower():
            yield value
