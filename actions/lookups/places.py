"""Questions about places: those the base does not speak of, and those whose doors are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.answer import Answer, Link, Notice, curated, say
from actions.citations import HOTLINE, channel_link, hotline
from actions.context import AnswerContext
from actions.question import Question
from policies_kb.kb import KnowledgeBase

#: The office whose name a place is put before: each county has its own.
INSPECTION_OFFICE = "inspection_window"


def elsewhere(question: Question, context: AnswerContext) -> Answer:
    """Return the answer that a place outside Zhejiang is not covered."""
    return Answer(
        status="out_of_scope",
        lead=(
            say(
                "您问的是{place}。这里收录的是浙江省的文件,没有{place}的规定,不能替您回答。",
                place="、".join(question.values("outside_region")),
            ),
        ),
        links=(hotline(context.kb),),
        suggestions=context.suggest("document_list", "wages_claim", "disclosure_request"),
    )


def with_place_notice(answer: Answer, question: Question) -> Answer:
    """Add that local channels and rules elsewhere differ, to an answer from national law."""
    notice = Notice(
        "outside_region",
        say(
            "您提到{place}:国家规定各地通用,但浙江省的条例和窗口只管浙江,请找当地的同类部门。",
            place="、".join(question.values("outside_region")),
        ),
    )
    return replace(answer, notices=(notice, *answer.notices))


def with_local_door(answer: Answer, places: Sequence[str], kb: KnowledgeBase) -> Answer:
    """Name the office of a place in Zhejiang, and say that its own addresses are not held.

    Args:
        answer: An answer with doors to go to.
        places: The places a message or a case names.
        kb: Has the doors.
    """
    if not (places and answer.links):
        return answer
    text = say(
        "{place}自己的地址和电话这里没有收录,列出的是全省、全国通用的;"
        "找不到{place}的窗口,可以打{phone}问。",
        place="、".join(places),
        phone=kb.channel(HOTLINE).phone,
    )
    notice = Notice("common_doors", text)
    links = answer.links
    if len(places) == 1:
        window = channel_link(kb.channel(INSPECTION_OFFICE))
        links = tuple(_of_place(link, places[0]) if link == window else link for link in links)
    return replace(answer, links=links, notices=(*answer.notices, notice))


def _of_place(link: Link, place: str) -> Link:
    """Return the link with the name of the place whose office it is."""
    words = link.label.translations
    return replace(link, label=curated(f"{place}{words['zh']}", f"{words['en']}, {place}"))
