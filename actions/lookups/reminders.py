"""Wishes to be reminded: said where reminders come from, with the calendar for everybody."""

from __future__ import annotations

from actions.answer import Answer, Attachment, say
from actions.context import AnswerContext
from actions.lookups.deadlines import asked_for, dated
from actions.question import Question


def reminders(question: Question, context: AnswerContext) -> Answer:
    """Return how reminders work, and a calendar of the deadlines the question names.

    A channel that sends reminders itself answers in its own way, on the deadlines that are meant.
    """
    named, found = asked_for(question, context)
    lead = (say("期限提醒由问策的 Telegram 机器人发送:在那里发 /remind 就可以设定、查看和取消。"),)
    suggestions = context.suggest("deadlines", "unit_duties")
    if not dated(found):
        return Answer(status="answered", lead=lead, suggestions=suggestions)
    label = say("放进日历(.ics)")
    calendar = Attachment("calendar", label, "deadlines.ics", "deadline_calendar", named)
    told = say("没有 Telegram 也可以:把日历文件放进手机或电脑的日历,到期前会提醒。")
    return Answer(
        status="answered",
        lead=(*lead, told),
        suggestions=suggestions,
        attachments=(calendar,),
        reminds=named,
    )
