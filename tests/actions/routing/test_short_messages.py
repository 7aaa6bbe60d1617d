"""Short messages lean on the matter spoken of before; a switch needs evidence of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.answer import Answer
from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import answer
from actions.routing.going_back import gone_back
from actions.routing.short_kinds import load_short_kinds
from actions.routing.short_messages import UNSURE, leaning
from nlu.decision import Matter
from nlu.follow_ups import examples
from nlu.topics import FALLBACK_INTENT, NO_KIND

PAPER = {"document_number": ("浙政办发〔2017〕77号",)}


def after(before: str, text: str, intent: str = "out_other") -> Question:
    """A message read by itself as something outside, after a question on a matter."""
    return leaning(Question(text, intent, history=(PreviousQuestion(before, "", {}),)))


@pytest.mark.parametrize(
    ("before", "text", "stands_for"),
    [
        ("wages_claim", "那要等几天", "wages_time_limit"),
        ("wages_building_site", "大概多长时间", "wages_time_limit"),
        ("disclosure_request", "得多久", "disclosure_time_limit"),
        ("credit_bank", "多长时间能消", "credit_bank"),
        ("credit_court_list", "要几天", "credit_court_list"),
        ("wages_claim", "收费吗", "wages_claim→wages_arbitration"),
        ("disclosure_request", "收不收钱", "disclosure_time_limit"),
        ("wages_claim", "要准备些啥", "wages_evidence"),
        ("disclosure_refused", "那几个月内要起诉", "disclosure_refused"),
        ("disclosure_refused", "复议有时限吗", "disclosure_refused"),
        ("wages_claim", "多久之内能告", "wages_time_limit"),
        ("credit_court_list", "几天内要申请复议", "credit_court_list"),
        ("disclosure_scope", "要交什么材料", "disclosure_request"),
        ("disclosure_time_limit", "他们不理呢", "disclosure_refused"),
        ("credit_objection", "银行不改怎么办", "credit_objection"),
        ("wages_claim", "上面还能找谁", "wages_no_action"),
        ("wages_time_limit", "换个部门行吗", "wages_no_action"),
        ("credit_repair", "能不能撤掉", "credit_repair"),
        ("credit_bank", "那我都还清了", "credit_bank"),
        ("credit_scam", "钱已经转过去了", "credit_scam"),
        ("wages_boss_gone", "别的省也一样吗", "wages_boss_gone→wages_boss_gone"),
        ("wages_claim", "how long", "wages_time_limit"),
        ("unit_duties", "哪天到期", "deadlines"),
    ],
)
def test_a_follow_up_is_read_with_the_open_matter(before: str, text: str, stands_for: str) -> None:
    assert after(before, text).intent == stands_for.split("→")[-1]


@pytest.mark.parametrize(
    ("text", "intent"), [("哪年出的", "document_info"), ("还算数吗", "document_status")]
)
def test_a_paper_that_was_named_is_the_one_meant(text: str, intent: str) -> None:
    history = (PreviousQuestion("wages_campaign", "80号文", PAPER),)
    read = leaning(Question(text, FALLBACK_INTENT, history=history))
    assert (read.intent, read.entities) == (intent, PAPER)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("征信要多久能消", "credit_bank"), ("公积金要多久", "out_other"), ("/wages_iou", "wages_iou")],
)
def test_what_names_its_own_matter_switches(text: str, intent: str) -> None:
    assert after("wages_claim", text, intent).intent == intent


def test_a_long_message_is_no_follow_up() -> None:
    text = "我再问一件别的事情,小区里的电梯坏了物业不修,这个多久能修好"
    assert not after("wages_claim", text).follows


@pytest.mark.parametrize("text", ["那边怎么说", "就那个事", "嗯那行不行"])
def test_what_fits_nothing_is_asked_back_and_hands_nobody_over(
    context: AnswerContext, text: str
) -> None:
    read = after("wages_claim", text)
    given = answer(read, context)
    assert read.follows == UNSURE and given.status == "clarify"
    assert {choice.payload for choice in given.suggestions} >= {"/wages_evidence"}


def test_an_outside_matter_that_is_sure_is_handed_over() -> None:
    sure = (Matter("outside", 0.99, "out_contract_debt"), Matter("wages", 0.01, "wages_claim"))
    question = Question("房东不退我钱", "out_contract_debt", matters=sure, reply="handed_over")
    read = leaning(replace(question, history=(PreviousQuestion("wages_claim", "", {}),)))
    assert read.intent == "out_contract_debt" and not read.follows


@pytest.mark.parametrize("text", ["几次不要钱", "那个能看吗"])
def test_another_matter_of_ours_needs_a_word_of_its_own(text: str) -> None:
    ours = (
        Matter("disclosure", 0.7, "disclosure_time_limit"),
        Matter("credit", 0.3, "credit_query"),
    )
    question = Question(text, "disclosure_time_limit", matters=ours, reply="likely")
    read = leaning(replace(question, history=(PreviousQuestion("credit_query", "", {}),)))
    assert read.intent == "credit_query"


@pytest.mark.parametrize(
    ("before", "text", "intent", "record"),
    [
        ("credit_court_list", "怎么弄掉", "credit_repair", "credit_court_list"),
        ("credit_bank", "那怎么修", "credit_repair", "credit_bank"),
        ("credit_bank", "法院那个呢", "follow_other", "credit_court_list"),
        ("credit_court_list", "贷款那边呢", "credit_kinds", "credit_bank"),
    ],
)
def test_a_record_stays_the_one_spoken_of_until_another_is_named(
    before: str, text: str, intent: str, record: str
) -> None:
    assert after(before, text, intent).intent == record


def reply(context: AnswerContext, before: str, text: str) -> Answer:
    return answer(after(before, text), context)


@pytest.mark.parametrize(
    ("before", "text", "first"),
    [
        ("credit_repair", "要花钱吗", "不收费"),
        ("disclosure_time_limit", "费用呢", "一般不收费"),
        ("credit_repair", "要多久", "10个工作日"),
        ("wages_no_action", "再往上反映找哪里", "上一级人社部门"),
        ("credit_scam", "钱已经付了", "已经付了钱的"),
        ("wages_claim", "全国都一样吗", "全国通用"),
    ],
)
def test_the_part_that_replies_comes_first(
    context: AnswerContext, before: str, text: str, first: str
) -> None:
    assert first in reply(context, before, text).lead[0].translations.get("zh", "")


def test_before_anything_was_said_it_is_asked_what_it_is_about(context: AnswerContext) -> None:
    given = answer(leaning(Question("要多久", "out_other")), context)
    assert given.status == "clarify"


def wanting(
    before: str, text: str, kind: str, chance: float, intent: str = "out_other"
) -> Question:
    """A message that is like examples of a kind, after a question on a matter."""
    others = (("none", (1 - chance) / 2), ("hours", (1 - chance) / 2))
    history = (PreviousQuestion(before, "", {}),)
    return leaning(Question(text, intent, wants=((kind, chance), *others), history=history))


@pytest.mark.parametrize(
    ("before", "kind", "stands_for"),
    [
        ("wages_claim", "proof", "wages_evidence"),
        ("wages_claim", "who_pays", "wages_claim"),
        ("wages_building_site", "who_pays", "wages_building_site"),
        ("wages_claim", "faster", "wages_arbitration"),
        ("wages_claim", "represent", "wages_legal_aid"),
        ("disclosure_request", "silent", "disclosure_refused"),
        ("disclosure_refused", "deadline", "disclosure_refused"),
        ("credit_bank", "not_mine", "credit_objection"),
        ("credit_scam", "fled", "credit_scam"),
    ],
)
def test_words_of_no_line_are_read_by_what_they_are_like(
    before: str, kind: str, stands_for: str
) -> None:
    read = wanting(before, "随便什么字眼", kind, 0.7)
    assert (read.intent, read.follows) == (stands_for, kind)


@pytest.mark.parametrize(
    ("text", "kind", "chance", "intent"),
    [
        ("随便什么字眼", "proof", 0.3, "out_other"),
        ("你够不够聪明", "proof", 0.9, "bot_complaint"),
        ("随便什么字眼", "proof", 0.5, "greet"),
        ("征信够不够", "proof", 0.9, "out_other"),
        ("随便什么字眼", "not_mine", 0.9, "out_other"),
    ],
    ids=["unlikely", "to the clerk", "rather talk", "another matter", "no reply to it in this one"],
)
def test_a_likeness_is_not_believed_where_it_may_be_another_thing(
    text: str, kind: str, chance: float, intent: str
) -> None:
    assert wanting("wages_claim", text, kind, chance, intent).follows != kind


def test_whoever_goes_back_to_a_matter_may_ask_at_once() -> None:
    history = (PreviousQuestion("credit_bank", "", {}), PreviousQuestion("wages_claim", "", {}))
    asked = Question("还是先说工资的事吧 那要等几天", "out_other", history=history)
    assert leaning(gone_back(asked)).intent == "wages_time_limit"


def test_what_names_or_is_nearest_to_a_matter_of_before_goes_back_to_it() -> None:
    history = (PreviousQuestion("credit_bank", "", {}), PreviousQuestion("wages_claim", "", {}))
    near = (("point/wages/general_contractor", 0.6), ("point/credit/paid_up", 0.2))
    for asked in (
        Question("走了提成还给吗", "out_other", history=history),
        Question("那个盖房子的大的给不给", "out_other", nearest=near, history=history),
    ):
        assert gone_back(asked).history == history[::-1]
    stays = Question("那要多久", "out_other", history=history)
    assert gone_back(stays).history == history
    of_paper = (PreviousQuestion("deadlines", "", {}, {"kind": "deadline"}), *history)
    asked = Question("工资呢", "out_other", history=of_paper)
    assert gone_back(asked).history == of_paper


def test_what_has_a_door_of_its_own_is_handed_over(context: AnswerContext) -> None:
    history = (PreviousQuestion("wages_claim", "", {}),)
    read = leaning(Question("发霉的面找谁", "out_other", history=history))
    given = answer(read, context)
    assert given.status == "out_of_scope"
    assert any(link.url == "tel:12345" for link in given.links)


@pytest.mark.parametrize("kind", ["refused", "silent", "higher"])
def test_a_village_stays_the_one_that_was_asked(kind: str, context: AnswerContext) -> None:
    history = (PreviousQuestion("disclosure_scope", "村委会从不公布账目", {}),)
    question = Question("随便什么字眼", "out_other", wants=((kind, 0.9),), history=history)
    given = answer(leaning(question), context)
    assert "乡镇政府" in given.lead[0].translations["zh"]


def test_a_bare_number_behind_a_story_is_the_sum(context: AnswerContext) -> None:
    history = (PreviousQuestion("wages_claim", "厂里不发工资", {}),)
    read = leaning(Question("18600", FALLBACK_INTENT, reply="two_readings", history=history))
    assert "18600" in str(answer(read, context).lead[0].translations["zh"])


def test_every_kind_is_said_in_words_or_examples() -> None:
    told = examples()
    untold = [k.name for k in load_short_kinds().kinds if not k.words and k.name not in told]
    unread = set(told) - {kind.name for kind in load_short_kinds().kinds} - {NO_KIND}
    assert not untold
    assert not unread


@pytest.mark.parametrize(
    ("before", "text", "first"),
    [
        ("disclosure_refused", "多长时间内要去告", "6个月内"),
        ("credit_court_list", "多少天内申请复议", "10日内"),
    ],
)
def test_by_when_one_must_act_is_said_first(
    before: str, text: str, first: str, context: AnswerContext
) -> None:
    given = answer(after(before, text), context)
    assert first in given.lead[0].translations["zh"]


@pytest.mark.parametrize(
    ("before", "text", "intent", "first"),
    [
        ("wages_claim", "叫我姐替我去投诉行吗", "wages_claim", "任何人都可以举报"),
        ("wages_boss_gone", "could my husband go for me?", "wages_claim", "任何人都可以举报"),
        ("wages_time_limit", "我嫂子不行,我表弟能代我去讲吗", "wages_claim", "任何人都可以举报"),
        ("credit_objection", "我老公能替我办吗", "credit_objection", "没有收录"),
        ("disclosure_time_limit", "我女儿可以帮我申请吗", "disclosure_request", "任何公民"),
        ("wages_evidence", "可以直接起诉公司吗", "wages_arbitration", "先申请劳动仲裁"),
        ("wages_claim", "举报收费不", "wages_arbitration", ""),
        ("wages_claim", "去劳动监察投诉要花钱吗", "wages_arbitration", "没有写"),
        ("wages_claim", "唉那我咋整啊", "wages_claim", "您有权投诉"),
        ("wages_arbitration", "在哪里递", "wages_arbitration", "劳动仲裁"),
        ("credit_court_list", "该找哪个法院", "credit_court_list", "哪个法院"),
        ("credit_court_list", "那限高呢", "credit_court_list", "不能坐飞机"),
        ("credit_court_list", "如何申辩", "credit_court_list", "书面申请纠正"),
        ("credit_bank", "咋反驳他们", "credit_objection", "可以提异议"),
        ("credit_kinds", "钱交清了几年能消", "credit_kinds", "保存多久"),
        ("credit_scam", "我不小心填了", "credit_scam", "马上告诉您的银行"),
        ("credit_scam", "卡号报给他了", "credit_scam", "马上告诉您的银行"),
        ("wages_claim", "有人叫我把密码发过去", "credit_scam", "都不要给"),
        ("wages_claim", "挂横幅可以吗", "wages_collective", "请先别"),
        ("wages_boss_gone", "去他办公室门口闹呢", "wages_collective", "请先别"),
        ("wages_claim", "我还没满18岁能行吗", "wages_claim", "没成年"),
    ],
)
def test_few_words_get_first_what_replies_to_them(
    context: AnswerContext, before: str, text: str, intent: str, first: str
) -> None:
    read = after(before, text)
    assert read.intent == intent
    assert first in answer(read, context).lead[0].chinese


@pytest.mark.parametrize(
    ("text", "intent", "stands_for"),
    [
        ("我把验证码发给了他们", "out_family", "credit_scam"),
        ("陌生人要我的银行密码", FALLBACK_INTENT, "credit_scam"),
        ("限消令能取消吗", "credit_court_list", "credit_court_list"),
        ("验证码一直收不到", "out_government_service", "out_government_service"),
        ("我填了", "goodbye", "goodbye"),
        ("叫我姐替我去行吗", "out_family", "follow_other"),
    ],
)
def test_what_says_enough_needs_no_thread(text: str, intent: str, stands_for: str) -> None:
    assert leaning(Question(text, intent)).intent == stands_for
