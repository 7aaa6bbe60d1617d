"""Reads the environment: the only place that does, once, when a program starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from bot.settings.errors import SettingError
from bot.settings.settings import Settings
from bot.settings.table import known_variables

#: What the names of our variables begin with.
FAMILIES = ("WENCE_", "TELEGRAM_", "WECHAT_")


@dataclass(frozen=True)
class Environment:
    """What the environment says of the assistant.

    Attributes:
        settings: What can be read; a variable that holds what it cannot counts as not set.
        problems: What is wrong with those, by their names.
        given: Names of the variables that are set to something.
        unknown: Names like ours that nothing reads.
    """

    settings: Settings
    problems: Mapping[str, SettingError]
    given: frozenset[str]
    unknown: tuple[str, ...]

    def checked(self) -> Settings:
        """Return the settings.

        Raises:
            SettingError: A variable holds what it cannot; the first of them.
        """
        for problem in self.problems.values():
            raise problem
        return self.settings


def look_at_environment(environment: Mapping[str, str] = os.environ) -> Environment:
    """Return all that the environment says, also where something is wrong with it."""
    known = known_variables()
    read = {name: _without_quotes(environment.get(name, "")) for name in known}
    given = {name: value for name, value in read.items() if value}
    problems = _problems(given)
    sound = {name: value for name, value in given.items() if name not in problems}
    return Environment(
        settings=Settings.model_validate(sound),
        problems=problems,
        given=frozenset(given),
        unknown=tuple(
            name for name in sorted(environment) if name.startswith(FAMILIES) and name not in known
        ),
    )


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the environment.

    Raises:
        SettingError: A variable holds what it cannot.
    """
    return look_at_environment(environment).checked()


def _without_quotes(value: str) -> str:
    """Return a value without the quotes of its file, which Docker keeps and systemd takes off.

    >>> _without_quotes(' "12 34" '), _without_quotes("it's")
    ('12 34', "it's")
    """
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if quoted else value


def _problems(given: Mapping[str, str]) -> dict[str, SettingError]:
    try:
        Settings.model_validate(given)
    except ValidationError as error:
        # Its own message would be pages, and hold the values.
        found = error.errors(include_url=False, include_input=False)
        return {
            str(one["loc"][0]): SettingError(f"{one['loc'][0]} {one['ctx']['error']}")
            for one in found
        }
    return {}
