"""When a thread ends: after hours of silence, or when somebody wants to begin from nothing."""

from __future__ import annotations

import re

from actions.answer import Answer, say
from actions.context import AnswerContext
from actions.question import Question
from nlu.simplified import to_simplified

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
_RECORDS = r"(?:(?:聊天|对话|这些|全部|所有|个人)?(?:的)?(?:记录|信息|资料|数据|内容|聊天|对话))"
_WAYS = say(
    "要把服务器上留着的记录也删掉:在网页上点“删除我的记录”,在 Telegram 发 /forget,"
    "在微信发“删除我的记录”。"
)
_MINE = r"(?:(?:我|咱|我们)(?:刚才|刚刚|前面|之前|在这里)?(?:说|讲|填|写|问|发)?(?:过)?(?:的)?)"
_DELETE = re.compile(
    r"(?:请|麻烦|帮我|给我|我(?:要|想))*"
    rf"(?:把)?{_MINE}?(?:前面|之前|刚才|刚刚|上面)?(?:说|讲|填|写|问|发)?(?:过)?(?:的|个)?{_RECORDS}?(?:话|东西|那些)?(?:都|全部?|全都|统统)?(?:给我)?"
    rf"(?:删(?:除|掉|了|光|脱|干净)?|销毁|抹掉|注销)(?:掉|了|干净)?{_MINE}?(?:的)?{_RECORDS}?(?:话|东西)?(?:吧|了|吗|呢|一下)?"
    r"|(?:please )?forget (?:what|all|everything) i (?:said|told you|wrote)"
    r"|(?:please )?(?:delete|erase|remove) (?:all )?(?:(?:of )?(?:my|our|this|the) )?"
    r"(?:data|records?|messages?|chat|conversation|history|everything)(?: i (?:said|told|wrote))?",
    re.IGNORECASE,
)
#: Whose it is has to be said: 删掉 alone takes back a word, 删除记录 may be of a credit record.
_OWN = re.compile(
    r"[我咱]|聊天|对话|都|全|\b(?:my|our|everything|chat|conversation|i said|i told|i wrote)",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"^(?:请问|我)?(?:想知道)?"
    r"(?:能不能|能|可以|可不可以|怎么|怎样|如何|在哪里?|哪里|(?:how|where) (?:can|do) i |can i )+",
    re.IGNORECASE,
)


def wants_records_deleted(text: str) -> bool:
    """Tell whether somebody wants what is kept of them here deleted.

    >>> wants_records_deleted("删除我的记录"), wants_records_deleted("把我说的都删了。")
    (True, True)
    >>> wants_records_deleted("删除失信记录要多久"), wants_records_deleted("删除征信记录")
    (False, False)
    """
    plain = to_simplified(text).strip(" 。.!！?？")
    return _DELETE.fullmatch(plain) is not None and _OWN.search(plain) is not None


def deletion_asked(question: Question, context: AnswerContext) -> Answer | None:
    """Return how records are deleted to who asks for it, ``None`` for anybody else."""
    rest = _HOW.sub("", question.text.strip())
    if rest == question.text.strip() or not wants_records_deleted(rest):
        return None
    return Answer("answered", lead=(_WAYS,), suggestions=context.suggest("help"))


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
    forget = _FORGET.fullmatch(text.strip(" 。.!！?？")) is not None
    return forget or wants_records_deleted(text)


def begun_anew(text: str, context: AnswerContext) -> Answer:
    """Return the answer of a thread that begins from nothing.

    Who wants the records deleted is told the way of each channel that does not do it by words.
    """
    lead = say("好的,从头开始:前面说的都不算数了。请说您遇到了什么事,或者选下面的问题。")
    if wants_records_deleted(text):
        lead = say("好的,前面说的都不算数了。")
    return Answer(
        "answered",
        lead=(lead, _WAYS) if wants_records_deleted(text) else (lead,),
        suggestions=context.suggest("wages_claim", "credit_kinds", "disclosure_request"),
    )
