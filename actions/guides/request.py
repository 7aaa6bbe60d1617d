"""The case "information request": how to ask, by when an answer is due, what to do on refusal."""

from __future__ import annotations

from datetime import date

from actions.answer import Answer, Attachment
from actions.context import AnswerContext
from actions.dates import localized_date
from actions.guides.answer_builder import AnswerBuilder
from actions.guides.form import Form
from actions.guides.model import UNKNOWN, CaseFacts
from actions.guides.script import LawStatement, load_script
from actions.question import Question
from actions.statements.holders import Holder, all_holders
from policies_kb.calendar.workdays import WorkdayError, add_workdays

NOT_YET = "not_yet"
#: Whom some ask though they are no organs, by their names in ``actions/statements/holders.yml``.
_NO_ORGANS = ("village", "public_service", "residents", "owners", "state_firm", "court")
#: What a hospital holds under a rule of its own.
_RECORD = "medical_record"
_REFUSALS = ("refused", "partial", "missing", "unprocessed", "mismatch")


class RequestCase(Form):
    """A request for government information."""

    def __init__(self) -> None:
        super().__init__("request_case", load_script("request"))

    def needed(self, name: str, facts: CaseFacts) -> bool:
        """Tell whether an open field matters: only what was filed with an organ can be answered."""
        if _holder(facts):
            return False
        return name != "answered" or facts.get("filed") not in (NOT_YET, UNKNOWN)

    def result(self, facts: CaseFacts, question: Question, context: AnswerContext) -> Answer:
        """Return the advice that follows from the facts, however few they are."""
        texts, settings = self.script.statements, self.script.settings
        builder = AnswerBuilder(context.kb)
        holder = _holder(facts)
        if holder:
            return self._no_organ(builder, holder, context)
        filed = _filed(facts)
        builder.link(*settings["channels"])
        if filed is None:
            builder.lead(*texts["may"])
            builder.step(*texts["how"])
            builder.row(*texts["who"], *texts.get(f"published_{facts.get('organ')}", ()))
            builder.row(*texts["clock_rule"])
        else:
            self._clock(builder, facts, filed, question.today)
        self._remedy(builder, facts)
        return builder.answer(
            suggestions=context.suggest(*settings["suggestions"]), attachments=self._files(facts)
        )

    def _no_organ(self, builder: AnswerBuilder, holder: Holder, context: AnswerContext) -> Answer:
        """Say whose rules hold for a village, a hospital and the like, and whom to ask."""
        builder.lead(LawStatement(holder.rule.text, holder.rule.law))
        builder.step(*(LawStatement(step.text, step.law) for step in holder.steps))
        builder.link(*holder.channels)
        return builder.answer(suggestions=context.suggest(*self.script.settings["suggestions"]))

    def due(self, filed: date) -> tuple[date | None, date | None]:
        """Return the last day for an answer, and the last day with an extension.

        The day of receipt is not counted (国务院令第711号 art. 33). A day is ``None`` when the
        holidays of a year to be counted in are not known.
        """
        days = int(self.script.settings["answer_days"])
        more = int(self.script.settings["extension_days"])
        return _workday(filed, days), _workday(filed, days + more)

    def _clock(self, builder: AnswerBuilder, facts: CaseFacts, filed: date, today: date) -> None:
        """Say by when the answer is due, or that the day has passed."""
        texts = self.script.statements
        if facts.get("answered") in ("given", *_REFUSALS):
            return
        day, later = self.due(filed)
        if day is None:
            builder.lead(*texts["clock_rule"], *texts["clock_unknown_year"])
        else:
            days = {
                "filed": localized_date(filed),
                "day": localized_date(day),
                "later": localized_date(later) if later else "",
            }
            builder.lead(*texts[f"clock_{_state(today, day, later)}"], **days)
            if today > day:
                builder.step(*texts["overdue"])
        builder.row(*texts["clock_rule"], *texts["clock_not_counted"])

    def _remedy(self, builder: AnswerBuilder, facts: CaseFacts) -> None:
        """Say what can be done against the answer."""
        texts, answered = self.script.statements, facts.get("answered")
        if answered in ("given", *_REFUSALS):
            builder.lead(*texts[str(answered)])
        if answered == "given":
            return
        if answered not in _REFUSALS:
            builder.row(*texts["later"])
        builder.row(*texts["suit"], *texts["review"])
        organ = facts.get("organ", UNKNOWN)
        if organ in ("department", UNKNOWN):
            builder.row(*texts["review_department"])
        if organ != "department":
            builder.row(*texts["review_government"])
        builder.link(*self.script.settings["review_channels"])

    def _files(self, facts: CaseFacts) -> tuple[Attachment, ...]:
        texts = self.script.texts
        return (
            Attachment(
                kind="document",
                label=texts["letter"],
                file="信息公开申请表.docx",
                maker="request_letter",
                data={"facts": facts, "form": "docx"},
            ),
            Attachment(
                kind="document",
                label=texts["letter_plain"],
                file="信息公开申请表.txt",
                maker="request_letter",
                data={"facts": facts, "form": "txt"},
            ),
        )


def _holder(facts: CaseFacts) -> Holder | None:
    """Return who holds what is wanted where that is no organ; of a patient's record a hospital."""
    holders = {one.name: one for one in all_holders()}
    organ = facts.get("organ", "")
    if organ in ("", "public_service") and holders[_RECORD].named(facts.get("wanted", "")):
        return holders[_RECORD]
    return holders[organ] if organ in _NO_ORGANS else None


def _filed(facts: CaseFacts) -> date | None:
    """Return the day the request was received, ``None`` when it is not filed or not known."""
    filed = facts.get("filed", UNKNOWN)
    return None if filed in (NOT_YET, UNKNOWN) else date.fromisoformat(filed)


def _workday(filed: date, days: int) -> date | None:
    """Return the working day so many after the receipt, ``None`` beyond the known calendars."""
    try:
        return add_workdays(filed, days)
    except WorkdayError:
        return None


def _state(today: date, day: date, later: date | None) -> str:
    """Return how the clock stands: running, passed, or passed with any extension."""
    if later and today > later:
        return "all_passed"
    state = "running" if today <= day else "passed"
    return state if later else f"{state}_alone"
