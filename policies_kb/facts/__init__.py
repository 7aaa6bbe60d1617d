"""Fact tables: what the text says by when, how much, who and where, each with its proof."""

from policies_kb.facts.extract import extract
from policies_kb.facts.fact_rows import (
    Deadline,
    Facts,
    PilotArea,
    ProcedureStep,
    Responsibility,
    Target,
    Threshold,
)

__all__ = [
    "Deadline",
    "Facts",
    "PilotArea",
    "ProcedureStep",
    "Responsibility",
    "Target",
    "Threshold",
    "extract",
]
