"""Questions that state a figure and ask for a yes: the figure is held against the clauses cited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from actions.answer import Answer, Phrase, say
from actions.question import Question
from policies_kb.text.amounts import amounts
from policies_kb.text.quantity import Quantity

#: What asks for a yes. A bare 吗 does not: it ends most questions of every kind.
_CONFIRM = re.compile(
    r"行了吧|可以了吧|对吧|对吗|对不对|对伐|是吧|是伐|没错吧|不是吗|是不是|是否|是真的|真的吗"
    r"|\b(?:right|correct)\s*\?|is it true",
    re.IGNORECASE,
)
#: Figures of a message about the speaker (我三个月没拿到工资) are no statement about the text.
_PERSONAL = re.compile(
    r"(?:我|俺|咱|阿拉|侬)(?!们?[省市县区镇乡]|听|记得|看到|以为)|\b(?:my|me|I)\b"
)
#: What a stretch of time counts from: 立案后30个工作日, 自立案之日起60个工作日.
_FROM = re.compile(r"(?P<event>[\u4e00-\u9fff]{2})(?:之日起|以后|之后|后|起)[\u4e00-\u9fff]{0,2}$")
_SHOWN = 4
_IN_SMALLER = {"week": ("day", 7), "year": ("month", 12)}


def with_premise_checked(answer: Answer, question: Question) -> Answer:
    """Return the answer, first of all saying when a figure taken for granted is not the text's.

    Only for questions that want a figure confirmed, and only for kinds of figures that can be
    compared: shares, money, people and stretches of time.
    """
    if answer.status != "answered" or not _wants_a_yes(question.text):
        return answer
    quotes = [citation.quote.translations["zh"] for citation in answer.citations]
    cited = [(_event(quantity, quote), quantity) for quote in quotes for quantity in amounts(quote)]
    corrections = []
    for claim in amounts(question.text):
        event = _event(claim, question.text)
        # A figure of another step is no proof of this one.
        of_step = [quantity for other, quantity in cited if event and other == event]
        held_against = of_step or [quantity for _, quantity in cited]
        if not _stands(claim, held_against):
            corrections.append(_correction(claim, held_against))
    return replace(answer, lead=(*corrections, *answer.lead))


def _wants_a_yes(text: str) -> bool:
    return bool(_CONFIRM.search(text)) and not _PERSONAL.search(text)


def _event(quantity: Quantity, text: str) -> str:
    """Return what a stretch of time in a text counts from, empty where it does not say."""
    found = _FROM.search(text[max(0, quantity.start - 12) : quantity.start])
    return found["event"] if found and quantity.kind == "duration" else ""


def _stands(claim: Quantity, cited: Iterable[Quantity]) -> bool:
    return any(_measure(quantity) == _measure(claim) for quantity in cited)


def _measure(quantity: Quantity) -> tuple[str, str, Decimal]:
    """Return what makes two quantities the same: a week is seven days, a year twelve months."""
    unit, times = _IN_SMALLER.get(quantity.unit, (quantity.unit, 1))
    return quantity.kind, unit, quantity.value * times


def _correction(claim: Quantity, cited: Iterable[Quantity]) -> Phrase:
    alike = list(dict.fromkeys(q.words for q in cited if q.kind == claim.kind))
    if not alike:
        return say("下面引用的条文里没有写“{claim}”,不能替您确认这个数。", claim=claim.words)
    return say(
        "下面引用的条文里没有“{claim}”这个数,条文里写的是:{figures}。请以条文为准。",
        claim=claim.words,
        figures="、".join(alike[:_SHOWN]),
    )
