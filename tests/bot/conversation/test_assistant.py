"""The one path of a message: whatever comes in, an answer of the contract comes out."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.answer import Answer, Link, curated
from bot.conversation.assistant import Assistant
from bot.conversation.cleaning import clean_message
from bot.conversation.first_aid import open_first_aid
from bot.conversation.turn import MAX_MESSAGE
from bot.rasa.engine_turn import EngineTurn
from bot.wording.languages import choose_locale
from policies_kb.kb import KnowledgeBase

HOTLINE = Link(curated("政务服务便民热线", "Government hotline"), "tel:12345")
ASKED = curated("欠了多少？", "How much is owed?")
INTENTS = frozenset({"wages_claim", "credit_repair", "deadlines", "greet"})


class Engine:
    """Says what it was asked; knows the intent of a text by the words in it."""

    intents = INTENTS

    def __init__(self, trouble: Exception | None = None) -> None:
        self.asked: list[tuple[str, str]] = []
        self.trouble = trouble

    async def ask(self, conversation: str, text: str, sending: Any = None) -> EngineTurn:
        self.asked.append((conversation, text))
        if self.trouble:
            raise self.trouble
        answer = Answer("answered", lead=(curated(f"答:{text}", f"Answer: {text}"),))
        return EngineTurn(len(self.asked), "wages_claim", 0.91234, answer)

    async def confident_intent(self, text: str) -> str:
        known = {"投诉": "wages_claim", "修复": "credit_repair", "您好": "greet"}
        return next((intent for word, intent in known.items() if word in text), "")

    async def heard_danger(self, conversation: str, rows: Sequence[str]) -> None:
        return None

    async def in_guided_case(self, conversation: str) -> bool:
        return conversation == "in-case"

    async def language(self, conversation: str) -> str:
        return ""

    def take_unsaved(self, conversation: str) -> None:
        return None

    async def open_question(self, conversation: str) -> EngineTurn | None:
        asked = EngineTurn(0, "", 0.0, Answer("clarify", lead=(ASKED,)), asks="place")
        return asked if conversation == "in-case" else None


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def assistant(engine: Engine, kb: KnowledgeBase) -> Assistant:
    return Assistant(engine, HOTLINE, open_first_aid(kb))


async def test_a_message_gets_the_object_of_the_contract(
    assistant: Assistant, engine: Engine
) -> None:
    said = (await assistant.reply("c1", "老板不发工资")).as_json()
    assert engine.asked == [("c1", "老板不发工资")]
    assert (said["conversation"], said["turn"], said["question"]) == ("c1", 1, "老板不发工资")
    assert said["intent"] == {"name": "wages_claim", "confidence": 0.9123}
    assert (said["status"], said["language"]) == ("answered", "zh-Hans")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00\x01", "\ud800\udfff"])
async def test_a_message_without_words_asks_back(
    assistant: Assistant, engine: Engine, text: str
) -> None:
    said = (await assistant.reply("c1", text)).as_json()
    assert said["status"] == "clarify"
    assert [choice["payload"] for choice in said["suggestions"]] == [
        "/wages_claim",
        "/credit_kinds",
        "/help",
    ]
    assert engine.asked == []


async def test_of_a_huge_message_only_the_beginning_is_read(
    assistant: Assistant, engine: Engine
) -> None:
    said = (await assistant.reply("c1", "欠薪" * 500_000)).as_json()
    assert len(engine.asked[0][1]) == MAX_MESSAGE
    assert [notice["kind"] for notice in said["notices"]] == ["shortened"]
    assert str(MAX_MESSAGE) in said["notices"][0]["text"]


async def test_a_number_at_the_cut_is_masked_whole(assistant: Assistant, engine: Engine) -> None:
    identity = "110101190001010009"
    await assistant.reply("c1", "啊" * (MAX_MESSAGE - 12) + identity)
    assert "1101011900" not in engine.asked[0][1]


@pytest.mark.parametrize(
    "text",
    [
        '" OR 1=1 --',
        "'; DROP TABLE provision; --",
        "NEAR(欠薪 工资, 2) AND *",
        "<script>alert(1)</script>",
        "{0.__class__} %s {name}",
        "欠薪\x00\x1b[31m工资",
        "欠薪\ud83d工资",
        "\u202e资工",
    ],
)
async def test_hostile_text_is_only_text(assistant: Assistant, engine: Engine, text: str) -> None:
    said = (await assistant.reply("c1", text)).as_json()
    assert said["status"] == "answered"
    json.dumps(said, ensure_ascii=False).encode("utf-8")
    assert engine.asked[0][1] == clean_message(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(), max_size=80))
async def test_any_text_gets_an_answer(assistant: Assistant, text: str) -> None:
    said = (await assistant.reply("c1", text)).as_json()
    assert said["text"]
    json.dumps(said, ensure_ascii=False).encode("utf-8")


async def test_personal_data_reach_neither_engine_nor_answer(
    assistant: Assistant, engine: Engine
) -> None:
    said = (await assistant.reply("c1", "我13800138000,老板不发工资")).as_json()
    assert engine.asked == [("c1", "我[手机号],老板不发工资")]
    assert "13800138000" not in json.dumps(said)


@pytest.mark.parametrize(
    "payload", ["/wages_claim", '/deadlines{"page": "2"}', '/deadlines{"year": ["2017"]}']
)
async def test_a_known_payload_is_passed_on(
    assistant: Assistant, engine: Engine, payload: str
) -> None:
    await assistant.reply("c1", payload)
    assert engine.asked == [("c1", payload)]


@pytest.mark.parametrize(
    ("payload", "passed"),
    [
        ("/restart", "restart"),
        ("/no_such_intent", "no_such_intent"),
        ("/wages_claim{broken", "wages_claim{broken"),
        ('/wages_claim["list"]', 'wages_claim["list"]'),
        ("/wages_claim{1: 2}", "wages_claim{1: 2}"),
        (r'/deadlines{"page": "\ud800"}', r'deadlines{"page": "\ud800"}'),
        ('/deadlines{"a": ' + "[" * 1500 + "}", 'deadlines{"a": ' + "[" * 1500 + "}"),
        ("/wages_claim@high", "wages_claim@high"),
        ("//wages_claim", "wages_claim"),
        ("/", "?"),
        ("/ /restart", "restart"),
    ],
)
async def test_any_other_slash_is_taken_for_text(
    assistant: Assistant, engine: Engine, payload: str, passed: str
) -> None:
    await assistant.reply("c1", payload)
    assert engine.asked == [("c1", passed)]


async def test_traditional_characters_are_understood_and_answered_in_kind(
    assistant: Assistant, engine: Engine
) -> None:
    said = (await assistant.reply("c1", "老闆不發工資怎麼辦")).as_json()
    assert engine.asked == [("c1", "老板不发工资怎么办")]
    assert said["language"] == "zh-Hant"
    assert said["question"] == "老闆不發工資怎麼辦"


async def test_in_a_guided_case_a_message_stays_whole(assistant: Assistant, engine: Engine) -> None:
    await assistant.reply("in-case", "去哪里投诉欠薪?信用记录怎么修复?")
    assert engine.asked == [("in-case", "去哪里投诉欠薪?信用记录怎么修复?")]


async def test_two_questions_in_one_message_are_both_answered(
    assistant: Assistant, engine: Engine
) -> None:
    said = (await assistant.reply("c1", "欠薪去哪里投诉?信用怎么修复?")).as_json()
    assert [text for _, text in engine.asked] == ["欠薪去哪里投诉?", "信用怎么修复?"]
    assert said["lead"] == ["答:欠薪去哪里投诉?", "答:信用怎么修复?"]


@pytest.mark.parametrize("text", ["欠薪去哪里投诉?找谁投诉呢?", "您好您在哪里?欠薪去哪里投诉?"])
async def test_one_matter_asked_twice_is_one_question(
    assistant: Assistant, engine: Engine, text: str
) -> None:
    await assistant.reply("c1", text)
    assert engine.asked == [("c1", text)]


async def test_a_broken_engine_leaves_the_hotline_and_no_words_in_the_log(
    caplog: pytest.LogCaptureFixture, kb: KnowledgeBase
) -> None:
    words = "老板王某某不发工资"
    engine = Engine(ValueError(f"cannot read {words}"))
    assistant = Assistant(engine, HOTLINE, open_first_aid(kb))
    with caplog.at_level(logging.DEBUG):
        said = (await assistant.reply("c1", words)).as_json()
    assert said["status"] == "error"
    assert [link["url"] for link in said["links"]] == ["tel:12345"]
    assert said["citations"] == []
    assert "ValueError" in caplog.text and "in ask" in caplog.text
    assert "王某某" not in caplog.text


@pytest.mark.parametrize(
    ("wish", "text", "locale"),
    [
        (None, "老板不发工资", "zh-Hans"),
        (None, "老闆不發工資", "zh-Hant"),
        (None, "my boss does not pay", "en"),
        (None, "什么是PPP项目", "zh-Hans"),
        (None, "12345", "zh-Hans"),
        (None, "lao ban bu fa gong zi zen me ban", "zh-Hans"),
        (None, "no one can help me please", "en"),
        (None, "給料未払いはどうすればいい", "en"),
        (None, "임금을 못 받았어요", "en"),
        (None, "ông chủ không trả lương", "en"),
        (None, "работодатель не платит", "en"),
        (None, "", "zh-Hans"),
        ("en", "老板不发工资", "en"),
        ("en-GB", "老板不发工资", "en"),
        ("zh_CN", "my boss", "zh-Hans"),
        ("zh-TW", "my boss", "zh-Hant"),
        ("de", "my boss", "en"),
        ("", "my boss", "en"),
        ("../../etc", "欠薪", "zh-Hans"),
    ],
)
def test_the_language_is_the_wish_or_that_of_the_message(
    wish: str | None, text: str, locale: str
) -> None:
    assert choose_locale(wish, text) == locale


async def test_the_wished_language_is_answered(assistant: Assistant) -> None:
    said = (await assistant.reply("c1", "老板不发工资", "en")).as_json()
    assert said["language"] == "en"
    assert said["lead"] == ["Answer: 老板不发工资"]
