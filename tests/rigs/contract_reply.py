"""What the store is given to note."""

from __future__ import annotations

from typing import Any


def reply(conversation: str = "c-1", turn: int = 1, **changed: Any) -> dict[str, Any]:
    """An object of the outside contract, as far as the store reads it."""
    return {
        "conversation": conversation,
        "turn": turn,
        "question": "老板三个月没发工资",
        "intent": {"name": "wages_claim", "confidence": 0.97},
        "status": "answered",
        "citations": [{"document": "国务院令第724号", "provision": "art_53"}],
        **changed,
    }
