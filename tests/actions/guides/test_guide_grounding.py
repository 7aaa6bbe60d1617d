"""Everything a guided case says stands on the law it cites or on what the user told."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from dateutil.relativedelta import relativedelta
from guide_play import TODAY
from strictness import all_if_any

from actions.answer import Answer, Phrase
from actions.citations import law_citation
from actions.context import AnswerContext
from actions.dates import localized_date
from actions.guides import GUIDES
from actions.guides.estimates import ends
from actions.guides.model import CaseFacts
from actions.guides.request import RequestCase
from actions.guides.scripts import CREDIT, REQUEST, SCRIPTS, WAGES
from actions.question import Question
from bot.wording.render import Wording

#: The name of a paper, not a statement of when something was.
THE_NOTICE = re.compile("2017年的通知|2017 notice")
HAN = re.compile(r"[\u4e00-\u9fff]")
ENDS = (
    *("unknown", "still", "2026-08", "2025-12", "2025-11", "2025-10", "2024-05"),
    *(["2026-06", "2026-08"], ["2025-09", "2025-12"], ["2024-04", "2024-05"]),
)


def wages_facts() -> list[CaseFacts]:
    fields = GUIDES["wages_case"].fields
    kinds = ["employer", "proof", "reachable", "filed", "special"]
    values = [[*(c.value for c in fields[kind].choices), "unknown"] for kind in kinds]
    every = list(
        itertools.product(
            *values, ENDS, (1, 12, [8, 12], "unknown"), ("义乌市", "成都市", "unknown")
        )
    )
    # All of them would take minutes; a fixed draw meets every pair many times.
    drawn = random.Random(2017).sample(every, 400)
    return [dict(zip((*kinds, "ended", "people", "place"), row, strict=True)) for row in drawn]


def credit_facts() -> list[CaseFacts]:
    fields = GUIDES["credit_case"].fields
    values = [[*(c.value for c in field.choices), "unknown"] for field in fields.values()]
    return [dict(zip(fields, row, strict=True)) for row in itertools.product(*values)]


def request_facts() -> list[CaseFacts]:
    fields = GUIDES["request_case"].fields
    values = [[*(c.value for c in fields[k].choices), "unknown"] for k in ("organ", "answered")]
    days = ("unknown", "not_yet", "2026-11-20", "2026-10-12", "2026-06-01", "1990-01-01")
    # Counting working days takes its time: the clock does not ask what organ it is.
    values[0] = values[0][-2:]
    return [
        {"wanted": "预算", "organ": organ, "answered": answered, "filed": day}
        for organ, answered, day in itertools.product(*values, days)
    ]


FACTS = {"wages_case": wages_facts, "credit_case": credit_facts, "request_case": request_facts}


@cache
def due(filed: date) -> tuple[date | None, date | None]:
    return RequestCase().due(filed)


def computed(facts: CaseFacts) -> Iterator[dict[str, str]]:
    """Yield the dates a result may name: they follow from the facts and a cited period."""
    if facts.get("ended", "unknown") not in ("unknown", "still"):
        for ended, months in itertools.product(ends(facts["ended"]), (12, 24)):
            first = date.fromisoformat(f"{ended}-01") + relativedelta(months=months)
            yield localized_date(first)
            yield localized_date(first + relativedelta(months=1, days=-1))
    if facts.get("filed", "").startswith("2026"):
        filed = date.fromisoformat(facts["filed"])
        for day in (filed, *due(filed)):
            if day:
                yield localized_date(day)


def statements(given: Answer) -> Iterator[Phrase]:
    yield from (*given.lead, *given.steps, *(row.text for row in given.rows))


def unproven(given: Answer, facts: CaseFacts, context: AnswerContext) -> list[tuple[str, object]]:
    """Return the figures that stand in no citation, with the text around them."""
    from figures import en_figures, zh_figures

    quotes = [citation.quote.translations for citation in given.citations]
    zh = {figure for quote in quotes for figure in zh_figures(quote["zh"])}
    values = {value for value, _ in zh}
    en = {value for quote in quotes for value in en_figures(quote["en"])}
    phones = {link.url.removeprefix("tel:") for link in given.links}
    wrong: list[tuple[str, object]] = []
    for text in statements(given):
        words = {lang: Wording(loc).word(text) for lang, loc in (("zh", "zh-Hans"), ("en", "en"))}
        words = {lang: THE_NOTICE.sub("", words[lang]) for lang in words}
        for own in [*computed(facts), *({"zh": phone, "en": phone} for phone in phones if phone)]:
            words = {lang: words[lang].replace(own[lang], "") for lang in words}
        wrong += [
            (words["zh"], (value, unit))
            for value, unit in zh_figures(words["zh"])
            if ((value, unit) not in zh if unit else value not in values)
        ]
        wrong += [(words["en"], v) for v in en_figures(words["en"]) if v not in en | values]
    return wrong


@pytest.mark.parametrize("name", GUIDES)
def test_every_figure_of_every_result_is_proven(name: str, context: AnswerContext) -> None:
    question = Question("", name, today=TODAY)
    for facts in FACTS[name]():
        given = GUIDES[name].result(facts, question, context)
        assert unproven(given, facts, context) == [], facts
        assert given.status == "answered" and given.citations and given.links
        assert all_if_any(
            r.citation is None or r.citation < len(given.citations) for r in given.rows
        )
        assert len({repr(citation) for citation in given.citations}) == len(given.citations)
        assert all(Wording("en").word(text) for text in statements(given))
        assert not any("{" in Wording("zh-Hans").word(text) for text in statements(given))


def test_the_check_of_figures_is_not_blind(context: AnswerContext) -> None:
    facts: CaseFacts = {"employer": "company", "ended": "2026-08"}
    given = GUIDES["wages_case"].result(facts, Question("", "", today=TODAY), context)
    assert unproven(given, {}, context) != []


def test_every_law_named_is_in_the_base(context: AnswerContext) -> None:
    named = {
        item
        for script in SCRIPTS
        for group in script.statements.values()
        for statement in group
        for item in statement.law
    }
    assert len(named) > 40
    assert all(law_citation(context.kb, item).quote for item in named)


def test_the_limits_are_those_of_the_law_beside_them(context: AnswerContext) -> None:
    settings = WAGES.settings
    for limit in settings.limits.values():
        text = context.kb.law_provision(limit.law).text.zh
        assert f"{limit.months // 12}年" in text and limit.months % 12 == 0
    crowd = settings.crowd
    assert f"{crowd.people}人以上" in context.kb.law_provision(crowd.law).text.zh
    clock = REQUEST.settings
    text = context.kb.law_provision("law711.art_33").text.zh
    assert f"{clock.answer_days}个工作日内答复" in text
    assert f"最多再延{clock.extension_days}个工作日" in text


def test_channels_routes_and_buttons_named_exist(context: AnswerContext) -> None:
    for script in SCRIPTS:
        for name, value in script.settings or ():
            if name.endswith("channels") or name == "channels":
                assert all(context.kb.channel(channel) for channel in value)
            if name == "suggestions":
                assert set(value) <= set(context.labels)
    kinds = CREDIT.settings.kinds
    named = {kind for row in kinds.values() for group in row.values() for kind in group}
    assert named == {kind.id for kind in context.kb.credit_kinds()}


def test_everything_is_said_in_chinese_and_english() -> None:
    for script in SCRIPTS:
        phrases = [*script.texts.values()]
        phrases += [s.text for group in script.statements.values() for s in group]
        for entry in script.entries.values():
            field = entry.field
            phrases += [field.label]
            phrases += [] if field.told_only else [field.question, field.hint, entry.words.problem]
            phrases += [*entry.words.choices.values(), *entry.words.partly.values()]
        for phrase in phrases:
            words = phrase.translations
            assert HAN.search(words["zh"]) and re.search("[A-Za-z]{2}", words["en"]), words
            places = [set(re.findall(r"\{(\w+)\}", words[lang])) for lang in ("zh", "en")]
            assert places[0] == places[1], words
