"""Demands for information that no organ of government holds: whose rules, and whose door."""

from __future__ import annotations

import pytest
from figures import en_figures, zh_figures

from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from actions.statements.holders import Holder, all_holders, holder_of, not_an_organ
from bot.wording.render import render
from nlu.topics import FALLBACK_INTENT

EACH = pytest.mark.parametrize("holder", all_holders(), ids=lambda holder: holder.name)
#: What only organs of government are held to.
RULES_OF_ORGANS = ("20个工作日内答复", "within 20 working days", "7个工作日内一次性")


@EACH
def test_every_figure_stands_in_the_law_beside_it(holder: Holder, context: AnswerContext) -> None:
    for said in (holder.rule, *holder.steps):
        law = [context.kb.law_provision(item) for item in said.law]
        proof = [f"{one.text.zh}{context.kb.law(one.law).relation.zh}" for one in law]
        zh = {figure for text in proof for figure in zh_figures(text)}
        english = [f"{one.text.en} {context.kb.law(one.law).relation.en}" for one in law]
        en = {value for text in english for value in en_figures(text)}
        assert set(zh_figures(said.text.translations["zh"])) <= zh
        assert set(en_figures(said.text.translations["en"])) <= en


@EACH
def test_each_has_a_door(holder: Holder, context: AnswerContext) -> None:
    assert holder.channels and holder.steps
    assert [context.kb.channel(name) for name in holder.channels]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("村支书不肯公布去年的收支", "village"),
        ("我们下溪村的分红账能看吗", "village"),
        ("村民小组的分配方案没公示", "village"),
        ("中学食堂的采购清单要公开吗", "public_service"),
        ("医院的收费明细不给看", "public_service"),
        ("信访的处理结果能要吗", "petition"),
        ("举报了半年没有结论", "petition"),
        ("法院的案卷能公开吗", "court"),
        ("住院的病历能不能给我复印", "medical_record"),
        ("城管罚单的案卷让看吗", "enforcement_file"),
        ("市监局处罚的卷宗能复制吗", "enforcement_file"),
        ("派出所的出警记录不给", "police"),
        ("我的档案单位不转", "personal_file"),
        ("the villagers' committee hides its accounts", "village"),
        ("业委会不肯给业主看合同", "owners"),
        ("业主大会的表决票能查吗", "owners"),
        ("物业公司电梯广告的收入没公布", "owners"),
        ("公维金用了多少查不到", "owners"),
        ("the property manager does not show the accounts", "owners"),
        ("住建局不公开物业的检查结果", None),
        ("镇政府不公布村里的低保名单", None),
        ("教育局不公开学区划分的依据", None),
        ("农村宅基地的政策在哪里看", None),
        ("预算怎么申请公开", None),
        ("去法院复印案卷要带什么", "court"),
        ("村里征地批文不给公开", None),
        ("我们村规划许可的材料要申请公开", None),
        ("股份合作社的分红没公布", "village"),
        ("居委会的经费没公示", "residents"),
        ("社区的账不公布", "residents"),
        ("the residents' committee hides its books", "residents"),
        ("街道办不公布居委会的经费", None),
        ("国企的采购合同能公开吗", "state_firm"),
        ("国有自来水公司不公示水价", "public_service"),
        ("城投的审批材料,发改委不公开", None),
        ("向法院申请公开执行情况", "court"),
        ("能不能去法院告它不公开", None),
        ("信息公开答复我不服，可以上法院吗", None),
        ("请法院判它公开行吗", None),
        ("说信息不存在，法院会受理吗", None),
        ("can I go to court over a refused disclosure", None),
    ],
)
def test_who_holds_it_is_heard(text: str, name: str | None) -> None:
    found = holder_of(text)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("intent", "text", "says", "law", "door"),
    [
        (
            "disclosure_request",
            "村里的账想申请公开",
            "至少每季度公布一次",
            "villagers_law.disclose",
            "乡镇",
        ),
        ("disclosure_refused", "村委会不公开征地款", "责令公布", "villagers_law.remedy", "乡镇"),
        ("disclosure_scope", "小学的伙食费能查吗", "主管部门申诉", "law711.art_55", "12345"),
        (
            "disclosure_time_limit",
            "信访多久给结果",
            "受理后60日内办结",
            "petition_rules.art_34",
            "民呼我为",
        ),
        ("disclosure_scope", "法院的卷宗能申请吗", "不是行政机关", "law711.art_2", "法律援助"),
        (
            "disclosure_scope",
            "居委会的救助名单能看吗",
            "这里没有收录",
            "law711.art_2",
            "街道",
        ),
        (
            "disclosure_request",
            "想申请国企的账",
            "国有企业不是行政机关",
            "law711.art_55",
            "12345",
        ),
        (
            "disclosure_scope",
            "业委会的流水可以申请公开吗",
            "应当定期公布",
            "civil_code.art_281",
            "街道",
        ),
        (
            "disclosure_refused",
            "物业不给看维修资金的明细",
            "定期向业主公开",
            "civil_code.art_943",
            "12345",
        ),
        ("disclosure_request", "想申请医院的病案", "应当及时提供", "civil_code.art_1225", "12345"),
        ("disclosure_scope", "执法队的案卷能看吗", "机关可以不公开", "law711.art_16", "法律援助"),
    ],
)
def test_its_own_rule_and_door_are_told(
    intent: str, text: str, says: str, law: str, door: str, context: AnswerContext
) -> None:
    given = answer(Question(text, intent), context)
    shown = str(render(given, "zh-Hans").text)
    assert given.status == "answered" and says in shown
    assert law in {c.url.removeprefix("/laws/").replace("#", ".") for c in given.citations}
    assert any(door in link.label.translations["zh"] or door in link.url for link in given.links)
    assert [rule for rule in RULES_OF_ORGANS if rule in shown] == []


