"""Added papers that repeat each other: the right one answers, in the words that were asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from added_base import filled_desk

from actions.answer import Answer
from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from tests.rigs.answer_texts import leads

OLD, NEW = "善政办发〔2018〕41号", "善政办发〔2022〕17号"
OTHER, STATE = "桐政办发〔2021〕9号", "国办发〔2020〕61号"


def dogs(place: str, number: str, fee: int, year: int) -> str:
    return f"""{place}人民政府办公室关于加强犬只饲养管理的通知
{number}
各镇人民政府,各街道办事处:
为加强犬只饲养管理,现就有关事项通知如下:
一、登记
（一）免疫登记。饲养犬只应当先接种狂犬病疫苗,再到派出所登记。（公安局、农业农村局负责）
（二）管理费用。饲养犬只每条每年收取管理费{fee}元。孤寡老人饲养的免收。
二、禁止区域
犬只不得进入下列三类场所:学校幼儿园、医疗机构、农贸市场。
{place}人民政府办公室
{year}年3月2日
"""


WELLS = f"""国务院办公厅关于保护古井的意见
{STATE}
各省、自治区、直辖市人民政府:
为保护古井,经国务院同意,现提出以下意见:
一、总体目标
到2023年,古井普查登记率达到90%以上。到2027年,古井普查登记率达到98%以上。
二、主要任务
（一）开展普查。每口古井建立一井一档,古井周边三十米内不得新建厕所。（文物局、水利部负责,排在第一位的为牵头部门）
（二）修缮补助。修缮古井每口补助8000元,由省级财政部门拨付,补助资金应当在验收合格后三十日内到账。
国务院办公厅
2020年6月1日
"""


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerContext]:
    folder = tmp_path_factory.mktemp("compete")
    papers = []
    for name, text in (
        ("old", dogs("嘉善县", OLD, 200, 2018)),
        ("new", dogs("嘉善县", NEW, 350, 2022)),
        ("other", dogs("桐乡市", OTHER, 500, 2021)),
        ("wells", WELLS),
    ):
        papers.append(folder / f"{name}.txt")
        papers[-1].write_text(text, encoding="utf-8")
    with filled_desk(folder, papers) as desk:
        yield desk


def ask(context: AnswerContext, text: str, intent: str = "out_other") -> Answer:
    return answer(Question(text, intent), context)


def cited(given: Answer) -> list[str]:
    return list(dict.fromkeys(citation.document for citation in given.citations))


def lead(given: Answer) -> str:
    return "".join(leads(given))


def test_where_places_differ_the_place_is_asked_for(context: AnswerContext) -> None:
    given = ask(context, "养一条狗每年要交多少管理费用")
    assert given.status == "clarify"
    assert {button.payload for button in given.suggestions} == {
        "嘉善县养一条狗每年要交多少管理费用",
        "桐乡市养一条狗每年要交多少管理费用",
    }


def test_the_place_named_answers_and_its_newer_paper(context: AnswerContext) -> None:
    given = ask(context, "嘉善县饲养犬只每年收取多少管理费")
    assert cited(given) == [NEW] and "350元" in lead(given)
    given = ask(context, "桐乡饲养犬只每年收取多少管理费")
    assert cited(given) == [OTHER] and "500元" in lead(given)


def test_a_duty_behind_the_stop_is_part_of_the_answer(context: AnswerContext) -> None:
    assert "文物局" in lead(ask(context, "古井普查建立一井一档是哪个部门牵头"))


def test_of_two_years_the_one_asked_for_is_told(context: AnswerContext) -> None:
    assert "98%" in lead(ask(context, "到2027年古井普查登记率要达到多少"))
    assert "90%" in lead(ask(context, "到2023年古井普查登记率要达到多少"))


@pytest.mark.parametrize("intent", ["out_other", "wages_claim", "nlu_fallback"])
def test_words_foreign_to_a_matter_outweigh_its_likeness(
    context: AnswerContext, intent: str
) -> None:
    given = ask(context, "修缮古井每口补助多少钱", intent)
    assert cited(given) == [STATE] and "8000元" in lead(given)


@pytest.mark.parametrize(
    "text",
    [
        "办一本护照要收多少钱",
        "猫能不能带上公交车",
        "温州饲养犬只每年收取多少管理费",
        "水井打多深要审批",
    ],
)
def test_what_no_paper_covers_stays_outside(context: AnswerContext, text: str) -> None:
    given = ask(context, text)
    assert given.status == "out_of_scope" and not given.citations
