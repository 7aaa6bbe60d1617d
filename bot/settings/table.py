"""The table of the variables: what the doctor knows and ``docs/settings.md`` shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import SecretStr

from bot.settings.settings import Kind, Settings

_HEAD = "| variable | default | unit | kind | means |\n|---|---|---|---|---|"


@dataclass(frozen=True)
class Variable:
    """One environment variable.

    Attributes:
        name: Its name.
        field: Name of the field of :class:`Settings`.
        kind: Whether it is shown.
        unit: What it counts, often empty.
        usual: The default, in words.
        means: What it is for.
    """

    name: str
    field: str
    kind: Kind
    unit: str
    usual: str
    means: str


@cache
def known_variables() -> Mapping[str, Variable]:
    """Return the variables by name."""
    found = {}
    for field, told in Settings.model_fields.items():
        more: Any = told.json_schema_extra
        found[str(told.alias)] = Variable(
            name=str(told.alias),
            field=field,
            kind=more["kind"],
            unit=more["unit"],
            usual=more["usual"] or _shown(told.default),
            means=str(told.description),
        )
    return found


def settings_table() -> str:
    """Return the table in Markdown."""
    rows = (
        f"| `{one.name}` | {one.usual} | {one.unit} | {one.kind} | {one.means} |"
        for one in known_variables().values()
    )
    return "\n".join((_HEAD, *rows)) + "\n"


def _shown(default: Any) -> str:
    value = default.get_secret_value() if isinstance(default, SecretStr) else default
    return "none" if value in ("", ()) else f"`{value}`"
