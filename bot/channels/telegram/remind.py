"""Setting, listing, changing and cancelling reminders by buttons.

Each button holds everything said so far, so that nothing is kept between two of them and an old
one still works: ``which`` a deadline, then ``days`` before, then the ``hour``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from actions.answer import Phrase, say, say_counted
from actions.dates import localized_date
from actions.lookups.deadlines import group_deadlines, is_doubtful, standing
from actions.question import TIME_ZONE
from bot.channels.telegram.buttons import payload
from bot.channels.telegram.outgoing import Button, Keyboard, OutgoingMessages
from bot.channels.telegram.wording import worded_lines
from bot.reminders.reminder import DAYS, HOURS, Reminder, ReminderTarget, can_be_reminded
from bot.reminders.schedule import upcoming
from bot.reminders.sending import Clock, real_clock
from bot.reminders.store import MAX_REMINDERS, Reminders, TooManyError
from bot.wording.render import Wording
from policies_kb.calendar.deadlines import Due
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase

OFFERED_DAYS = (0, 1, 3, 7, 14, 30, 60)
OFFERED_HOURS = (7, 8, 9, 10, 12, 14, 16, 18, 20, 21)
#: Deadlines offered on one page.
_PAGE = 8
_IN_A_ROW = 4

OUTDATED = say("这个按钮已经失效。请重新发 /remind。")
NONE_LEFT = say(
    "这里没有还会到期的期限,所以不能设提醒。已经过去的期限和没有固定日期的期限都不提醒。"
)


class Reminding:
    """Says what the reminders' buttons lead to.

    Args:
        reminders: Where they are kept.
        kb: Where the deadlines stand.
        clock: Tells the time, with a zone.
    """

    def __init__(self, reminders: Reminders, kb: KnowledgeBase, clock: Clock = real_clock) -> None:
        self._reminders = reminders
        self._kb = kb
        self._clock = clock

    def begin(
        self, conversation: str, locale: str, named: Mapping[str, Sequence[str]] | None = None
    ) -> OutgoingMessages:
        """Return the reminders of a conversation, or the first step when there are none.

        Args:
            conversation: Whose.
            locale: In which language.
            named: Which deadlines were asked about, see :class:`ReminderTarget`; offered at once.
        """
        if named or not self._reminders.of(conversation):
            return self.offer(locale, ReminderTarget(named or {}))
        return self.listed(conversation, locale)

    def pressed(
        self, conversation: str, locale: str, rest: str, thread: int | None = None
    ) -> OutgoingMessages:
        """Return what a button leads to; a sentence when it is out of date.

        Args:
            conversation: Whose reminders.
            locale: In which language.
            rest: What the button means.
            thread: The topic of a forum it stands in; what is set there is sent there.
        """
        verb, _, data = rest.partition("|")
        try:
            reply = self._step(conversation, locale, verb, json.loads(data or "{}"), thread)
        except (ValueError, KeyError, TypeError, AttributeError, NotInBase):
            # Made by an older version, or for a paper that has left the base.
            reply = OutgoingMessages(worded_lines([Wording(locale).word(OUTDATED)]))
        return replace(reply, replaces=True)

    def _step(
        self,
        conversation: str,
        locale: str,
        verb: str,
        data: dict[str, Any],
        thread: int | None,
    ) -> OutgoingMessages:
        if verb == "list":
            return self.listed(conversation, locale)
        if verb == "new":
            return self.offer(
                locale, ReminderTarget.from_json(data["about"]), int(data.get("from", 0))
            )
        if verb == "cancel":
            return self._cancel(conversation, locale, int(data["id"]))
        if verb == "days":
            return self._ask_days(locale, data)
        if verb == "hour":
            return self._ask_hour(locale, data)
        if verb == "set":
            return self._set(conversation, locale, data, thread)
        raise ValueError(f"no such step: {verb[:20]!r}")

    def offer(self, locale: str, about: ReminderTarget, start: int = 0) -> OutgoingMessages:
        """Return the question which deadline is meant."""
        wording = Wording(locale)
        lines = group_deadlines(self._open(about))
        if not lines:
            return OutgoingMessages(worded_lines([wording.word(NONE_LEFT)]))
        page = lines[start : start + _PAGE]
        numbered = list(enumerate(page, start + 1))
        told = [wording.word(say("要提醒哪一项?"))]
        told += [f"{number}. {self._line(group[0], wording)}" for number, group in numbered]
        numbers = [
            _button(locale, str(number), "days", {"about": ReminderTarget.of(group[0]).as_json()})
            for number, group in numbered
        ]
        everything = wording.word(say("上面全部({count}项)", count=len(lines)))
        more = [_button(locale, everything, "days", {"about": about.as_json()})]
        if start + _PAGE < len(lines):
            following = {"about": about.as_json(), "from": start + _PAGE}
            more.append(_button(locale, wording.word(say("后面的")), "new", following))
        return OutgoingMessages(worded_lines(told, (*_rows(numbers), *_rows(more, 1))))

    def listed(self, conversation: str, locale: str) -> OutgoingMessages:
        """Return the reminders of a conversation with what can be done with each."""
        wording = Wording(locale)
        kept = self._reminders.of(conversation)
        lines = [wording.word(say("您设的提醒:"))]
        rows: list[tuple[Button, ...]] = []
        for number, one in enumerate(kept, 1):
            lines.append(f"{number}. {self._described(one, wording)}")
            change = wording.word(say("改 {number}", number=number))
            cancel = wording.word(say("取消 {number}", number=number))
            rows.append(
                (
                    _button(locale, change, "days", {"id": one.id}),
                    _button(locale, cancel, "cancel", {"id": one.id}),
                )
            )
        if not kept:
            lines = [wording.word(say("现在没有提醒。"))]
        another = wording.word(say("设新的提醒"))
        rows.append((_button(locale, another, "new", {"about": ReminderTarget().as_json()}),))
        return OutgoingMessages(worded_lines(lines, tuple(rows)))

    def _ask_days(self, locale: str, data: dict[str, Any]) -> OutgoingMessages:
        wording = Wording(locale)
        buttons = [
            _button(locale, wording.word(_days(days)), "hour", {**data, "days": days})
            for days in OFFERED_DAYS
        ]
        told = wording.word(say("到期前几天提醒?"))
        return OutgoingMessages(worded_lines([told], _rows(buttons)))

    def _ask_hour(self, locale: str, data: dict[str, Any]) -> OutgoingMessages:
        if int(data["days"]) not in DAYS:
            raise ValueError("no such number of days")
        buttons = [
            _button(locale, f"{hour}:00", "set", {**data, "hour": hour}) for hour in OFFERED_HOURS
        ]
        told = Wording(locale).word(say("那天几点提醒?(北京时间)"))
        return OutgoingMessages(worded_lines([told], _rows(buttons)))

    def _set(
        self, conversation: str, locale: str, data: dict[str, Any], thread: int | None
    ) -> OutgoingMessages:
        wording = Wording(locale)
        days, hour, now = int(data["days"]), int(data["hour"]), self._clock()
        if days not in DAYS or hour not in HOURS:
            raise ValueError("no such time")
        if "id" in data:
            old = self._reminders.find(conversation, int(data["id"]))
            changed = old and replace(old, days=days, hour=hour, locale=locale, created=now)
            kept = self._reminders.change(changed) if changed else None
            if kept is None:
                return OutgoingMessages(worded_lines([wording.word(OUTDATED)]))
        else:
            about = ReminderTarget.from_json(data["about"])
            if not self._open(about):
                return OutgoingMessages(worded_lines([wording.word(NONE_LEFT)]))
            wish = Reminder(0, conversation, about, days, hour, locale, now, thread)
            try:
                kept = self._reminders.add(wish)
            except TooManyError:
                text = say("最多设{most}个提醒。请先取消一个。", most=MAX_REMINDERS)
                return OutgoingMessages(worded_lines([wording.word(text)]))
        told = [wording.word(say("设好了:")), self._described(kept, wording)]
        buttons = (
            _button(locale, wording.word(say("取消")), "cancel", {"id": kept.id}),
            _button(locale, wording.word(say("全部提醒")), "list", {}),
        )
        return OutgoingMessages(worded_lines(told, (buttons,)))

    def _cancel(self, conversation: str, locale: str, number: int) -> OutgoingMessages:
        wording = Wording(locale)
        gone = self._reminders.cancel(conversation, number)
        told = say("取消了,不会再提醒。") if gone else say("这个提醒已经取消了。")
        listing = (_button(locale, wording.word(say("全部提醒")), "list", {}),)
        return OutgoingMessages(worded_lines([wording.word(told)], (listing,)))

    def _described(self, one: Reminder, wording: Wording) -> str:
        now = self._clock()
        found = self._open(one.about)
        if one.about.one and found:
            what: Phrase | str = self._line(found[0], wording)
        else:
            what = wording.word(say_counted("{count}项期限", count=len(group_deadlines(found))))
        at = upcoming(one, found, now)
        values = {"what": what, "when": _days(one.days), "hour": f"{one.hour}:00"}
        if at is None:
            return wording.word(say("{what};{when} {hour}。现在没有还会到期的。", **values))
        local = at.astimezone(TIME_ZONE)
        return wording.word(
            say(
                "{what};{when} {hour}。下次提醒:{next}。",
                next=localized_date(local.date()),
                **values,
            )
        )

    def _line(self, due: Due, wording: Wording) -> str:
        row = due.deadline
        what = "".join((row.actor, ":" if row.actor else "", row.action))
        line = wording.word(
            say("{what}(期限:{day})", what=what, day=localized_date(due.next or self._today()))
        )
        if is_doubtful(due, self._kb):
            line += f"[{wording.word(standing(due, self._kb))}]"
        return line

    def _open(self, about: ReminderTarget) -> list[Due]:
        return [due for due in about.chosen(self._kb, self._today()) if can_be_reminded(due)]

    def _today(self) -> date:
        return self._clock().astimezone(TIME_ZONE).date()


def _days(days: int) -> Phrase:
    return say_counted("提前{count}天", count=days) if days else say("当天")


def _button(locale: str, label: str, verb: str, data: Mapping[str, Any]) -> Button:
    held = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Button(label, payload("r", locale, f"{verb}|{held}"))


def _rows(buttons: Iterable[Button], width: int = _IN_A_ROW) -> Keyboard:
    line = list(buttons)
    return tuple(tuple(line[start : start + width]) for start in range(0, len(line), width))
