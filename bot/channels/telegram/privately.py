"""What is kept out of groups, where others read along: guided cases begin in a private chat.

A case is made of one person's facts and ends in a letter with them. In a group those who read along
may be the very people it is about, so the group gets a button that opens the private chat.
"""

from __future__ import annotations

import re
from dataclasses import replace

from actions.answer import Answer, say
from actions.guides import GUIDES
from bot.reply import Reply
from bot.wording.render import render

#: Begins the payloads of buttons within a case.
_WITHIN = "guide_"
_NAME = re.compile(r"/(?P<name>[a-z_]+)")
GO_PRIVATE = say("这件事要说到您自己的情况,群里的人都看得到,所以请点下面的按钮,到私聊里一步步办。")
NOT_KEPT = say("您刚才在群里说的,我没有记进去。")
OPEN_CHAT = say("到私聊里办")


def case_of(reply: Reply) -> str | None:
    """Return the guided case a reply belongs to, ``""`` for any, ``None`` when it is of none."""
    name = reply.intent.name
    if name in GUIDES:
        return name
    offered = [case_of_payload(item.payload) for item in reply.suggestions]
    return "" if name.startswith(_WITHIN) or "" in offered else None


def case_of_payload(payload: str) -> str | None:
    """Return the case a button begins, ``""`` within any, ``None`` for another button.

    >>> case_of_payload("/wages_case"), case_of_payload("/guide_skip"), case_of_payload("/help")
    ('wages_case', '', None)
    """
    found = _NAME.match(payload)
    name = found["name"] if found else ""
    if name in GUIDES:
        return name
    return "" if name.startswith(_WITHIN) else None


def go_private(locale: str, begun: Reply | None = None) -> Reply:
    """Return what the group is told in place of a case.

    Args:
        locale: In which language.
        begun: The reply to words that began one; the lines for a danger and whom to
            call stay of it.
    """
    lead = (GO_PRIVATE, NOT_KEPT) if begun else (GO_PRIVATE,)
    reply = render(Answer(status="clarify", lead=lead), locale)
    if begun is None:
        return reply
    return replace(
        reply,
        danger=begun.danger,
        first_aid=begun.first_aid,
        links=begun.links,
        lead=begun.lead[: begun.first_aid.lead] + reply.lead,
    )
