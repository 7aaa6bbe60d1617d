"""Who writes decides the doors: a household's help, who works with an own truck, a host."""

from __future__ import annotations

import pytest
from answer_texts import worded
from figures import en_figures, zh_figures

from actions.context import AnswerContext
from actions.question import PreviousQuestion, Question
from actions.routing.dispatch import answer
from actions.statements.roles import ROLES, Role, of_another_role

NO_EMPLOYER = {
    "household": "劳动监察、劳动仲裁一般不收",
    "own_vehicle": "是运输、租赁合同的钱",
    "streamer": "不看签的叫不叫合作协议",
}


def _first(text: str, intent: str, context: AnswerContext) -> str:
    return worded(answer(Question(text, intent), context)).partition("\n")[0]


@pytest.mark.parametrize(
    ("text", "intent", "role"),
    [
        ("当保姆半年，主家少给我两个月工资", "wages_claim", "household"),
        ("钟点工的钱主顾一直不结", "wages_special_worker", "household"),
        ("给别人家带娃，说好月底给，现在不给", "out_family", "household"),
        ("帮一户人家烧饭，工钱拖到现在", "wages_claim", "household"),
        ("住家阿姨，家政只管介绍，东家扣我钱", "wages_claim", "household"),
        ("I was a housekeeper and they never paid me", "wages_claim", "household"),
        ("拿自家的翻斗车给工地运渣土，没结账欠着", "out_project_money", "own_vehicle"),
        ("铲车租金拖了一年不给", "out_contract_debt", "own_vehicle"),
        ("拉砖的运费老板赖着不给", "wages_building_site", "own_vehicle"),
        ("they owe me freight for my truck", "out_contract_debt", "own_vehicle"),
        ("在MCN做主播，底薪没给", "wages_claim", "streamer"),
        ("公会押着我的提成不给，签的经纪约", "out_contract_debt", "streamer"),
    ],
)
def test_who_has_no_employer_is_sent_to_other_doors(
    text: str, intent: str, role: str, context: AnswerContext
) -> None:
    assert NO_EMPLOYER[role] in _first(text, intent, context)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("家政公司派我做保姆，公司欠我三个月工资", "wages_claim"),
        ("月子中心拖欠我们月嫂的工资", "wages_claim"),
        ("带娃的钱主家付给了公司，公司讲不满意要扣一半", "wages_claim"),
        ("我当保姆，雇主借了我三万不还", "out_contract_debt"),
        ("给车队老板开货车，工资没给", "wages_claim"),
        ("我是挖机司机，老板欠我工资", "wages_claim"),
        ("开自己的车去找老板要工资", "wages_claim"),
        ("骑自己的车送外卖，站长扣钱", "wages_special_worker"),
        ("大三去直播基地实习，实习工资不发", "wages_special_worker"),
        ("在直播间买的货不退钱", "out_consumer"),
        ("工会说不管欠薪", "wages_claim"),
        ("饭店里烧饭的，老板欠薪", "wages_claim"),
    ],
)
def test_who_has_an_employer_stays_with_inspection(
    text: str, intent: str, context: AnswerContext
) -> None:
    said = _first(text, intent, context)
    assert not any(words in said for words in NO_EMPLOYER.values())


def test_the_family_that_hired_is_told_its_side(context: AnswerContext) -> None:
    said = _first("我家请的月嫂要告我说工资没付够", "wages_claim", context)
    assert "请人干活的一家" in said


def test_the_thread_remembers_who_writes(context: AnswerContext) -> None:
    before = (PreviousQuestion("wages_claim", "我做保姆的，主家不给工钱", {}),)

    def then(text: str, intent: str) -> str:
        given = answer(Question(text, intent, history=before), context)
        return given.lead[0].translations["zh"]

    assert NO_EMPLOYER["household"] in then("劳动局会受理吗", "wages_no_action")
    assert "一般3年" in then("要多久拿到", "wages_time_limit")
    # What holds for all is answered, and another employer is another story.
    assert NO_EMPLOYER["household"] not in then("判决了他不给", "wages_enforcement")
    assert NO_EMPLOYER["household"] not in then("我儿子厂里也欠工资", "wages_claim")


@pytest.mark.parametrize(
    ("before", "text", "intent", "says"),
    [
        ("做保姆的，主家不给工钱", "居委会能调解吗", "nlu_fallback", "人民调解委员会"),
        ("做保姆的，主家不给工钱", "调解好了她又反悔", "wages_claim", "可以向法院起诉"),
        ("做保姆的，主家不给工钱", "介绍的公司有没有责任", "wages_penalty", "只收介绍费"),
        ("做保姆的，主家不给工钱", "她抵赖怎么办", "wages_claim", "能证明干了活"),
        ("自家铲车的台班费没给", "签字的单子管用吗", "out_labour", "能证明干了活"),
        ("做主播底薪没给", "每天规定播六小时", "wages_no_contract", "更像劳动关系"),
        ("做主播底薪没给", "仲裁收不收费", "wages_arbitration", "劳动仲裁不收费"),
    ],
)
def test_what_they_ask_next_is_answered_for_them(
    before: str, text: str, intent: str, says: str, context: AnswerContext
) -> None:
    past = (PreviousQuestion("wages_claim", before, {}),)
    assert says in worded(answer(Question(text, intent, history=past), context)).partition("\n")[0]


@pytest.mark.parametrize(
    ("before", "denied"),
    [
        ("自己的货车拉料，运费没给", "那车其实是老板的"),
        ("做保姆的，主家不给工钱", "我是跟家政公司签的"),
    ],
)
def test_who_takes_it_back_is_an_employers_worker(
    before: str, denied: str, context: AnswerContext
) -> None:
    past = tuple(PreviousQuestion("wages_claim", text, {}) for text in (denied, before))
    said = answer(Question("去哪里投诉", "wages_claim", history=past), context)
    assert not any(words in worded(said) for words in list(NO_EMPLOYER.values())[:2])


def test_a_case_may_begin_for_them(context: AnswerContext) -> None:
    asked = Question("我是保姆，东家欠钱，帮我写材料", "wages_case")
    assert of_another_role(asked, context) is None


@pytest.mark.parametrize("role", ROLES.data.roles.values(), ids=list(ROLES.data.roles))
def test_every_figure_of_a_role_stands_in_its_law(role: Role, context: AnswerContext) -> None:
    for said in (role.lead, *role.steps, *(one.says for one in role.asked.values())):
        law = [context.kb.law_provision(item).text for item in said.law]
        assert set(zh_figures(said.zh)) <= {f for text in law for f in zh_figures(text.zh)}
        assert set(en_figures(said.en)) <= {f for text in law for f in en_figures(text.en)}


def test_the_doors_are_those_of_a_claim_on_a_household(context: AnswerContext) -> None:
    given = answer(Question("做住家保姆，主家不给钱", "wages_claim"), context)
    assert "12348" in worded(given)
    assert "劳动保障监察机构（投诉窗口）" not in [link.label for link in given.links]
