"""What each city had to cut: the carbon-intensity targets of 浙政发〔2017〕31号."""

from __future__ import annotations

from actions.answer import Answer, Attachment, Phrase, Row, say
from actions.desk import Desk
from actions.proof import gazette_citation, status_notices, without_doubles
from actions.question import Question
from policies_kb.facts.rows import Target
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay_model import Division

DOCUMENT = "浙政发〔2017〕31号"
INDICATOR = "碳排放强度"
YEARS = range(2015, 2021)


def city_target(question: Question, desk: Desk) -> Answer:
    """Return the cut of the cities asked about; of all when none is named."""
    targets = {target.region: target for target in city_targets(desk.kb)}
    divisions = {division.name: division for division in desk.kb.divisions()}
    asked = [divisions[name] for name in question.values("region") if name in divisions]
    cities = dict.fromkeys(_city(division) for division in asked)
    chosen = [targets[name] for name in cities if name in targets] or list(targets.values())
    citations = without_doubles(
        gazette_citation(desk.kb, DOCUMENT, target.quote) for target in chosen
    )
    quotes = [citation.quote.translations["zh"] for citation in citations]
    rows = tuple(
        Row(
            say(
                "{city}:“十三五”期间下降{value}{unit}",
                city=target.region,
                value=target.value,
                unit=target.unit,
            ),
            quotes.index(target.quote),
        )
        for target in chosen
    )
    counties = [division for division in asked if division.parent]
    return Answer(
        status="answered",
        lead=_lead(counties),
        rows=rows,
        citations=citations,
        notices=status_notices(desk.kb, citations),
        suggestions=desk.suggest("climate_targets", "climate_support", "document_status"),
        attachments=_chart(chosen),
    )


def _chart(chosen: list[Target]) -> tuple[Attachment, ...]:
    """Return the comparison of several cities as a picture."""
    if len(chosen) < 2:
        return ()
    cities = [target.region for target in chosen]
    label = say("各市目标对比图")
    return (Attachment("image", label, "city-targets.svg", "city_chart", {"cities": cities}),)


def beyond_plan(question: Question, desk: Desk) -> Answer | None:
    """Return that the text gives no figures for a year it does not cover, ``None`` else."""
    beyond = [year for year in question.values("year") if int(year) not in YEARS]
    return _other_years(beyond, desk) if beyond else None


def city_targets(kb: KnowledgeBase) -> list[Target]:
    """Return the targets set for single cities, in the order of the text."""
    return [t for t in kb.targets(document=DOCUMENT) if INDICATOR in t.indicator and t.region]


def _lead(counties: list[Division]) -> tuple[Phrase, ...]:
    leads = [say("“十三五”期间各设区市的碳排放强度下降目标:")]
    for county in counties:
        leads.append(
            say(
                "文件只给设区市定了目标,没有给{county}单独定;它属于{city}。",
                county=county.name,
                city=county.parent,
            )
        )
    return tuple(leads)


def _other_years(years: list[str], desk: Desk) -> Answer:
    citations = (gazette_citation(desk.kb, DOCUMENT, city_targets(desk.kb)[0].quote),)
    return Answer(
        status="no_provision",
        lead=(
            say(
                "收录的文件只定了“十三五”期间的目标,没有{years}年的数字,我不拿别的年份代替。",
                years="、".join(years),
            ),
        ),
        citations=citations,
        notices=status_notices(desk.kb, citations),
        suggestions=desk.suggest("climate_city_target", "climate_targets", "document_status"),
    )


def _city(division: Division) -> str:
    return (division.parent or division.name).removesuffix("市")
