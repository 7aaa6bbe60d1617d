"""Answers to questions about one fact: the first sentence is made from the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from actions.answer import Answer, Citation, Phrase, Row, curated, say
from actions.attachment import row_citation
from actions.dates import said, said_month
from actions.desk import Desk
from actions.duties import unit_duties
from actions.proof import (
    gazette_citation,
    hotline,
    law_citation,
    phrase,
    secondary_notice,
    without_doubles,
)
from actions.question import Question
from actions.topics import OUTSIDE, topic_of
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay_model import Text
from policies_kb.questions.base import FactBase
from policies_kb.questions.found import Found, Proof, Thread, Told
from policies_kb.questions.order import ask, ask_inside_paper

#: A longer message tells a story.
LONGEST = 80
#: A reading of the message as likely as this tells which paper it is about.
_LIKELY = 0.25
#: What asks for all that is due and not for one fact.
_ALL_DUE = re.compile(r"要?(?:办|报|完成|交|做).{0,4}(?:什么|啥|哪些)")
_Values = Mapping[str, str]


def fact(question: Question, desk: Desk) -> Answer | None:
    """Return the answer to a question about one fact, ``None`` for any other message."""
    if question.text.startswith("/") or len(question.text) > LONGEST:
        return None
    if question.intent == "deadlines" and _ALL_DUE.search(question.text):
        return None
    likely, strict = _likely(question, desk), _is_strict(question, desk)
    found = ask(question.text, thread_of(question), fact_base(desk.kb), likely, strict)
    if found is None:
        return None
    if found.told[0].kind == "unit_everywhere":
        named = {"unit": (found.thread.key,)}
        whole = replace(question, entities={**question.entities, **named})
        return replace(unit_duties(whole, desk), about=found.thread.as_json())
    given = _answer(found, question, desk)
    outside = topic_of(question.intent) == OUTSIDE and question.intent in desk.cards
    return replace(given, links=desk.card_answer(question.intent).links) if outside else given


def fact_of_paper(document: str, question: Question, desk: Desk) -> Answer | None:
    """Return what a paper says to a question that is about it, ``None`` where it says nothing."""
    thread = thread_of(question)
    found = ask_inside_paper(question.text, thread, fact_base(desk.kb), document)
    return _answer(found, question, desk) if found else None


def thread_of(question: Question) -> Thread:
    """Return what the question before spoke of; an empty thread when it was no fact."""
    return Thread.from_json(question.history[0].about if question.history else None)


def _likely(question: Question, desk: Desk) -> frozenset[str]:
    """Return the papers the cards of the likeliest matters rest on; those that say what to do
    are about somebody's own matter and not about a paper."""
    intents = [reading.intent for reading in question.readings if reading.confidence >= _LIKELY]
    cards = [desk.cards[intent] for intent in intents if intent in desk.cards]
    return frozenset(
        desk.kb.document(quote.document).id
        for card in cards
        for quote in card.quotes
        if not card.steps
    )


def _is_strict(question: Question, desk: Desk) -> bool:
    """Tell whether a message is likely about somebody's own matter or about none of the papers."""
    card = desk.cards.get(question.intent)
    own = card is not None and (bool(card.steps) or topic_of(question.intent) == OUTSIDE)
    return own or (bool(question.matters) and question.matters[0].name == OUTSIDE)


@lru_cache(maxsize=2)
def fact_base(kb: KnowledgeBase) -> FactBase:
    """Return what facts of a base are asked of; made once."""
    return FactBase(kb)


def _answer(found: Found, question: Question, desk: Desk) -> Answer:
    citations = without_doubles(_citation(proof, desk) for proof in found.proofs)
    laws = (found.law,) if found.law else ()
    citations += tuple(law_citation(desk.kb, law) for law in laws)
    lead = [part for told in found.told for part in _worded(told, desk)]
    lead += _passed(found, question.today, desk)
    lead += _source(found, desk)
    return Answer(
        status="no_provision" if found.absent else "answered",
        lead=(*lead, *_today(found, citations, desk)),
        rows=tuple(Row(curated(item, item), 0 if citations else None) for item in found.items),
        citations=citations,
        notices=secondary_notice(desk.kb, laws),
        links=(hotline(desk.kb),) if found.absent and not citations else (),
        suggestions=desk.suggest("document_status", "document_list"),
        about=found.thread.as_json(),
    )


