"""Every file of data of this room."""

from __future__ import annotations

from typing import Any

from actions.cards.cards import CARDS, LABELS
from actions.guides.scripts import SCRIPTS
from actions.lookups.doors import DOORS
from actions.lookups.named_doors import NAMED_DOORS
from actions.routing.beside import BESIDE
from actions.routing.matters import MATTER_WORDS
from actions.routing.points import POINT_FILES, POINTS
from actions.routing.premise_steps import PREMISE
from actions.routing.short_kinds import SHORT_MESSAGES
from actions.self_check.standard_check import STANDARD_CHECK
from actions.statements.dangers import DANGERS
from actions.statements.holders import HOLDERS
from actions.statements.roles import ROLES
from actions.statements.side_matters import SIDE_CLAIMS
from actions.statements.wage_points import WAGE_POINT_FILES, WAGE_POINTS
from policies_kb.yaml_file import DataFile

ANSWER_TABLES: tuple[DataFile[Any], ...] = (
    *CARDS,
    LABELS,
    *SCRIPTS,
    *(script.pattern_file for script in SCRIPTS),
    DANGERS,
    HOLDERS,
    POINTS,
    *POINT_FILES,
    ROLES,
    SIDE_CLAIMS,
    DOORS,
    NAMED_DOORS,
    BESIDE,
    MATTER_WORDS,
    WAGE_POINTS,
    *WAGE_POINT_FILES,
    PREMISE,
    SHORT_MESSAGES,
    STANDARD_CHECK,
)
