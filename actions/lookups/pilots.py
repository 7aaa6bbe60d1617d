"""The pilot of 浙政办发〔2017〕82号: its areas and the rows of its attachment 1."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from actions.answer import Answer, Citation, Row, say
from actions.citations import status_notices
from actions.context import AnswerContext
from actions.lookups.attachment_rows import row_citation
from actions.lookups.fact_sentences import worded_fact
from actions.lookups.facts import asked_for_facts, fact_base
from actions.pagination import paginate
from actions.question import Question
from nlu.fact_questions.question_reader import question_reader
from policies_kb.questions.found import FactSentence
from policies_kb.questions.item_answers import item_values
from policies_kb.questions.items import selected_items
from policies_kb.rows import StandardItem

PILOT_DOCUMENT = "浙政办发〔2017〕82号"


def pilot_regions(question: Question, context: AnswerContext) -> Answer:
    """Return the seven areas, and for each place asked about whether it is one of them."""
    given = context.card_answer("pilot_regions")
    places = "和".join(question.values("region"))
    told = (
        asked_for_facts(f"{PILOT_DOCUMENT}里{places}是试点吗", question, context)
        if places
        else None
    )
    return replace(given, lead=(*told.sentences, *given.lead)) if told else given


def pilot_items(question: Question, context: AnswerContext) -> Answer:
    """Return the standards of the field, month or unit asked about; an overview without one."""
    items = _chosen(question, context)
    if items is None:
        return context.card_answer("pilot_items")
    if not items:
        overview = context.card_answer("pilot_items")
        return Answer(
            status="no_provision",
            lead=(say("附件1的清单里没有符合这些条件的项目。"),),
            citations=overview.citations,
            notices=overview.notices,
            suggestions=context.suggest("pilot_items", "pilot_schedule"),
        )
    rows, citations, more = paginate([partial(_row, item, context) for item in items], question)
    return Answer(
        status="answered",
        lead=(say("附件1责任清单里有{count}项:", count=len(items)),),
        rows=rows,
        citations=citations,
        notices=status_notices(context.kb, citations),
        suggestions=(*more, *context.suggest("pilot_schedule", "pilot_regions")),
    )


def _chosen(question: Question, context: AnswerContext) -> tuple[StandardItem, ...] | None:
    fields, units = question.values("field"), question.values("unit")
    months, years = question.values("month"), question.values("year")
    if not (fields or units or months):
        return None
    times = [f"{year}年{month}月" for year in years for month in months]
    named = "、".join((*fields, *units, *(times or (f"{month}月" for month in months))))
    query = question_reader(context.kb).read(f"{PILOT_DOCUMENT}清单里{named}有哪些")
    return selected_items(query, fact_base(context.kb))


def _row(item: StandardItem, context: AnswerContext) -> tuple[Row, Citation]:
    [text] = worded_fact(FactSentence("item", item_values(item)), context)
    return Row(text), row_citation(context.kb, item.document, item.field, item.due, [item.item])
