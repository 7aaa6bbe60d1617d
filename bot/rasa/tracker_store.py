"""Rasa's view of the stored conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.compact_events import window
from bot.rasa.engine_turn import Unsaved
from bot.store.conversations import Conversations


class ConversationStore(TrackerStore):
    """A tracker store that costs the same however long a conversation is.

    What Rasa saves waits here until the turn is kept with all else that belongs to it; who takes
    the turn holds the conversation until then.

    Args:
        conversations: Where the events are kept.
        most: So many events of a conversation are kept; what older ones had set is kept too.
    """

    def __init__(self, conversations: Conversations, most: int) -> None:
        super().__init__(Domain.empty())
        self._conversations = conversations
        self._most = most
        self._unsaved: dict[str, Unsaved] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Have the end of a conversation wait to be kept."""
        events = [event.as_dict() for event in tracker.applied_events()]
        # Rasa saves a new conversation before anything was said in it.
        if events:
            in_case = bool(tracker.active_loop_name)
            self._unsaved[tracker.sender_id] = Unsaved(window(events, self._most), in_case)

    def take_unsaved(self, sender_id: str) -> Unsaved | None:
        """Return what a conversation has become and is not kept yet, and forget it."""
        return self._unsaved.pop(sender_id, None)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a conversation as it was left, ``None`` for a new one or one that is damaged.

        Raises:
            StoreError: The store cannot be read.
        """
        kept = await self._events(sender_id)
        if not kept:
            return None
        tracker = self.init_tracker(sender_id)
        try:
            events = [Event.from_parameters(data) for data in kept]
            tracker.recreate_from_dialogue(Dialogue(sender_id, events))
        except Exception:  # Rasa checks nothing: whatever its events stumble over is damage.
            self._conversations.tell_damage()
            return None
        return tracker

    async def slot(self, sender_id: str, name: str) -> Any:
        """Return the value of a slot as a conversation was left, without replaying it.

        Raises:
            StoreError: The store cannot be read.
        """
        kept = await self._events(sender_id)
        settings = [e for e in kept if e["event"] == "slot" and e.get("name") == name]
        return settings[-1].get("value") if settings else None

    async def _events(self, sender_id: str) -> list[dict[str, Any]]:
        unsaved = self._unsaved.get(sender_id)
        # In a thread: another writer may hold the store for a while.
        return (
            unsaved.events
            if unsaved
            else await asyncio.to_thread(self._conversations.load, sender_id)
        )

    async def keys(self) -> Iterable[str]:
        """Return the ids of all conversations."""
        return await asyncio.to_thread(self._conversations.names)
