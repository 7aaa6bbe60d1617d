"""Which settings are secret and may be shown nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, quote_plus, unquote, urlsplit

from pydantic import SecretStr

from bot.settings.settings import Kind, Settings
from bot.settings.table import known_variables

#: Shorter values stand in every second line by chance; blotting them out hides the log instead.
_SHORTEST = 4


def secret_values(settings: Settings) -> tuple[str, ...]:
    """Return what must not be shown, in every spelling, the longest first."""
    found = {
        spelled
        for variable in known_variables().values()
        for value in _secrets_in(variable.kind, getattr(settings, variable.field))
        for spelled in (value, unquote(value), quote(value, safe=""), quote_plus(value))
        if len(spelled) >= _SHORTEST
    }
    return tuple(sorted(found, key=lambda value: (-len(value), value)))


def _secrets_in(kind: Kind, value: str | SecretStr) -> Iterator[str]:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if kind == "secret":
        yield text
    if kind == "url":
        yield from _passwords(text)


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