def test_a_village_is_told_that_the_text_may_have_changed(context: AnswerContext) -> None:
    given = answer(Question("村里的账不公开", "disclosure_refused"), context)
    assert "2026年1月1日起有修改，请向乡镇政府核对" in given.lead[0].translations["zh"]
    assert "secondary" in [notice.kind for notice in given.notices]


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("村务几年没公布了，账也不给看", True),
        ("学校不公示收费", True),
        ("法院的裁定书想要公开一下", True),
        ("医院不给我看病历", True),
        ("病历上写着工伤", False),
        ("想调取派出所的接警记录", True),
        ("物业从不公示公共部位的收益", True),
        ("物业乱停车没人管", False),
        ("业委会的人打了我，结果没有公布", False),
        ("被派出所带走了，消息没有公布", False),
        ("法院查封账户了怎么办", False),
        ("村里路坏了没人修", False),
        ("上访快四个月了没有下文", True),
        ("能看看小学食堂的采购合同吗", True),
        ("国企不给我看劳动合同", False),
        ("the police will not give me the report", True),
        ("I want to see my hospital records", True),
        ("信访件到哪一步了", True),
        ("去年投诉老板没有答复", False),
        ("法院的卷宗我能不能看", True),
        ("报案材料能不能复印", True),
        ("学籍档案被弄丢了", True),
        ("公司把我的档案压着", True),
        ("我档案里写的是农村户口", False),
        ("the village will not say where the compensation went", True),
        ("国企拖欠我工资", False),
    ],
)
def test_an_unsure_message_needs_a_demand(
    text: str, answered: bool, context: AnswerContext
) -> None:
    given = not_an_organ(Question(text, FALLBACK_INTENT), context)
    assert (given is not None) is answered


def test_an_organ_is_told_its_own_rules(context: AnswerContext) -> None:
    given = answer(Question("镇政府不公开村里的补偿款", "disclosure_refused"), context)
    assert given == context.card_answer("disclosure_refused")
    wages = answer(Question("村里的厂欠我工资", "wages_claim"), context)
    assert wages == context.card_answer("wages_claim")
