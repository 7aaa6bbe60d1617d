"""Papers an operator adds are answered about like those of the gazette, no code touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from added_base import filled_desk
from starlette.testclient import TestClient

from actions.answer import Answer, Phrase
from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from bot.channels.web.app import make_app
from nlu.entities import find_entities
from nlu.vocabulary import PolicyVocabulary

LAMPS = "东政办发〔2021〕18号"
LAW = "东海省茶园保护条例"
TODAY = date(2021, 6, 10)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerContext]:
    """A context over a base that an operator filled, one paper after the other."""
    papers = ("lamps.txt", "tea_law.md", "water_gauges.txt", "order.txt")
    with filled_desk(tmp_path_factory.mktemp("added"), papers) as context:
        yield context


def ask(context: AnswerContext, text: str, intent: str) -> Answer:
    found = find_entities(text, PolicyVocabulary.of(context.kb))
    entities: dict[str, tuple[str, ...]] = {}
    for entity in found:
        entities[entity.entity] = (*entities.get(entity.entity, ()), entity.value)
    return answer(Question(text, intent, entities=entities, today=TODAY), context)


def zh(phrase: Phrase) -> str:
    if phrase.translations:
        return phrase.translations["zh"]
    values = {
        name: zh(value) if isinstance(value, Phrase) else value
        for name, value in phrase.values.items()
    }
    return phrase.message.format(**values)


def lead(given: Answer) -> str:
    return "".join(zh(phrase) for phrase in given.lead)


def rows(given: Answer) -> str:
    return "\n".join(zh(row.text) for row in given.rows)


def test_a_question_finds_the_sentence(added: AnswerContext) -> None:
    given = ask(added, "路灯普查什么时候完成", "find_policy")
    first = given.citations[0]
    assert given.status == "answered"
    assert (first.document, first.provision) == (LAMPS, "part_2__sec_1")
    assert "各市要在2021年9月底前完成路灯普查" in zh(first.quote)
    assert zh(first.place) == "二、(一)"


@pytest.mark.parametrize("intent", ["out_other", "out_government_service"])
def test_a_matter_taken_for_an_outside_one_is_looked_up_first(
    added: AnswerContext, intent: str
) -> None:
    given = ask(added, "擅自移植古茶树要罚多少", intent)
    assert given.status == "answered" and given.links
    assert zh(given.citations[0].place) == "第三十条"


@pytest.mark.parametrize(
    "text", ["我想离婚怎么办理手续", "古茶树", "身份证丢了去哪里补办", "1234567"]
)
def test_an_outside_matter_stays_outside(added: AnswerContext, text: str) -> None:
    given = ask(added, text, "out_other")
    assert given.status == "out_of_scope" and not given.citations


def test_an_article_is_cited_by_its_number_alone(added: AnswerContext) -> None:
    given = ask(added, "擅自移植古茶树罚多少钱", "find_policy")
    first = given.citations[0]
    assert (first.document, zh(first.title)) == (LAW, LAW)
    assert zh(first.place) == "第三十条"
    assert "一万元以上五万元以下罚款" in zh(first.quote)


def test_the_list_holds_every_paper(added: AnswerContext) -> None:
    given = ask(added, "你都有哪些文件", "document_list")
    assert "收录了4件文件" in lead(given)
    for words in (
        f"{LAMPS} 东海省人民政府办公厅关于",
        LAW,
        "东水〔2017〕9号",
        "东海省渡口管理规定",
    ):
        assert words in rows(given)
    assert [row.citation for row in given.rows] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "said", "not_said"),
    [
        (f"{LAMPS}是谁发的", [LAMPS, "东海省人民政府办公厅", "2021年5月6日"], ["刊登"]),
        ("茶园保护条例是什么时候的", [LAW, "收录的文本里没有文号"], ["发文机关", "日期", "刊登"]),
        ("东水〔2017〕9号是谁发的", ["东水〔2017〕9号", "东海省水利厅"], ["13月", "日期", "刊登"]),
        ("东海省人民政府令第21号讲什么", ["东海省渡口管理规定", "令第21号"], ["刊登"]),
    ],
)
def test_a_paper_says_what_is_known_of_it_and_no_more(
    added: AnswerContext, text: str, said: list[str], not_said: list[str]
) -> None:
    given = ask(added, text, "document_info")
    words = "".join(
        zh(
            replace(
                phrase,
                values={k: v["zh"] if isinstance(v, dict) else v for k, v in phrase.values.items()},
            )
        )
        for phrase in given.lead
    )
    assert given.status == "answered" and given.citations
    assert all(part in words for part in said), words
    assert not any(part in words for part in not_said), words


@pytest.mark.parametrize(
    ("text", "name"), [(f"{LAMPS}还有效吗", LAMPS), ("茶园保护条例现在还有效吗", LAW)]
)
def test_a_status_nobody_looked_up_is_said_to_be_unknown(
    added: AnswerContext, text: str, name: str
) -> None:
    given = ask(added, text, "document_status")
    assert given.status == "no_provision"
    assert lead(given) == f"没有查到{name}现在是否有效的资料。"


def test_the_status_of_all_papers_leaves_none_out(added: AnswerContext) -> None:
    assert rows(ask(added, "这些文件还有效吗", "document_status")).count("没有查到") == 4


def test_deadlines_of_text_and_attachment_are_listed(added: AnswerContext) -> None:
    everything = rows(ask(added, f"{LAMPS}要报什么", "deadlines"))
    for words in (
        "路灯普查",
        "报送更换进度",
        "路灯能效标准",
        "灯杆安全标准",
        "故障报告后2个工作日",
    ):
        assert words in everything
    assert "路灯普查" in rows(ask(added, "2021年9月有什么要办的", "deadlines"))
    assert "报送更换进度" in rows(ask(added, "嘉善县要报什么", "deadlines"))
    assert "路灯普查" in rows(ask(added, "嘉兴市要报什么", "deadlines"))


@pytest.mark.parametrize("unit", ["省建设厅", "省住房城乡建设厅", "省路灯中心"])
def test_duties_are_found_by_old_present_and_uncurated_names(
    added: AnswerContext, unit: str
) -> None:
    given = ask(added, f"{unit}负责哪些", "unit_duties")
    assert given.status == "answered"
    assert "二、(一)" in rows(given) and "灯杆安全标准" in rows(given)


def test_the_reading_room_shows_the_papers(added: AnswerContext) -> None:
    client = TestClient(make_app(None, added.kb))  # type: ignore[arg-type]
    listed = client.get("/documents").text
    for document in added.kb.documents():
        assert document.title in listed
        page = client.get(f"/documents/{document.id}")
        assert page.status_code == 200 and "没有查到这份文件现在是否有效" in page.text
        assert "《》" not in page.text
    assert "擅自移植古茶树的" in client.get(f"/documents/{LAW}").text
    assert client.get("/").status_code == 200
