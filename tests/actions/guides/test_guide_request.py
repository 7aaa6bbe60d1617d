"""Whole cases of a request for government information, and its clock."""

from __future__ import annotations

from datetime import date

import pytest
from guide_play import TODAY, Player, PlayerMaker

from actions.guides.request import RequestCase
from policies_kb.calendar.workdays import is_workday


def filed(start: PlayerMaker, day: str, answered: str = "none", organ: str = "county") -> Player:
    player = start("request_case").type("我要申请公开村里的征地批复")
    return player.choose(organ=organ).type(day).choose(answered=answered)


def test_what_may_be_asked_and_how_before_it_is_filed(start: PlayerMaker) -> None:
    player = start("request_case").type("想公开镇里的低保名单", "镇政府", "还没交")
    assert player.pending is None
    assert player.facts["wanted"] == "镇里的低保名单"
    assert {"law711.art_27", "law711.art_29", "law711.art_39", "law711.art_21"} <= player.law()
    assert "20个工作日" in player.text()
    assert "上一级人民政府" in player.text()


@pytest.mark.parametrize(
    ("day", "due", "later"),
    [
        # A working Saturday after the National Day holiday counts.
        ("2026-10-09", "2026年11月5日", "2026年12月3日"),
        ("昨天", "2026年12月18日", "还没有那一年的放假安排"),
    ],
)
def test_the_clock_runs_in_working_days(day: str, due: str, later: str, start: PlayerMaker) -> None:
    lead = filed(start, day).lead()
    assert due in lead
    assert later in lead


def test_the_clock_counts_what_the_calendar_counts() -> None:
    received = date(2026, 3, 2)
    day, later = RequestCase().due(received)
    assert day is not None
    between = [date.fromordinal(n) for n in range(received.toordinal() + 1, day.toordinal() + 1)]
    assert sum(map(is_workday, between)) == 20 and is_workday(day)
    assert later is not None and later > day and is_workday(later)


@pytest.mark.parametrize(
    ("day", "said", "law"),
    [
        ("2026-11-20", "最晚应当在", "law711.art_33"),
        ("2026-10-12", "已经过了。先问有没有告知延长", "law711.art_47"),
        ("2026-06-01", "就算延长，也只到", "disclosure_suits_2025.silence"),
    ],
)
def test_the_state_of_the_clock(day: str, said: str, law: str, start: PlayerMaker) -> None:
    player = filed(start, day)
    assert said in player.lead()
    assert law in player.law()


@pytest.mark.parametrize("year", [1990, 2026])
def test_a_year_without_a_calendar_gets_no_date(year: int, start: PlayerMaker) -> None:
    player = start("request_case").type("想公开预算", "财政局")
    player.facts["filed"] = f"{year}-12-30"
    player.pending = "answered"
    lead = player.choose(answered="none").lead()
    assert "自收到申请之日起20个工作日内" in lead
    assert "算不出来" in lead


@pytest.mark.parametrize(
    ("answered", "said", "law"),
    [
        ("refused", "不公开要说明理由", "law711.art_36"),
        ("partial", "其余部分应当给您", "law711.art_37"),
        ("missing", "检索以后确实没有", "law711.art_36"),
        ("unprocessed", "补齐了重新申请", "law711.art_30"),
        ("mismatch", "先书面指出来", "law711.art_51"),
    ],
)
@pytest.mark.parametrize("organ", ["township", "county", "department"])
def test_each_answer_is_told_where_review_is_sought(
    answered: str, said: str, law: str, organ: str, start: PlayerMaker
) -> None:
    player = filed(start, "10月9日", answered, organ)
    assert said in player.lead()
    assert {law, "review_law.art_20", "review_law.art_24"} <= player.law()
    wanted = "向本级人民政府" if organ == "department" else "向上一级人民政府"
    assert wanted in player.text()
    assert "公共法律服务热线（法律援助）" in player.labels()


def test_what_was_given_needs_no_review(start: PlayerMaker) -> None:
    assert "review_law.art_23" not in filed(start, "10月9日", "given").law()


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("明天", "还没有到"),
        ("2026年11月31日", "没有这一天"),
        ("10月", "还缺日子"),
        ("很久以前", "没有读出日期"),
        ("1900年1月1日", "太久远"),
    ],
)
def test_a_day_that_cannot_be_is_asked_for_again(
    day: str, problem: str, start: PlayerMaker
) -> None:
    player = start("request_case").type("想公开预算", "财政局", day)
    assert problem in player.lead()
    assert player.pending == "filed"
    assert player.facts == {"wanted": "预算", "organ": "department"}


def test_a_long_wish_is_cut_and_a_question_is_no_wish(start: PlayerMaker) -> None:
    assert start("request_case").type("政府信息公开怎么申请").facts == {}
    long = start("request_case").type("", "批复" * 1000)
    assert len(long.facts["wanted"]) == 300


@pytest.mark.parametrize(
    "words", ["哦", "打错了", "7", "30000", "yes", "🙏", "[强]", "对不起,点错了"]
)
def test_what_describes_nothing_is_no_information_wanted(words: str, start: PlayerMaker) -> None:
    player = start("request_case").type("", words)
    assert "wanted" not in player.facts and player.pending == "wanted"


@pytest.mark.parametrize(
    "words", ["医保名单", "河道采砂的许可文件", "budget report", "国办发〔2019〕61号"]
)
def test_a_few_words_can_describe_it(words: str, start: PlayerMaker) -> None:
    assert start("request_case").type("", words).facts["wanted"] == words


def test_the_forms_go_with_the_advice(start: PlayerMaker) -> None:
    player = filed(start, "昨天")
    assert {(a.maker, a.data["form"]) for a in player.given.attachments} == {
        ("request_letter", "docx"),
        ("request_letter", "txt"),
    }
    assert player.question("今天").today == TODAY


@pytest.mark.parametrize(
    ("organ", "says", "never"),
    [
        ("村委会", "至少每季度公布一次", "20个工作日"),
        ("我们村里", "至少每季度公布一次", "20个工作日"),
        ("县里的中学,就是学校", "主管部门申诉", "20个工作日"),
        ("医院", "主管部门申诉", "20个工作日"),
    ],
)
def test_who_is_no_organ_is_not_told_the_rules_of_organs(
    organ: str, says: str, never: str, start: PlayerMaker
) -> None:
    player = start("request_case").type("我要申请公开去年的收支", organ)
    assert player.pending is None
    text = player.text()
    assert says in text and never not in text and "行政复议" not in text.split("【现行规定")[0]
    assert player.given.attachments == () and player.given.links


@pytest.mark.parametrize("organ", ["镇政府", "教育局", "村所在的镇里"])
def test_an_organ_named_beside_a_village_or_a_school_is_an_organ(
    organ: str, start: PlayerMaker
) -> None:
    player = start("request_case").type("我要申请公开村里的征地批复", organ)
    assert player.facts["organ"] in ("township", "department")
