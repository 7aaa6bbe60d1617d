"""Personal data planted in every way in is found in no place anything is kept.

The real model, a real store and a real Redis; the three channels, feedback, guided cases, files.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fake_bot_api import ME, FakeBotApi
from needs import needs
from pydantic import SecretStr
from redis_rig import RedisServer
from sqlalchemy import select
from telegram_rig import Rig
from wechat_client import APP_ID, TOKEN, WeChatServer, message_xml

from actions.context import AnswerContext
from bot.attachments.links import VALID
from bot.channels.terminal.lines import answer_lines
from bot.channels.web.app import make_app
from bot.channels.wechat.start import make_wechat
from bot.monitoring.logs import set_up
from bot.server.guard import make_guard
from bot.server.start import MODEL, App, start
from bot.settings.log import LogSettings
from bot.settings.rates import Rates
from bot.settings.settings import Settings
from bot.settings.wechat import Account
from bot.store.database import Database
from bot.store.tables import metadata
from policies_kb.paths import DATABASE

pytestmark = needs("model", "redis")
#: Made up. Each is written as somebody would, with the digits of it that must not be found.
PLANTS = {
    "identity number": "330106198001011235",
    "identity number in parts": "330106 19800101 1243",
    "identity number, wide digits": "３３０１０６１９８００１０１１２３５",
    "old identity number": "330106800101123",
    "mobile": "13912345678",
    "mobile in groups": "139 1234 5679",
    "mobile with dashes and code": "+86-139-1234-5670",
    "mobile, invisible marks": "139\u200b1234\u200b5671",
    "mobile, spoken": "一三九一二三四五六七二",
    "bank card": "6222021234567894",
    "bank card in groups": "6222 0212 3456 7894",
    "e-mail": "lao.wang77@mail.example.com",
    "plate": "浙A8Q2R7",
    "plate, small letter": "浙a·8Q2R9",
    "mobile, circled": "①③⑨①②③④⑤⑥⑧①",
    "mobile, keycaps": "1\ufe0f\u20e33\ufe0f\u20e39\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e3"
    "3\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e38\ufe0f\u20e32\ufe0f\u20e3",
    "mobile, mixed signs": "139一二34五⁶❽3",
    "mobile with slashes": "139/1234/5684",
    "mobile with faces": "139😀1234😀5685",
    "mobile, in full for sums": "壹叁玖壹贰叁肆伍陆捌陆",
    "identity number, mixed": "33零一06/1980/①②12/124六",
    "bank card with dots": "6222.0212.3456.7894",
    "plate, circled": "浙Ⓐ⑧Q②R⑥",
    "e-mail, Chinese full stop": "lao.wang78 @ qq。com",
}
#: A word that is no personal data: it shows that the search would find something.
MARKER = "芝麻开门"
GROUP = -100
#: Libraries that log messages, statements or addresses when they are told to.
LIBRARIES = ("rasa", "telegram", "httpx", "httpcore", "sqlalchemy.engine", "redis", "wechatpy")


def needles() -> set[str]:
    """Return what must not be found: the plants as written, and their bare characters."""
    bare = {re.sub(r"[\s\-·\u200b+]", "", plant) for plant in PLANTS.values()}
    digits = {plant.removeprefix("86") for plant in bare if plant.isascii()}
    return set(PLANTS.values()) | bare | digits


def story(plant: str) -> str:
    return f"{MARKER},老板三个月没发工资,找我就用{plant},谢谢"


@dataclass
class Place:
    """The whole assistant in one folder, and everything it said."""

    parts: App
    store: str
    folder: Path
    redis: RedisServer
    said: list[str] = field(default_factory=list)

    def heard(self, reply: Any) -> None:
        self.said.append(reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False))

    def tables(self) -> str:
        database = Database.open(self.store)
        with database.reading() as connection:
            rows = [
                f"{table.name}: {tuple(row)}"
                for table in metadata.sorted_tables
                for row in connection.execute(select(table)).all()
            ]
        database.close()
        return "\n".join(rows)

    def files(self) -> bytes:
        return b"\n".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())

    def in_redis(self) -> str:
        client = self.redis.client
        return "\n".join(f"{name} {client.get(name)}" for name in client.keys("*"))

    def signed(self) -> str:
        """Return what the addresses of files say that were given out."""
        links = self.parts.links
        found = {url for text in self.said for url in re.findall(r"/files/[^\"\s)<>]+", text)}
        told = []
        for url in found:
            token = urlsplit(url).path.split("/")[2]
            told.append(repr(links._signer.loads(token, max_age=VALID)))
        return "\n".join(told)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place") / "var"
    folder.mkdir()
    redis = RedisServer(tmp_path_factory.mktemp("redis"))
    redis.start()
    store = f"sqlite:///{folder}/wence.db"
    secret = SecretStr("a key of more than sixteen bytes")
    parts = start(DATABASE, MODEL, store, Settings(secret=secret))
    guard = make_guard(
        parts.kb,
        Database.open(store),
        several=True,
        rates=Rates(user=500, address=1000),
        redis=redis.url,
    )
    yield Place(
        replace(parts, assistant=replace(parts.assistant, guard=guard)), store, folder, redis
    )
    redis.stop()


@pytest.fixture
async def http(place: Place) -> AsyncIterator[httpx.AsyncClient]:
    parts = place.parts
    wechat = make_wechat(
        Account(TOKEN, APP_ID), parts.assistant, parts.kb, Database.open(place.store), budget=60
    )
    app = make_app(parts.assistant, parts.kb, parts.links, parts.archive, wechat)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://wence") as client:
        yield client


async def through_the_web(place: Place, http: httpx.AsyncClient) -> None:
    for number, plant in enumerate(PLANTS.values()):
        asked = {"conversation": f"web-{number}", "message": story(plant)}
        reply = (await http.post("/api/chat", json=asked)).json()
        place.heard(reply)
        verdict = {"conversation": f"web-{number}", "turn": reply["turn"], "verdict": "down"}
        given = await http.post("/api/feedback", json={**verdict, "note": story(plant)})
        assert given.status_code == 200
        form = {"conversation": f"form-{number}", "message": story(plant)}
        page = await http.post("/chat", data=form)
        place.heard(page.text.replace(story(plant), ""))
        told = {**verdict, "conversation": f"form-{number}", "turn": "1", "note": story(plant)}
        await http.post("/feedback", data=told)
        rest = {"sender": f"rest-{number}", "message": story(plant), "metadata": {"x": plant}}
        place.heard((await http.post("/webhooks/rest/webhook", json=rest)).json())
        # Refused, and nothing of it kept or logged either.
        for path in ("/api/chat", "/api/feedback", "/api/forget", "/webhooks/rest/webhook"):
            await http.post(path, json={"conversation": plant, "sender": plant, "message": plant})
            await http.post(path, content=f"{{{plant}".encode())
        await http.get("/search", params={"q": plant})
        await http.get(f"/files/{plant}/{plant}")
        await http.get(f"/documents/{plant}", params={"at": plant})


async def through_guided_cases(place: Place, http: httpx.AsyncClient) -> None:
    for number, intent in enumerate(("wages_case", "credit_case", "request_case")):
        conversation = f"case-{number}"

        async def say(message: str, conversation: str = conversation) -> None:
            asked = {"conversation": conversation, "message": message}
            place.heard((await http.post("/api/chat", json=asked)).json())

        await say(f"/{intent}")
        for plant in PLANTS.values():
            await say(f"欠我50000元 {plant}")
            await say(f"老板叫王大明 {plant},单位是杭州某某建筑公司{plant}")
            data = {"guide_field": "employer", "guide_value": f"{MARKER}{plant}"}
            await say(f"/guide_answer{json.dumps(data, ensure_ascii=False)}")
            await say("/guide_skip")


async def through_telegram(place: Place) -> None:
    with FakeBotApi() as api:
        parts = place.parts
        context = AnswerContext.of(parts.kb)
        rig = Rig(api, context, place.store, assistant=parts.assistant, links=parts.links)
        await rig.start()
        for plant in PLANTS.values():
            update = api.write(story(plant))
            await rig.idle()
            api.edit(update, f"改一下:{story(plant)}")
            api.write(f"@{ME['username']} {story(plant)}", chat=GROUP)
            api.write(f"/wages {story(plant)}")
            api.write(f"/remind {plant}")
            api.press_data(api.shown[7][-1], f"s|zh-Hans|{story(plant)}"[:64])
            await rig.idle()
        for chat in (7, GROUP):
            place.said += api.texts(chat)
        await rig.stop()


async def through_wechat(place: Place, http: httpx.AsyncClient) -> None:
    server = WeChatServer(http)
    for plant in PLANTS.values():
        place.heard(await server.say(story(plant)))
        voice = message_xml(kind="voice", Recognition=story(plant), MediaId="m", Format="amr")
        place.heard(await server.deliver(voice))
        await server.event("CLICK", story(plant))


async def through_standard_input(place: Place) -> None:
    lines = [story(plant) for plant in PLANTS.values()]
    lines.append(json.dumps(lines, ensure_ascii=False))
    for as_json in (True, False):
        printed = io.StringIO()
        with redirect_stdout(printed):
            await answer_lines(place.parts.assistant, lines, as_json, None)
        place.heard(printed.getvalue())


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program logs when its operator, and each library, is as talkative as can be."""
    root = logging.getLogger()
    talkative = [logging.getLogger(name) for name in LIBRARIES]
    before = root.handlers[:], root.level, [one.level for one in talkative], sys.excepthook
    stream = io.StringIO()
    set_up(LogSettings(level="debug"), stream)
    for one in (root, *talkative):
        one.setLevel(logging.DEBUG)
    yield stream
    root.handlers[:], level, levels, sys.excepthook = before
    root.setLevel(level)
    for one, own in zip(talkative, levels, strict=True):
        one.setLevel(own)


