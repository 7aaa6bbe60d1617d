"""Holds a county's own figures against the standard of counties without wage arrears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import yaml
from babel import Locale

from actions.answer import Answer, Citation, Notice, Phrase, Row, curated, say
from actions.citations import gazette_citation, status_notices, without_doubles
from actions.context import AnswerContext
from actions.question import Question
from actions.self_check.figures import Reader, ToldFigures
from nlu.topics import is_matter
from policies_kb.facts.fact_rows import Threshold
from policies_kb.kb import KnowledgeBase
from policies_kb.text.quantity import Quantity, Sign

_FILE = Path(__file__).with_name("standard_check.yml")
#: The card of the standard; its notice says what the standard is not.
_STANDARD = "wages_county_standard"
SELF_CHECK = "wages_self_check"
_SHOWN = 40
#: Figures of which there is one; of the others a message may name several cases.
_ONLY_ONE = ("site_rate", "firm_rate", "unhandled")

CriterionVerdict = Literal["met", "unmet", "unknown"]


@dataclass(frozen=True)
class CriterionFinding:
    """What was found for one criterion: the verdict, its words and its proof."""

    verdict: CriterionVerdict
    text: Phrase
    citation: Citation


@dataclass(frozen=True)
class _Criterion:
    figure: str
    threshold: Threshold
    name: Phrase
    need: Phrase


def standard_check(question: Question, context: AnswerContext) -> Answer:
    """Return for each criterion whether the figures told meet it, with its clause.

    Figures of earlier messages count as long as no other county is spoken of. A message without
    any gets the criteria and what to send.
    """
    messages = _messages(question)
    said = _reader().read(*messages)
    if not said.figures and not said.impossible:
        return _criteria_only(context)
    findings = [_finding(criterion, said, context.kb) for criterion in _criteria(context.kb)]
    lead = _lead(findings, said)
    if len(messages) > 1:
        lead = (*lead, say("前面发的数字也一起算了;要查另一个县,说“换一个县”再发。"))
    return _answer(lead, [*findings, *_judged(context.kb)], context)


def continues_self_check(question: Question) -> bool:
    """Tell whether a message adds figures to the self-check that was spoken of last."""
    past = next((past for past in question.history if is_matter(past.intent)), None)
    return past is not None and past.intent == SELF_CHECK and _reader().tells(question.text)


def _messages(question: Question) -> list[str]:
    """Return the messages of this self-check that tell figures, the oldest first."""
    found: list[str] = []
    place: tuple[str, ...] = ()
    sent = [(question.text, question.values("region"))]
    sent += [
        (past.text, tuple(past.entities.get("region", ())))
        for past in question.history
        if past.intent == SELF_CHECK
    ]
    for text, places in sent:
        if place and places and places != place:
            break
        if text == question.text or _reader().tells(text):
            found.append(text)
        place = place or places
        if _reader().begins_anew(text):
            break
    return found[::-1]


def _criteria_only(context: AnswerContext) -> Answer:
    findings = [
        *(_listed(criterion, context.kb) for criterion in _criteria(context.kb)),
        *_judged(context.kb),
    ]
    lead = (
        say("可以按原文的标准逐条自查。请把下面各项的数字发给我,没有的写“没有”。"),
        say(
            "可以照这个样子发:在建项目__个,欠薪案件__件,最大一件__万元;企业__家,欠薪案件__件,"
            "最大一件__万元;国企、政府投资、交通和水利项目欠薪案件__件;没有群体性事件(或者__人);"
            "春节期间的案件__天内处置完;没及时处置的__件。"
        ),
    )
    return _answer(lead, findings, context)


def _answer(
    lead: tuple[Phrase, ...], findings: Sequence[CriterionFinding], context: AnswerContext
) -> Answer:
    citations = without_doubles(finding.citation for finding in findings)
    return Answer(
        status="answered",
        lead=lead,
        rows=tuple(Row(f.text, citations.index(f.citation)) for f in findings),
        citations=citations,
        notices=(*_not_a_threshold(context), *status_notices(context.kb, citations)),
        suggestions=context.suggest(_STANDARD, "wages_county_process", "deadlines"),
    )


def _not_a_threshold(context: AnswerContext) -> tuple[Notice, ...]:
    notices = context.card_answer(_STANDARD).notices
    return tuple(notice for notice in notices if notice.kind == "assessment_only")


def _lead(findings: Sequence[CriterionFinding], said: ToldFigures) -> tuple[Phrase, ...]:
    verdicts = [finding.verdict for finding in findings]
    lead = [
        say(
            "按您说的数字对照{total}:{met},{unmet},{unknown}。是否达标由考核验收认定。",
            total=say("{count}条有数字的标准", count=len(findings)),
            met=say("达到{count}条", count=verdicts.count("met")),
            unmet=say("没达到{count}条", count=verdicts.count("unmet")),
            unknown=say("还不能判断{count}条", count=verdicts.count("unknown")),
        )
    ]
    if said.impossible:
        words = "、".join(_clipped(text) for text in dict.fromkeys(said.impossible))
        lead.append(say("这些数字不合理,没有采用,请核对:{words}", words=words))
    return tuple(lead)


def _finding(criterion: _Criterion, said: ToldFigures, kb: KnowledgeBase) -> CriterionFinding:
    proof = gazette_citation(kb, criterion.threshold.document, criterion.threshold.quote)
    given = said.figures.get(criterion.figure, [])
    if not given:
        return CriterionFinding("unknown", _missing(criterion), proof)
    measure = _settled(criterion, given)
    if measure is None:
        words = "、".join(dict.fromkeys(_clipped(m.words) for m in given))
        text = say(
            "【还不能判断】{name}:您说的前后对不上({said}),请核对。",
            name=criterion.name,
            said=words,
        )
        return CriterionFinding("unknown", text, proof)
    limit = criterion.threshold
    holds = measure.holds(cast(Sign, limit.comparison), limit.amount)
    verdict = _verdict(criterion.figure, holds, measure, said)
    if verdict == "unknown":
        return CriterionFinding("unknown", _not_enough(criterion, measure), proof)
    return CriterionFinding(verdict, _decided(criterion, measure, verdict), proof)


def _settled(criterion: _Criterion, given: Sequence[Quantity]) -> Quantity | None:
    """Return what all that is said of a figure comes to, ``None`` when it contradicts itself."""
    exact = [measure for measure in given if measure.exact]
    bounds = [measure for measure in given if not measure.exact]
    if criterion.figure in _ONLY_ONE and len({measure.low for measure in exact}) > 1:
        return None
    # Of several cases the largest counts.
    largest = sorted(exact, key=lambda measure: measure.low)[-1:]
    if criterion.figure == "incident_people" and {m.low == 0 for m in exact} == {True, False}:
        # None and some cannot both be.
        return None
    known, *others = (*largest, *bounds)
    for other in others:
        both = known.and_also(other)
        if both is None:
            return None
        known = both
    return known


def _verdict(
    figure: str, holds: bool | None, measure: Quantity, said: ToldFigures
) -> CriterionVerdict:
    """Return the verdict, with the conditions the standard sets besides the figure."""
    if figure == "incident_people" and measure.high != 0 and said.serious is False:
        return "met"
    if holds is None:
        return "unknown"
    if figure == "incident_people" and not holds and said.serious is None:
        return "unknown"
    if figure == "holiday_days":
        # Within the limit for all cases holds for those in holidays; beyond it may not.
        if holds and not said.days_of:
            return "unknown"
        if not holds and said.days_of != "holidays":
            return "unknown"
    return "met" if holds else "unmet"


def _missing(criterion: _Criterion) -> Phrase:
    return say(
        "【还不能判断】{name},标准是{limit}。还缺:{need}。",
        name=criterion.name,
        limit=_limit(criterion.threshold),
        need=criterion.need,
    )


def _not_enough(criterion: _Criterion, measure: Quantity) -> Phrase:
    return say(
        "【还不能判断】{name},标准是{limit}。您说的“{said}”还不够,还缺:{need}。",
        name=criterion.name,
        limit=_limit(criterion.threshold),
        said=_clipped(measure.words),
        need=criterion.need,
    )


def _decided(criterion: _Criterion, measure: Quantity, verdict: CriterionVerdict) -> Phrase:
    values = {
        "name": criterion.name,
        "limit": _limit(criterion.threshold),
        "said": _clipped(measure.words),
    }
    margin = abs(criterion.threshold.amount - measure.low)
    if not measure.exact or not measure.low or not criterion.threshold.amount:
        if verdict == "met":
            return say("【达到】{name},标准是{limit},您说的是{said}。", **values)
        return say("【没达到】{name},标准是{limit},您说的是{said}。", **values)
    if not margin:
        if verdict == "met":
            return say(
                "【达到】{name},标准是{limit},您说的是{said},正好在线上(按包含本数算)。", **values
            )
        return say(
            "【没达到】{name},标准是{limit},您说的是{said},正好碰线(按包含本数算)。", **values
        )
    gap = _quantity(round(margin, 2).normalize(), criterion.threshold.unit, points=True)
    if verdict == "met":
        return say("【达到】{name},标准是{limit},您说的是{said},离线还有{gap}。", gap=gap, **values)
    return say("【没达到】{name},标准是{limit},您说的是{said},超出{gap}。", gap=gap, **values)


def _listed(criterion: _Criterion, kb: KnowledgeBase) -> CriterionFinding:
    text = say(
        "{name},标准是{limit}。请给:{need}。",
        name=criterion.name,
        limit=_limit(criterion.threshold),
        need=criterion.need,
    )
    quote = criterion.threshold.quote
    return CriterionFinding(
        "unknown", text, gazette_citation(kb, criterion.threshold.document, quote)
    )


def _judged(kb: KnowledgeBase) -> list[CriterionFinding]:
    """Return what no figure settles, each with its clause."""
    return [
        CriterionFinding(
            "unknown",
            say("【数字看不出来】{text},要看台账和实际情况。", text=curated(**item["text"])),
            gazette_citation(kb, _data()["document"], item["quote"]),
        )
        for item in _data()["judged"]
    ]


def _limit(threshold: Threshold) -> Phrase:
    quantity = _quantity(threshold.amount, threshold.unit)
    if not threshold.amount:
        return say("零")
    if threshold.comparison == "<":
        return say("没有{quantity}以上的", quantity=quantity)
    return say("不超过{quantity}", quantity=quantity)


def _quantity(value: Decimal, unit: str, points: bool = False) -> Phrase:
    """Return a figure with its unit; differences of shares are percentage points."""
    words: Mapping[str, Any] = _data()["units"].get(unit, {"en": f" {unit}"})
    amount = value * words.get("factor", 1)
    english = f"{amount:,f}"
    share = words.get("points") if points else None
    if share:
        return curated(f"{value:f}{share['zh']}", f"{english}{share['en']}")
    form = Locale("en").plural_form(amount)
    return curated(f"{value:f}{unit}", f"{english}{words.get(form, words['en'])}")


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _criteria(kb: KnowledgeBase) -> list[_Criterion]:
    """Return the criteria with their thresholds of the base.

    Raises:
        LookupError: The base has no threshold, or several, for one of them.
    """
    known = kb.thresholds(_data()["document"])
    criteria = []
    for item in _data()["criteria"]:
        fitting = [
            row
            for row in known
            if row.subject == item["subject"] and row.scope.startswith(item["scope"])
        ]
        if len(fitting) != 1:
            raise LookupError(f"{len(fitting)} thresholds fit {item['figure']}")
        name, need = curated(**item["name"]), curated(**item["need"])
        criteria.append(_Criterion(item["figure"], fitting[0], name, need))
    return criteria


@cache
def _data() -> dict[str, Any]:
    return dict(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def _reader() -> Reader:
    return Reader(_data()["words"])
