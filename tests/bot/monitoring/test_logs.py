"""One log for all, without the words of users and without secrets."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import structlog
from needs import needs

from bot.monitoring.logs import set_up
from bot.rasa.log_settings import configure_rasa_logging
from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from bot.settings.log import log_settings

ROOT = Path(__file__).parents[3]
WORDS = "我叫王小明在西湖工地"
SECRETS = {
    "TELEGRAM_TOKEN": "123456:AAtoken-of_the_bot",
    "WECHAT_APP_SECRET": "wechat'secret\"",
    "WENCE_SECRET": "signing/key+of=files",
    "WENCE_DATABASE": "postgresql://wence:p%40ss%2Fword@db/wence",
    "WENCE_REDIS": "rediss://:redis-pass@cache/0?password=other-pass",
}
SHOWN_NOWHERE = (
    "AAtoken-of_the_bot",
    "wechat'secret",
    "signing/key",
    "signing%2Fkey",
    "p@ss/word",
    "p%40ss",
    "redis-pass",
    "other-pass",
)

pytestmark = pytest.mark.usefixtures("own_logging")


def listening(**environment: str) -> io.StringIO:
    stream = io.StringIO()
    set_up(log_settings(read_settings(environment), "info"), stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_of_json_tells_all_about_an_event() -> None:
    stream = listening(WENCE_LOG="json")
    logger = logging.getLogger("bot.somewhere")
    logger.info("turn", extra={"fields": {"channel": "web", "milliseconds": 12.5}})
    (line,) = lines(stream)
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info",
        "logger": "bot.somewhere",
        "process": os.getpid(),
        "event": "turn",
        "channel": "web",
        "milliseconds": 12.5,
    }


def test_a_line_of_text_is_readable() -> None:
    stream = listening()
    logger = logging.getLogger("bot.somewhere")
    logger.warning("updates wait: %s", "TimedOut", extra={"fields": {"count": 3}})
    told = stream.getvalue().split(" ", 1)[1]
    assert told == "WARNING bot.somewhere: updates wait: TimedOut count=3\n"


@pytest.mark.parametrize(
    ("level", "seen"),
    [("debug", "diwe"), ("info", "iwe"), ("warning", "we"), ("error", "e"), ("", "iwe")],
)
def test_the_level_is_chosen(level: str, seen: str) -> None:
    stream = listening(WENCE_LOG_LEVEL=level, WENCE_LOG="json")
    logger = logging.getLogger("bot.somewhere")
    logger.debug("d")
    logger.info("i")
    logger.warning("w")
    logger.error("e")
    assert "".join(line["event"] for line in lines(stream)) == seen


@pytest.mark.parametrize("name", ["WENCE_LOG", "WENCE_LOG_LEVEL"])
def test_an_unknown_form_or_level_is_refused(name: str) -> None:
    with pytest.raises(SettingError, match=f"{name} is 'loud'"):
        listening(**{name: "loud"})


def test_servers_write_to_the_same_log_but_not_single_requests() -> None:
    for name in ("uvicorn", "uvicorn.error", "gunicorn.error", "uvicorn.access"):
        logging.getLogger(name).addHandler(logging.StreamHandler(sys.stdout))
        logging.getLogger(name).propagate = False
    stream = listening(WENCE_LOG="json", WENCE_LOG_LEVEL="debug")
    logging.getLogger("uvicorn.error").info("running on %s", "http://127.0.0.1:8080")
    logging.getLogger("gunicorn.error").error("Worker (pid:%s) exited", 7)
    logging.getLogger("uvicorn.access").info('"GET /search?q=%s"', WORDS)
    logging.getLogger("gunicorn.access").error("GET /search?q=%s", WORDS)
    logging.getLogger("uvicorn.error").debug("ASGI %s", WORDS)
    events = [line["event"] for line in lines(stream)]
    assert events == ["running on http://127.0.0.1:8080", "Worker (pid:7) exited"]


@pytest.mark.parametrize(
    "name", ["rasa.core.processor", "telegram", "httpx", "wechatpy", "sqlalchemy.engine", "asyncio"]
)
def test_libraries_say_where_and_never_what(name: str) -> None:
    stream = listening(WENCE_LOG="json", WENCE_LOG_LEVEL="debug")
    logger = logging.getLogger(name)
    before = logger.level
    # A library may well turn its own log up.
    logger.setLevel(logging.DEBUG)
    try:
        logger.debug(f"got {WORDS}")
        logger.info("POST https://api.telegram.org/bot%s", SECRETS["TELEGRAM_TOKEN"])
        logger.warning("bad message: %s", WORDS)
        logger.error(f"cannot handle {WORDS}")
    finally:
        logger.setLevel(before)
    first, second = lines(stream)
    assert first["event"] == "bad message: %s"
    assert second["event"].startswith("see bot/monitoring/test_logs.py:")
    assert WORDS not in stream.getvalue()


def test_an_exception_is_told_without_its_message() -> None:
    stream = listening(WENCE_LOG="json")
    try:
        try:
            int(WORDS)
        except ValueError as error:
            raise LookupError(WORDS) from error
    except LookupError:
        logging.getLogger("bot.somewhere").exception("a question could not be answered")
    (line,) = lines(stream)
    assert WORDS not in stream.getvalue()
    trace = line["trace"].splitlines()
    assert trace[-1] == "builtins.LookupError"
    assert "builtins.ValueError" in trace
    assert any("test_logs.py" in told for told in trace)


async def test_an_exception_nobody_took_is_told_without_its_message() -> None:
    stream = listening(WENCE_LOG="json")

    async def fail() -> None:
        raise ValueError(WORDS)

    task = asyncio.create_task(fail())
    await asyncio.wait({task})
    asyncio.get_running_loop().call_exception_handler(
        {"message": "Task exception was never retrieved", "exception": task.exception(), "t": WORDS}
    )
    (line,) = lines(stream)
    assert line["logger"] == "asyncio" and line["trace"].endswith("builtins.ValueError")
    assert WORDS not in stream.getvalue()


def test_a_thread_that_ends_is_told_without_its_message() -> None:
    stream = listening(WENCE_LOG="json")
    thread = threading.Thread(target=int, args=(WORDS,))
    thread.start()
    thread.join()
    (line,) = lines(stream)
    assert line["event"] == "a thread ends" and line["trace"].endswith("ValueError")
    assert WORDS not in stream.getvalue()


def test_a_record_that_cannot_be_formatted_does_not_show_its_values(
    capsys: pytest.CaptureFixture[str],
) -> None:
    stream = listening()
    logging.getLogger("bot.somewhere").error("%d turns", WORDS)
    told = stream.getvalue() + "".join(capsys.readouterr())
    assert "a line of bot.somewhere at bot/monitoring/test_logs.py" in told
    assert WORDS not in told


@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_blotted_out_wherever_they_stand(form: str) -> None:
    stream = listening(WENCE_LOG=form, **SECRETS)
    logger = logging.getLogger("bot.somewhere")
    for value in SECRETS.values():
        logger.error("a %s b", value, extra={"fields": {"url": f"https://x/bot{value}/send"}})
    logger.error("p@ss/word and signing%2Fkey%2Bof%3Dfiles")
    logging.getLogger("telegram").error("refused: " + SECRETS["TELEGRAM_TOKEN"] + " %s", 1)
    told = stream.getvalue()
    assert told.count("***") > 2 * len(SECRETS)
    for secret in SHOWN_NOWHERE:
        assert secret not in told.replace('\\"', '"')
    assert "postgresql://wence:***@db/wence" in told


def test_a_structured_log_of_a_library_is_stripped_of_its_values() -> None:
    kept = structlog.get_config()
    configure_rasa_logging()
    try:
        stream = listening(WENCE_LOG="json", WENCE_LOG_LEVEL="debug")
        logger = structlog.get_logger("rasa.test")
        logging.getLogger("tests").setLevel(logging.DEBUG)
        logger.debug("processor.message.parse", text=WORDS)
        logger.error("processor.message.broken", text=WORDS)
        (line,) = lines(stream)
    finally:
        structlog.configure(**kept)
        logging.getLogger("tests").setLevel(logging.NOTSET)
    assert line["event"].startswith("see ")
    assert WORDS not in stream.getvalue()


#: A whole assistant at the most talkative level, asked things nobody may read in a log.
TALK = """
import asyncio, json, logging, sys
from bot.monitoring.logs import set_up
from bot.settings.environment import read_settings
from bot.settings.log import log_settings
set_up(log_settings(read_settings(), "info"))
from bot.server.start import start

