"""What is due when, by whom and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from actions.answer import Answer, Attachment, Citation, Notice, Phrase, Row, curated, say
from actions.citations import gazette_citation, status_notices
from actions.context import AnswerContext
from actions.dates import localized_date, month_name
from actions.lookups.attachment_rows import row_citation
from actions.pagination import paginate
from actions.question import Question
from policies_kb.calendar.deadlines import DeadlineState, Due
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.due import selected_deadlines
from policies_kb.questions.query import FactQuery, Named

#: The kinds of entity that choose deadlines.
CHOOSING = ("region", "unit", "document_number", "year", "month")
#: A picture of fewer points shows nothing that the list does not.
_POINTS = 2

_STATES = {
    DeadlineState.PASSED: say("已过"),
    DeadlineState.DUE: say("30天内到期"),
    DeadlineState.UPCOMING: say("还没到"),
    DeadlineState.RECURRING: say("定期"),
    DeadlineState.ON_EVENT: say("看具体事情"),
}


def deadlines(question: Question, context: AnswerContext) -> Answer:
    """Return what is due by the unit, place, paper, year and month the question names."""
    named, found = asked_for(question, context)
    if not found:
        return _nothing(question, context)
    lines = [partial(deadline_line, group, context) for group in group_deadlines(found)]
    rows, citations, more = paginate(lines, question)
    return Answer(
        status="answered",
        lead=(
            say(
                "{conditions}要办的有{count}项:",
                conditions=_conditions(question, context.kb),
                count=len(lines),
            ),
        ),
        rows=rows,
        citations=citations,
        notices=(*_passed(found), *status_notices(context.kb, citations)),
        suggestions=(*more, *context.suggest("unit_duties", "document_status")),
        attachments=_attachments(found, named),
    )


def asked_for(
    question: Question, context: AnswerContext
) -> tuple[Mapping[str, list[str]], tuple[Due, ...]]:
    """Return what a question names and the deadlines that chooses.

    A paper or place that is not in the base has none.
    """
    named = {kind: list(question.values(kind)) for kind in CHOOSING if question.values(kind)}
    try:
        return named, chosen_deadlines(context.kb, named, question.today)
    except NotInBase:
        return named, ()


def chosen_deadlines(
    kb: KnowledgeBase, named: Mapping[str, Sequence[str]], today: date
) -> tuple[Due, ...]:
    """Return the deadlines that what is named selects, as they stand on a day.

    Args:
        kb: The knowledge base.
        named: Values by kind of entity, see :data:`CHOOSING`; a kind left out narrows nothing.
        today: The day.

    Raises:
        NotInBase: A document or region named does not exist.
    """
    return selected_deadlines(_query(named, kb), kb, today)


def _query(named: Mapping[str, Sequence[str]], kb: KnowledgeBase) -> FactQuery:
    """Return what is named as a question; months beside as many years belong to these."""
    years = tuple(int(year) for year in named.get("year", ()))
    months = tuple(f"-{int(month):02d}" for month in named.get("month", ()))
    if len(years) == len(months):
        months = tuple(f"{year}{month}" for year, month in zip(years, months, strict=True))
    return FactQuery(
        text="",
        words="",
        documents=tuple(kb.document(name).id for name in named.get("document_number", ())),
        units=tuple(Named(unit, unit, kb.printed_names(unit)) for unit in named.get("unit", ())),
        places=tuple(Named(place, place, frozenset({place})) for place in named.get("region", ())),
        months=months,
        years=years,
    )


def dated(found: Iterable[Due]) -> list[Due]:
    """Return the deadlines that have a day; the others hang on an event."""
    return [due for due in found if due.next or due.deadline.due]


def group_deadlines(found: Iterable[Due]) -> list[list[Due]]:
    """Return what is said in one line each; attachment rows that share all else share a line."""
    groups: dict[tuple[str, ...], list[Due]] = {}
    for due in found:
        row = due.deadline
        alike = row.actor if row.rule == "month" else row.quote
        groups.setdefault((row.document, row.when, row.scope, alike), []).append(due)
    return list(groups.values())


def _attachments(found: Sequence[Due], named: Mapping[str, list[str]]) -> tuple[Attachment, ...]:
    """Return the calendar and the picture of the dated deadlines."""
    with_day = dated(found)
    given: list[Attachment] = []
    if with_day:
        label = say("放进日历(.ics)")
        given.append(Attachment("calendar", label, "deadlines.ics", "deadline_calendar", named))
    if len(group_deadlines(with_day)) >= _POINTS:
        label = say("时间线图")
        given.append(Attachment("image", label, "deadlines.svg", "deadline_timeline", named))
    return tuple(given)


def deadline_line(group: list[Due], context: AnswerContext) -> tuple[Row, Citation]:
    """Return the line of deadlines said together, see :func:`group_deadlines`, and its proof."""
    row = group[0].deadline
    action = "、".join(due.deadline.action for due in group)
    if row.rule == "month":
        action = f"{row.scope}:{action}"
    # What the printed action says already is not said again.
    when, recipient = ("" if part in action else part for part in (row.when, row.recipient))
    values = {
        "when": f"{when} " if when else "",
        "what": "".join((row.actor, ":" if row.actor else "", action)),
        "recipient": recipient,
        "state": standing(group[0], context.kb),
    }
    if recipient:
        text = say("{when}{what}(报{recipient})[{state}]", **values)
    else:
        text = say("{when}{what}[{state}]", **values)
    return Row(text), _citation(group, context)


def _citation(group: list[Due], context: AnswerContext) -> Citation:
    row = group[0].deadline
    if row.rule != "month":
        return gazette_citation(context.kb, row.document, row.quote)
    items = [due.deadline.action for due in group]
    field = row.scope.split("·")[0]
    return row_citation(context.kb, row.document, field, row.due[:7], items)


def is_doubtful(due: Due, kb: KnowledgeBase) -> bool:
    """Tell whether a recurring duty stands in a paper that has been overtaken."""
    status = kb.status(due.deadline.document)
    overtaken = status is not None and status.status in ("historic", "overtaken")
    return due.state is DeadlineState.RECURRING and overtaken


def standing(due: Due, kb: KnowledgeBase) -> Phrase:
    """Return how a deadline stands; an overtaken paper's yearly one is not promised to recur."""
    if is_doubtful(due, kb):
        return say("原来定期要办;现在还办不办,请向收件单位核实")
    if due.state is DeadlineState.RECURRING and due.next:
        return say("定期,下次{day}", day=localized_date(due.next))
    return _STATES[due.state]


