"""Answers about the papers themselves."""

from __future__ import annotations

import pytest
from answer_texts import leads, rows

from actions.citations import phrase
from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer

#: Number and signing date, as printed in the gazette.
SIGNED = {
    "浙政发〔2017〕31号": "2017年8月3日",
    "浙政办发〔2017〕75号": "2017年7月21日",
    "浙政办发〔2017〕77号": "2017年7月26日",
    "浙政办发〔2017〕80号": "2017年7月31日",
    "浙政办发〔2017〕82号": "2017年8月3日",
    "浙政办发〔2017〕86号": "2017年8月9日",
}


def about(intent: str, number: str) -> Question:
    return Question("这份文件", intent, entities={"document_number": (number,)})


def test_the_list_names_the_six_papers(context: AnswerContext) -> None:
    given = answer(Question("有哪些文件", "document_list"), context)
    assert [words.split(" ")[0] for words, _ in rows(given)] == list(SIGNED)
    assert leads(given) == ["收录了6件文件:"]


@pytest.mark.parametrize(("number", "day"), SIGNED.items())
def test_a_paper_is_told_with_number_date_and_gazette(
    context: AnswerContext, number: str, day: str
) -> None:
    given = answer(about("document_info", number), context)
    words = "".join(leads(given))
    assert number in words and day in words and "2017年第25期" in words
    printed = "".join("".join(c.quote.translations["zh"].split()) for c in given.citations)
    assert day in printed
    assert context.kb.document(number).title in words


@pytest.mark.parametrize("number", SIGNED)
def test_the_status_of_a_paper_is_the_curated_one_with_the_law_after_it(
    context: AnswerContext, number: str
) -> None:
    given = answer(about("document_status", number), context)
    status = context.kb.status(number)
    assert status
    assert given.lead == (phrase(status.notice),)
    laws = {c.document for c in given.citations if not c.verbatim}
    assert laws == {
        context.kb.law(law).number for law in status.superseded_by if context.kb.law(law).provisions
    }


def test_without_a_number_the_status_of_all_is_told(context: AnswerContext) -> None:
    given = answer(Question("zzz", "document_status"), context)
    assert len(given.rows) == 6


def test_a_paper_is_found_by_its_matter(context: AnswerContext) -> None:
    given = answer(Question("无欠薪行动的通知是几号文", "document_info"), context)
    assert "浙政办发〔2017〕80号" in leads(given)[0]


def test_a_number_that_is_not_held_is_not_answered_for(context: AnswerContext) -> None:
    given = answer(about("document_info", "浙政办发〔2017〕99号"), context)
    assert "浙政办发〔2017〕99号" not in "".join(leads(given))


def test_a_later_law_asked_about_by_number_is_told_for_what_it_is(context: AnswerContext) -> None:
    for law in context.kb.laws():
        given = answer(about("document_status", law.number), context)
        assert law.relation
        assert leads(given) == [f"{law.number}：{law.relation.zh}"]
        assert leads(given, "en") == [f"{law.number}: {law.relation.en}"]
        assert {c.document for c in given.citations} == {law.number}


@pytest.mark.parametrize(
    ("number", "by"),
    [("法释〔2011〕17号", "法释〔2025〕8号"), ("法释〔2013〕17号", "法释〔2017〕7号")],
)
def test_an_old_text_asked_about_is_said_to_be_replaced(
    context: AnswerContext, number: str, by: str
) -> None:
    given = answer(about("document_status", number), context)
    [words] = leads(given)
    assert words.startswith(number) and by in words and "不要再按它办" in words
    assert [notice.kind for notice in given.notices] == ["secondary"]