def _citation(proof: Proof, desk: Desk) -> Citation:
    if proof.items:
        return row_citation(desk.kb, proof.document, proof.field, proof.due, proof.items)
    if proof.document:
        return gazette_citation(desk.kb, proof.document, proof.quote)
    issue = next(row for row in desk.kb.issues() if proof.quote in row.text)
    return Citation(
        document=f"《{issue.title}》{issue.number}",
        title=curated(issue.title, issue.title),
        provision="",
        place=curated("", ""),
        quote=curated(proof.quote, proof.quote),
        verbatim=True,
        url=issue.url,
    )


def _passed(found: Found, today: date, desk: Desk) -> list[Phrase]:
    """Return that the day told is past, where one is told."""
    if not {"when", "recipient"} & set(found.thread.columns):
        return []
    months = [proof.due for proof in found.proofs if proof.due]
    quotes = [proof for proof in found.proofs if proof.quote]
    days = [
        row.due
        for proof in quotes
        for row in desk.kb.deadlines(proof.document)
        if row.rule == "date" and row.when in "".join(proof.quote.split())
    ]
    told = [*months, *days]
    past = told and all(day < today.isoformat()[: len(day)] for day in told)
    return [say("这个时间已经过去。")] if past else []


def _source(found: Found, desk: Desk) -> list[Phrase]:
    """Return the paper and the place in it, so that the answer can be found there."""
    first = next((proof for proof in found.proofs if proof.document), None)
    if first is None or found.thread.kind in ("paper", "gazette", "law"):
        return []
    document = desk.kb.document(first.document)
    citation = _citation(first, desk)
    where = citation.place.translations["zh"]
    heading = fact_base(desk.kb).heading(document.id, citation.provision)
    if not where.strip("附件 0123456789"):
        where = ""
    if heading and heading not in where and heading != document.title:
        where = f"{where}“{heading}”"
    values = {"paper": document.name, "title": document.title, "place": where}
    return [say("出处:{paper}《{title}》{place}。", **values)]


def _today(found: Found, citations: tuple[Citation, ...], desk: Desk) -> tuple[Phrase, ...]:
    """Return how the papers cited stand today, said right after the answer."""
    if any(told.kind in ("status", "law_status") for told in found.told):
        return ()
    papers = dict.fromkeys(proof.document for proof in found.proofs if proof.document)
    known = (desk.kb.status(document) for document in papers)
    return tuple(phrase(status.notice) for status in known if status)


def _worded(told: Told, desk: Desk) -> tuple[Phrase, ...]:
    """Return the sentence, a yes or no before it as one of its own."""
    verdict, plus, kind = told.kind.rpartition("+")
    values = told.values
    before = (_SENTENCES[verdict](values),) if plus else ()
    if kind == "status":
        status = desk.kb.status(values["paper"])
        return (phrase(status.notice),) if status else ()
    if kind == "law_status":
        law = desk.kb.law(values["law_id"])
        return (phrase(law.relation),) if law.relation else ()
    if kind == "law_now":
        return (say("现在看《{law}》。", law=_title_of(values["law_id"], desk)),)
    if kind == "law_article":
        label = desk.kb.law_provision(values["part"]).label
        law_title = _title_of(values["law_id"], desk)
        return (say("现在在《{law}》{article}。", law=law_title, article=_texts(label)),)
    return (*before, _SENTENCES[kind](values))


def _title_of(law: str, desk: Desk) -> Mapping[str, str]:
    return _texts(desk.kb.law(law).title)


def _texts(text: Text) -> Mapping[str, str]:
    return {"zh": text.zh, "en": text.en}


def _month(values: _Values) -> Mapping[str, str]:
    year, month = values["month"].split("-")
    return said_month(int(year), int(month))


def _figure(values: _Values) -> Phrase:
    """Return a figure with what it measures: 特大城市公共交通分担率:到2020年达到45%以上。"""
    named = {"what": f"{values['region']}{values['indicator']}", "value": values["value"]}
    year, base = values["year"], values["base_year"]
    if not year:
        return _standard(named, values)
    if values["comparison"] in ("decrease", "increase"):
        named |= {"year": year, "base": base}
        if values["comparison"] == "decrease":
            return say("{what}:到{year}年比{base}年下降{value}。", **named)
        return say("{what}:到{year}年比{base}年增长{value}。", **named)
    named["year"] = year
    if values["comparison"] == ">=":
        return say("{what}:到{year}年达到{value}以上。", **named)
    if values["comparison"] == "<=":
        return say("{what}:到{year}年控制在{value}以内。", **named)
    if values["comparison"] == "~":
        return say("{what}:到{year}年{value}左右。", **named)
    return say("{what}:到{year}年达到{value}。", **named)