def _passed(found: Iterable[Due]) -> tuple[Notice, ...]:
    if any(due.state is DeadlineState.PASSED for due in found):
        return (Notice("passed", say("标“已过”的期限早已过去,列出来只供查考。")),)
    return ()


def _conditions(question: Question, kb: KnowledgeBase) -> Phrase:
    years, months = question.values("year"), question.values("month")
    named = [value for kind in ("region", "unit") for value in question.values(kind)]
    named += [_name_of(number, kb) for number in question.values("document_number")]
    if not (named or years or months):
        return say("收录的文件里")
    chinese = "、".join(f"{year}年" for year in years) + "、".join(f"{m}月" for m in months)
    english = [*(month_name(int(month))["en"] for month in months), *years]
    return curated(
        "、".join([*named, chinese] if chinese else named), ", ".join([*named, *english])
    )


def _name_of(number: str, kb: KnowledgeBase) -> str:
    """Return what a paper is cited by; what is not in the base stays as it was written."""
    try:
        return kb.document(number).name
    except NotInBase:
        return number


def _nothing(question: Question, context: AnswerContext) -> Answer:
    return Answer(
        status="no_provision",
        lead=(
            say(
                "收录的文件里,{conditions}没有要办的事项。",
                conditions=_conditions(question, context.kb),
            ),
        ),
        suggestions=context.suggest("deadlines", "document_list"),
    )
