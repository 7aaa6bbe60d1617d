"""Whole cases of unpaid wages, from the first word to the advice."""

from __future__ import annotations

import pytest
from guide_play import PlayerMaker

from actions.citations import phrase
from bot.wording.render import Wording

#: What is said, then the route to take first.
CASES: dict[str, tuple[str, str]] = {
    "factory_with_contract": (
        "我在永康一家五金厂上班,老板三个月没发工资,欠我18000元 / 还在干 / 就我一个人 / "
        "有合同 / 找得到,他说年底给 / 还没有 / 都没有",
        "clear_claim",
    ),
    "english": (
        "factory in 义乌 owes me 20000 yuan since March 2026 / still there / just me / "
        "contract / reachable / nothing yet / none of these",
        "clear_claim",
    ),
    "no_contract": (
        "温岭鞋厂欠我8500块 / 今年5月起 / 今年8月走的 / 3个人 / "
        "没签合同,有微信聊天 / 不肯给 / 没有 / 没有",
        "no_contract",
    ),
    "site": (
        "我在柯桥的工地做木工,包工头欠我两万三 / 今年2月 / 上个月走的 / 5个人 / "
        "有考勤 / 找得到 / 还没投诉 / 都没有",
        "building_site",
    ),
    "site_with_foremans_iou": (
        "包工头打了欠条,欠1.2万 / 北仑 / 今年2月 / 上个月走的 / 就我 / 找得到 / 没有 / 没有",
        "building_site",
    ),
    "iou_of_a_firm": (
        "公司给我写了工资欠条,一共36000元 / 瑞安 / 去年12月 / 今年1月离职 / "
        "1个人 / 找得到 / 还没有 / 没有",
        "signed_iou",
    ),
    "boss_fled": (
        "老板跑了,厂子关了,我们8个人工资没发 / 慈溪 / 三个月前 / 上个月走的 / "
        "12万 / 有工资条 / 还没有 / 没有",
        "boss_fled",
    ),
    "disputed": (
        "诸暨的公司 / 今年6月 / 今年9月走的 / 15000 / "
        "1个 / 合同 / 找得到 / 没有 / 他不承认我是他那里的,金额也有争议",
        "disputed",
    ),
    "left_over_a_year": (
        "海宁的皮革厂 / 去年3月 / 去年6月走的 / 9000元 / 1 / 有合同 / 找得到 / 没有 / 没有",
        "left_over_a_year",
    ),
    "left_over_two_years": (
        "桐乡的厂 / 2023年3月 / 2024年6月离职 / 9000元 / 1 / 有合同 / 找得到 / 没有 / 没有",
        "over_two_years",
    ),
    "in_arbitration": (
        "乐清的厂 / 今年3月 / 今年6月走的 / 9000元 / 1 / 有合同 / 找得到 / 已经申请仲裁了 / 没有",
        "already_in_procedure",
    ),
    "in_court": (
        "乐清的厂 / 今年3月 / 今年6月走的 / 9000元 / 1 / 有合同 / 找得到 / 已经起诉了 / 没有",
        "already_in_procedure",
    ),
    "nobody_acts": (
        "平湖的厂 / 今年3月 / 还在 / 9000元 / 1 / 有合同 / 找得到 / 投诉了没人管,互相推 / 没有",
        "office_does_not_act",
    ),
    "sent_to_arbitration": (
        "永康的厂 / 今年3月 / 今年6月走的 / 9000元 / 1 / 有合同 / 找得到 / "
        "人社所去过了,让我申请仲裁 / 没有",
        "sent_to_arbitration",
    ),
    "mediation_broken": (
        "上虞的公司 / 今年3月 / 今年6月走的 / 9000元 / "
        "1 / 有合同 / 找得到 / 没有 / 签过调解协议,到期没付",
        "mediation_broken",
    ),
    "past_retirement_age": (
        "龙泉的厂 / 今年3月 / 还在 / 9000元 / "
        "1 / 什么都没有 / 找得到 / 没有 / 我六十多了,过了退休年龄",
        "past_retirement_age",
    ),
    "household": (
        "我给一户人家做保姆,在西湖区,两个月没给钱 / 今年10月走的 / 8000 / "
        "就我一个 / 只有微信 / 找得到 / 没有",
        "private_household",
    ),
    "rider": (
        "我是骑手,在萧山,站点欠我两个月工资 / 还在干 / 7000 / 1 / 只有聊天记录 / 找得到 / 没有",
        "platform_worker",
    ),
    "project_money": (
        "我在临海包了个工程 / 工地 / 今年1月 / 今年6月完工 / 30万 / "
        "1 / 有合同 / 不肯给 / 没有 / 要的是工程款",
        "project_money",
    ),
    "agency": (
        "劳务派遣公司派我到平阳的厂里,工资没发 / 今年8月 / 还在 / 6000 / "
        "1 / 有合同 / 找得到 / 没有 / 没有",
        "clear_claim",
    ),
    "restaurant": (
        "在嘉善一家饭店端盘子 / 今年8月 / 今年9月走的 / 6000 / "
        "2个人 / 什么都没有 / 不给 / 没有 / 没有",
        "no_contract",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_comes_to_its_route(name: str, start: PlayerMaker) -> None:
    said, wanted = CASES[name]
    player = start("wages_case").type(*said.split(" / "))
    assert player.pending is None, (player.facts, player.lead())
    route = next(route for route in player.context.kb.wage_routes() if route.id == wanted)
    wording = Wording("zh-Hans")
    assert f"{route.situation.zh}。先走这一步：{route.first_step.zh}" in player.lead()
    assert route.why.zh in player.text()
    assert set(route.law) <= player.law()
    names = {wording.word(phrase(player.context.kb.channel(c).name)) for c in route.channels}
    assert all(any(name in label for label in player.labels()) for name in names)


def test_every_route_is_taken_by_some_case(start: PlayerMaker) -> None:
    player = start("wages_case")
    assert {wanted for _, wanted in CASES.values()} == {
        route.id for route in player.context.kb.wage_routes()
    }


def case(start: PlayerMaker, **changed: str) -> str:
    """Return the advice for a plain factory case with some facts changed."""
    usual = {"place": "义乌市", "employer": "company", "since": "2026-05", "ended": "2026-08"}
    usual |= {"amount": "9000", "people": "1", "proof": "contract", "reachable": "yes"}
    usual |= {"filed": "nothing", "special": "none"}
    usual |= changed
    player = start("wages_case").type(usual.pop("place"))
    return player.choose(**usual).text()


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ("still", "还在职的，讨工资不受1年限制"),
        ("2026-08", "请在2027年8月1日之前申请"),
        (
            "2025-12",
            "仲裁时限快到了：讨工资在离职后1年内。按您说的月份，请在2025年12月1日之前".replace(
                "2025年12", "2026年12"
            ),
        ),
        ("2025-11", "仲裁时限就在这几天到"),
        ("2025-10", "仲裁时限可能已经过了：讨工资是离职后1年，按您说的月份到2026年10月31日为止"),
    ],
)
def test_the_limit_of_arbitration_is_a_date(ended: str, said: str, start: PlayerMaker) -> None:
    assert said in case(start, since="2025-05", ended=ended)


