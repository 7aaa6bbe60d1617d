"""Questions that state a figure and ask for a yes: the figure is held against the clauses cited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from actions.answer import Answer, Phrase, say
from actions.citations import secondary_notice, without_doubles
from actions.context import AnswerContext, AnswerFunction
from actions.figure_words import figure_words
from actions.question import PreviousQuestion, Question
from actions.routing.premise_steps import ProcedureStepFigure, beside, figures_of, step_of
from nlu.topics import FALLBACK_INTENT, OUTSIDE, is_national, is_talk, topic_of
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
    r"|不(?:答|回|理|给|发|受理|处理)(?![^,，。]{0,8}[要得就])|欠(?:我|俺)|\b(?:has|have|hasn.t|haven.t|did|didn.t|was|were)\b",
    re.IGNORECASE,
)
#: What says how it must be, without a question mark: 补正要在7天内告知.
_MUST = re.compile(
    r"必须|应该|应当|一定|规定|要在|要等|要花|需要|[要得](?=\s*[\d一二两三四五六七八九十半])|加付|[以之]?内|最多|最长|至少|不超过"
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
    r"(?:(?:算|计)(?:不[算计])?(?:在|进|入|到)|(?:含|扣|占|包括|包含)(?:不[含扣占])?(?:在|进|入|到)?)"
    r"(?:这|那|答复的?|办理的?)?\s*$"
    r"|\b(?:count(?:ed|s)?|included?) (?:in|into|towards) (?:the|those|these)?\s*$",
    re.IGNORECASE,
)
#: A time that lies behind somebody is told, not stated: 2年前的逾期, 都3年了.
_AGO = re.compile(r"\s*(?:多|来)?(?:之|以)?前(?!申请|提|答|告|要)|\s*多?了|\s+ago\b", re.IGNORECASE)
#: What says how something is where no step is named: 逾期90天才上征信吧.
_RULE = re.compile(
    r"必须|应该|应当|规定|[要才就得能会](?!求|点)|可以|最[多少长短]|至少|起码|不超过|[以之]内|\b(?:must|within|only|can)\b"
)
#: A longer message states more than a figure.
_SHORT = 24
#: More figures are of a text that somebody copied.
_MOST = 3
_PARTS = re.compile(r"[,，。;；]")
#: Intents a message that states a figure is taken for by its figure alone.
_BY_FIGURE = frozenset({"wages_self_check", FALLBACK_INTENT})
#: From this chance on a message is outside although it names a step of ours.
_SURELY = 0.9
#: The law next door, with the steps that people take for its own.
_NEXT_DOOR = "out_labour"
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
    step = step_of(_spoken(question, past.intent), claims, (past.intent,))
    if step:
        return _with_step_checked(before, step, claims, context)
    cited = _cited(before)
    alike = [quantity for quantity in cited if quantity.kind == claims[0].kind]
    if not alike:
        return None
    verdict = _of_several if _stands(claims[0], alike) else _none_of_several
    return replace(before, lead=(verdict(claims[0], alike), *before.lead))


def takes_figure_for_granted(question: Question) -> bool:
    """Tell whether a message wants a figure confirmed."""
    return bool(_claims(question))


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
    if step:
        return _with_step_checked(answer, step, claims, context)
    cited = _cited(answer)
    wrong = [claim for claim in claims if not _stands(claim, cited)]
    # In a case of one's own, figures of other steps would lead astray.
    shown = [] if is_national(question.intent) else cited
    verdicts = [_correction(claim, shown) for claim in wrong]
    if not wrong and is_national(question.intent):
        verdicts = [_of_several(claim, cited) for claim in claims]
    return replace(answer, lead=(*verdicts, *answer.lead))


def _cited(answer: Answer) -> list[Quantity]:
    return [found for one in answer.citations for found in figures_of(one.quote.chinese)]


def _step(question: Question) -> ProcedureStepFigure | None:
    """Return the step a message names; where its matter is spoken of, fewer words name it."""
    part = _asked_part(question.text)
    stated = _stated(part)
    before = (question.intent, *(past.intent for past in question.history[:1]))
    named = (step_of(text, stated, before) for text in (part, question.text))
    return next(filter(None, named), None)


def _is_of_topic(question: Question, step: ProcedureStepFigure) -> bool:
    """Tell whether a message, or what was spoken of before, is on the topic of a step."""
    before = [past.intent for past in question.history[:1]]
    return topic_of(step.intent) in map(topic_of, (question.intent, *before))


def _leaned_on(question: Question, claims: list[Quantity]) -> PreviousQuestion | None:
    """Return the question a bare figure is said of: the last that is no bare figure itself."""
    if not claims or not _is_bare(question.text, claims):
        return None
    return next((p for p in question.history if not _is_bare(p.text, figures_of(p.text))), None)


def _spoken(question: Question, intent: str) -> str:
    """Return what was asked before of the same topic, the oldest first."""
    topic = topic_of(intent)
    texts = [past.text for past in question.history if topic_of(past.intent) == topic]
    return ",".join(reversed(texts))


def _is_open(question: Question) -> bool:
    """Tell whether another matter may be meant than the one the message was taken for."""
    if question.intent in _BY_FIGURE or question.reply == "likely":
        return True
    outside = {matter.name: matter.chance for matter in question.matters}.get(OUTSIDE, 0.0)
    strays = is_talk(question.intent) or topic_of(question.intent) == OUTSIDE
    return strays and (question.intent == _NEXT_DOOR or outside < _SURELY)


def _asked_part(text: str) -> str:
    """Return the last part of a message where that states a figure and asks, else all of it.

    >>> _asked_part("老板欠我3个月了,要满半年才能投诉吧"), _asked_part("仲裁时效2年,对吧")
    ('要满半年才能投诉吧', '仲裁时效2年,对吧')
    """
    last = _PARTS.split(text.rstrip("。;； "))[-1]
    return last if _ASKS.search(last) and figures_of(last) else text


def _stated(text: str) -> list[Quantity]:
    """Return the figures of a text but for times it only names."""
    return [
        one
        for one in figures_of(text)
        if not _COUNTED_IN.search(text[: one.start]) and not _AGO.match(text, one.end)
    ]


def _claims(question: Question) -> list[Quantity]:
    """Return the figures a message wants confirmed, or states of a step; none of a story."""
    text = _asked_part(question.text)
    confirms, heard = _CONFIRM.search(text), _HEARD.search(text) or _ASKS.search(text)
    if text.startswith("/") or not (confirms or heard or _MUST.search(text)):
        return []
    claims = _stated(text)
    if len(claims) > _MOST:
        return []
    if not claims or _is_bare(text, claims):
        return claims
    told = _HEARD.sub("", text)
    story = _STORY.search(told)
    if (story or _OPEN.search(text)) and not confirms:
        return []
    step = _step(question)
    if _PERSONAL.search(told) and (step is None or story):
        return []
    if confirms or step:
        return claims
    return claims if heard and len(text) <= _SHORT and _RULE.search(told) else []


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
    """Return an answer with yes or no to what is stated of a step first, and the step's clause."""
    stated = [claim for claim in claims if step.has(claim)]
    if not step.is_held:
        unheld = say(
            "没有写{claim}。{step},收录的条文里没有写定。", claim=stated[0].words, step=step.name
        )
        return replace(answer, lead=(unheld, *answer.lead))
    other = beside(step)
    told = [one for one in (step, other) if one]
    citations = [one.citation(context) for one in told]
    notices = secondary_notice(citations)
    return replace(
        answer,
        lead=(*_verdict(step, other, stated, context), *answer.lead),
        citations=without_doubles((*citations, *answer.citations)),
        notices=(*answer.notices, *(one for one in notices if one not in answer.notices)),
    )


