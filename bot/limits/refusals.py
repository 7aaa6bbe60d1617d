"""The refusals that stand in place of an answer."""

from __future__ import annotations

from actions.answer import Answer, Link, Notice, say

#: Seconds after which a program may ask again while answers are off.
OFF_FOR = 300


def busy(seconds: int, hotline: Link) -> Answer:
    """Return the refusal for someone who sends too much.

    Args:
        seconds: Until the next message is read.
        hotline: Whom to ask at once.
    """
    return Answer(
        status="error",
        lead=(say("这一分钟里的消息太多了,这条没有读。请等{seconds}秒再发。", seconds=seconds),),
        notices=(Notice("busy", say("着急的话,请直接打电话问。")),),
        links=(hotline,),
    )


def switched_off(reason: str, hotlines: tuple[Link, ...]) -> Answer:
    """Return the refusal while answers are switched off.

    Args:
        reason: Why, in the words of the operator; empty for none.
        hotlines: Whom to ask meanwhile.
    """
    lead = [say("问策暂停回答,这条没有读。请打电话问,或者过些时候再来。")]
    if reason:
        lead.append(say("暂停的原因:{reason}", reason=reason))
    kept = say("办到一半的事还在,恢复以后可以接着办。")
    return Answer(status="error", lead=tuple(lead), notices=(Notice("off", kept),), links=hotlines)
