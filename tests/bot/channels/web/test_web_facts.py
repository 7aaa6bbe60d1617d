"""The list of figures and tasks: what is chosen, how it is sorted, what can be taken along."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date

import pytest
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.context import AnswerContext
from actions.lookups.facts import fact
from actions.question import Question
from bot.attachments.links import SignedLinks
from bot.channels.web.app import make_app
from bot.channels.web.facts_page import PAGE_ROWS
from nlu.topics import FALLBACK_INTENT
from policies_kb.kb import KnowledgeBase
from policies_kb.questions.listing import fact_rows

CELLS = re.compile(
    r"<tr>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>", re.S
)


def rows(client: TestClient, query: str) -> list[tuple[str, ...]]:
    """Return the cells of the rows a page shows, markup taken out."""
    page = client.get(f"/facts?{query}").text
    plain = lambda cell: html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()  # noqa: E731
    return [tuple(plain(cell) for cell in found) for found in CELLS.findall(page)]


def test_every_row_stands_on_one_of_the_pages(client: TestClient, kb: KnowledgeBase) -> None:
    every = fact_rows(kb)
    last = -(-len(every) // PAGE_ROWS)
    shown = [row for page in range(1, last + 1) for row in rows(client, f"page={page}")]
    assert [row[0] for row in shown] == [row.what for row in every]
    assert rows(client, f"page={last + 7}") == rows(client, f"page={last}")


def test_a_unit_and_a_month_choose(client: TestClient, kb: KnowledgeBase) -> None:
    found = rows(client, "unit=省教育厅&month=2018-04")
    wanted = [r for r in kb.standard_items(unit="省教育厅") if r.due == "2018-04"]
    assert len(found) == len(wanted) > 0
    assert all("省教育厅" in units and when == "2018-04" for _, _, when, units in found)


def test_words_choose_in_both_scripts(client: TestClient) -> None:
    found = rows(client, "words=碳排放强度")
    assert {place.removesuffix("碳排放强度") for place, *_ in found} >= {"杭州", "宁波", "丽水"}
    assert rows(client, "words=碳排放強度") == found


def test_figures_sort_by_value_both_ways(client: TestClient) -> None:
    up = [float(row[1].strip("↓%")) for row in rows(client, "words=碳排放强度&sort=value")]
    down = [
        float(row[1].strip("↓%")) for row in rows(client, "words=碳排放强度&sort=value&order=desc")
    ]
    assert up == sorted(up) and down == sorted(down, reverse=True) and up[0] < down[0]


def test_figures_of_one_unit_are_drawn(client: TestClient) -> None:
    assert client.get("/facts?words=碳排放强度").text.count("<meter") == len(
        rows(client, "words=碳排放强度")
    )
    assert "<meter" not in client.get("/facts").text


def test_a_paper_chooses_and_one_that_is_not_here_is_missing(client: TestClient) -> None:
    assert "浙政办发〔2017〕80号" in client.get("/facts?document=浙政办发-2017-80").text
    assert client.get("/facts?document=没有").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=x", "sort=__class__", "month=2099-01", "words=%ff", "unit=<b>"]
)
def test_what_nobody_means_does_no_harm(client: TestClient, query: str) -> None:
    page = client.get(f"/facts?{query}")
    assert page.status_code == 200
    assert "<b>" not in page.text.replace("<b></b>", "")


def test_the_table_holds_the_rows_with_their_proofs(client: TestClient, kb: KnowledgeBase) -> None:
    response = client.get("/facts.csv?words=碳排放强度")
    assert response.headers["content-type"].startswith("text/csv")
    read = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert [row[1] for row in read[1:]] == [row[0] for row in rows(client, "words=碳排放强度")]
    for _, _, value, _, _, _, quote in read[1:]:
        assert value.strip("↓%") in quote
        assert kb.locate("浙政发〔2017〕31号", quote)


def test_no_cell_begins_like_a_formula(client: TestClient) -> None:
    read = csv.reader(io.StringIO(client.get("/facts.csv").text.removeprefix("\ufeff")))
    assert not [cell for row in read for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_days_can_be_put_into_a_calendar(assistant: CardAssistant, kb: KnowledgeBase) -> None:
    client = TestClient(make_app(assistant, kb, SignedLinks(b"k" * 32)))
    page = client.get("/facts?unit=省教育厅&month=2018-04").text
    address = re.search(r'href="(/files/[^"]+/deadlines\.ics)"', page)
    assert address
    calendar = client.get(html.unescape(address[1])).text
    assert calendar.count("BEGIN:VEVENT") > 0 and "20180430" in calendar


@pytest.mark.parametrize(
    "question", ["宁波降多少碳排放强度", "供水管理谁负责", "核电装机要达到多少"]
)
def test_an_answer_leads_to_the_rows_it_was_made_from(
    question: str, client: TestClient, context: AnswerContext
) -> None:
    given = fact(Question(question, FALLBACK_INTENT, today=date(2026, 11, 23)), context)
    assert given is not None and given.selection.startswith("/facts?")
    page = "".join(html.unescape(client.get(given.selection).text).split())
    quoted = "".join(given.citations[0].quote.translations["zh"].split())
    assert quoted in page


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁波降多少碳排放强度", {"宁波碳排放强度"}),
        ("供水管理谁负责", {"市政服务·供水管理"}),
        ("碳排放强度下降23%的是哪些市", {f"{city}碳排放强度" for city in ("宁波", "绍兴", "衢州")}),
        ("特大城市比大城市公共交通分担率高多少", None),
    ],
)
def test_the_rows_an_answer_leads_to_are_its_own_and_no_others(
    question: str, told: set[str] | None, client: TestClient, context: AnswerContext
) -> None:
    given = fact(Question(question, FALLBACK_INTENT, today=date(2026, 11, 23)), context)
    assert given is not None
    found = rows(client, given.selection.removeprefix("/facts?"))
    wanted = told or {"特大城市公共交通分担率", "大城市公共交通分担率"}
    assert {row[0] for row in found} >= wanted
    assert told is None or {row[0] for row in found} == told


def test_a_question_chooses_the_rows_the_chat_answers_from(client: TestClient) -> None:
    found = {row[0] for row in rows(client, "words=哪些市碳排放强度降23%")}
    assert found == {"宁波碳排放强度", "绍兴碳排放强度", "衢州碳排放强度"}
    assert [row[0] for row in rows(client, "words=供水管理什么时候完成")] == ["市政服务·供水管理"]


def test_who_is_told_no_row_is_led_to_none(context: AnswerContext) -> None:
    given = fact(Question("75号文的依据是什么", FALLBACK_INTENT, today=date(2026, 11, 23)), context)
    assert given is not None and not given.selection