def _standard(named: Mapping[str, str], values: _Values) -> Phrase:
    comparison = values["comparison"]
    if values["value"] in ("0", "0元"):
        return say("{what}:要求为零。", what=named["what"])
    if comparison == ">=":
        return say("{what}:不低于{value}。", **named)
    if comparison == "<=":
        return say("{what}:控制在{value}以内。", **named)
    if comparison == "<":
        return say("{what}:不得发生{value}以上的。", **named)
    return say("{what}:{value}。", **named)


def _issued(values: _Values) -> Phrase:
    return say(
        "{paper}由{issuer}于{date}印发。",
        paper=values["paper"],
        issuer=values["issuer"],
        date=said(date.fromisoformat(values["date"])),
    )


def _rows(values: _Values) -> Phrase:
    if values["month"]:
        return say(
            "{scope}{month}完成的有{count}项:{names}。",
            scope=values["scope"],
            month=_month(values),
            count=values["count"],
            names=values["names"],
        )
    return say("{scope}共{count}项:{names}。", **_only(values, "scope", "count", "names"))


def _rows_by_field(values: _Values) -> Phrase:
    if values["month"]:
        return say(
            "{month}完成的一共{count}项:{counts}。",
            month=_month(values),
            count=values["count"],
            counts=values["counts"],
        )
    return say("一共{count}项:{counts}。", **_only(values, "count", "counts"))


def _of_month(make: Callable[[_Values, Mapping[str, str]], Phrase]) -> Callable[[_Values], Phrase]:
    return lambda values: make(values, _month(values))


def _only(values: _Values, *names: str) -> dict[str, str]:
    return {name: values[name] for name in names}