def test_without_a_date_the_rule_of_arbitration_is_told(start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌", "五金厂", "今年3月", "不清楚", "直接告诉我结果")
    assert "在职的讨工资不受1年限制，离职的要在1年内申请" in player.text()


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ("2026-08", "请在2028年8月1日之前投诉"),
        ("2024-10", "监察时限可能已经过了"),
        ("still", "欠薪一直持续的，从结束之日起算"),
    ],
)
def test_the_reach_of_inspection_is_told(ended: str, said: str, start: PlayerMaker) -> None:
    assert said in case(start, since="2024-05", ended=ended)


@pytest.mark.parametrize(
    ("employer", "said", "law"),
    [
        ("building_site", "由施工总承包单位先付清", "law724.art_30"),
        ("agency", "由用工单位付清", "law724.art_18"),
        ("company", "用工的单位", "labour_contract_law.art_93"),
        ("shop", "由出资人付", "law724.art_20"),
        ("household", "请您干活的那个人", "interp2020_26.art_2"),
        ("platform", "管您、给您付钱的那家公司", "notice2005_12.item_1"),
    ],
)
def test_who_must_pay_is_told(employer: str, said: str, law: str, start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌").choose(employer=employer).type("直接告诉我")
    row = next(row for row in player.given.rows if said in row.text.translations["zh"])
    assert row.citation is not None
    proof = player.given.citations[row.citation]
    assert law in player.law()
    assert not proof.verbatim


def test_a_household_is_not_sent_to_labour_offices(start: PlayerMaker) -> None:
    text = case(start, employer="household")
    assert "向法院起诉" in text
    assert "仲裁时限" not in text and "监察时限" not in text
    assert "义乌市劳动保障监察机构" not in text


def test_the_window_is_named_with_the_county(start: PlayerMaker) -> None:
    player = start("wages_case").type("安吉的竹制品厂", "直接告诉我")
    assert "安吉县劳动保障监察机构（投诉窗口）" in player.labels()
    assert "投诉找安吉县的劳动保障监察机构" in player.text()


@pytest.mark.parametrize("place", ["不在浙江", "四川成都"])
def test_another_province_gets_national_law_and_a_notice(place: str, start: PlayerMaker) -> None:
    player = start("wages_case").type(place, "工厂", "直接告诉我")
    assert player.given.notices[0].kind == "outside_region"
    assert "县级或者设区的市级劳动部门" in player.text()


def test_who_has_complained_is_not_told_to_complain_again(start: PlayerMaker) -> None:
    text = case(start, filed="inspection")
    assert "您已经投诉过了，不用再投一次" in text
    assert "投诉了没人管、互相推" in text
    assert "投诉找义乌市" not in text


def test_a_boss_who_says_sue_has_sent_nobody(start: PlayerMaker) -> None:
    facts = start("wages_case").type("义乌的厂,老板让我去仲裁,说随便告").facts
    assert facts.get("filed") != "referred"


@pytest.mark.parametrize(
    "said", ["劳动监察喊我们去仲裁", "去了人社局,劝我走仲裁", "they told me to go to arbitration"]
)
def test_who_was_sent_to_arbitration_does_not_wait(said: str, start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌", "工厂")
    player.pending = "filed"
    assert player.type(said).facts["filed"] == "referred"
    text = player.type("直接告诉我").text()
    assert "先走这一步：申请劳动仲裁" in text and "不受理要书面告知" in text
    assert "不用再投一次" not in text and "投诉找义乌市" not in text
    assert player.given.attachments[0].file == "仲裁申请书.docx"


@pytest.mark.parametrize(
    ("filed", "told"),
    [("nothing", (True, True)), ("inspection", (True, False)), ("court", (False, False))],
)
def test_limits_of_what_is_done_already_are_not_told(
    filed: str, told: tuple[bool, bool], start: PlayerMaker
) -> None:
    text = case(start, filed=filed)
    assert ("仲裁时限" in text, "监察时限" in text) == told


@pytest.mark.parametrize(
    ("ended", "said"), [("2024-12", "监察时限快到了"), ("2024-11", "监察时限就在这几天到")]
)
def test_inspection_nearly_out_of_reach_is_urgent(
    ended: str, said: str, start: PlayerMaker
) -> None:
    assert said in case(start, since="2024-05", ended=ended)


def test_an_iou_leaves_the_choice_of_a_complaint(start: PlayerMaker) -> None:
    text = case(start, proof="iou")
    assert "可以拿着欠条直接向法院起诉" in text
    assert "到干活所在地的劳动保障监察机构投诉" in text


def test_a_disputed_claim_is_not_called_clear(start: PlayerMaker) -> None:
    text = case(start, special="disputed")
    assert "欠多少也清楚" not in text
    assert "每月付2倍工资" in text


def test_after_the_police_inspection_still_comes(start: PlayerMaker) -> None:
    assert "报过警，也还要去投诉" in case(start, filed="police")


def test_rules_for_the_retired_are_no_hearsay_any_more(start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌", "工厂").choose(special="retired").type("直接告诉我")
    assert "secondary" not in [notice.kind for notice in player.given.notices]
    assert {"order56.pay", "order56.complaints", "order56.disputes"} <= player.law()


def test_who_is_past_retirement_age_is_not_told_of_double_wage_and_severance(
    start: PlayerMaker,
) -> None:
    advice = case(start, special="retired", proof="nothing", ended="still").split("【现行规定")[0]
    assert "仲裁时限" in advice
    assert "2倍工资" not in advice and "经济补偿" not in advice


UNSURE_BEFORE = "以前干的活怎么算、您是不是按弹性延迟退休还在职，问一下人社服务热线"


@pytest.mark.parametrize(
    "changed",
    [{}, {"reachable": "gone"}, {"filed": "ignored"}, {"filed": "arbitration"}],
    ids=["first", "boss gone", "nobody acts", "in arbitration"],
)
def test_what_is_unsure_for_the_retired_is_said_on_every_way(
    changed: dict[str, str], start: PlayerMaker
) -> None:
    advice = case(start, special="retired", **changed).split("【现行规定")[0]
    assert advice.count(UNSURE_BEFORE) == 1


def test_the_advice_carries_letter_and_summary(start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌工地", "直接告诉我")
    files = {(a.maker, a.file): a.data for a in player.given.attachments}
    assert set(files) == {
        ("wages_letter", "投诉书.docx"),
        ("wages_letter", "投诉书.txt"),
        ("case_packet", "情况摘要.txt"),
    }
    assert files["wages_letter", "投诉书.txt"] == {"facts": player.facts, "form": "txt"}
    assert files["case_packet", "情况摘要.txt"] == {"guide": "wages_case", "facts": player.facts}


@pytest.mark.parametrize(
    ("facts", "file", "label"),
    [
        ({"special": "disputed"}, "仲裁申请书.docx", "仲裁申请书（Word）"),
        ({"special": "mediation"}, "起诉状.docx", "起诉状（Word）"),
        ({"filed": "arbitration"}, "仲裁申请书.docx", "仲裁申请书（Word）"),
        ({}, "投诉书.docx", "投诉书（Word）"),
    ],
)
def test_the_paper_is_named_after_who_takes_it(
    start: PlayerMaker, facts: dict[str, str], file: str, label: str
) -> None:
    player = start("wages_case")
    if facts:
        player = player.choose(**facts)
    paper = player.type("直接告诉我").given.attachments[0]
    assert (paper.file, paper.label.translations["zh"]) == (file, label)


def test_advice_is_given_even_when_nothing_is_known(start: PlayerMaker) -> None:
    player = start("wages_case")
    for _ in player.guide.fields:
        player.press("/guide_skip")
    assert player.pending is None
    assert player.given.status == "answered"
    assert "到干活所在地的劳动保障监察机构投诉" in player.text()
