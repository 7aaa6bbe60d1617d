"""What is due when: states on a day, filters, and pages that cover everything once."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from answer_texts import leads, rows
from walk import ask

from actions.answer import Answer
from actions.context import AnswerContext
from actions.dates import localized_date
from actions.lookups.deadlines import deadlines
from actions.pagination import PAGE_LINES
from actions.question import Question
from policies_kb.calendar.deadlines import all_deadlines

LATER = date(2026, 11, 23)


def due(day: date = LATER, **entities: tuple[str, ...]) -> Question:
    return Question("什么时候要报什么", "deadlines", entities=entities, today=day)


def lines(given: Answer) -> list[str]:
    return [words for words, _ in rows(given)]


def test_august_2017_has_the_two_it_names(context: AnswerContext) -> None:
    given = deadlines(due(year=("2017",), month=("8",)), context)
    assert len(given.rows) == 2
    assert any("8月20日" in words for words in lines(given))
    assert any("8月31日" in words for words in lines(given))
    assert leads(given) == ["2017年8月要办的有2项:"]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2017, 7, 1), "还没到"),
        (date(2017, 8, 1), "30天内到期"),
        (date(2017, 8, 31), "30天内到期"),
        (date(2017, 9, 1), "已过"),
        (date(2030, 1, 1), "已过"),
    ],
)
def test_a_date_stands_as_it_does_on_the_day(context: AnswerContext, day: date, state: str) -> None:
    given = deadlines(due(day, year=("2017",), month=("8",)), context)
    [filing] = [words for words in lines(given) if "8月31日" in words]
    assert filing.endswith(f"[{state}]")


def test_a_passed_date_is_announced(context: AnswerContext) -> None:
    before = deadlines(due(date(2017, 8, 1), year=("2017",), month=("8",)), context)
    after = deadlines(due(date(2017, 9, 1), year=("2017",), month=("8",)), context)
    assert "passed" not in {notice.kind for notice in before.notices}
    assert "passed" in {notice.kind for notice in after.notices}


def test_a_yearly_duty_of_a_standing_paper_tells_its_next_day(context: AnswerContext) -> None:
    number = "浙政办发〔2017〕77号"
    given = [g for _, g in ask(due(document_number=(number,)), context)]
    told = [words for answer in given for words in lines(answer) if "下次" in words]
    assert any(
        words.endswith(f"[定期,下次{localized_date(date(2027, 3, 31))['zh']}]") for words in told
    )


def test_a_yearly_duty_of_an_overtaken_paper_is_not_promised(context: AnswerContext) -> None:
    number = "浙政办发〔2017〕80号"
    given = [g for _, g in ask(due(document_number=(number,)), context)]
    told = [words for answer in given for words in lines(answer)]
    assert any("请向收件单位核实" in words for words in told)
    assert not any("下次" in words for words in told)


def test_quarterly_reports_of_the_pilot_ended_with_it(context: AnswerContext) -> None:
    number = "浙政办发〔2017〕82号"
    given = [g for _, g in ask(due(document_number=(number,)), context)]
    [told] = [words for g in given for words in lines(g) if "每季度" in words]
    assert told.endswith("[已过]")


def test_the_pages_show_every_line_exactly_once(context: AnswerContext) -> None:
    asked = [given for _, given in ask(due(), context)]
    shown = Counter(words for given in asked for words in lines(given))
    assert {given.lead[0].values["count"] for given in asked} == {sum(shown.values())}
    assert set(shown.values()) == {1}
    assert all(len(given.rows) == PAGE_LINES for given in asked[:-1])


def test_the_lines_name_every_deadline_of_the_base(context: AnswerContext) -> None:
    asked = [given for _, given in ask(due(), context)]
    shown = "\n".join(words for given in asked for words in lines(given))
    every = all_deadlines(context.kb)
    assert [row for row in every if row.action not in shown] == []
    standards = [row for row in every if row.rule == "month"]
    named = Counter(row.action for row in standards)
    assert {action: shown.count(action) for action in ("考核评价",)} == {
        "考核评价": named["考核评价"]
    }


def test_a_page_behind_the_last_shows_the_last(context: AnswerContext) -> None:
    asked = ask(due(), context)
    beyond = deadlines(due(page=("999",)), context)
    assert lines(beyond) == lines(asked[-1][1])


def test_the_conditions_are_joined(context: AnswerContext) -> None:
    entities = {"document_number": ("浙政办发〔2017〕80号",), "year": ("2017",), "month": ("8",)}
    assert len(deadlines(due(**entities), context).rows) == 1


def test_a_county_outside_the_pilot_has_nothing_of_the_pilot_to_do(context: AnswerContext) -> None:
    def papers(county: str) -> set[str]:
        asked = ask(due(region=(county,)), context)
        return {citation.document for _, given in asked for citation in given.citations}

    assert "浙政办发〔2017〕82号" in papers("嘉善县")
    assert "浙政办发〔2017〕82号" not in papers("萧山区")


def test_a_month_without_anything_has_no_provision(context: AnswerContext) -> None:
    given = deadlines(due(year=("2029",), month=("5",), unit=("省质监局",)), context)
    assert given.status == "no_provision"
    assert given.rows == ()


def test_english_dates_are_english(context: AnswerContext) -> None:
    given = deadlines(due(document_number=("浙政办发〔2017〕77号",)), context)
    assert any("March 31, 2027" in words for words, _ in rows(given, "en"))
