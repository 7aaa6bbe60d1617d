"""The assistant over the real model: the main job from end to end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from needs import needs
from rasa.engine.exceptions import GraphComponentException

from bot.rasa import engine as module
from bot.rasa.engine import MAX_EVENTS, Engine
from bot.rasa.errors import EngineError
from bot.server.start import App
from bot.store.archive import Archive
from policies_kb.kb import KnowledgeBase

ROOT = Path(__file__).parents[3]
TURNS = 500
#: Short enough for many turns in seconds, different enough not to be one message.
SMALL_TALK = ("你好", "谢谢", "/wages_claim", "/deadlines", "再见", "欠薪", "1" * 40)
#: Loads what serving loads, but for a model, and tells in how many threads each library computes.
_THREADS = """
import json, sys
from pathlib import Path
from bot.rasa.errors import EngineError
from bot.server.start import start
try:
    start(*map(Path, sys.argv[1:]))
except EngineError:
    from threadpoolctl import threadpool_info
    print(json.dumps({one["internal_api"]: one["num_threads"] for one in threadpool_info()}))
"""


def new() -> str:
    return uuid4().hex


async def ask(parts: App, text: str, conversation: str = "", locale: str | None = None) -> Any:
    return (await parts.assistant.reply(conversation or new(), text, locale)).as_json()


async def test_the_standard_of_a_county_is_answered_from_the_gazette(parts: App) -> None:
    said = await ask(parts, "无欠薪县的标准是什么")
    assert said["status"] == "answered"
    assert said["intent"]["name"] == "wages_county_standard"
    quotes = [c["quote"] for c in said["citations"] if c["document"] == "浙政办发〔2017〕80号"]
    for figure in ("3%", "5%", "500万", "50万", "10人"):
        assert any(figure in quote for quote in quotes), figure
    assert "superseded" in {notice["kind"] for notice in said["notices"]}


@pytest.mark.parametrize("text", ["帮我写代码", "今天天气怎么样", "离婚了孩子归谁"])
async def test_what_is_outside_is_said_to_be(parts: App, text: str) -> None:
    said = await ask(parts, text)
    assert said["status"] == "out_of_scope"
    assert said["citations"] == []


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("老板三个月没发工资怎么办", "国务院令第724号"),
        ("宁波的碳排放强度要下降多少", "浙政发〔2017〕31号"),
        ("嘉善县是不是政务公开试点", "浙政办发〔2017〕82号"),
        ("生态环境状况报告什么时候报", "浙政办发〔2017〕77号"),
        ("宫锦袍为什么被表扬", "浙政办发〔2017〕86号"),
    ],
)
async def test_a_question_is_answered_from_its_paper(parts: App, text: str, document: str) -> None:
    said = await ask(parts, text)
    assert said["status"] == "answered"
    assert document in {citation["document"] for citation in said["citations"]}


async def test_a_button_does_what_it_says(parts: App) -> None:
    conversation = new()
    first = await ask(parts, "/deadlines", conversation)
    [more] = [s["payload"] for s in first["suggestions"] if "page" in s["payload"]]
    second = await ask(parts, more, conversation)
    assert second["status"] == "answered"
    assert second["rows"] and second["rows"] != first["rows"]


async def test_the_same_question_in_other_characters_and_in_english(parts: App) -> None:
    said = await ask(parts, "無欠薪縣的標準是什麼")
    assert (said["intent"]["name"], said["language"]) == ("wages_county_standard", "zh-Hant")
    said = await ask(parts, "What is the standard of a county without wage arrears?")
    assert (said["intent"]["name"], said["language"]) == ("wages_county_standard", "en")


async def test_a_follow_up_leans_on_the_question_before(parts: App) -> None:
    conversation = new()
    await ask(parts, "杭州的碳排放强度要下降多少", conversation)
    said = await ask(parts, "那宁波呢", conversation)
    assert said["lead"][0].startswith("宁波碳排放强度") and "23%" in said["lead"][0]


async def test_two_conversations_do_not_mix(parts: App) -> None:
    one, other = new(), new()
    await ask(parts, "杭州的碳排放强度要下降多少", one)
    first = await ask(parts, "那宁波呢", other)
    assert (first["turn"], first["rows"]) == (1, [])
    again = await ask(parts, "谢谢", one)
    assert again["turn"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "1" * 2000,
        "一" * 2000,
        "😀" * 500,
        "\x00\ud800",
        '" OR 1=1 --',
        "/restart",
        '/wages_claim{"page": "\\ud800"}',
        "[](){}",
        "，。",
    ],
    ids=range(9),
)
async def test_odd_text_is_answered_in_time(parts: App, text: str) -> None:
    start = time.process_time()
    said = await ask(parts, text)
    assert said["status"] in ("clarify", "out_of_scope", "no_provision")
    assert time.process_time() - start < 2
    json.dumps(said, ensure_ascii=False).encode()


async def test_five_hundred_messages_in_one_conversation(parts: App) -> None:
    conversation, seconds = new(), []
    for turn in range(1, TURNS + 1):
        start = time.process_time()
        said = await ask(parts, SMALL_TALK[turn % len(SMALL_TALK)], conversation)
        seconds.append(time.process_time() - start)
        assert said["status"] != "error"
        assert said["turn"] == turn
    tracker = await parts.engine._processor.tracker_store.retrieve(conversation)
    assert tracker is not None and len(tracker.events) <= MAX_EVENTS
    # A turn costs the same at five hundred as at fifty.
    assert sum(seconds[-100:]) < 2 * sum(seconds[50:150])


async def test_what_the_model_knows_can_be_asked_for(parts: App) -> None:
    assert {"wages_claim", "deadlines", "out_family"} <= parts.engine.intents
    assert not {"restart", "session_start", "back"} & parts.engine.intents


@needs("model")
def test_standard_output_holds_answers_and_nothing_else(database: Path) -> None:
    """Rasa logs at debug level with the words of the user until it is told not to."""
    words = "老板王某某三个月没发工资13800138000"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--database", str(database), "ask", "--json"],
        cwd=ROOT,
        input=f'["{words}", "谢谢"]\n',
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["turn"], second["turn"]) == (1, 2)
    assert first["question"] == "老板王某某三个月没发工资[手机号]"
    assert "王某某" not in done.stderr
    assert done.stderr == ""


@pytest.mark.slow
def test_what_serves_computes_in_one_thread(database: Path, tmp_path: Path) -> None:
    """The settings come before numpy, which reads them once."""
    done = subprocess.run(
        [sys.executable, "-c", _THREADS, str(database), str(tmp_path / "none.tar.gz")],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if "_NUM_THREADS" not in name},
        capture_output=True,
        text=True,
        check=True,
    )
    libraries = json.loads(done.stdout)
    assert "openblas" in libraries and set(libraries.values()) == {1}


async def test_a_guided_case_goes_from_a_story_to_a_letter(parts: App) -> None:
    conversation = new()
    told = "我在义乌一个工地干了半年,包工头欠我们12个人30万元,去年12月走的,老板跑了怎么办"
    first = await ask(parts, told, conversation)
    assert "/wages_case" in {choice["payload"] for choice in first["suggestions"]}
    said = await ask(parts, "/wages_case", conversation)
    assert said["status"] == "clarify"
    assert "义乌" in said["text"]
    between = await ask(parts, "花钱修复征信是真的吗", conversation)
    assert between["intent"]["name"] == "credit_scam"
    assert between["suggestions"][-1]["payload"] == "/guide_stop"
    for _ in range(12):
        if said["status"] == "answered":
            break
        said = await ask(parts, "/guide_skip", conversation)
    assert said["status"] == "answered"
    assert {item["name"].rsplit(".")[-1] for item in said["attachments"]} == {"docx", "txt"}
    assert said["citations"]
    after = await ask(parts, "谢谢", conversation)
    assert after["intent"]["name"] == "thanks"
    changed = await ask(parts, "/guide_back", conversation)
    assert changed["status"] == "clarify"


async def test_a_case_told_in_full_ends_at_once(parts: App) -> None:
    conversation = new()
    said = await ask(parts, "/credit_case", conversation)
    while said["status"] == "clarify":
        said = await ask(parts, "跳过", conversation)
    assert said["citations"]
    again = await ask(parts, "老板不发工资怎么办", conversation)
    assert again["intent"]["name"].startswith("wages_")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("十五五期间浙江碳排放强度要降多少", {"no_provision", "out_of_scope"}),
        ("2030年宁波碳排放强度的目标", {"no_provision", "out_of_scope"}),
        ("建成无欠薪县省里奖励多少万", {"no_provision"}),
        ("政务公开试点每个县省里拨多少经费", {"no_provision"}),
    ],
)
async def test_what_the_papers_do_not_hold_gets_no_nearest_figure(
    parts: App, text: str, status: set[str]
) -> None:
    said = await ask(parts, text)
    assert said["status"] in status, said["text"]


async def test_a_place_beyond_the_province_is_said_not_to_be_covered(parts: App) -> None:
    said = await ask(parts, "北京市的个人信用分怎么查")
    notices = {notice["kind"] for notice in said["notices"]}
    assert said["status"] != "answered" or "outside_region" in notices
    assert "北京市" in said["text"]


async def test_a_figure_taken_for_granted_is_corrected(parts: App) -> None:
    said = await ask(parts, "无欠薪县的标准是欠薪案件30天内处理好,对吧?")
    assert said["status"] == "answered"
    assert said["lead"][0].startswith("不是30天") and "7日" in said["lead"][0]
    assert "7日" in said["lead"][0]


async def test_a_place_that_is_no_pilot_is_said_to_be_none(parts: App) -> None:
    said = await ask(parts, "萧山区是不是政务公开的试点")
    assert said["status"] == "answered"
    assert "萧山区" in said["lead"][0]
    assert "拱墅" in said["text"]


@pytest.mark.parametrize(
    "text",
    [
        "Ông chủ không trả lương cho tôi ba tháng rồi, tôi phải làm sao?",
        "사장님이 월급을 세 달째 안 줘요 어디에 신고하나요",
        "Начальник три месяца не платит зарплату, куда жаловаться?",
        "Mi jefe no me paga el salario desde hace tres meses, ¿dónde reclamo?",
        "会社が三か月も給料を払ってくれません。どこに訴えればいいですか",
    ],
)
async def test_other_languages_are_understood_and_answered_in_english(
    parts: App, text: str
) -> None:
    said = await ask(parts, text)
    assert said["language"] == "en"
    assert said["intent"]["name"].startswith("wages_")
    in_chinese = await ask(parts, text, locale="zh-Hans")
    assert in_chinese["language"] == "zh-Hans"


async def test_pinyin_is_answered_in_chinese(parts: App) -> None:
    said = await ask(parts, "lao ban qian wo gong zi bu gei zen me ban")
    assert said["language"] == "zh-Hans"
    offered = [choice["payload"] for choice in said["suggestions"]]
    assert any("wages_" in name for name in (said["intent"]["name"], *offered))


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (ImportError("take it out of UNNEEDED"), "(take it out of UNNEEDED)"),
        (KeyError(1), "KeyError"),
    ],
    ids=["a library left out", "anything else"],
)
def test_a_model_that_cannot_be_loaded_says_why(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, cause: Exception, told: str
) -> None:
    def fail(*_: Any) -> None:
        raise GraphComponentException("Error initializing graph component") from cause

    monkeypatch.setattr(module, "TurnProcessor", fail)
    with pytest.raises(EngineError) as failed:
        Engine.load(Path("wence.tar.gz"), kb, Archive.open().conversations)
    assert told in str(failed.value) and "make train" in str(failed.value)


@pytest.mark.parametrize("content", [None, b"", b"no archive"], ids=["none", "empty", "other"])
def test_a_file_that_is_no_model_is_refused(
    kb: KnowledgeBase, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "wence.tar.gz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EngineError, match="cannot be loaded"):
        Engine.load(file, kb, Archive.open().conversations)
