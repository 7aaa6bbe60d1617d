"""What examples stand for, by label: a point, the page of an intent, a kind of follow-up."""

from __future__ import annotations


def point_label(topic: str, name: str) -> str:
    """Return the label of a point.

    >>> point_label("wages", "witness")
    'point/wages/witness'
    """
    return f"point/{topic}/{name}"


def page_label(intent: str) -> str:
    """Return the label of an intent, whose answer is a page."""
    return f"page/{intent}"


def kind_label(kind: str) -> str:
    """Return the label of a kind of follow-up."""
    return f"kind/{kind}"