def _verdict(
    step: ProcedureStepFigure,
    other: ProcedureStepFigure | None,
    claims: list[Quantity],
    context: AnswerContext,
) -> list[Phrase]:
    """Return yes or no with the figure of a step, then that of the step it is taken for."""
    clause = step.citation(context).quote.chinese
    held = step.figures(clause)
    wrong = [claim for claim in claims if not _stands(claim, held)]
    values = {
        "claim": (wrong or claims)[0].words,
        "step": step.name,
        "figures": step.words(clause),
    }
    if other is None:
        return [_of_step(step, wrong, held, values)]
    besides = other.citation(context).quote.chinese
    elsewhere = any(_stands(claim, other.figures(besides)) for claim in wrong)
    first = (
        say("“{claim}”要看说的是哪一样。{step},条文里写的是{figures}。", **values)
        if elsewhere
        else _of_step(step, wrong, held, values)
    )
    figures = other.words(besides)
    return [first, say("{step},条文里写的是{figures}。", step=other.name, figures=figures)]


def _of_step(
    step: ProcedureStepFigure, wrong: list[Quantity], held: list[Quantity], values: dict[str, Any]
) -> Phrase:
    if step.between and not _lies_outside(wrong, held):
        return say("不是一个固定的数。{step},条文里写的是{figures}。", **values)
    if wrong:
        return say("不是{claim}。{step},条文里写的是{figures}。", **values)
    if len({_measure(quantity) for quantity in held}) > 1:
        return say("“{claim}”要看是哪一种。{step},条文里写的是{figures}。", **values)
    return say("是的,{claim}。{step},条文里写的是{figures}。", **values)


def _lies_outside(claims: list[Quantity], ends: list[Quantity]) -> bool:
    """Tell whether a figure is less than the lower of two ends or more than the upper one."""
    if len(ends) != 2:
        return False
    (*kind, low), (*_, high) = sorted(map(_measure, ends))
    measures = [_measure(claim) for claim in claims]
    return any(one == kind and not low <= value <= high for *one, value in measures)


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