_SENTENCES: Mapping[str, Callable[[_Values], Phrase]] = {
    "figure": _figure,
    "statement": lambda v: curated(f"{v['words']}。", f"{v['words']}。"),
    "same": lambda v: say("一样。", **v),
    "not_same": lambda v: say("不一样。", **v),
    "spelled_out": lambda v: say("“{short}”指{full}。", **v),
    "counted": lambda v: say("{what}有{count}。", **v),
    "nearest": lambda v: say("最接近的一处写的是:{words}。", **v),
    "listed_elsewhere": lambda v: say("{ours}没有列出,要看{paper}。", **v),
    "not_written": lambda v: say("没有写:{paper}里没有写“{what}”。", **v),
    "wrong": lambda v: say("不是{claim}。", **v),
    "unconfirmed": lambda v: say("没有写{claim}。", **v),
    "right": lambda v: say("是的,{claim}。", **v),
    "not_must": lambda v: say("不是必须。", **v),
    "may": lambda v: say("可以。", **v),
    "may_not": lambda v: say("不可以。", **v),
    "who": lambda v: say("“{what}”的责任单位:{units}。", **v),
    "is_among": lambda v: say("有,{unit}是“{what}”的责任单位之一,责任单位有:{units}。", **v),
    "not_among": lambda v: say("没有,“{what}”的责任单位里没有{unit},有的是:{units}。", **v),
    "stands_in": lambda v: say("在{paper}的{place}。", **v),
    "sum": lambda v: say("合计{total}:{first}{first_value},{second}{second_value}。", **v),
    "gap": lambda v: say("相差{total}:{first}{first_value},{second}{second_value}。", **v),
    "section": lambda v: say("“{heading}”有{count}项:{names}。", **v),
    "section_long": lambda v: say("“{heading}”有{count}项:", **v),
    "inside": lambda v: say("在,“{what}”是第{position}项:{heading}。", **v),
    "not_inside": lambda v: say("不在,“{what}”不在这{count}项里。这{count}项是:{names}。", **v),
    "item": _of_month(
        lambda v, month: say(
            "{item}({field}):{month}完成,责任单位{units}。",
            month=month,
            **_only(v, "item", "field", "units"),
        )
    ),
    "item_when": _of_month(
        lambda v, month: say(
            "{item}({field}):{month}完成。", month=month, **_only(v, "item", "field")
        )
    ),
    "item_who": lambda v: say("{item}({field})的责任单位:{units}。", **v),
    "item_field": lambda v: say("{item}属于“{field}”。", **v),
    "item_group": lambda v: say("{item}属于“{field}”下的“{group}”。", **v),
    "is_unit": lambda v: say("是的,{item}({field})由{unit}负责,责任单位:{units}。", **v),
    "not_unit": lambda v: say("不是{unit}。{item}属于“{field}”,责任单位:{units}。", **v),
    "field_who": lambda v: say("“{field}”的责任单位:{units}。", **v),
    "month_items": _of_month(
        lambda v, month: say("{month}完成:{items}。", month=month, items=v["items"])
    ),
    "rows": _rows,
    "rows_by_field": _rows_by_field,
    "fields_of_units": lambda v: say("由{number}个省级单位共同负责的有{count}类:{fields}。", **v),
    "unit_fields": lambda v: say("{unit}在《{list}》里负责{count}类{items}项:{fields}。", **v),
    "unit_not_listed": lambda v: say("没有,《{list}》里没有{unit}。", **v),
    "units_listed": lambda v: say("列出的单位有:{units}。", **v),
    "unit_tasks": lambda v: say("有,{unit}在{paper}里负责:{items}。", **v),
    "unit_many": lambda v: say("有,{unit}在{paper}里负责{count}项:", **v),
    "unit_without_task": lambda v: say("没有,{paper}里没有写{unit}的任务。", **v),
    "partners": lambda v: say("“{what}”的其他责任单位:{units}。", **v),
    "present_name": lambda v: say("{unit}现在是{names}。", **v),
    "same_name": lambda v: say("{unit}没有改名。", **v),
    "no_present_name": lambda v: say("没有查到{unit}改名的资料。", **v),
    "right_figure": lambda v: say("是的,{region}{indicator}的数字是{value}。", **v),
    "wrong_figure": lambda v: say("不是{claim},{region}{indicator}的数字是{value}。", **v),
    "difference": lambda v: say(
        "相差{gap}{unit}({indicator}):{first}{first_value},{second}{second_value}。", **v
    ),
    "places_of_value": lambda v: say("{indicator}{value}的有{count}个:{places}。", **v),
    "all_places": lambda v: say("{indicator}:{places}。", **v),
    "only_city": lambda v: say("文件只给设区市定了目标,没有给{county}单独定;它属于{city}。", **v),
    "not_of_here": lambda v: say("没有{place}的数字:{paper}里的“{indicator}”只管浙江。", **v),
    "no_such_year": lambda v: say("没有{year}年的数字:{paper}里的“{indicator}”只到{last}年。", **v),
    "is_pilot": lambda v: say("是的,{place}在{count}个试点里。", **v),
    "not_pilot": lambda v: say("不是,{place}不在试点名单里。", **v),
    "pilots_of_city": lambda v: say("不是整个{place}:那里的试点是{names}。", **v),
    "pilots": lambda v: say("试点有{count}个:{names}。", **v),
    "no_paper": lambda v: say("没有收录{number}号。", **v),
    "paper_quoted": lambda v: say("{paper}里提到它:{words}。", **v),
    "our_paper": lambda v: say("收录的{serial}号文件是{number}《{title}》。", **v),
    "paper": lambda v: say("{number}是《{title}》。", **v),
    "issued": _issued,
    "issued_undated": lambda v: say("{paper}由{issuer}印发,收录的文本里没有印发的那天。", **v),
    "dated": lambda v: say(
        "{paper}印发于{date}。", paper=v["paper"], date=said(date.fromisoformat(v["date"]))
    ),
    "not_printed": lambda v: say("{paper}收录的文本里没有印发机关或者日期。", **v),
    "same_issuer": lambda v: say("{papers}都是由{issuer}印发的。", **v),
    "basis": lambda v: say("{paper}的依据是{names}。", **v),
    "no_basis": lambda v: say("没有写:{paper}的开头没有写依据哪个文件。", **v),
    "attachments": lambda v: say("{paper}有{count}个附件:{names}。", **v),
    "no_attachment": lambda v: say("没有,{paper}没有附件。", **v),
    "addressee": lambda v: say("{paper}发给:{names}。", **v),
    "plans": lambda v: say("{paper}印发了{count}个方案:{names}。", **v),
    "parts": lambda v: say("{paper}分{count}部分:{names}。", **v),
    "gazette_line": lambda v: say("{label}:{value}({gazette})。", **v),
    "gazette_missing": lambda v: say("没有写:{gazette}里没有印{what}。", **v),
    "gazette_number": lambda v: say("《{gazette}》{number},{total}。", **v),
    "gazette_date": lambda v: say(
        "{gazette}于{date}出版。", gazette=v["gazette"], date=said(date.fromisoformat(v["date"]))
    ),
    "gazette_count": lambda v: say("{gazette}登了{count}个文件:{names}。", **v),
    "gazette_page": lambda v: say("第{page}页:{gazette}目录里的《{title}》。", **v),
}
