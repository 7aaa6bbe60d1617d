"""The corrections of 28 November 2026 beside the three of ``test_superseded_law``.

The numbers are those of ``docs/law-changes.md``. Each sentence of before was copied from a reply
or a file of before that day and stands nowhere any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from policies_kb.kb import KnowledgeBase
from tests.actions.cards.test_superseded_law import ROOT, both, words_of

FOLDERS = ("policies_kb/curated", "actions", "bot")


@dataclass(frozen=True)
class Correction:
    """What an intent says now, and what was said before, in both languages where it was."""

    number: int
    intent: str
    says: str
    before: tuple[str, ...] = ()


CORRECTIONS = (
    Correction(
        4,
        "wages_special_worker",
        "自2026年7月1日起，给单位干、受它管的，报酬不得低于当地最低工资标准并按月发",
        (
            "过了退休年龄：据公开介绍，自2026年7月1日起也可以找劳动监察和仲裁",
            "Past retirement age: according to published accounts, labour inspection",
            "未读到全文，请向人社部门核对",
            "先问劳动监察或者仲裁收不收",
        ),
    ),
    Correction(
        5,
        "env_report_schedule",
        "会议20日前送征求意见，10日前送常委会，7日前由常委会办事机构发给组成人员",
        ("对方5日内提出意见", "which answers in 5 days"),
    ),
    Correction(
        6,
        "disclosure_refused",
        "海关、税务、外汇、金融、国家安全机关，向上一级主管部门申请",
        ("对政府不服，向上一级政府申请。带上申请、回执和答复。",),
    ),
    Correction(
        7,
        "wages_claim",
        "调查完15个工作日内作出处理决定，7日内送达",
        ("复杂的经批准可以再延长30个工作日。",),
    ),
    Correction(
        8,
        "wages_arbitration",
        "申请调解或者仲裁以后，劳动监察不再受理同一件事，在网上申请调解也一样",
        (
            "申请仲裁以后，劳动监察不再受理同一件事",
            "Once you apply for arbitration, labour inspection",
        ),
    ),
    Correction(
        9,
        "wages_boss_gone",
        "裁决书或者判决生效后3个月内要申请强制执行，逾期保全会被解除",
        ("打官司时可以申请保全单位的财产，有证据证明", "打官司时可以申请保全财产"),
    ),
    Correction(
        10,
        "wages_arbitration",
        "没有正当理由不到庭或者中途退庭的，可以按撤回申请处理，再申请就不受理了",
        ("仲裁委员会5日内决定受不受理", "The commission decides within 5 days whether"),
    ),
    Correction(
        11,
        "wages_arbitration",
        "单项不超过当地月最低工资标准12个月的，这一项裁决作出就生效",
        ("金额不超过当地月最低工资标准12个月的，裁决作出就生效",),
    ),
    Correction(
        12,
        "wages_special_worker",
        "不得低于同岗位最低档工资的80%，或者约定工资的80%",
        (
            "试用期：不得低于约定工资的80%",
            "not less than the lowest grade of the same post or 80% of the agreed wage",
        ),
    ),
    Correction(
        13,
        "wages_iou",
        "老板跑了、找不到人的，支付令没有用",
        (
            "有调解协议的可以直接起诉；没有的，要先申请劳动仲裁",
            "with a mediation agreement you may sue directly; without one, arbitration comes first",
            "起诉也有时效，这里没有收录这一条",
            "Suing has a time limit too, which is not held here",
        ),
    ),
    Correction(
        14,
        "gov_promise_broken",
        "对民营企业和经营者，现在还写进了民营经济促进法，个人的事不归这部法律管",
        ("这一条现在写进了民营经济促进法", "The Private Economy Promotion Law now says so."),
    ),
    Correction(
        15,
        "disclosure_request",
        "从别的机关取得的，由制作或者最初取得的那个机关公开",
        (
            "从别人那里取得的，一般由保存的机关公开",
            "what it got from others is as a rule",
        ),
    ),
    Correction(
        16,
        "credit_repair",
        "判了刑的，从刑罚执行完毕之日算起",
        ("不良信息满5年自然修复", "A bad record is repaired of itself after 5 years"),
    ),
    Correction(
        17,
        "credit_repair",
        "最长的公示期（轻微3个月、一般1年、严重3年）到了，不用申请也停止公示",
        ("据转载材料，请在国家发展改革委网站核对",),
    ),
    Correction(
        18,
        "wages_penalty",
        "可以申请提前移出，但再次欠薪的、刑事案子没了结的不行",
        ("付清后满6个月并作出守信承诺，可以申请提前移出。",),
    ),
    Correction(
        19,
        "wages_special_worker",
        "平台管着您干活的，报酬也不得低于当地最低工资标准，要按时足额付",
        (
            "骑手等平台用工、学生兼职实习：这里没有收录专门规定",
            "这里也没有收录专门规定",
            "no special rules are held here. Find out who pays you",
        ),
    ),
    Correction(
        20,
        "wages_penalty",
        "拒不执行劳动监察决定的，处2000元以上2万元以下罚款",
        (
            "的，可以处2000元以上2万元以下罚款",
            "may be fined 2,000 to 20,000 yuan",
            "10人以上的集体争议推举3至5名代表",
            "反映成年自然人和单位信用状况",
        ),
    ),
)
BEFORE = [(row.number, sentence) for row in CORRECTIONS for sentence in row.before]


@pytest.mark.parametrize(("number", "sentence"), BEFORE)
def test_what_was_wrong_stands_nowhere(number: int, sentence: str) -> None:
    found = [path for folder in FOLDERS for path, text in words_of(folder) if sentence in text]
    assert found == [], number


@pytest.mark.parametrize("row", CORRECTIONS, ids=lambda row: f"{row.number}-{row.intent}")
def test_what_holds_is_said(row: Correction, context: AnswerContext) -> None:
    texts = both(answer(Question("这件事怎么办", row.intent), context))
    assert row.says in texts["zh-Hans"]
    for text in texts.values():
        assert [sentence for _, sentence in BEFORE if sentence in text] == []


@pytest.mark.docs
def test_the_page_of_changes_has_every_correction() -> None:
    page = (ROOT / "docs" / "law-changes.md").read_text(encoding="utf-8")
    numbers = {row.number for row in CORRECTIONS} | {1, 2, 3}
    assert numbers == set(range(1, 21))
    assert [number for number in sorted(numbers) if f"\n| {number} |" not in page] == []
    missing = [row.says for row in CORRECTIONS if row.says not in page]
    assert missing == []


@pytest.mark.parametrize(
    ("provision", "says"),
    [
        ("reg_zj_credit_2018.art_16", "判了刑的，从刑罚执行完毕之日算起"),
        ("reg_zj_credit_2018.art_2", "具有完全民事行为能力的自然人"),
        ("notice2005_12.item_1", "单位的规章制度适用于劳动者"),
        ("zj_arb.art_40", "可以推举3至5名代表"),
        ("interp2025_12.art_21", "第三十二条第一款"),
        ("review_law.art_28", "上一级司法行政部门"),
        ("arb_law.art_47", "一项一项地看"),
        ("platform2021_56.relation", "现在是不是还有效没有查到"),
    ],
)
def test_law_without_a_card_of_its_own_is_right(
    provision: str, says: str, kb: KnowledgeBase
) -> None:
    assert says in kb.law_provision(provision).text.zh


@pytest.mark.parametrize(
    ("law", "in_force"),
    [
        ("order56", "2026-07-01"),
        ("zj_supervision_reg", "2025-06-01"),
        ("ndrc36", "2026-04-01"),
        ("samr_repair_2025", "2025-12-25"),
        ("social_assistance_law", "2026-07-01"),
    ],
)
def test_what_is_new_has_its_day(law: str, in_force: str, kb: KnowledgeBase) -> None:
    row = kb.law(law)
    assert row.in_force == date.fromisoformat(in_force)
    assert row.evidence.checked == date(2026, 11, 28) and row.evidence.source


@pytest.mark.parametrize(("old", "new"), [("省法制办", "省司法厅"), ("省旅游局", "省文化和旅游厅")])
def test_two_units_have_their_new_names(old: str, new: str, kb: KnowledgeBase) -> None:
    assert next(unit for unit in kb.units() if unit.name == old).present == (new,)


def test_a_notice_that_was_changed_has_the_day_of_it(kb: KnowledgeBase) -> None:
    assert kb.law("notice2005_12").evidence.checked == date(2026, 11, 28)


def test_an_iou_has_its_limit_on_the_route_too(kb: KnowledgeBase) -> None:
    route = next(one for one in kb.wage_routes() if one.id == "signed_iou")
    assert route.then and "一般是3年" in route.then.zh and "3 years" in route.then.en
    assert {"civil_code.art_188", "civil_code.art_195"} <= set(route.law)


@pytest.mark.parametrize("intent", ["credit_repair", "credit_kinds", "credit_bank"])
def test_wherever_five_years_are_asked_for_a_sentence_counts_from_its_end(
    intent: str, context: AnswerContext
) -> None:
    given = answer(Question("坐过牢的记录留几年", intent), context)
    texts = both(given)
    assert "判了刑的从刑罚执行完毕之日算起" in texts["zh-Hans"].replace("，从", "从")
    assert "after a prison sentence from the end of the sentence" in texts["en"]
    assert "/laws/reg_zj_credit_2018#art_16" in {one.url for one in given.citations}


def test_whatever_information_is_asked_for_its_holder_is_told(context: AnswerContext) -> None:
    given = answer(Question("企业交给局里的材料谁来公开", "disclosure_scope"), context)
    assert "向制作或者最初取得的那个机关" in both(given)["zh-Hans"]
    assert "/laws/law711#art_10" in {one.url for one in given.citations}