messages = json.loads(sys.stdin.read())
parts = start()
from bot.rasa.engine import Engine
# Rasa and the libraries under it turn their own logs up as far as they can.
for name in list(logging.Logger.manager.loggerDict):
    if name.split(".")[0] in ("rasa", "rasa_sdk", "sqlalchemy", "asyncio", "httpx", "telegram"):
        logging.getLogger(name).setLevel(logging.DEBUG)
assistant = parts.assistant

async def talk():
    for message in messages:
        await assistant.reply("tg:987654321", message)
    def broken(*_):
        raise ValueError(messages[0])
    Engine.ask = broken
    await assistant.reply("tg:987654321", messages[0])

asyncio.run(talk())
"""


@needs("model")
@pytest.mark.parametrize("form", ["json", "text"])
def test_nothing_a_user_says_reaches_the_log_of_the_real_assistant(form: str) -> None:
    messages = [
        "我叫王小明,老板李大发三个月没发工资",
        "身份证 11010519491231002X 电话 13800138000 邮箱 wang@example.com",
        "紫荆花园三幢的工地",
        '/wages_claim{"name": "紫荆花园"}',
        "杭州要减多少碳排放",
    ]
    planted = ("王小明", "李大发", "11010519491231002X", "13800138000", "wang@", "紫荆", "碳排放")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TALK],
        cwd=ROOT,
        input=json.dumps(messages),
        capture_output=True,
        text=True,
        env={**os.environ, "WENCE_LOG": form, "WENCE_LOG_LEVEL": "debug"},
        timeout=200,
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    # Also as JSON and Python would escape them.
    for words in planted:
        assert words not in told
        assert json.dumps(words)[1:-1] not in told
        assert "987654321" not in told
    if form == "json":
        turns = [json.loads(line) for line in done.stderr.splitlines()]
        turns = [line for line in turns if line["event"] == "turn"]
        assert len(turns) == len(messages) + 1
        assert {turn["channel"] for turn in turns} == {"telegram"}
        assert len({turn["conversation"] for turn in turns}) == 1
        assert turns[0]["intent"].startswith("wages") and turns[0]["citations"] > 0
        assert turns[-1]["status"] == "error"
    else:
        assert "no answer: ValueError" in told
