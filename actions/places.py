"""Questions about places the base does not speak of."""

from __future__ import annotations

from dataclasses import replace

from actions.answer import Answer, Notice, say
from actions.desk import Desk
from actions.proof import hotline
from actions.question import Question


def elsewhere(question: Question, desk: Desk) -> Answer:
    """Return the answer that a place outside Zhejiang is not covered."""
    return Answer(
        status="out_of_scope",
        lead=(
            say(
                "您问的是{place}。这里收录的是浙江省的文件,没有{place}的规定,不能替您回答。",
                place="、".join(question.values("outside_region")),
            ),
        ),
        links=(hotline(desk.kb),),
        suggestions=desk.suggest("document_list", "wages_claim", "disclosure_request"),
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
