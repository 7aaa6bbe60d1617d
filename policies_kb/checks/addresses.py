"""Checks the addresses and numbers of the curated files: their form, and that none stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from policies_kb.checks.problem import Problem
from policies_kb.overlay.addresses import Address

#: Emergency and service numbers, national 400 and 800 lines, numbers with an area code.
_NUMBER = re.compile(r"1\d{2}|1\d{4}|9\d{4}|[48]00-?\d{3}-?\d{4}|0\d{2,3}-?\d{7,8}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


def check_addresses(found: Sequence[Address]) -> Iterator[Problem]:
    """Yield addresses that cannot be dialled or opened, and those given for two doors.

    Two doors may share a number where the way to the second names the first.
    """
    for address in found:
        if not _well_formed(address):
            yield Problem(address.place, f"{address.owner}: '{address.value}' is malformed")
    doors = [address for address in found if address.topics]
    for at, address in enumerate(doors):
        for other in doors[:at]:
            shared = _key(address) == _key(other) and address.owner != other.owner
            if shared and other.name not in address.where and address.name not in other.where:
                message = f"{address.owner}: '{address.value}' stands with {other.owner} already"
                yield Problem(address.place, message)


def due_addresses(found: Sequence[Address], today: date) -> Iterator[Problem]:
    """Yield the addresses that are to be checked again, and those checked on a day to come."""
    for address in found:
        if today >= address.due:
            message = (
                f"{address.owner}: '{address.value}' is to be checked again since {address.due}"
            )
            yield Problem(address.place, message, warning=True, due=True)
        elif address.checked > today:
            message = f"{address.owner}: '{address.value}' was checked on {address.checked}, "
            yield Problem(address.place, f"{message}which is still to come")


def _well_formed(address: Address) -> bool:
    if not address.page:
        return bool(_NUMBER.fullmatch(address.value))
    try:
        parts = urlsplit(address.value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return bool(_HOST.fullmatch(host)) and port in (None, 80, 443) and not parts.username


def _key(address: Address) -> str:
    """Return what two ways of writing the same address have in common."""
    plain = address.value.lower().replace("-", "") if not address.page else address.value.lower()
    return plain.removeprefix("http://").removeprefix("https://").removeprefix("www.").rstrip("/")
