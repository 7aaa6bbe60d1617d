"""Keeps of a conversation's events what the next message needs.

Events are the plain data of Rasa's (``Event.as_dict``), already without what was taken back
(``DialogueStateTracker.applied_events``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Event = dict[str, Any]

#: What was answered changes nothing of what comes next, and is the bulk of a conversation.
_SPOKEN = "bot"
#: What is asked of an understood message once it was answered. The rankings are not.
_UNDERSTOOD = ("text", "intent", "entities")


def window(events: Sequence[Event], most: int) -> list[Event]:
    """Return the last turns, and before them what the turns cut off had set.

    Replaying the window ends in the same slots and the same form as replaying everything.

    Args:
        events: Of one session, the oldest first.
        most: At most so many events are returned, unless the last turn alone, or a form that is
            still being filled in, is longer.
    """
    kept = _last_settings([strip_event(event) for event in events if event["event"] != _SPOKEN])
    if len(kept) <= most:
        return kept
    short = kept
    for cut in _turn_starts(kept):
        short = [*_outcome(kept[:cut]), *kept[cut:]]
        if len(short) <= most:
            break
    return short


def strip_event(event: Event) -> Event:
    """Return an event without what is never asked for again."""
    slimmer = {
        name: value for name, value in event.items() if value is not None and name != "metadata"
    }
    if "parse_data" in slimmer:
        understood = slimmer["parse_data"]
        slimmer["parse_data"] = {
            name: understood[name] for name in _UNDERSTOOD if name in understood
        }
    return slimmer


def _last_settings(events: Sequence[Event]) -> list[Event]:
    """Leave out a slot's value that another replaces before anything looks at it.

    A form fills its slots in one turn of many messages; without this it would grow without end.
    """
    kept: list[Event] = []
    run: dict[str, Event] = {}
    for event in events:
        if event["event"] == "slot":
            run[event["name"]] = event
            continue
        kept += run.values()
        run.clear()
        kept.append(event)
    return [*kept, *run.values()]


def _turn_starts(events: Sequence[Event]) -> list[int]:
    """Return where the assistant waits and a message follows."""
    return [
        place
        for place in range(1, len(events) - 1)
        if events[place].get("name") == "action_listen" and events[place + 1]["event"] == "user"
    ]


def _outcome(events: Sequence[Event]) -> list[Event]:
    """Return the events that leave slots and form as all of these do."""
    slots: dict[str, Event] = {}
    loop: list[Event] = []
    for event in events:
        if event["event"] == "reset_slots":
            slots.clear()
        elif event["event"] == "slot":
            slots[event["name"]] = event
        elif event["event"] == "active_loop":
            loop = [event] if event.get("name") else []
    return [*slots.values(), *loop]
