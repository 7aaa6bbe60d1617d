"""One turn of a guided case: understand, then ask for the next thing or advise."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.answer import Answer, Phrase, Suggestion, worded
from actions.context import AnswerContext
from actions.guides.common import COMMON, wants_letter, wants_result
from actions.guides.estimates import is_estimate
from actions.guides.form import ANSWER, BACK, ENOUGH, SKIP, STOP, filled_names
from actions.guides.model import UNKNOWN, CaseFacts, Field, Filled, Guide
from actions.guides.reading import Unsettled
from actions.guides.script import join_phrases
from actions.guides.summary import line, summary, value_text
from actions.question import Question

GuideTurn = tuple[CaseFacts, str | None, Answer]
#: A message with the field that a bare figure in it fills.
ToldMessage = tuple[Question, str | None]


def step(
    guide: Guide, facts: CaseFacts, pending: str | None, question: Question, context: AnswerContext
) -> GuideTurn:
    """Return the facts after a message, the field now asked for, and the answer.

    The field is ``None`` when the answer is the advice. A problem with a message loses nothing:
    the field stays open and is asked for again.
    """
    if question.intent == BACK:
        return back(guide, facts, question, context)
    if wants_recap(question.text):
        return _tell(guide, facts, pending, question, context)
    if wants_change(question.text) and summary(guide, facts):
        return _ask_what_to_change(guide, facts, pending)
    if question.intent == ENOUGH:
        return facts, None, guide.result(facts, question, context)
    return _go_on(guide, facts, pending, guide.fill(facts, pending, question), question, context)


def begin(
    guide: Guide, told: Sequence[ToldMessage], question: Question, context: AnswerContext
) -> GuideTurn:
    """Return the first turn of a case with what several messages told before it.

    Args:
        guide: The case.
        told: The messages, the oldest first, each with the field that a bare figure in it fills.
        question: The message that begins the case.
        context: What to answer from.
    """
    filled = all_told(guide, told)
    following = _following(guide, {}, None, filled)
    papers = guide.papers(filled.facts, question.today) if wants_letter(question.text) else ()
    if not papers or following is None:
        return _go_on(guide, {}, None, filled, question, context)
    asked = _ask(guide, filled, following, None)
    lead = (COMMON.texts["letter_with_blanks"], *asked.lead)
    return filled.facts, following, replace(asked, lead=lead, attachments=papers)


def all_told(guide: Guide, told: Sequence[ToldMessage]) -> Filled:
    """Return what several messages told; what was told later counts.

    Each was read back when it came, so that a figure told again is a correction.
    """
    facts: CaseFacts = {}
    last = Filled({}, None, ())
    for message, field in told:
        changed = guide.fill(facts, None, message).facts
        last = guide.fill({}, field, message)
        # Beside what it takes back a message may tell something else.
        taken_back = {name for name, value in facts.items() if changed.get(name) != value}
        anew = {name: v for name, v in last.facts.items() if name not in taken_back}
        both = {**changed, **anew}
        facts = guide.settled(changed if guide.contradiction(both) else both, message.today)
    doubt = last.doubt if last.doubt and last.doubt[0] not in facts else None
    return Filled(facts, last.problem, tuple(facts), doubt)


def takes_back(before: CaseFacts, after: CaseFacts) -> bool:
    """Tell whether something that was told has another value after a message."""
    return any(after.get(name) != value for name, value in before.items())


def _go_on(
    guide: Guide,
    facts: CaseFacts,
    pending: str | None,
    filled: Filled,
    question: Question,
    context: AnswerContext,
) -> GuideTurn:
    """Return the turn after a message was read: the next question, or the advice."""
    following = _following(guide, facts, pending, filled)
    if following is None or wants_result(question.text):
        advice = guide.result(filled.facts, question, context)
        first = [filled.problem] if filled.problem and following is None else []
        if pending is None and facts and (noted := noted_lines(guide, filled)):
            first.append(noted)
        return filled.facts, None, replace(advice, lead=(*first, *advice.lead))
    help_first = guide.first_help(filled.facts, filled.understood, question, context)
    return filled.facts, following, _ask(guide, filled, following, help_first)


def back(guide: Guide, facts: CaseFacts, question: Question, context: AnswerContext) -> GuideTurn:
    """Return the turn that opens the field filled last again, or asks on when none is filled."""
    names = list(filled_names(guide.fields, facts))
    if not names:
        return step(guide, facts, None, replace(question, text="", intent=""), context)
    kept = {name: value for name, value in facts.items() if name != names[-1]}
    return kept, names[-1], _ask(guide, Filled(kept, None, ()), names[-1], None)


def asking(guide: Guide, facts: CaseFacts, name: str) -> Answer:
    """Return the question for a field, as it is asked first."""
    return _ask(guide, Filled(facts, None, ()), name, None)


def noted_lines(guide: Guide, filled: Filled) -> Phrase | None:
    """Return what is said back of what a message filled, ``None`` where that is nothing."""
    lines = [
        line(guide.fields[told], filled.facts[told])
        for told in guide.fields
        if told in filled.understood and filled.facts[told] != UNKNOWN
    ]
    return worded(COMMON.texts["understood"], lines=join_phrases(lines)) if lines else None


def _following(guide: Guide, facts: CaseFacts, pending: str | None, filled: Filled) -> str | None:
    """Return the field to ask for: one in doubt or in trouble, one to be told anew, or the next."""
    if filled.doubt:
        return filled.doubt[0]
    if filled.problem and pending and pending not in filled.facts:
        return pending
    reopened = [name for name in filled_names(guide.fields, facts) if name not in filled.facts]
    return reopened[0] if reopened else guide.pending(filled.facts)


def wants_recap(text: str) -> bool:
    """Tell whether somebody wants said back what they told, what is open, or what is written.

    >>> wants_recap("把我填的念一遍"), wants_recap("还差哪些没填"), wants_recap("投诉书写好了吗")
    (True, True, True)
    >>> wants_recap("还差我两万没给"), wants_recap("写了欠条")
    (False, False)
    """
    told = COMMON.patterns["told"].search(text)
    return bool(told or COMMON.patterns["recap"].fullmatch(text.strip())) or _wants_paper(text)


def _wants_paper(text: str) -> bool:
    return COMMON.patterns["written"].fullmatch(text.strip()) is not None


def _tell(
    guide: Guide, facts: CaseFacts, pending: str | None, question: Question, context: AnswerContext
) -> GuideTurn:
    """Return the turn that says back what was told and is open, and goes on where it was."""
    rows = summary(guide, facts)
    lead = [COMMON.texts["told" if rows else "told_nothing"]]
    paper = _wants_paper(question.text)
    following = pending or (None if paper else guide.pending(facts))
    if following is None:
        advice = guide.result(facts, question, context)
        first = (COMMON.texts["written"],) if paper and advice.attachments else ()
        said = (*first, *lead, *(row.text for row in rows))
        return facts, None, replace(advice, lead=said, rows=())
    if paper:
        lead = [COMMON.texts["not_written"], *lead]
    again = asking(guide, facts, following)
    still_open = worded(COMMON.texts["still_open"], labels=_open_labels(guide, facts))
    return facts, following, replace(again, lead=(*lead, still_open, *again.lead), rows=rows)


def _open_labels(guide: Guide, facts: CaseFacts) -> Phrase:
    """Return the names of the fields that are still to be asked for."""
    labels: list[Phrase] = []
    while (name := guide.pending(facts)) is not None:
        labels.append(guide.fields[name].label)
        facts = {**facts, name: UNKNOWN}
    return join_phrases(labels, "、", ", ")


def wants_change(text: str) -> bool:
    """Tell whether somebody means to change something told and does not say what.

    >>> wants_change("有一处要改"), wants_change("我想改一下"), wants_change("人数改成5个")
    (True, True, False)
    """
    return COMMON.patterns["change_wish"].fullmatch(text.strip()) is not None


def _ask_what_to_change(guide: Guide, facts: CaseFacts, pending: str | None) -> GuideTurn:
    """Return the turn that says back what was told and how any of it is changed."""
    lead = COMMON.texts["which_change"]
    rows = summary(guide, facts)
    if pending is None:
        return facts, None, Answer(status="clarify", lead=(lead,), rows=rows)
    again = asking(guide, facts, pending)
    return facts, pending, replace(again, lead=(lead, *again.lead), rows=rows)


def _ask(guide: Guide, filled: Filled, name: str, help_first: Answer | None) -> Answer:
    """Return the next question, after what must be said first."""
    field = guide.fields[name]
    lead: list[Phrase] = list(help_first.lead) if help_first else []
    noted = noted_lines(guide, filled)
    if noted:
        lead.append(noted)
    if filled.problem:
        lead.append(filled.problem)
    doubt = _doubt(guide, field, filled)
    lead.append(doubt or field.question)
    if not (doubt or filled.problem):
        lead.append(field.hint)
    first = replace(help_first, status="clarify") if help_first else Answer(status="clarify")
    return replace(
        first,
        lead=tuple(lead),
        suggestions=_each_once(
            _readings(guide, field, filled), _buttons(guide, filled.facts, name)
        ),
    )


def _each_once(
    readings: tuple[Suggestion, ...], buttons: tuple[Suggestion, ...]
) -> tuple[Suggestion, ...]:
    """Return all buttons; a choice that is one of two readings is offered with them."""
    labels = [reading.label for reading in readings]
    return (*readings, *(button for button in buttons if button.label not in labels))


def doubt_text(guide: Guide, filled: Filled) -> Phrase | None:
    """Return the question which of two readings of a message is meant, ``None`` without doubt."""
    return _doubt(guide, guide.fields[filled.doubt[0]], filled) if filled.doubt else None


def _doubt(guide: Guide, field: Field, filled: Filled) -> Phrase | None:
    """Return the question which of two readings is meant, both named."""
    if not filled.doubt:
        return None
    unsettled = filled.doubt[1]
    fields = _fields_read(guide, field, unsettled)
    say_both = line if unsettled.other else value_text
    first, second = map(say_both, fields, unsettled.readings)
    text = COMMON.texts[unsettled.question]
    return worded(text, first=first, second=second, label=field.label)


def _fields_read(guide: Guide, field: Field, unsettled: Unsettled) -> tuple[Field, Field]:
    """Return the fields that the two readings belong to."""
    return field, guide.fields[unsettled.other] if unsettled.other else field


def _readings(guide: Guide, field: Field, filled: Filled) -> tuple[Suggestion, ...]:
    """Return a button for each reading that can be said in one figure."""
    if not filled.doubt:
        return ()
    unsettled = filled.doubt[1]
    fields = _fields_read(guide, field, unsettled)
    return tuple(
        Suggestion(
            line(one, value) if unsettled.other else value_text(one, value),
            _payload(
                ANSWER,
                guide_field=one.name,
                guide_value=_typed(one, value),
                **_place(one, value),
            ),
        )
        for one, value in zip(fields, unsettled.readings, strict=True)
        if not is_estimate(value)
    )


def _typed(field: Field, value: Any) -> str:
    """Return a value as somebody would type it: with its unit it has one reading."""
    return value_text(field, value).translations["zh"]


def _buttons(guide: Guide, facts: CaseFacts, name: str) -> tuple[Suggestion, ...]:
    offered = [
        Suggestion(choice.label, _payload(ANSWER, guide_field=name, guide_value=choice.value))
        for choice in guide.fields[name].choices
    ]
    if guide.ready(facts):
        offered.append(Suggestion(COMMON.texts["letter_ready"], f"/{ENOUGH}"))
    offered.append(Suggestion(COMMON.texts["skip"], at(SKIP, name)))
    if any(filled_names(guide.fields, facts)):
        offered.append(Suggestion(COMMON.texts["back"], at(BACK, name)))
    return (*offered, Suggestion(COMMON.texts["stop"], f"/{STOP}"))


def _place(field: Field, value: Any) -> dict[str, str]:
    """Return what tells the place that a button names."""
    known = {choice.value for choice in field.choices}
    return {"region": str(value)} if field.kind == "place" and value not in known else {}


def at(intent: str, place: str) -> str:
    """Return the payload of a button that means something at one place of a case only.

    >>> at("guide_skip", "people")
    '/guide_skip{"guide_field":"people"}'
    """
    return _payload(intent, guide_field=place)


def _payload(intent: str, **entities: str) -> str:
    return f"/{intent}{json.dumps(entities, ensure_ascii=False, separators=(',', ':'))}"
