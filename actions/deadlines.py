"""What is due when, by whom and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from actions.answer import Answer, Citation, Notice, Phrase, Row, curated, say
from actions.attachment import row_citation
from actions.dates import said
from actions.desk import Desk
from actions.lists import Line, cut
from actions.proof import gazette_citation, status_notices
from actions.question import Question
from policies_kb.deadlines import Due, Filter, State, select

_STATES = {
    State.PASSED: say("已过"),
    State.DUE: say("30天内到期"),
    State.UPCOMING: say("还没到"),
    State.RECURRING: say("定期"),
    State.ON_EVENT: say("看具体事情"),
}


def deadlines(question: Question, desk: Desk) -> Answer:
    """Return what is due by the unit, place, paper, year and month the question names."""
    found: dict[tuple[str, ...], Due] = {}
    for wanted in _filters(question):
        for due in select(desk.kb, wanted, question.today):
            row = due.deadline
            # Two fields of an attachment may list an item of the same name.
            found.setdefault((row.document, row.provision, row.scope, row.action, row.quote), due)
    if not found:
        return _nothing(question, desk)
    lines = _lines(found.values(), desk)
    rows, citations, more = cut(lines, question)
    return Answer(
        status="answered",
        lead=(
            say(
                "{conditions}要办的有{count}项:", conditions=_conditions(question), count=len(lines)
            ),
        ),
        rows=rows,
        citations=citations,
        notices=(*_passed(found.values()), *status_notices(desk.kb, citations)),
        suggestions=(*more, *desk.suggest("unit_duties", "document_status")),
    )


def _filters(question: Question) -> list[Filter]:
    """Return one filter for each combination of what is named; kinds are joined with and."""
    months = [int(month) for month in question.values("month")]
    years = [int(year) for year in question.values("year")]
    bases = [
        Filter(year=year, month=month) for year, month in zip_longest(years, months, fillvalue=None)
    ] or [Filter()]
    if len(years) == 1 or len(months) == 1:
        bases = [
            replace(base, year=base.year or _only(years), month=base.month or _only(months))
            for base in bases
        ]
    for narrow, kind in (
        (_to_region, "region"),
        (_to_unit, "unit"),
        (_to_document, "document_number"),
    ):
        values = question.values(kind)
        if values:
            bases = [narrow(base, value) for base in bases for value in values]
    return bases


def _to_region(base: Filter, value: str) -> Filter:
    return replace(base, region=value)


def _to_unit(base: Filter, value: str) -> Filter:
    return replace(base, unit=value)


def _to_document(base: Filter, value: str) -> Filter:
    return replace(base, document=value)


def _only(values: list[int]) -> int | None:
    return values[0] if len(values) == 1 else None


def _lines(found: Iterable[Due], desk: Desk) -> list[Line]:
    """Return one line a deadline; the rows of an attachment that share all else share a line."""
    groups: dict[tuple[str, ...], list[Due]] = {}
    for due in found:
        row = due.deadline
        alike = row.actor if row.rule == "month" else row.quote
        groups.setdefault((row.document, row.when, row.scope, alike), []).append(due)
    return [partial(_line, group, desk) for group in groups.values()]


def _line(group: list[Due], desk: Desk) -> tuple[Row, Citation]:
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
        "state": _state_of(group[0], desk),
    }
    if recipient:
        text = say("{when}{what}(报{recipient})[{state}]", **values)
    else:
        text = say("{when}{what}[{state}]", **values)
    return Row(text), _citation(group, desk)


def _citation(group: list[Due], desk: Desk) -> Citation:
    row = group[0].deadline
    if row.rule != "month":
        return gazette_citation(desk.kb, row.document, row.quote)
    items = [due.deadline.action for due in group]
    field = row.scope.split("·")[0]
    return row_citation(desk.kb, row.document, field, row.due[:7], items)


def _state_of(due: Due, desk: Desk) -> Phrase:
    """Return how a deadline stands; an overtaken paper's yearly one is not promised to recur."""
    if due.state is State.RECURRING and due.next:
        status = desk.kb.status(due.deadline.document)
        if status and status.status in ("historic", "overtaken"):
            return say("原来定期要办;现在还办不办,请向收件单位核实")
        return say("定期,下次{day}", day=said(due.next))
    return _STATES[due.state]


def _passed(found: Iterable[Due]) -> tuple[Notice, ...]:
    if any(due.state is State.PASSED for due in found):
        return (Notice("passed", say("标“已过”的期限早已过去,列出来只供查考。")),)
    return ()


def _conditions(question: Question) -> Phrase:
    years = [f"{year}年" for year in question.values("year")]
    months = [f"{month}月" for month in question.values("month")]
    when = "、".join(years) + "、".join(months)
    kinds = ("region", "unit", "document_number")
    named = [value for kind in kinds for value in question.values(kind)]
    named += [when] if when else []
    return curated("、".join(named), ", ".join(named)) if named else say("收录的文件里")


def _nothing(question: Question, desk: Desk) -> Answer:
    return Answer(
        status="no_provision",
        lead=(say("收录的文件里,{conditions}没有要办的事项。", conditions=_conditions(question)),),
        suggestions=desk.suggest("deadlines", "document_list"),
    )
