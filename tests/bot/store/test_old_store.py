"""What commit 003e3b2 left in its store goes on: see ``layout_1``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from itsdangerous import TimestampSigner
from needs import needs
from old_store import CHAT, KEY, LEFT, MADE, lay_out
from web_double import CardAssistant
from wechat_client import APP_ID, TOKEN, WeChatServer, message_xml

from actions.context import AnswerContext
from bot.attachments.links import SignedLinks
from bot.attachments.makers import MAKERS
from bot.channels.telegram.inbox import Inbox
from bot.channels.web.app import make_app
from bot.channels.wechat import store as wechat_store
from bot.channels.wechat.start import make_wechat
from bot.reminders.sending import Sending
from bot.reminders.store import Reminders
from bot.server.start import start
from bot.settings.settings import Settings
from bot.settings.wechat import Account
from bot.store.database import Database
from bot.store.lease import Lease
from policies_kb.kb import KnowledgeBase

#: The same whenever it is run: the store is as old as on the day it was left.
SOON = LEFT + timedelta(seconds=10)
OLD_OPENID = "oOldUser"


@pytest.fixture
def old_url(shared_url: str) -> str:
    lay_out(shared_url)
    return shared_url


@pytest.fixture
def old_store(old_url: str) -> Iterator[Database]:
    opened = Database.open(old_url)
    yield opened
    opened.close()


@needs("model")
@pytest.mark.slow
async def test_the_open_case_goes_on(old_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # A day later a case is over (session_expiration_time of nlu/domain.yml).
    monkeypatch.setattr("time.time", SOON.replace(tzinfo=UTC).timestamp)
    parts = start(store=old_url, settings=Settings(retention_days=3650))
    assert "一共欠多少钱" in MADE["asked"]
    recalled = (await parts.assistant.reply(CHAT, "我说了什么", "zh-Hans")).as_json()
    assert "义乌" in recalled["text"] and "3月" in recalled["text"]
    reply = (await parts.assistant.reply(CHAT, "20000元", "zh-Hans")).as_json()
    assert reply["text"].startswith("记下了") and "20000" in reply["text"].replace(",", "")
    assert reply["filled"] and reply["status"] == "clarify"
    # Numbers of turns go on too: a verdict on an old answer is not one on a new.
    assert reply["turn"] == 7
    parts.close_connections()


def test_names_that_are_kept_in_conversations_are_known(old_store: Database) -> None:
    """An action, a form or a slot that is called otherwise would be lost without a word."""
    from rasa.shared.core.domain import Domain

    from bot.store.conversations import Conversations

    domain = Domain.load("nlu/domain.yml")
    conversations = Conversations(old_store)
    events = [event for name in conversations.names() for event in conversations.load(name)]
    kept = {
        kind: {event["name"] for event in events if event["event"] == kind and event.get("name")}
        for kind in ("action", "slot", "active_loop")
    }
    assert all(kept.values())
    assert kept["action"] | kept["active_loop"] <= set(domain.action_names_or_texts)
    assert kept["slot"] <= {slot.name for slot in domain.slots}


async def test_both_reminders_are_due(old_store: Database, kb: KnowledgeBase) -> None:
    sent = []

    async def deliver(delivery: Any) -> None:
        sent.append(delivery.reminder.id)

    for due in sorted({datetime.fromisoformat(at) for at in MADE["due"]}):
        for pause in (timedelta(minutes=-1), timedelta(minutes=1), timedelta(minutes=2)):
            moment = (due + pause).astimezone(UTC)
            lease = Lease(old_store, "reminders")
            sending = Sending(
                Reminders(old_store), kb, lease, "tg:", deliver, lambda moment=moment: moment
            )
            await sending.once()
            lease.release()
            if pause < timedelta():
                assert sent == []
    one, places = Reminders(old_store).of(CHAT)
    assert sorted(sent) == [one.id, places.id]
    assert one.about.one and places.about.named == {"region": ["杭州市"]}
    assert (one.thread, places.thread) == (None, None)


def test_the_message_of_telegram_is_taken_up_once(old_store: Database) -> None:
    first, second = Inbox(old_store, "4242"), Inbox(old_store, "4242")
    [left] = first.left(everything=True)
    assert (left.incoming.text, left.state) == ("欠薪找谁", "open")
    assert left.incoming.conversation == CHAT
    assert first.begin(left.incoming.id) and not second.begin(left.incoming.id)
    assert second.left() == []
    # Telegram delivers it once more: it is known.
    assert second.keep([left.incoming]) == []


async def test_the_message_of_wechat_is_answered_once(
    old_store: Database,
    context: AnswerContext,
    kb: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wechat_store, "now", lambda: SOON)
    assistant = CardAssistant(context)

    def server() -> WeChatServer:
        wechat = make_wechat(Account(TOKEN, APP_ID), assistant, kb, old_store)
        app = make_app(assistant, kb, wechat=wechat)
        return WeChatServer(
            httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://wence")
        )

    first, second = server(), server()
    again = message_xml(OLD_OPENID, Content="征信有误怎么办", MsgId=1002)
    told = await first.deliver(again)
    # What the old program had promised comes along.
    assert "一个查好的答复" in told
    assert [text for _, text, _ in assistant.asked] == ["征信有误怎么办"]
    assert await second.deliver(again) == told
    assert len(assistant.asked) == 1
    assert "一个查好的答复" not in await second.say("工资", sender=OLD_OPENID)
    for one in (first, second):
        await one.http.aclose()


@pytest.mark.parametrize("address", MADE["links"], ids=lambda address: address.rpartition("/")[2])
def test_addresses_of_files_still_lead_to_files(
    address: str, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(SOON.timestamp()))
    _, _, token, name = unquote(address).split("/", 3)
    wanted = SignedLinks(KEY).wanted(token, name)
    made = MAKERS[wanted.maker](wanted.data, kb, wanted.locale)
    assert made.content
