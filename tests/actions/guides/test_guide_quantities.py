"""Amounts, people and times as people say them: read back, kept and printed as one and the same."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from guide_play import Player, PlayerMaker
from letter_texts import packet_text, wages_text

from actions.guides.model import CaseFacts
from bot.attachments.wages_letter import wages_letter
from policies_kb.kb import KnowledgeBase


def span(*ends: str) -> CaseFacts:
    """Return stretches of months as a fact, from their ends in turn."""
    return {"months": [list(pair) for pair in zip(ends[::2], ends[1::2], strict=True)]}


# Today is 2026-11-23. What is said, what is kept, how it is read back.
READ: list[tuple[str, str, Any, str]] = [
    # Two digits side by side are from where to where, not one number.
    ("since", "钱三四个月没给了", ["2026-07", "2026-08"], "约2026年7月至2026年8月"),
    ("since", "欠薪有七八个月了", ["2026-03", "2026-04"], "约2026年3月至2026年4月"),
    ("since", "工钱一两年没结", ["2024-11", "2025-11"], "约2024年11月至2025年11月"),
    ("since", "两三个月前开始", ["2026-08", "2026-09"], "约2026年8月至2026年9月"),
    ("since", "十几个月没领到钱", ["2025-04", "2025-12"], "约2025年4月至2025年12月"),
    # Mixed notation is read to its last figure.
    ("amount", "差我4万6千块", 46_000, "46000元"),
    ("amount", "2万8", 28_000, "28000元"),
    ("amount", "21万7", 217_000, "217000元"),
    ("amount", "总共5万零6百", 50_600, "50600元"),
    ("amount", "7千3", 7_300, "7300元"),
    ("amount", "九百5", 950, "950元"),
    ("amount", "1万9千2百4十块", 19_240, "19240元"),
    ("amount", "叁万陆仟元整", 36_000, "36000元"),
    ("amount", "4w5", 45_000, "45000元"),
    ("amount", "￥２６００", 2_600, "2600元"),
    ("amount", "3,6000", 36_000, "36000元"),
    ("amount", "一千二百块零八毛", "1200.8", "1200.8元"),
    # Estimates keep both ends.
    ("amount", "二万七八", [27_000, 28_000], "约27,000至28,000元"),
    ("amount", "小三万", [27_000, 30_000], "约27,000至30,000元"),
    ("amount", "千把块", [900, 1_100], "约900至1,100元"),
    ("amount", "四万多块", [40_000, 50_000], "约40,000至50,000元"),
    ("amount", "6千到7千", [6_000, 7_000], "约6,000至7,000元"),
    ("amount", "三万不到", [30_000, 30_000], "约30,000元"),
    ("amount", "大概9000", [9_000, 9_000], "约9,000元"),
    ("people", "七八个工友", [7, 8], "约7至8人"),
    ("people", "十几个", [11, 19], "约11至19人"),
    ("people", "4到5个人", [4, 5], "约4至5人"),
    ("people", "我们仨", 3, "3人"),
    # A month after 近, 最近, 这, 前 is a length; a length names no month for sure.
    ("since", "近四月没给工资", ["2026-07", "2026-07"], "约2026年7月"),
    ("since", "最近6月没领到工钱", ["2026-05", "2026-05"], "约2026年5月"),
    ("since", "这五月都没给", ["2026-06", "2026-06"], "约2026年6月"),
    ("since", "前二月没付", ["2026-09", "2026-09"], "约2026年9月"),
    ("since", "俩月没开工资", ["2026-09", "2026-09"], "约2026年9月"),
    ("since", "五月就没给了", "2026-05", "2026年5月"),
    # Lengths with 半, 多 and smaller parts.
    ("since", "五个多月没付", ["2026-05", "2026-06"], "约2026年5月至2026年6月"),
    ("since", "两年半没发", ["2024-05", "2024-05"], "约2024年5月"),
    ("since", "一年半前", "2025-05", "2025年5月"),
    ("since", "一年零四个月没给", ["2025-07", "2025-07"], "约2025年7月"),
    ("since", "2年3个月了", ["2024-08", "2024-08"], "约2024年8月"),
    ("since", "三个半月", ["2026-08", "2026-08"], "约2026年8月"),
    ("since", "仨月", ["2026-08", "2026-08"], "约2026年8月"),
    # Months with an end keep it, and what lies between them stays out.
    ("since", "去年8月到今年1月没给", span("2025-08", "2026-01"), "2025年8月到2026年1月"),
    ("since", "2025年6月至9月的工资没付", span("2025-06", "2025-09"), "2025年6月到2025年9月"),
    ("since", "10月到1月没发", span("2025-10", "2026-01"), "2025年10月到2026年1月"),
    ("since", "2025-12-01至2026-04-30没给", span("2025-12", "2026-04"), "2025年12月到2026年4月"),
    ("since", "5、6、7月份", span("2026-05", "2026-07"), "2026年5月到2026年7月"),
    ("since", "九月十月没发", span("2026-09", "2026-10"), "2026年9月到2026年10月"),
    (
        "since",
        "前年12月到去年2月欠着,后面都给了",
        span("2024-12", "2025-02"),
        "2024年12月到2025年2月",
    ),
    (
        "since",
        "2月到4月,再加上7月",
        span("2026-02", "2026-04", "2026-07", "2026-07"),
        "2026年2月到2026年4月、2026年7月",
    ),
    (
        "since",
        "从1月到6月,除了4月",
        span("2026-01", "2026-03", "2026-05", "2026-06"),
        "2026年1月到2026年3月、2026年5月到2026年6月",
    ),
    (
        "since",
        "除了去年9月,从去年7月到11月都没给",
        span("2025-07", "2025-08", "2025-10", "2025-11"),
        "2025年7月到2025年8月、2025年10月到2025年11月",
    ),
    (
        "since",
        "2月、4月和8月",
        span("2026-02", "2026-02", "2026-04", "2026-04", "2026-08", "2026-08"),
        "2026年2月、2026年4月、2026年8月",
    ),
    (
        "since",
        "2、4、8月没发",
        span("2026-02", "2026-02", "2026-04", "2026-04", "2026-08", "2026-08"),
        "2026年2月、2026年4月、2026年8月",
    ),
    (
        "since",
        "7月没发,8月发了,9月没发",
        span("2026-07", "2026-07", "2026-09", "2026-09"),
        "2026年7月、2026年9月",
    ),
    ("since", "11月、12月、今年1月没给", span("2025-11", "2026-01"), "2025年11月到2026年1月"),
    (
        "since",
        "大概去年8月到今年1月",
        {**span("2025-08", "2026-01"), "about": True},
        "约2025年8月到2026年1月",
    ),
    ("since", "从去年8月起连续四个月没发", span("2025-08", "2025-11"), "2025年8月到2025年11月"),
    (
        "since",
        "去年3月到8月没发,7月发了",
        span("2025-03", "2025-06", "2025-08", "2025-08"),
        "2025年3月到2025年6月、2025年8月",
    ),
    ("since", "2月到4月没发,5月发了", span("2026-02", "2026-04"), "2026年2月到2026年4月"),
    ("since", "2月到4月没发,3月发了一半", span("2026-02", "2026-04"), "2026年2月到2026年4月"),
    # From a month on until today there is no end to tell.
    ("since", "8月起三个月没发", "2026-08", "2026年8月"),
    ("since", "4月到今天", "2026-04", "2026年4月"),
    # What was paid up to, what is told from today, and the lunar year.
    ("since", "工资发到今年8月", "2026-09", "2026年9月"),
    ("since", "钱只付到了去年12月", "2026-01", "2026年1月"),
    ("since", "paid up to March 2026", "2026-04", "2026年4月"),
    ("since", "三年前的8月", "2023-08", "2023年8月"),
    ("since", "1年前6月份就没给", "2025-06", "2025年6月"),
    ("since", "大上个月", "2026-09", "2026年9月"),
    ("since", "上上上个月没发", "2026-08", "2026年8月"),
    ("since", "阴历五月", ["2026-05", "2026-07"], "约2026年5月至2026年7月"),
    ("since", "去年旧历八月起", ["2025-08", "2025-10"], "约2025年8月至2025年10月"),
    ("since", "今年四月初八开始没给", ["2026-04", "2026-06"], "约2026年4月至2026年6月"),
    ("since", "冬月里没发", ["2025-11", "2026-01"], "约2025年11月至2026年1月"),
    ("since", "没发钱三月了", ["2026-08", "2026-08"], "约2026年8月"),
    ("since", "去年7月到现在", "2025-07", "2025年7月"),
    # What names no month for sure is said to be unsure.
    ("since", "腊月里就没给", ["2026-01", "2026-02"], "约2026年1月至2026年2月"),
    ("since", "今年年初", ["2026-01", "2026-02"], "约2026年1月至2026年2月"),
    ("since", "大概今年4月", ["2026-04", "2026-04"], "约2026年4月"),
]


@pytest.mark.parametrize(("name", "text", "value", "told"), READ, ids=[r[1] for r in READ])
def test_a_quantity_is_read_back_as_it_is_kept(
    name: str, text: str, value: Any, told: str, start: PlayerMaker
) -> None:
    player = start("wages_case")
    player.pending = name
    player.type(text)
    assert player.facts == {name: value}
    label = player.guide.fields[name].label.translations["zh"]
    assert f"记下了：{label}:{told}。" in player.lead()


@pytest.mark.parametrize(("name", "text", "value", "told"), READ, ids=[r[1] for r in READ])
def test_summary_and_letters_hold_what_was_read_back(
    name: str, text: str, value: Any, told: str, start: PlayerMaker, kb: KnowledgeBase
) -> None:
    player = start("wages_case")
    player.pending = name
    player.type(text, "我说了什么")
    assert any(row.text.translations["zh"].endswith(f":{told}") for row in player.given.rows)
    facts = {"people": 2, **player.type("直接告诉我").facts}
    assert all(told in paper for paper in papers(facts, kb)), told


def papers(facts: CaseFacts, kb: KnowledgeBase) -> list[str]:
    """Return the texts of the letter in both formats and of the summary for a hotline."""
    document = Document(io.BytesIO(wages_letter({"facts": facts, "form": "docx"}, kb, "").content))
    summary = packet_text("wages_case", facts, kb)
    return [wages_text(facts, kb), "\n".join(line.text for line in document.paragraphs), summary]


STORIES: list[tuple[str, CaseFacts]] = [
    ("义乌的厂三四个月没给工资了,一共欠我4万6千块", {"since": ["2026-07", "2026-08"]}),
    ("在余杭饭店上班,近四月没给工资", {"since": ["2026-07", "2026-07"]}),
    ("温岭的公司,去年8月到今年1月没给工资", {"since": span("2025-08", "2026-01")}),
    ("工资拖了两年半", {"since": ["2024-05", "2024-05"]}),
    ("在义乌工地干了三个月没发工资", {"since": ["2026-08", "2026-08"]}),
    ("最近3000块工资没发,附近5个工友也没拿到", {"amount": 3000, "people": 5}),
    ("我在工地干了10年,五个多月没付工资", {"since": ["2026-05", "2026-06"]}),
    ("老板差我们七八个工友的工资,欠二万七八", {"people": [7, 8], "amount": [27_000, 28_000]}),
    ("老板三个月没发工资能告吗", {"since": ["2026-08", "2026-08"]}),
    ("柯桥的厂,2月到4月没发工资,5月以后都正常", {"since": span("2026-02", "2026-04")}),
    ("在瑞安工地,工资只发到今年6月,不止我一个", {"since": "2026-07", "people": None}),
    ("老板说给1万,从两年前的9月起欠我工资", {"since": "2024-09", "amount": None}),
    ("公司欠我3000美元工资,农历五月开始的", {"since": ["2026-05", "2026-07"], "amount": None}),
]


@pytest.mark.parametrize(("story", "facts"), STORIES, ids=[s[0] for s in STORIES])
def test_a_story_is_read_the_same_way(story: str, facts: CaseFacts, start: PlayerMaker) -> None:
    read = start("wages_case").type(story).facts
    assert {name: read.get(name) for name in facts} == facts


UNREAD = [
    ("amount", "几千块"),
    ("amount", "3万25块"),
    ("amount", "好几万"),
    ("amount", "1.5万3"),
    ("amount", "3月4000,4月5000"),
    ("amount", "12,34元"),
    # Not yuan, not surely yuan, or not the debt.
    ("amount", "3500美金"),
    ("amount", "欠我1万2港币"),
    ("amount", "€ 900"),
    ("amount", "800块美金"),
    ("amount", "2.6"),
    ("amount", "大概4"),
    ("amount", "8"),
    ("amount", "他只肯付六千"),
    ("amount", "they will pay 9000"),
    ("people", "几十个人"),
    ("people", "12个工友加我"),
    ("people", "不只我一个"),
    ("people", "不光是我一个人"),
    ("people", "又不是只有我"),
    ("people", "哪里是我一个人"),
    ("people", "not only me"),
    ("since", "好几个月了"),
    ("since", "三月前"),
    ("since", "半年到一年"),
    ("since", "干了10年"),
    ("since", "去年下半年"),
    # Which months are meant is not sure.
    ("since", "去年年底到今年2月"),
    ("since", "去年冬天到今年3月没发"),
    ("since", "前年到去年8月没给"),
    ("since", "入夏到9月都没给"),
    ("since", "一开始到5月没发"),
    ("since", "from last winter to March"),
    ("since", "3月起没发,7月发了"),
    ("since", "5月没发,拖着拖着,8月又没发"),
    ("since", "从4月开始没给,工资发到6月"),
    ("since", "去年3月到8月没发,后来今年7月发了"),
    ("since", "半年前的4月"),
    ("since", "两三年前的6月"),
    ("since", "闰六月"),
    ("since", "今年3月到12月"),
]


def asked_again(name: str, text: str, start: PlayerMaker) -> Player:
    """Answer the question for a field and see that nothing is taken and it is asked again."""
    player = start("wages_case")
    player.pending = name
    player.type(text)
    assert player.facts == {}
    assert player.pending == name
    return player


@pytest.mark.parametrize(("name", "text"), UNREAD, ids=[u[1] for u in UNREAD])
def test_what_is_not_read_whole_is_asked_about(name: str, text: str, start: PlayerMaker) -> None:
    player = asked_again(name, text, start)
    assert player.lead().count("？") + player.lead().count("例如") >= 1


QUESTIONS = [
    ("amount", "欠两万能立案吗"),
    ("amount", "是不是要满五千块才管？"),
    ("amount", "如果欠了3万,能不能直接起诉"),
    ("amount", "Can I file for 20000 yuan?"),
    ("since", "三个月没发工资算欠薪吗"),
    ("since", "去年3月的工资现在还可以要吗"),
    ("people", "5个人能一起告吗"),
    ("people", "要10个人以上才能推代表吗"),
]


@pytest.mark.parametrize(("name", "text"), QUESTIONS, ids=[q[1] for q in QUESTIONS])
def test_nothing_is_taken_from_a_question(name: str, text: str, start: PlayerMaker) -> None:
    asked_again(name, text, start)


def test_what_is_told_beside_a_question_is_taken(start: PlayerMaker) -> None:
    player = start("wages_case")
    player.pending = "amount"
    assert player.type("欠我两万四,能立案吗?").facts == {"amount": 24_000}


def test_an_estimate_is_worded_in_three_languages(start: PlayerMaker) -> None:
    player = start("wages_case")
    player.pending = "amount"
    player.type("二万七八")
    assert "约27,000至28,000元" in player.lead("zh-Hans")
    assert "約27,000至28,000元" in player.lead("zh-Hant")
    assert "about 27,000 to 28,000 yuan" in player.lead("en")


def test_months_with_an_end_are_worded_in_three_languages(start: PlayerMaker) -> None:
    player = start("wages_case")
    player.pending = "since"
    player.type("去年10月到今年1月,还有3月")
    assert "2025年10月到2026年1月、2026年3月" in player.lead("zh-Hans")
    assert "2025年10月到2026年1月、2026年3月" in player.lead("zh-Hant")
    assert "October 2025 to January 2026, March 2026" in player.lead("en")


def test_english_months_with_an_end_are_read(start: PlayerMaker) -> None:
    player = start("wages_case")
    player.pending = "since"
    player.type("not paid from October 2025 to January 2026 and March 2026")
    assert player.facts == {"since": span("2025-10", "2026-01", "2026-03", "2026-03")}


@pytest.mark.parametrize(
    ("ended", "clash"), [("2026-03", False), ("2026-01", True), ("2025-06", True)]
)
def test_no_month_behind_the_end_of_the_work_is_unpaid(
    ended: str, clash: bool, start: PlayerMaker
) -> None:
    guide = start("wages_case").guide
    facts = {"since": span("2025-08", "2026-02"), "ended": ended}
    assert (guide.contradiction(facts) is not None) == clash  # type: ignore[attr-defined]


def test_limits_go_by_the_end_of_the_work_not_by_the_last_unpaid_month(
    start: PlayerMaker,
) -> None:
    text = advised(start, since=span("2024-03", "2024-06"), ended="2026-06").text()
    assert "请在2027年6月1日之前申请" in text
    still = advised(start, since=span("2024-03", "2024-06"), ended="still").text()
    assert "还在职的，讨工资不受1年限制" in still


def advised(start: PlayerMaker, **facts: Any) -> Player:
    player = start("wages_case")
    usual = {"place": "义乌市", "employer": "company", "since": "2024-03", "amount": 9000}
    player.facts = {**usual, "proof": "contract", "reachable": "yes", "filed": "nothing", **facts}
    return player.type("直接告诉我")


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        # In time by both months: the earlier is told.
        (["2026-06", "2026-08"], "请在2027年6月1日之前申请"),
        # Over by the earlier alone: in doubt it is now.
        (["2025-09", "2025-12"], "仲裁时限就在这几天到，也可能刚过"),
        # Over by both: the later last day.
        (["2025-06", "2025-08"], "按您说的月份到2026年8月31日为止"),
    ],
)
def test_limits_go_by_the_safer_end_and_say_so(
    ended: list[str], said: str, start: PlayerMaker
) -> None:
    text = advised(start, ended=ended).text()
    assert said in text
    assert "时限按早的那头算" in text
    assert "写“约”" in text


def test_an_exact_month_needs_no_such_words(start: PlayerMaker) -> None:
    text = advised(start, ended="2026-06").text()
    assert "时限按早的那头算" not in text and "写“约”" not in text


def test_a_crowd_that_may_be_one_is_treated_as_one(start: PlayerMaker) -> None:
    assert "人多不用堵门" in advised(start, people=[8, 12]).text()
    assert "人多不用堵门" not in advised(start, people=[5, 6]).text()


@pytest.mark.parametrize(
    ("since", "ended", "clash"),
    [
        (["2026-03", "2026-05"], "2026-04", False),
        (["2026-05", "2026-06"], "2026-04", True),
        ("2026-05", ["2026-03", "2026-05"], False),
    ],
)
def test_estimates_clash_only_where_no_month_fits(
    since: Any, ended: Any, clash: bool, start: PlayerMaker
) -> None:
    guide = start("wages_case").guide
    found = guide.contradiction({"since": since, "ended": ended})  # type: ignore[attr-defined]
    assert (found is not None) == clash


@pytest.mark.parametrize(
    "text", ["今年三月", "3月", "两个月没发", "干了三年", "500块", "15天", "两个多月"]
)
def test_what_counts_something_else_is_no_number_of_people(text: str, start: PlayerMaker) -> None:
    player = start("wages_case")
    player.pending = "people"
    player.type(text)
    assert "people" not in player.facts
