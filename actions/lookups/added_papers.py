"""Answers from papers that were added after the classifier was trained.

The classifier takes every matter it was not trained on for an outside one or for the nearest of its
own. So before it decides, the papers that came later are looked into: those nobody has written down
yet how people ask for (``phrasings``). One of them answers when it holds the words of the question
together and is about them; where the classifier is sure of a matter of its own, it has to hold
words that none of these matters ever speaks of.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from actions.answer import Answer, Phrase, Suggestion, curated, say
from actions.cards.cards import load_cards
from actions.citations import gazette_citation, status_notices
from actions.context import AnswerContext
from actions.lookups.facts import LONGEST, fact_base, fact_of_paper, thread_of
from actions.question import Question
from nlu.fact_questions.question_reader import question_reader
from nlu.topics import FALLBACK_INTENT, OUTSIDE, PAPERS, PERSONAL, matter_of, topic_of
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.aim import Aim, Aiming, PaperChoice, choose_paper
from policies_kb.questions.asked import ONLY_ASKS, leans
from policies_kb.questions.extracts import lacks
from policies_kb.questions.matching import LIGHT_SIGNS, pairs
from policies_kb.questions.query import FactQuery

#: A shorter message asks nothing.
_SHORTEST = 6
#: Makes the reader look at all it looks at.
_SAMPLE = "杭州谁负责"
#: What is asked of a paper and not of its matter; it is answered from its data.
_OF_A_PAPER = ("basis", "status", "attachments", "addressee", "issuer", "number", "page")
#: What a question must say at all, in sums of rarity, and what a short one must that the paper is
#: surely about, if it quotes none of its terms: “两库”.
_SAYS, _SAYS_LITTLE, _SURELY, _WHOLE = 2.8, 1.3, 1.0, 0.9
#: So much of it the best passage must hold, and so near the paper must come; nearer where nothing
#: of it is foreign to the classifier's own matters, and where somebody tells of his own case.
_COVERED, _FLOOR, _FAMILIAR, _OWN_CASE = 0.55, 0.78, 0.9, 1.0
#: ... and so much of what is asked beside the matter of the paper and its place.
_ASKED = 0.2
#: A paper of the place named may come less near.
_OF_ITS_PLACE = 0.1
#: So much of the question is held by the paper and foreign to the classifier's own matters; for a
#: likely matter of its own that is asked for, or to fit so much better than the papers before.
_NOVEL, _FOREIGN, _MARGIN = 0.14, 0.2, 0.3
#: ... and of a matter on which people come with their own case something must be foreign at least.
_HARDLY, _WIDE = 0.1, 0.4
_QUOTED = re.compile("“[^“”]{2,16}”")
#: Who names so much of a title means the paper.
_TITLE = 0.6
#: What is asked how or where to do stands behind the question word.
_HOW_TO = re.compile(r"(?:怎么|如何|怎样|哪里|哪儿)(?P<done>[\u4e00-\u9fff]+)")
#: ... but for what is told in figures: 怎么收费.
_CHARGED = re.compile("收|罚|处罚|补|奖|扣|算")
#: A matter this likely is one of the classifier's own.
_LIKELY = 0.5


def of_added_paper(question: Question, context: AnswerContext) -> Answer | None:
    """Return what an added paper says to a question that is about it, ``None`` for any other."""
    if question.text.startswith("/") or not _SHORTEST <= len(question.text) <= LONGEST:
        return None
    aiming = _aiming(context.kb)
    if question.follows:
        return None
    talk = question.intent != FALLBACK_INTENT and topic_of(question.intent) in ("social", "follow")
    if talk or not aiming.added:
        return None
    thread = thread_of(question, context)
    query = question_reader(context.kb).read(question.text, thread)
    if query.document or query.other_number or leans(query, thread):
        return None
    of_its_data = query.asks(*_OF_A_PAPER) or question.intent.startswith("document_")
    if of_its_data or (query.units and question.intent == "unit_duties"):
        return None
    choice = _choice(query, aiming, context.kb)
    if choice is None:
        return None
    aims = [choice.aim] if choice.aim else [aim for aim, _ in choice.places]
    if not all(aim.document.id in aiming.added for aim in aims):
        return None
    if query.asks("date") and _names_title(aims[0], query):
        return None
    if not _is_about(aims[0], query, question) or not _says_what_is_done(aims[0], query, aiming):
        return None
    if choice.aim is None:
        return _which_place(choice, question)
    given = fact_of_paper(choice.aim.document.id, question, context)
    given = given or _passages(choice.aim, query, context)
    if given is None:
        return None
    if choice.aim.place and not query.places:
        given = replace(given, lead=(*given.lead, _only_of_place(choice.aim.place)))
    outside = topic_of(question.intent) == OUTSIDE and question.intent in context.cards
    return replace(given, links=context.card_answer(question.intent).links) if outside else given


def prepare(kb: KnowledgeBase) -> None:
    """Make what the first question would wait for, before workers are forked that share it."""
    _aiming(kb)
    question_reader(kb).read(_SAMPLE)


@lru_cache(maxsize=2)
def _aiming(kb: KnowledgeBase) -> Aiming:
    known = {phrasing.document for phrasing in kb.phrasings()}
    added = [document.id for document in kb.documents() if document.id not in known]
    return Aiming(fact_base(kb), _familiar(kb) if added else {}, added)


def _familiar(kb: KnowledgeBase) -> dict[str, list[str]]:
    """Return what the matters speak of that the classifier knows: cards, laws, papers."""
    texts: dict[str, list[str]] = {matter: [] for matter in (*PERSONAL, PAPERS)}
    papers: dict[str, set[str]] = {matter: set() for matter in texts}
    laws: dict[str, set[str]] = {matter: set() for matter in texts}
    held = {row.number: row.id for row in kb.documents()}
    parts = {part.id: law.id for law in kb.laws() for part in law.provisions}
    for intent, card in load_cards().items():
        matter = matter_of(intent)
        if matter in texts:
            told = (card.lead, *card.steps, *card.points)
            texts[matter] += [phrase.chinese for phrase in told]
            papers[matter] |= {held[q.document] for q in card.quotes if q.document in held}
            laws[matter] |= {parts[part] for part in card.law if part in parts}
    for matter, found in texts.items():
        found += [row.text for paper in papers[matter] for row in kb.provisions(paper)]
        found += [part.text.zh for law in laws[matter] for part in kb.law(law).provisions]
        found += [
            phrasing.text for phrasing in kb.phrasings() if phrasing.document in papers[matter]
        ]
    return texts


def _choice(query: FactQuery, aiming: Aiming, kb: KnowledgeBase) -> PaperChoice | None:
    named = {name for place in query.places for name in (place.name, *place.printed)}
    above = {row.parent for row in kb.divisions() if row.name in named and row.zhejiang}
    asked = (ONLY_ASKS.sub(" ", words) for words in (query.words, query.printed))
    found = [aiming.aims(words, query.places) for words in asked if words]
    aims = max(found, key=lambda aims: max((aim.score for aim in aims), default=0.0), default=[])
    return choose_paper(aims, named | above - {""}, bool(query.outside))


def _is_about(aim: Aim, query: FactQuery, question: Question) -> bool:
    """Tell whether a question is about the paper that comes nearest to it."""
    only = aim.alone or aim.novel[""] >= _FOREIGN
    only = only or (aim.cover >= _WHOLE and aim.margin >= _MARGIN)
    whole = aim.score >= _SURELY and only
    of_its_place = bool(aim.place and query.places)
    floor = (_OWN_CASE if query.personal else _FLOOR) - _OF_ITS_PLACE * of_its_place
    quoted = any(term in aim.rows[0].words for term in _QUOTED.findall(query.text))
    if aim.weight < (_SAYS_LITTLE if whole else _SAYS) and not (whole and quoted):
        return False
    if aim.cover < _COVERED or aim.asked < _ASKED or aim.score < floor:
        return False
    matter = _own_matter(question)
    if matter:
        margin = _MARGIN if matter == PAPERS or question.intent == FALLBACK_INTENT else _WIDE
        hardly = matter not in (PAPERS, "") and aim.novel[matter] < _HARDLY
        better = aim.margin >= margin and (question.intent == FALLBACK_INTENT or not hardly)
        return aim.novel[matter] >= _FOREIGN or better or (whole and aim.alone)
    return of_its_place or aim.novel[""] >= _NOVEL or aim.score >= _FAMILIAR


def _names_title(aim: Aim, query: FactQuery) -> bool:
    """Tell whether a question names little more than the title of a paper."""
    asked = pairs(query.words)
    titled = set(pairs(aim.document.title))
    return sum(pair in titled for pair in asked) >= _TITLE * len(asked)


def _says_what_is_done(aim: Aim, query: FactQuery, aiming: Aiming) -> bool:
    """Tell whether the passage speaks of what is asked how or where to do: 怎么落户, 去哪里刻."""
    asked = _HOW_TO.search(query.text)
    words = (word for word in aiming.cut(asked["done"]) if word not in LIGHT_SIGNS) if asked else ()
    done = next(iter(words), "")
    counted = _CHARGED.match(done) and not lacks(aim.rows[0].words, ("howmuch",))
    return bool(counted) or done in aim.rows[0].words


def _own_matter(question: Question) -> str:
    """Return the matter the classifier was trained on that it takes a message for, if any."""
    if question.matters:
        best = max(question.matters, key=lambda matter: matter.chance)
        return best.name if best.name != OUTSIDE and best.chance >= _LIKELY else ""
    return matter_of(question.intent).replace(OUTSIDE, "")


def _which_place(choice: PaperChoice, question: Question) -> Answer:
    """Return the question whose paper is meant, where places differ and none is named."""
    names = [place for _, place in choice.places]
    return Answer(
        status="clarify",
        lead=(
            say(
                "这件事{places}各有自己的文件,写的可能不一样。您问的是哪里?",
                places="、".join(names),
            ),
        ),
        suggestions=tuple(
            Suggestion(curated(name, name), f"{name}{question.text}") for name in names
        ),
    )


def _only_of_place(place: str) -> Phrase:
    """Return that a paper is of a place, said where the question names none."""
    return say("这是{place}的文件,别的地方可能不一样。", place=place)


def _passages(aim: Aim, query: FactQuery, context: AnswerContext) -> Answer | None:
    """Return the passages of a paper that come nearest and have what is asked for of it; a figure
    is told by a sure row or not at all."""
    if aim.novel[""] < _FOREIGN or query.asks("howmuch"):
        return None
    rows = [row for row in aim.rows if not lacks(row.words, query.columns)]
    quotes = dict.fromkeys(row.quote for row in rows)
    if not quotes:
        return None
    citations = tuple(gazette_citation(context.kb, aim.document.id, quote) for quote in quotes)
    return Answer(
        status="answered",
        lead=(
            say("与您的问题最接近的原文有{count}处:", count=len(citations)),
            say("如果您问的不是这件文件的事,可以找下面的部门。"),
        ),
        citations=citations,
        notices=status_notices(context.kb, citations),
    )
