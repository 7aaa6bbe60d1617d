"""What the doctor finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Literal, ParamSpec

Grade = Literal["ok", "warn", "bad"]
P = ParamSpec("P")


@dataclass(frozen=True)
class Finding:
    """One line of the doctor.

    Attributes:
        grade: ``bad`` when the assistant cannot do its work with it.
        what: What was looked at.
        found: What was found, without secrets.
        remedy: What to do; empty when nothing is.
    """

    grade: Grade
    what: str
    found: str
    remedy: str = ""


def finding_check(
    what: str,
) -> Callable[[Callable[P, Iterator[Finding]]], Callable[P, list[Finding]]]:
    """Make a check of a generator of findings: whatever else goes wrong in it is one too."""

    def decorated(look: Callable[P, Iterator[Finding]]) -> Callable[P, list[Finding]]:
        @wraps(look)
        def run(*args: P.args, **kwargs: P.kwargs) -> list[Finding]:
            found = []
            try:
                for finding in look(*args, **kwargs):
                    found.append(finding)
            except Exception as error:
                # A check that breaks must not end the others. Its message may hold a secret.
                kind = type(error).__name__
                found.append(Finding("bad", what, f"could not be checked ({kind})"))
            return found

        return run

    return decorated
