"""Being forgotten: everything that is kept of a conversation goes, on every channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import httpx
import pytest
from guard_rig import Clock, guard_of, recorded
from sqlalchemy import select
from starlette.testclient import TestClient
from web_double import CardAssistant
from wechat_client import APP_ID, TOKEN, WeChatServer

from bot.channels.telegram.preferences import Preferences
from bot.channels.web.app import make_app
from bot.channels.wechat.start import make_wechat
from bot.reminders.reminder import Reminder, ReminderTarget
from bot.reminders.store import Reminders
from bot.settings.wechat import Account
from bot.store.archive import Archive
from bot.store.database import Database
from bot.store.errors import LockedError
from bot.store.tables import metadata
from policies_kb.kb import KnowledgeBase

MakeClient = Callable[..., TestClient]
QUESTION = "无欠薪县的标准是什么"


@pytest.fixture
def client(
    assistant: CardAssistant, kb: KnowledgeBase, archive: Archive, store_db: Database, clock: Clock
) -> Iterator[TestClient]:
    guard = guard_of(assistant, kb, store_db, clock, archive)
    with TestClient(make_app(guard, kb, archive=archive), raise_server_exceptions=False) as opened:
        yield opened


def rows(database: Database) -> dict[str, int]:
    """Return how many rows of users each table holds."""
    with database.reading() as connection:
        return {
            table.name: len(connection.execute(select(table)).all())
            for table in metadata.sorted_tables
            if table.name not in ("setting", "lease")
        }


def empty(database: Database) -> bool:
    return not any(rows(database).values())


def test_nothing_of_a_web_conversation_is_left(client: TestClient, store_db: Database) -> None:
    asked = {"conversation": "c-1", "message": QUESTION}
    client.post("/api/chat", json=asked)
    verdict = {"conversation": "c-1", "turn": 1, "verdict": "down", "note": "不对"}
    assert client.post("/api/feedback", json=verdict).status_code == 200
    client.post("/api/chat", json={**asked, "conversation": "c-2"})
    gone = client.post("/api/forget", json={"conversation": "c-1"})
    assert (gone.status_code, gone.json()["status"]) == (200, "ok")
    assert rows(store_db)["feedback"] == 0 and rows(store_db)["conversation"] == 1
    assert client.post("/api/forget", json={"conversation": "c-2"}).status_code == 200
    assert empty(store_db)


def test_an_unknown_conversation_is_answered_alike(client: TestClient) -> None:
    client.post("/api/chat", json={"conversation": "c-1", "message": QUESTION})
    known = client.post("/api/forget", json={"conversation": "c-1"})
    unknown = client.post("/api/forget", json={"conversation": "c-none"})
    assert known.json() == unknown.json()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"conversation": 5}', b'{"conversation": "a b"}', b"\xff"]
)
def test_what_names_no_conversation_is_refused(client: TestClient, body: bytes) -> None:
    refused = client.post("/api/forget", content=body)
    assert refused.status_code == 400 and refused.json()["status"] == "error"


def test_the_form_asks_before_it_deletes(client: TestClient, store_db: Database) -> None:
    page = client.post("/chat", data={"conversation": "c-1", "message": QUESTION}).text
    assert 'action="/forget"' in page and 'name="conversation" value="c-1"' in page
    asks = client.post("/forget", data={"conversation": "c-1"})
    assert asks.status_code == 200 and 'name="sure" value="yes"' in asks.text
    assert rows(store_db)["conversation"] == 1
    gone = client.post("/forget", data={"conversation": "c-1", "sure": "yes"})
    assert gone.status_code == 200 and "已删除" in gone.text
    assert empty(store_db)


def test_a_senseless_form_is_refused_on_a_page(client: TestClient) -> None:
    refused = client.post("/forget", data={"conversation": "a b", "sure": "yes"})
    assert refused.status_code == 400 and "<h1>" in refused.text


def test_where_it_fails_it_says_so(
    client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(_: str) -> None:
        raise LockedError("held")

    monkeypatch.setattr(archive, "forget", held)
    refused = client.post("/api/forget", json={"conversation": "c-1"})
    assert refused.status_code == 503 and "没能删除" in refused.json()["text"]


def test_without_a_store_there_is_nothing_to_forget(
    assistant: CardAssistant, kb: KnowledgeBase
) -> None:
    client = TestClient(make_app(assistant, kb))
    assert "/forget" not in client.get("/").text
    assert client.post("/api/forget", json={"conversation": "c-1"}).status_code == 404


def test_one_function_forgets_whatever_a_channel_keeps(
    archive: Archive, store_db: Database
) -> None:
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    Reminders(store_db).add(Reminder(0, "tg:7", ReminderTarget({}), 1, 9, "en", moment))
    Preferences(store_db).choose("tg:7", "en")
    Preferences(store_db).choose("tg:8", "en")
    archive.forget("tg:7")
    kept = rows(store_db)
    assert (kept["reminder"], kept["preference"]) == (0, 1)


@pytest.mark.parametrize("words", ["忘记我", "删除记录", "/forget", "Forget me"])
async def test_a_user_of_wechat_can_say_it(
    assistant: CardAssistant, kb: KnowledgeBase, archive: Archive, store_db: Database, words: str
) -> None:
    recording = recorded(assistant, kb, archive)
    wechat = make_wechat(Account(TOKEN, APP_ID), recording, kb, store_db)
    transport = httpx.ASGITransport(app=make_app(recording, kb, wechat=wechat))
    async with httpx.AsyncClient(transport=transport, base_url="http://wence") as http:
        server = WeChatServer(http)
        await server.say("English")
        await server.say("欠薪")
        await server.say("QQQ 没有答案的话")
        assert rows(store_db)["wechat_user"] == 1 and rows(store_db)["turn"] == 2
        said = await server.say(words)
        assert "Deleted" in said
    kept = rows(store_db)
    # Only that this message was answered is known, for a day.
    assert (kept["wechat_message"], kept["conversation"]) == (1, 1)
    assert not (kept["turn"] or kept["feedback"] or kept["wechat_user"])
