"""What people claim beside unpaid wages, as ``side_claims.yml`` has it."""

from __future__ import annotations

from pathlib import Path

from actions.answer import Phrase
from actions.statements.sentences import SourcedSentence
from policies_kb.yaml_file import AnyCase, ByName, DataFile, DataRow, NamedRow

LABOUR = "out_labour"


class SideMatter(NamedRow):
    """Something claimed beside unpaid wages.

    Attributes:
        words: How a message names it.
        rule: The rule in one sentence.
        steps: What else is said inside a wage matter.
        card: Intent whose card it belongs to, if there is one.
        alone: Intents with which it is told where no wages are spoken of.
        framed: Whether it then is said to hold for a claim of wages.
        channels: Ids of the channels that help with it alone, before those of the hand-over.
        in_danger: Whether it is told behind the lines for danger.
        follows: The kind of follow-up that asks about it whatever its words.
        at_head: Whether it is said before any wage answer, its steps too.
        labour: Whether it is handed over as a worker's matter, whatever the message was taken for.
    """

    words: AnyCase
    rule: SourcedSentence
    steps: tuple[SourcedSentence, ...] = ()
    card: str = ""
    alone: tuple[str, ...] = (LABOUR,)
    framed: bool = False
    channels: tuple[str, ...] = ()
    in_danger: bool = False
    follows: str = ""
    at_head: bool = False
    labour: bool = False


class _Patterns(DataRow):
    owed: AnyCase
    not_owed: AnyCase
    not_employer: AnyCase
    staff_unpaid: AnyCase


class _Settings(DataRow):
    first: dict[str, tuple[str, ...]]
    brief: int
    most: int
    channels: tuple[str, ...]
    suggestions: tuple[str, ...]


class _SideClaims(DataRow):
    patterns: _Patterns
    settings: _Settings
    texts: dict[str, Phrase]
    matters: ByName[SideMatter]


SIDE_CLAIMS = DataFile(Path(__file__).with_name("side_claims.yml"), _SideClaims)


def matters(text: str, follows: str = "") -> tuple[SideMatter, ...]:
    """Return what a message claims beside wages, the first ones of the list only."""
    every = all_matters()
    asked = [matter for matter in every if matter.follows and matter.follows == follows]
    named = (matter for matter in every if matter not in asked and matter.words.search(text))
    found = (*asked, *named)
    return found[: SIDE_CLAIMS.data.settings.most]


def says_owed(text: str) -> bool:
    """Tell whether a message says that pay is owed.

    >>> says_owed("公司拖欠工资三个月，我想辞职"), says_owed("被辞退了，工资是按时发的")
    (True, False)
    """
    patterns = SIDE_CLAIMS.data.patterns
    return bool(patterns.owed.search(text)) and not patterns.not_owed.search(text)


def all_matters() -> tuple[SideMatter, ...]:
    """Return every matter of the file, in its order."""
    return tuple(SIDE_CLAIMS.data.matters.values())
