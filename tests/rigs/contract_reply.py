"""What the store is given to note."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.reply import Reply, ReplyCitation, ReplyIntent
from bot.store.archive import Archive

_CITED = ReplyCitation(
    "国务院令第724号", "", "art_53", "", "", False, "", "official", "2026-11-01", ""
)
_NOTED = Reply(
    question="老板三个月没发工资",
    intent=ReplyIntent("wages_claim", 0.97),
    status="answered",
    reply="sure",
    language="zh-Hans",
    text="",
    citations=(_CITED,),
)


def reply(conversation: str = "c-1", turn: int = 1, **changed: Any) -> Reply:
    """A reply, as far as the store reads it."""
    return replace(_NOTED, conversation=conversation, turn=turn, **changed)


def keep_events(archive: Archive, name: str, events: list[dict[str, Any]]) -> None:
    """Keep events as a conversation."""
    with archive._database.writing() as connection:
        archive.conversations.save(connection, name, events)
