"""Every answer to everything that can be asked stands on the gazette or on a curated source."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import get_args

import pytest
from figures import Figure, en_figures, zh_figures
from strictness import all_if_any
from walk import (
    Asked,
    ask,
    domain,
    few_questions,
    intents_with_a_rule,
    questions,
    unpack,
    without_repeats,
)

from actions.answer import Answer, Citation, NoticeKind, Phrase, Status
from actions.citations import phrase
from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import COMPUTED, answer
from bot.wording.render import Wording, render
from nlu.fact_questions.numbers import paper_numbers
from nlu.topics import topic_of
from policies_kb.errors import NotInBase
from policies_kb.kb import KnowledgeBase

INTENTS = tuple(domain()["intents"])
LOCALES = ("zh-Hans", "en")
#: Numbers the assistant counts or computes itself; their own tests prove them.
COMPUTED_VALUES = ("count", "day")
#: The one figure that is the assistant's own: how far ahead a date is called due.
OWN_MESSAGES = ("30天内到期",)
#: Printed places and names of attachments: what is cited, not what is said.
PLACES = re.compile(
    r"[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|(?<!\d)\d+\.(?!\d)|附件\d|Attachment \d"
)
PAPER = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号")


@pytest.fixture(scope="module")
def asked(context: AnswerContext) -> Callable[[str], list[Asked]]:
    """Return all questions and answers of an intent; each intent is walked once."""

    @cache
    def walked(intent: str) -> list[Asked]:
        return without_repeats(
            pair for question in questions(intent, context) for pair in ask(question, context)
        )

    return walked


EACH_INTENT = pytest.mark.parametrize("intent", INTENTS)
Walk = Callable[[str], list[Asked]]


def statements(given: Answer) -> Iterator[Phrase]:
    yield from given.lead
    yield from given.steps
    for row in given.rows:
        yield row.text


def said(text: Phrase, locale: str) -> str:
    """Return a phrase in words, without the numbers the assistant computes."""
    return Wording(locale).word(_without_computed(text))


def _without_computed(text: Phrase) -> Phrase:
    if text.message in OWN_MESSAGES:
        return Phrase()
    kept = {name: "" if name in COMPUTED_VALUES else v for name, v in text.values.items()}
    values = {n: _without_computed(v) if isinstance(v, Phrase) else v for n, v in kept.items()}
    return replace(text, values=values)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@EACH_INTENT
def test_every_verbatim_quote_is_the_published_text(
    intent: str, asked: Walk, kb: KnowledgeBase
) -> None:
    gazette = {issue.id: squeezed(issue.text) for issue in kb.issues()}
    # Many answers share a quote; each is looked at once.
    cited = {
        (c.document, c.provision, c.quote.translations["zh"]): question
        for question, given in asked(intent)
        for c in given.citations
        if c.verbatim
    }
    wrong = []
    for (number, provision, quote), question in cited.items():
        stored = kb.provision(number, provision).text
        published = gazette[kb.document(number).issue]
        if not quote or quote not in stored or squeezed(quote) not in published:
            wrong.append((question, quote))
    assert wrong == []


@EACH_INTENT
def test_every_law_quote_is_the_curated_statement(
    intent: str, asked: Walk, kb: KnowledgeBase
) -> None:
    curated = {
        (law.number, part.id.removeprefix(f"{law.id}.")): phrase(part.text)
        for law in kb.laws()
        for part in law.provisions
    }
    cited = [c for _, given in asked(intent) for c in given.citations if not c.verbatim]
    assert [c for c in cited if curated.get((c.document, c.provision)) != c.quote] == []


@EACH_INTENT
def test_an_answer_has_a_known_status_and_proof(intent: str, asked: Walk) -> None:
    unproven = []
    for question, given in asked(intent):
        assert given.status in get_args(Status)
        assert all_if_any(notice.kind in get_args(NoticeKind) for notice in given.notices)
        # Courtesies state nothing, who to call is proven by the channel itself, and where
        # reminders come from is about the assistant.
        states_nothing = topic_of(intent) in {"social", "follow"} or intent.startswith("remind_")
        if given.status == "answered" and not given.citations and not states_nothing:
            unproven.append(question)
    assert unproven == []


@EACH_INTENT
def test_a_row_points_at_its_own_proof(intent: str, asked: Walk) -> None:
    for _, given in asked(intent):
        for row in given.rows:
            assert row.citation is None or 0 <= row.citation < len(given.citations)


@EACH_INTENT
def test_every_figure_stands_in_the_proof(intent: str, asked: Walk, kb: KnowledgeBase) -> None:
    unproven = []
    for question, given in asked(intent):
        every_quote = [_proof(citation) for citation in given.citations]
        around = [*_curated_words(given, kb), *_words_of(question, kb)]
        for text in (*given.lead, *given.steps):
            unproven += _unproven(text, [*every_quote, *around])
        for row in given.rows:
            own = [every_quote[row.citation]] if row.citation is not None else every_quote
            unproven += _unproven(row.text, [*own, *around])
    assert unproven == []


def _unproven(text: Phrase, proof: list[dict[str, str]]) -> list[tuple[str, set[object]]]:
    known: set[Figure] = {f for words in proof for f in zh_figures(words["zh"])}
    values = {value for value, _ in known}
    zh, en = (PLACES.sub("", said(text, locale)) for locale in LOCALES)
    missing: set[object] = {
        (value, unit)
        for value, unit in zh_figures(zh)
        if ((value, unit) not in known if unit else value not in values)
    }
    english = {value for words in proof for value in en_figures(words["en"])}
    missing |= set(en_figures(en)) - english - values
    return [(zh, missing)] if missing else []


def _proof(citation: Citation) -> dict[str, str]:
    return dict(citation.quote.translations)


def _curated_words(given: Answer, kb: KnowledgeBase) -> Iterator[dict[str, str]]:
    """Yield what is curated and shown: how the cited papers stand today, whom to call."""
    for link in given.links:
        if link.url.startswith("tel:"):
            yield {"zh": link.url.removeprefix("tel:"), "en": link.url.removeprefix("tel:")}
    for number in {citation.document for citation in given.citations if citation.verbatim}:
        status = kb.status(number)
        if status:
            yield {"zh": status.notice.zh, "en": status.notice.en}


def _words_of(question: Question, kb: KnowledgeBase) -> Iterator[dict[str, str]]:
    """Yield what the question said itself, and the notes on the units it names.

    Of its text only numbers of papers that are not held: those may be said not to be here.
    """
    for number in paper_numbers(question.text, kb.documents(), bare=False):
        if not number.document:
            yield {"zh": number.text, "en": number.text}
    named = [question.entities, *(past.entities for past in question.history)]
    for entities in named:
        for kind, values in entities.items():
            unit = {"year": "年", "month": "月"}.get(kind, "")
            for value in values:
                yield {"zh": f"{value}{unit}", "en": value}
    asked = {name for entities in named for name in entities.get("unit", ())}
    for organ in kb.units():
        if organ.name in asked and organ.note:
            yield {"zh": organ.note.zh, "en": organ.note.en}


@EACH_INTENT
def test_every_paper_named_is_in_the_base(intent: str, asked: Walk, kb: KnowledgeBase) -> None:
    known = {d.number for d in kb.documents()} | {law.number for law in kb.laws()}
    curated = "".join(law.number + law.title.zh for law in kb.laws())
    # A number that is asked for may be said not to be here.
    named = {
        number
        for question, given in asked(intent)
        for text in statements(given)
        for number in PAPER.findall(said(text, "zh-Hans"))
        if not all(part in question.text for part in re.findall(r"\d+", number))
    }
    assert {n for n in named if not any(n.endswith(k) for k in known) and n not in curated} == set()


@EACH_INTENT
def test_a_quoted_paper_is_followed_by_how_it_stands_today(
    intent: str, asked: Walk, kb: KnowledgeBase
) -> None:
    titles = {squeezed(document.title) for document in kb.documents()}
    silent = []
    for question, given in asked(intent):
        told = [*(notice.text for notice in given.notices), *given.lead]
        for citation in given.citations:
            only_names = squeezed(citation.quote.translations["zh"]) in titles
            status = kb.status(citation.document) if citation.verbatim else None
            if status and not only_names and phrase(status.notice) not in told:
                silent.append((question, citation.document))
    assert silent == []


@EACH_INTENT
def test_every_link_leads_somewhere(intent: str, asked: Walk) -> None:
    for _, given in asked(intent):
        for link in given.links:
            assert re.fullmatch(r"(tel:\d[\d-]{2,14}|https?://\S+|)", link.url)
            for locale in LOCALES:
                assert Wording(locale).word(link.label)
                assert Wording(locale).word(link.detail)


@EACH_INTENT
def test_every_citation_can_be_read(intent: str, asked: Walk, kb: KnowledgeBase) -> None:
    laws = {law.id for law in kb.laws()}
    for _, given in asked(intent):
        for citation in given.citations:
            assert citation.document
            assert Wording("en").word(citation.title)
            if citation.verbatim:
                assert citation.url.startswith("/documents/")
            else:
                assert re.fullmatch(r"/laws/(\w+)#\S+", citation.url)[1] in laws  # type: ignore[index]


@EACH_INTENT
def test_every_button_is_an_intent_with_a_rule(intent: str, asked: Walk) -> None:
    ruled, kinds = intents_with_a_rule(), set(domain()["entities"])
    for _, given in asked(intent):
        for suggestion in given.suggestions:
            wanted, entities = unpack(suggestion)
            assert wanted in INTENTS
            assert wanted in ruled
            assert set(entities) <= kinds
            assert Wording("en").word(suggestion.label)


@EACH_INTENT
def test_every_answer_is_worded_whole_in_each_language(intent: str, asked: Walk) -> None:
    for _, given in asked(intent):
        for locale in LOCALES:
            worded = render(given, locale).as_json()
            assert worded["lead"]
            assert all_if_any(worded["lead"]) and all_if_any(worded["steps"])
            assert all_if_any(row["text"] for row in worded["rows"])
            assert not re.search(r"\{\w+\}|\bNone\b", worded["text"])


@EACH_INTENT
def test_an_answer_can_be_sent_by_an_action_server(intent: str, asked: Walk) -> None:
    for _, given in asked(intent):
        sent = json.loads(json.dumps(given.as_json()))
        assert sent["status"] == given.status
        assert len(sent["citations"]) == len(given.citations)


@pytest.mark.parametrize("day", [date(2017, 8, 25), date(2030, 1, 1), None], ids=str)
@pytest.mark.parametrize("intent", sorted(COMPUTED))
def test_an_answer_can_be_given_on_any_day(
    intent: str, day: date | None, context: AnswerContext
) -> None:
    for question in few_questions(intent, context):
        on_the_day = replace(question, today=day) if day else question
        assert answer(on_the_day, context).status in get_args(Status)


def test_a_quote_that_is_not_in_the_paper_makes_no_citation(kb: KnowledgeBase) -> None:
    from actions.citations import gazette_citation, law_citation

    with pytest.raises(NotInBase):
        gazette_citation(kb, "浙政办发〔2017〕80号", "欠薪三日内付清")
    with pytest.raises(NotInBase):
        law_citation(kb, "law724.art_9999")


def test_the_walk_notices_a_figure_without_proof(context: AnswerContext) -> None:
    """The check itself must not be blind."""
    given = context.card_answer("wages_county_standard")
    proof = [_proof(citation) for citation in given.citations]
    assert _unproven(given.lead[0], proof) == []
    forged = Phrase(translations={"zh": "案件发生率控制在4%以内", "en": "within 9 days"})
    assert {missing for _, found in _unproven(forged, proof) for missing in found} == {
        (Decimal(4), "%"),
        Decimal(9),
    }