async def test_nothing_personal_is_kept_anywhere(
    place: Place,
    http: httpx.AsyncClient,
    log: io.StringIO,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await through_the_web(place, http)
    await through_guided_cases(place, http)
    await through_telegram(place)
    await through_wechat(place, http)
    await through_standard_input(place)
    logging.getLogger("bot").debug("the end of the log")
    out, err = capsys.readouterr()
    places = {
        "tables": place.tables(),
        "files": place.files().decode("utf-8", "replace"),
        "redis": place.in_redis(),
        "log": log.getvalue(),
        "terminal": out + err,
        "answers": "\n".join(place.said),
        "addresses of files": place.signed(),
    }
    assert MARKER in places["tables"] and MARKER in places["files"]
    assert places["redis"] and places["addresses of files"] and "the end" in places["log"]
    found = {
        (where, needle) for where, text in places.items() for needle in needles() if needle in text
    }
    assert found == set()


async def test_what_is_forgotten_is_not_in_the_files_either(
    place: Place, http: httpx.AsyncClient
) -> None:
    word = "夏日冰西瓜"
    for number in range(3):
        asked = {"conversation": "gone", "message": f"{word}{number},老板不发工资"}
        reply = (await http.post("/api/chat", json=asked)).json()
        verdict = {"conversation": "gone", "turn": reply["turn"], "verdict": "other", "note": word}
        await http.post("/api/feedback", json=verdict)
    assert word in place.tables()
    gone = await http.post("/api/forget", json={"conversation": "gone"})
    assert gone.status_code == 200
    assert word not in place.tables() and "gone" not in place.tables()
