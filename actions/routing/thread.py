"""When a thread ends: after hours of silence, or when somebody wants to begin from nothing."""

from __future__ import annotations

import re

from actions.answer import Answer, say
from actions.context import AnswerContext

#: On a shared phone the next person must not get the case of the one before.
THREAD_SECONDS = 12 * 60 * 60
_FORGET = re.compile(
    r"(?:我(?:要|想))?(?:重新开始|从零开始|从头开始)(?:吧|了)?"
    r"|(?:把)?(?:前面|之前|刚才|以前|上面)?(?:说的|的|记录|聊天|对话)*(?:都|全部?|全都)?"
    r"(?:清空|清掉|清除|忘掉|忘了)(?:吧|了)?(?:记录|聊天|对话|前面的|之前的)?"
    r"|(?:现在)?换(?:了)?(?:一)?(?:个)?人(?:用|问|来)?了?(?:[,，、\s]*(?:都|全部)?(?:清空|清掉|重新开始|重来))?(?:吧|了)?"
    r"|(?:please )?(?:forget (?:everything|all)|clear (?:everything|all)|new conversation)",
    re.IGNORECASE,
)


def is_over(spoken_at: float | None, now: float) -> bool:
    """Tell whether so long was nothing said that what was spoken of counts no more.

    >>> is_over(0.0, 13 * 3600), is_over(0.0, 60), is_over(None, 60)
    (True, False, False)
    """
    return spoken_at is not None and now - spoken_at > THREAD_SECONDS


def wants_to_begin_anew(text: str) -> bool:
    """Tell whether somebody wants all that was said to count no more.

    >>> wants_to_begin_anew("重新开始"), wants_to_begin_anew("重新开始欠我工资")
    (True, False)
    """
    return _FORGET.fullmatch(text.strip(" 。.!！?？")) is not None


def begun_anew(context: AnswerContext) -> Answer:
    """Return the answer of a thread that begins from nothing."""
    return Answer(
        "answered",
        lead=(say("好的,从头开始:前面说的都不算数了。请说您遇到了什么事,或者选下面的问题。"),),
        suggestions=context.suggest("wages_claim", "credit_kinds", "disclosure_request"),
    )
