"""The scripts of the guided cases, and what each sets; the settings are explained in the files."""

from __future__ import annotations

from typing import Any

from actions.guides.common import COMMON
from actions.guides.script import Script
from policies_kb.yaml_file import DataRow


class CaseSettings(DataRow):
    """What every case sets.

    Attributes:
        letter_needs: Fields of which one each must be known for a letter; none for no letter.
        suggestions: The buttons of the result.
    """

    letter_needs: tuple[tuple[str, ...], ...] = ()
    suggestions: tuple[str, ...]


class TimeLimit(DataRow):
    """Months after which a way may be shut, and the law that says so."""

    law: str
    months: int


class Crowd(DataRow):
    """From how many people on representatives may act, and the law that says so."""

    law: str
    people: int


class WagesSettings(CaseSettings):
    """What the case of unpaid wages sets."""

    limits: dict[str, TimeLimit]
    crowd: Crowd
    crowd_channels: tuple[str, ...]
    always_channels: tuple[str, ...]
    takers: dict[str, str]
    papers: dict[str, str]


class CreditSettings(CaseSettings):
    """What the case of a damaged record sets."""

    kinds: dict[str, dict[str, tuple[str, ...]]]
    plain: tuple[str, ...]


class RequestSettings(CaseSettings):
    """What the case of a request for information sets."""

    answer_days: int
    extension_days: int
    channels: tuple[str, ...]
    review_channels: tuple[str, ...]


WAGES = Script("wages", WagesSettings)
CREDIT = Script("credit", CreditSettings)
REQUEST = Script("request", RequestSettings)
SCRIPTS: tuple[Script[Any], ...] = (COMMON, WAGES, CREDIT, REQUEST)
