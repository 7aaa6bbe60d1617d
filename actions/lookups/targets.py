"""What each city had to cut: the carbon-intensity targets of 浙政发〔2017〕31号."""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer, Attachment, say
from actions.citations import gazette_citation, status_notices
from actions.context import AnswerContext
from actions.lookups.facts import asked_for_facts
from actions.lookups.text_search import no_provision
from actions.question import Question
from policies_kb.facts.fact_rows import Target
from policies_kb.kb import KnowledgeBase

TARGET_DOCUMENT = "浙政发〔2017〕31号"
INDICATOR = "碳排放强度"
YEARS = range(2015, 2021)


def city_target(question: Question, context: AnswerContext) -> Answer:
    """Return the cut of the cities asked about; of all when none is named."""
    places = "和".join(question.values("region")) or "各市"
    told = asked_for_facts(f"{TARGET_DOCUMENT}里{places}的{INDICATOR}目标是多少", question, context)
    if told is None:
        return no_provision(context)
    cities = [target.region for target in city_targets(context.kb) if target.region in told.names]
    return replace(
        told.answer,
        suggestions=context.suggest("climate_targets", "climate_support", "document_status"),
        attachments=_chart(cities),
    )


def _chart(cities: list[str]) -> tuple[Attachment, ...]:
    """Return the comparison of several cities as a picture."""
    if len(cities) < 2:
        return ()
    label = say("各市目标对比图")
    return (Attachment("image", label, "city-targets.svg", "city_chart", {"cities": cities}),)


def beyond_plan(question: Question, context: AnswerContext) -> Answer | None:
    """Return that the text gives no figures for a year it does not cover, ``None`` else."""
    beyond = [year for year in question.values("year") if int(year) not in YEARS]
    return _other_years(beyond, context) if beyond else None


def city_targets(kb: KnowledgeBase) -> list[Target]:
    """Return the targets set for single cities, in the order of the text."""
    return [
        t for t in kb.targets(document=TARGET_DOCUMENT) if INDICATOR in t.indicator and t.region
    ]


def _other_years(years: list[str], context: AnswerContext) -> Answer:
    citations = (gazette_citation(context.kb, TARGET_DOCUMENT, city_targets(context.kb)[0].quote),)
    return Answer(
        status="no_provision",
        lead=(
            say(
                "收录的文件只定了“十三五”期间的目标,没有{years}年的数字,我不拿别的年份代替。",
                years="、".join(years),
            ),
        ),
        citations=citations,
        notices=status_notices(context.kb, citations),
        suggestions=context.suggest("climate_city_target", "climate_targets", "document_status"),
    )
