"""What is said about reminders where they are not sent, and what a reminder says."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from actions.context import AnswerContext
from actions.lookups.reminders import reminders
from actions.question import TIME_ZONE, Question
from bot.attachments.makers import MAKERS
from bot.reminders.reminder import Reminder, ReminderTarget, can_be_reminded
from bot.reminders.schedule import Delivery
from bot.reminders.words import reminder_answer
from bot.wording.render import Wording, render

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("locale", ["zh-Hans", "en"])
def test_other_channels_name_telegram_and_give_the_calendar(
    context: AnswerContext, locale: str
) -> None:
    asked = Question("提醒我", "remind_set", entities={"region": ("杭州市",)}, today=TODAY)
    given = reminders(asked, context)
    said = " ".join(Wording(locale).word(phrase) for phrase in given.lead)
    assert "Telegram" in said and "/remind" in said
    (calendar,) = given.attachments
    file = MAKERS[calendar.maker](calendar.data, context.kb, locale)
    assert file.content.startswith(b"BEGIN:VCALENDAR")
    assert calendar.data == {"region": ["杭州市"]}


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_every_deadline_to_come_can_be_reminded_of_with_its_proof(
    context: AnswerContext, locale: str
) -> None:
    found = [due for due in ReminderTarget().chosen(context.kb, TODAY) if can_be_reminded(due)]
    assert len(found) >= 6
    for due in found:
        assert ReminderTarget.of(due).chosen(context.kb, TODAY) == [due]
        assert due.next is not None
        made = datetime(2026, 11, 23, 10, tzinfo=TIME_ZONE)
        wish = Reminder(1, "tg:7", ReminderTarget.of(due), 7, 9, locale, made)
        left = (due.next - TODAY).days
        reply = render(
            reminder_answer(Delivery(wish, due.next, (due,), left, True), context), locale
        ).as_json()
        assert len(reply["lead"]) == 2 and str(left) in reply["lead"][0]
        (row,) = reply["rows"]
        assert reply["citations"][row["citation"]]["quote"] == due.deadline.quote


def test_a_deadline_of_an_overtaken_paper_is_marked(context: AnswerContext) -> None:
    (due,) = [
        due
        for due in ReminderTarget({"document_number": ["浙政办发〔2017〕80号"]}).chosen(
            context.kb, TODAY
        )
        if due.deadline.action.startswith("进行自查")
    ]
    made = datetime(2026, 11, 23, 10, tzinfo=TIME_ZONE)
    wish = Reminder(1, "tg:7", ReminderTarget.of(due), 7, 9, "zh-Hans", made)
    assert due.next is not None
    reply = render(
        reminder_answer(Delivery(wish, due.next, (due,), 7, False), context), "zh-Hans"
    ).as_json()
    assert "核实" in reply["rows"][0]["text"]
    assert reply["notices"]
