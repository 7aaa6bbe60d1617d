"""Rasa's kinds of events by their names."""

from __future__ import annotations

from functools import cache

from rasa.shared.core.events import Event


@cache
def remember_event_kinds() -> None:
    """Let Rasa look a kind of event up once, not through all classes for every event it reads."""
    Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))
