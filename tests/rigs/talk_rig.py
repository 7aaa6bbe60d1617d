"""Talks to the real assistant: messages one after the other in one conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from actions.routing.case import Case

if TYPE_CHECKING:
    from bot.server.start import App


async def talk(parts: App, *messages: str, name: str = "", locale: str | None = None) -> Any:
    """Say messages in one conversation and return the last reply as JSON."""
    name = name or uuid4().hex
    said: dict[str, Any] = {}
    for message in messages:
        said = (await parts.assistant.reply(name, message, locale)).as_json()
    return said


async def played(parts: App, *messages: str) -> tuple[Case, Any]:
    """Say messages in one conversation; return its guided case and the last reply as JSON."""
    name = uuid4().hex
    said = await talk(parts, *messages, name=name)
    return await case_of(parts, name), said


async def case_of(parts: App, name: str) -> Case:
    """Return the guided case of a conversation."""
    tracker = await parts.engine._processor.tracker_store.retrieve(name)
    assert tracker
    return Case.from_json(tracker.get_slot("case"))
