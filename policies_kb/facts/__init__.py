"""Fact tables: what the text says by when, how much, who and where, each with its proof."""

from .extract import extract
from .rows import (
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
