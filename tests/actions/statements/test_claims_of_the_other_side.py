"""What the other side says is answered in the first line, before what was taken down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answer_texts import worded
from talk_rig import played

from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import answer
from nlu.clauses import claim_in

if TYPE_CHECKING:
    from bot.server.start import App

WAGES_BEFORE = (PreviousQuestion("wages_claim", "老板不给工钱", {}),)
SITE_BEFORE = (PreviousQuestion("wages_building_site", "工地上不给钱", {}),)
#: No rule of its own is held on it, and it is said so.
NOT_HELD = "没有查到单独的规定"

CLAIMS = [
    ("wages_claim", "厂里说账上没钱", "没钱不是不发工资的理由"),
    ("wages_penalty", "他讲这阵子生意差", "没钱不是不发工资的理由"),
    ("wages_claim", "工头说要等业主拨款", "不是不发工资的理由"),
    ("wages_building_site", "总包讲该付的都付给分包了", "有关系"),
    ("wages_building_site", "项目部说钱发给带班了", "工资要付给劳动者本人"),
    ("out_labour", "包工头说墙没砌好", "质量、造价有争议"),
    ("wages_claim", "店里说我没提前打招呼", "已经干的工资照样要付"),
    ("wages_penalty", "老板娘说你尽管去告", "您确实可以告"),
    ("wages_claim", "会计说还在走流程", "审批、开票"),
    ("wages_special_worker", "站长讲不归他们管", "要看事实"),
    ("wages_collective", "单位说没雇过我们", "不认也可以投诉"),
    ("wages_penalty", "伊讲早就付清了", "要单位拿凭证"),
    ("wages_claim", "公司称我旷工三天", "不能随便扣"),
    ("wages_claim", "警察说这是民事", "报过警，也还要去"),
    ("wages_arbitration", "窗口叫我去仲裁", "不收费"),
    ("wages_penalty", "老板说大家都不容易", NOT_HELD),
    ("out_other", "人家讲规矩就是这样", NOT_HELD),
    ("wages_claim", "公司说它那边放假了", NOT_HELD),
    ("wages_claim", "he says it is not his problem", NOT_HELD),
]


@pytest.mark.parametrize(("intent", "text", "says"), CLAIMS, ids=[c[1] for c in CLAIMS])
def test_a_claim_is_answered_in_the_first_line(
    intent: str, text: str, says: str, context: AnswerContext
) -> None:
    before = SITE_BEFORE if "site" in intent else WAGES_BEFORE
    given = answer(Question(text, intent, history=before), context)
    assert says in given.lead[0].translations["zh"], worded(given)


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("wages_arbitration", "我表哥说可以仲裁"),
        ("wages_claim", "说好一个月五千"),
        ("wages_claim", "他说话不算数"),
        ("wages_claim", "我跟他说了好几次"),
        ("wages_evidence", "公司电话打不通"),
        # What asks is answered as a question, what a page is on by that page.
        ("wages_arbitration", "老板说只能仲裁对吗"),
        ("wages_no_contract", "老板说没合同就没工资"),
    ],
)
def test_what_is_no_claim_or_has_its_own_answer_is_not_sent_to_the_lines(
    intent: str, text: str, context: AnswerContext
) -> None:
    given = answer(Question(text, intent, history=WAGES_BEFORE), context)
    assert NOT_HELD not in given.lead[0].translations["zh"]


def test_a_claim_is_quoted_but_not_where_others_read_along(context: AnswerContext) -> None:
    said = "公司说它那边放假了"
    given = answer(Question(said, "wages_claim", history=WAGES_BEFORE), context)
    assert claim_in(said) in worded(given)


def test_of_another_matter_no_claim_is_answered(context: AnswerContext) -> None:
    before = (PreviousQuestion("credit_bank", "逾期了", {}),)
    given = answer(Question("他们说大家都这样", "credit_bank", history=before), context)
    assert NOT_HELD not in worded(given)


@pytest.mark.parametrize(
    ("before", "said", "says"),
    [
        (("/wages_case",), "老板说没钱", "没钱不是不发工资的理由"),
        (("/wages_case", "海宁"), "厂里说我不是他们的人", "不认也可以投诉"),
        (("老板欠我工资",), "公司说它那边放假了", NOT_HELD),
        (("工地包工头欠我们工钱",), "总包说都打给劳务公司了", "有关系"),
    ],
)
async def test_the_record_is_never_the_whole_reply(
    parts: App, before: tuple[str, ...], said: str, says: str
) -> None:
    _, reply = await played(parts, *before, said)
    assert says in reply["lead"][0], reply["text"]


async def test_a_labour_firm_on_a_site_is_no_dispatch(parts: App) -> None:
    _, reply = await played(parts, "工地上班组不发钱", "班组上面是一家劳务公司")
    assert "派遣" not in reply["text"]
    _, sent = await played(parts, "厂里不发工资", "我是劳务公司派去的")
    assert "派遣" in sent["text"]
