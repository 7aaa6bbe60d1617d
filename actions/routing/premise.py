"""Questions that state a figure and ask for a yes: the figure is held against the clauses cited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from actions.answer import Answer, Phrase, say
from actions.citations import secondary_notice, without_doubles
from actions.context import AnswerContext
from actions.question import Question
from actions.routing.premise_steps import ProcedureStepFigure, step_of
from nlu.topics import FALLBACK_INTENT, topic_of
from policies_kb.text.amounts import amounts
from policies_kb.text.quantity import Quantity

#: What asks for a yes. A bare 吗 does not: it ends most questions of every kind.
_CONFIRM = re.compile(
    r"对吧|对吗|对不对|对伐|是吧|是吗|是么|是伐|没错吧|不是吗|是不是|是否|是真的|真的吗"
    r"|(?:行了|就行|可以了|就可以|好了)吧|\b(?:right|correct)\s*\?|is it true|isn.t it",
    re.IGNORECASE,
)
#: Whom one has it from; what was heard is no story of one's own.
_HEARD = re.compile(
    r"(?:我|俺)?(?:都|也|是)?(?:听(?:[^,，。]{0,8}?(?:说|讲)(?:的)?(?:是)?)?|记得|记着|以为|觉得|看到|看见|理解|认为)"
    r"|(?:我|俺)?的?(?:同事|朋友|老乡|工友|邻居|亲戚)(?:跟我|告诉我|和我)?(?:说|讲)?"
    r"|\bI(?:'ve)? (?:heard|read|thought|think|was told|believe)\b",
    re.IGNORECASE,
)
#: Figures of a message about the speaker (我三个月没拿到工资) are no statement about the text.
_PERSONAL = re.compile(r"(?:我|俺|咱|阿拉|侬)(?!们?[省市县区镇乡])|\b(?:my|me|I)\b")
#: All that is said beside the figure where it leans on what was said before.
_BARE = re.compile(
    r"(?:那么?|就是?|所以|也就是|也是|是|要|说|吧|呢|吗|以?之?内|以?下|不超过"
    r"|so|it.?s|it is|within|that.?s|only|[\s,，。?？!！])*",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？吗吧伐呗]\s*$")
#: Intents a message that states a figure is taken for by its figure alone.
_BY_FIGURE = frozenset({"wages_self_check", FALLBACK_INTENT})
_SHOWN = 4
_IN_SMALLER = {"week": ("day", 7), "year": ("month", 12)}


def meant(question: Question) -> Question:
    """Return a question that wants a figure confirmed with the matter the figure belongs to."""
    claims = _claims(question)
    if not claims:
        return question
    step = step_of(question.text)
    intent = ""
    if step and (_is_open(question) or topic_of(question.intent) == topic_of(step.intent)):
        intent = step.intent
    elif question.history and _is_bare(question.text, claims):
        intent = question.history[0].intent
    elif question.intent == "wages_self_check" and _HEARD.search(question.text):
        intent = "wages_county_standard"
    return replace(question, intent=intent, matters=(), reply=None) if intent else question


def with_premise_checked(answer: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return the answer, first of all saying when a figure taken for granted is not the text's.

    Only for questions that want a figure confirmed, and only for kinds of figures that can be
    compared: shares, money, people and stretches of time. Of a step that is named its own figure
    counts, whatever others the clauses hold.
    """
    claims = _claims(question) if answer.status == "answered" else []
    if not claims:
        return answer
    bare = bool(question.history) and _is_bare(question.text, claims)
    step = step_of(question.history[0].text if bare else question.text)
    if step and any(claim.kind == "duration" for claim in claims):
        return _with_step_checked(answer, step, claims, context)
    quotes = [citation.quote.translations["zh"] for citation in answer.citations]
    cited = [quantity for quote in quotes for quantity in amounts(quote)]
    if bare and _stands(claims[0], cited):
        return replace(answer, lead=(_of_several(claims[0], cited), *answer.lead))
    corrections = [_correction(claim, cited) for claim in claims if not _stands(claim, cited)]
    return replace(answer, lead=(*corrections, *answer.lead))


def _is_open(question: Question) -> bool:
    """Tell whether another matter may be meant than the one the message was taken for."""
    return question.intent in _BY_FIGURE or question.reply == "likely"


def _claims(question: Question) -> list[Quantity]:
    text = question.text
    personal = _PERSONAL.search(_HEARD.sub("", text))
    if personal:
        return []
    claims = amounts(text)
    return claims if _CONFIRM.search(text) or _is_bare(text, claims) else []


def _is_bare(text: str, claims: Iterable[Quantity]) -> bool:
    """Tell whether a message says a figure with a question mark and nothing else."""
    if not _ASKS.search(text):
        return False
    for claim in claims:
        text = text.replace(claim.words, "")
    return bool(_BARE.fullmatch(_CONFIRM.sub("", text)))


def _with_step_checked(
    answer: Answer, step: ProcedureStepFigure, claims: Iterable[Quantity], context: AnswerContext
) -> Answer:
    citation = step.citation(context)
    held = step.figures(citation.quote.translations["zh"])
    if not held:
        return answer
    times = [claim for claim in claims if claim.kind == "duration"]
    wrong = [claim for claim in times if not _stands(claim, held)]
    values = {
        "claim": (wrong or times)[0].words,
        "step": step.name,
        "figures": "、".join(dict.fromkeys(quantity.words for quantity in held)),
    }
    if wrong:
        verdict = say("不是{claim}。{step},条文里写的是{figures}。", **values)
    else:
        verdict = say("是的,{claim}。{step},条文里写的是{figures}。", **values)
    notices = secondary_notice(context.kb, (step.law,)) if step.law else ()
    return replace(
        answer,
        lead=(verdict, *answer.lead),
        citations=without_doubles((citation, *answer.citations)),
        notices=(*answer.notices, *(one for one in notices if one not in answer.notices)),
    )


def _stands(claim: Quantity, cited: Iterable[Quantity]) -> bool:
    return any(_measure(quantity) == _measure(claim) for quantity in cited)


def _measure(quantity: Quantity) -> tuple[str, str, Decimal]:
    """Return what makes two quantities the same: a week is seven days, a year twelve months."""
    unit, times = _IN_SMALLER.get(quantity.unit, (quantity.unit, 1))
    return quantity.kind, unit, quantity.value * times


def _of_several(claim: Quantity, cited: Iterable[Quantity]) -> Phrase:
    """Return the figures a figure stands among, where nothing says which of them it is to be."""
    alike = list(dict.fromkeys(q.words for q in cited if q.kind == claim.kind))
    if len(alike) == 1:
        return say("是的,{claim}。", claim=claim.words)
    return say(
        "“{claim}”要看说的是哪一步,条文里写的是:{figures}。",
        claim=claim.words,
        figures="、".join(alike[:_SHOWN]),
    )


def _correction(claim: Quantity, cited: Iterable[Quantity]) -> Phrase:
    alike = list(dict.fromkeys(q.words for q in cited if q.kind == claim.kind))
    if not alike:
        return say("下面引用的条文里没有写“{claim}”,不能替您确认这个数。", claim=claim.words)
    return say(
        "下面引用的条文里没有“{claim}”这个数,条文里写的是:{figures}。请以条文为准。",
        claim=claim.words,
        figures="、".join(alike[:_SHOWN]),
    )
