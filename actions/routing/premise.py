"""Questions that state a figure and ask for a yes: the figure is held against the clauses cited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from actions.answer import Answer, Phrase, say
from actions.citations import secondary_notice, without_doubles
from actions.context import AnswerContext, AnswerFunction
from actions.figure_words import figure_words
from actions.question import PreviousQuestion, Question
from actions.routing.premise_steps import ProcedureStepFigure, step_of
from nlu.topics import FALLBACK_INTENT, topic_of
from policies_kb.text.amounts import amounts
from policies_kb.text.quantity import Quantity

#: What asks for a yes. A bare 吗 does not: it ends most questions of every kind.
_CONFIRM = re.compile(
    r"对吧|对吗|对么|对不(?:对)?|对伐|是吧|是吗|是么|是伐|没错吧|不是吗|是不是|是否|是真的|真的吗|这样吗"
    r"|(?:行了|就行|可以了|就可以|好了)吧|\b(?:right|correct)\s*\?|is it true|isn.t it|is it\b",
    re.IGNORECASE,
)
#: Whom one has it from; what was heard is no story of one's own.
_HEARD = re.compile(
    r"(?:我|俺)?(?:都|也|是)?(?:听(?:[^,，。]{0,8}?(?:说|讲)(?:的)?(?:是)?)?|记得|记着|以为|觉得|看到|看见|理解|认为)"
    r"|(?:我|俺)?的?(?:同事|朋友|老乡|工友|邻居|亲戚)(?:跟我|告诉我|和我)?(?:说|讲)?"
    r"|(?:有人|人家|别人|网上|他们|老板)(?:都|也)?(?:跟我|告诉我|和我)?(?:说|讲)"
    r"|\bI(?:'ve)? (?:heard|read|thought|think|was told|believe)\b",
    re.IGNORECASE,
)
#: Figures of a message about the speaker (我三个月没拿到工资) are no statement about the text; whom
#: an office tells or answers is nobody's story.
_PERSONAL = re.compile(
    r"(?<!告诉)(?<!告知)(?<!通知)(?<!答复)(?<!回复)(?:我|俺|咱|阿拉|侬)(?!们?[省市县区镇乡])|\b(?:my|me|I)\b"
)
#: What tells of something that has happened, not of what is to be.
_STORY = re.compile(
    r"已经|还没|还不|没有?人|(?:等|过|拖|做|干|欠|压|走|离职|辞职)了|没(?:有)?(?:给|发|答|回|受|处|立|查|动|拿|收)|未(?:给|发|答|回|受|处|立|查)"
    r"|不(?:答|回|理|给|发|受理|处理)|欠(?:我|俺)|\b(?:has|have|hasn.t|haven.t|did|didn.t|was|were)\b",
    re.IGNORECASE,
)
#: What says how it must be, without a question mark: 补正要在7天内告知.
_MUST = re.compile(
    r"必须|应该|应当|一定|规定|要在|要等|要花|需要|[要得](?=\s*[\d一二两三四五六七八九十半])|[以之]?内|最多|最长|至少|不超过"
    r"|\b(?:must|have to|has to|within|takes?|needs?)\b",
    re.IGNORECASE,
)
#: What asks for something else than a yes.
_OPEN = re.compile(
    r"怎么|怎样|如何|多久|多长|多少|几[天个年月日]|(?<![缺少漏])(?<![缺少漏]了)什么|啥|哪|谁|为何|能不能|可不可以|\b(?:how|what|where|who|when|why)\b",
    re.IGNORECASE,
)
#: All that is said beside the figure where it leans on what was said before.
_BARE = re.compile(
    r"(?:那么?|就是?|咯|喽|哦|所以|也就是|也是|是|不是|要|得|说|吧|呢|吗|嘛|啊|的|才|只|好像|应该|大概|以?之?内|以?下|不超过|最多|至少"
    r"|no|nope|so|it.?s|it is|it|within|that.?s|only|takes?|[\s,，。?？!！])*",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？吗吧伐呗]\s*$")
#: A time that something is or is not counted in is named, not stated: 补正的日子算在20天里吗.
_COUNTED_IN = re.compile(
    r"(?:算|含|计|扣|占|包括|包含)(?:不[算含计扣占])?(?:在|进|入|到)?(?:这|那|答复的?|办理的?)?\s*$"
    r"|\b(?:count(?:ed|s)?|included?) (?:in|into|towards) (?:the|those|these)?\s*$",
    re.IGNORECASE,
)
#: Intents a message that states a figure is taken for by its figure alone.
_BY_FIGURE = frozenset({"wages_self_check", FALLBACK_INTENT})
_SHOWN = 4
_IN_SMALLER = {"week": ("day", 7), "year": ("month", 12)}


def meant(question: Question) -> Question:
    """Return a question that wants a figure confirmed with the matter the figure belongs to."""
    claims = _claims(question)
    if not claims:
        return question
    step = _step(question)
    intent = ""
    if step and (_is_open(question) or _is_of_topic(question, step)):
        intent = step.intent
    elif past := _leaned_on(question, claims):
        intent = past.intent
    elif question.intent == "wages_self_check" and _HEARD.search(question.text):
        intent = "wages_county_standard"
    if not intent:
        return question
    return replace(question, intent=intent, matters=(), reply=None, follows="")


def says_figure_of_step(question: Question) -> bool:
    """Tell whether a question states a time of a named step and was taken for its matter."""
    step = _step(question) if _claims(question) else None
    return step is not None and step.intent == question.intent


def bare_figure(
    question: Question, context: AnswerContext, answering: AnswerFunction
) -> Answer | None:
    """Return yes or no to a figure alone, and the answer before it; ``None`` where none is said.

    Args:
        question: The message: "so it is 10 days?".
        context: What to answer from.
        answering: Answers the question before.
    """
    claims = _claims(question)
    past = _leaned_on(question, claims)
    if not (claims and past):
        return None
    older = question.history[question.history.index(past) + 1 :]
    asked = replace(question, text=past.text, intent=past.intent, entities=past.entities)
    asked = replace(asked, readings=(), matters=(), reply=None, follows="", history=older)
    # What was stated before is not said again.
    stated = past.intent in context.cards and _claims(asked)
    before = context.card_answer(past.intent) if stated else answering(asked, context)
    if before.status != "answered":
        return None
    step = step_of(_spoken(question, past.intent), topic_of(past.intent))
    if step and any(claim.kind == "duration" for claim in claims):
        return _with_step_checked(before, step, claims, context)
    cited = _cited(before)
    alike = [quantity for quantity in cited if quantity.kind == claims[0].kind]
    if not alike:
        return None
    verdict = _of_several if _stands(claims[0], alike) else _none_of_several
    return replace(before, lead=(verdict(claims[0], alike), *before.lead))


def with_premise_checked(answer: Answer, question: Question, context: AnswerContext) -> Answer:
    """Return the answer, first of all saying when a figure taken for granted is not the text's.

    Only for questions that want a figure confirmed, and only for kinds of figures that can be
    compared: shares, money, people and stretches of time. Of a step that is named its own figure
    counts, whatever others the clauses hold.
    """
    claims = _claims(question) if answer.status == "answered" else []
    if not claims:
        return answer
    step = _step(question)
    if step and any(claim.kind == "duration" for claim in claims):
        return _with_step_checked(answer, step, claims, context)
    cited = _cited(answer)
    corrections = [_correction(claim, cited) for claim in claims if not _stands(claim, cited)]
    return replace(answer, lead=(*corrections, *answer.lead))


def _cited(answer: Answer) -> list[Quantity]:
    return [found for one in answer.citations for found in amounts(one.quote.chinese)]


def _step(question: Question) -> ProcedureStepFigure | None:
    """Return the step a message names; where its matter was spoken of, fewer words name it."""
    before = question.history[0].intent if question.history else ""
    return step_of(question.text, topic_of(before) if before else "")


def _is_of_topic(question: Question, step: ProcedureStepFigure) -> bool:
    """Tell whether a message, or what was spoken of before, is on the topic of a step."""
    before = [past.intent for past in question.history[:1]]
    return topic_of(step.intent) in map(topic_of, (question.intent, *before))


def _leaned_on(question: Question, claims: list[Quantity]) -> PreviousQuestion | None:
    """Return the question a bare figure is said of: the last that is no bare figure itself."""
    if not claims or not _is_bare(question.text, claims):
        return None
    return next((p for p in question.history if not _is_bare(p.text, amounts(p.text))), None)


def _spoken(question: Question, intent: str) -> str:
    """Return what was asked before of the same topic, the oldest first."""
    topic = topic_of(intent)
    texts = [past.text for past in question.history if topic_of(past.intent) == topic]
    return ",".join(reversed(texts))


def _is_open(question: Question) -> bool:
    """Tell whether another matter may be meant than the one the message was taken for."""
    return question.intent in _BY_FIGURE or question.reply == "likely"


def _claims(question: Question) -> list[Quantity]:
    """Return the figures a message wants confirmed, or states of a step; none of a story."""
    text = question.text
    claims = [one for one in amounts(text) if not _COUNTED_IN.search(text[: one.start])]
    if not claims or text.startswith("/"):
        return []
    if _is_bare(text, claims):
        return claims
    step, told = _step(question), _HEARD.sub("", text)
    if _PERSONAL.search(told) and (step is None or _STORY.search(told)):
        return []
    if _CONFIRM.search(text):
        return claims
    states = step and not _OPEN.search(text) and not _STORY.search(told)
    said = _HEARD.search(text) or _MUST.search(text) or _ASKS.search(text)
    return claims if states and said else []


def _is_bare(text: str, claims: Iterable[Quantity]) -> bool:
    """Tell whether a message says a figure with a question and nothing else."""
    if not claims or not (_ASKS.search(text) or _CONFIRM.search(text)):
        return False
    for claim in claims:
        text = text.replace(claim.words, "")
    return bool(_BARE.fullmatch(_HEARD.sub("", _CONFIRM.sub("", text))))


def _with_step_checked(
    answer: Answer, step: ProcedureStepFigure, claims: Iterable[Quantity], context: AnswerContext
) -> Answer:
    citation = step.citation(context)
    held = step.figures(citation.quote.chinese)
    if not held:
        return answer
    times = [claim for claim in claims if claim.kind == "duration"]
    wrong = [claim for claim in times if not _stands(claim, held)]
    values = {
        "claim": (wrong or times)[0].words,
        "step": step.name,
        "figures": figure_words(held, len(held)),
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
    alike = [quantity for quantity in cited if quantity.kind == claim.kind]
    if len({quantity.words for quantity in alike}) == 1:
        return say("是的,{claim}。", claim=claim.words)
    return say(
        "“{claim}”要看说的是哪一步,条文里写的是:{figures}。",
        claim=claim.words,
        figures=figure_words(alike, _SHOWN),
    )


def _none_of_several(claim: Quantity, cited: Iterable[Quantity]) -> Phrase:
    """Return that a figure is none of those of the answer it is said of."""
    figures = figure_words(cited, _SHOWN)
    return say("不是{claim},条文里写的是:{figures}。", claim=claim.words, figures=figures)


def _correction(claim: Quantity, cited: Iterable[Quantity]) -> Phrase:
    alike = [quantity for quantity in cited if quantity.kind == claim.kind]
    if not alike:
        return say("下面引用的条文里没有写“{claim}”,不能替您确认这个数。", claim=claim.words)
    return say(
        "下面引用的条文里没有“{claim}”这个数,条文里写的是:{figures}。请以条文为准。",
        claim=claim.words,
        figures=figure_words(alike, _SHOWN),
    )
