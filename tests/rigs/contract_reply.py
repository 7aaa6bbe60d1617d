"""What the store is given to note."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.reply import Reply, ReplyCitation, ReplyIntent

_CITED = ReplyCitation(
    "国务院令第724号", "", "art_53", "", "", False, "", "official", "2026-11-01", ""
)
_NOTED = Reply(
    conversation="c-1",
    turn=1,
    question="老板三个月没发工资",
    intent=ReplyIntent("wages_claim", 0.97),
    status="answered",
    reply="sure",
    language="zh-Hans",
    text="",
    citations=(_CITED,),
)


def reply(**changed: Any) -> Reply:
    """A reply, as far as the store reads it."""
    return replace(_NOTED, **changed)
