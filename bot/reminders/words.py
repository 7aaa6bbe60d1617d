"""What a reminder says: an answer like any other, with its proof."""

from __future__ import annotations

from actions.answer import Answer, Phrase, Row, say, say_counted
from actions.citations import status_notices, without_doubles
from actions.context import AnswerContext
from actions.dates import localized_date
from actions.lookups.deadlines import deadline_line, group_deadlines
from bot.reminders.schedule import Delivery


def reminder_answer(delivery: Delivery, context: AnswerContext) -> Answer:
    """Return the message of a reminder that is due."""
    lines = [deadline_line(group, context) for group in group_deadlines(delivery.found)]
    citations = without_doubles(citation for _, citation in lines)
    rows = tuple(Row(row.text, citations.index(citation)) for row, citation in lines)
    return Answer(
        status="answered",
        lead=_lead(delivery),
        rows=rows,
        citations=citations,
        notices=status_notices(context.kb, citations),
    )


def _lead(delivery: Delivery) -> tuple[Phrase, ...]:
    day = localized_date(delivery.occurrence)
    if delivery.left == 0:
        first = say("提醒:下面的事今天({day})到期。", day=day)
    else:
        first = say_counted("提醒:下面的事{day}到期,还有{count}天。", day=day, count=delivery.left)
    if not delivery.late:
        return (first,)
    wished = delivery.reminder.days
    return (first, say_counted("您要的是提前{count}天提醒,这次晚了。", count=wished))
