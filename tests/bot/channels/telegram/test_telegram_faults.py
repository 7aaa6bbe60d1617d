"""Nothing is answered twice and nothing is lost, whatever Telegram and the machine do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fake_bot_api import TOKEN, FakeBotApi
from starlette.applications import Starlette
from starlette.testclient import TestClient
from telegram.error import InvalidToken
from telegram_rig import LINKS, Rig, until

from actions.context import AnswerContext
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.webhook import SECRET_HEADER, join
from bot.settings.telegram import TelegramBot

WAGES = "老板三个月没发工资"


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/wence.db"


async def test_an_update_delivered_three_times_is_answered_once(rig: Rig, api: FakeBotApi) -> None:
    update = api.write(WAGES)
    await rig.said(1)
    for _ in range(2):
        api._updates.append(update)
        await rig.idle()
    assert len(api.texts()) == 1
    assert len(rig.assistant.asked) == 1


async def test_a_message_taken_in_before_a_crash_is_answered_after_it(
    api: FakeBotApi, context: AnswerContext, store: str
) -> None:
    first = Rig(api, context, store)
    await first.start()
    first.assistant.pause = 60
    update = api.write(WAGES)
    await until(lambda: not api.waiting())
    await first.crash()
    assert api.texts() == []
    second = Rig(api, context, store)
    await second.start()
    await second.said(1)
    # Telegram may deliver it once more.
    api._updates.append(update)
    await second.idle()
    assert len(api.texts()) == 1
    await second.stop()


async def test_an_answer_cut_off_by_a_crash_is_not_repeated_but_told(
    api: FakeBotApi, context: AnswerContext, store: str
) -> None:
    first = Rig(api, context, store)
    await first.start()
    api.fail("sendMessage", status=500, times=1, hang=5, carried_out=True)
    api.write(WAGES)
    await until(lambda: len(api.texts()) == 1)
    await first.crash()
    second = Rig(api, context, store)
    await second.start()
    shown = await second.said(2)
    assert "中断" in shown[1]["text"]
    assert second.assistant.asked == []
    await second.stop()
    third = Rig(api, context, store)
    await third.start()
    await third.idle()
    assert len(api.texts()) == 2
    await third.stop()


async def test_too_many_requests_are_waited_out(rig: Rig, api: FakeBotApi) -> None:
    api.fail("sendMessage", status=429, times=1, retry_after=17)
    api.write(WAGES)
    await rig.said(1)
    assert 17.0 in rig.time.waits
    assert api.count("sendMessage") == 2


async def test_errors_of_the_server_are_tried_again_with_growing_pauses(
    rig: Rig, api: FakeBotApi
) -> None:
    api.fail("sendMessage", status=502, times=3)
    api.write(WAGES)
    await rig.said(1)
    assert [wait for wait in rig.time.waits if wait >= 1][:1] == [1.0]
    assert {1.0, 2.0, 4.0} <= set(rig.time.waits)


async def test_an_answer_that_could_not_be_sent_at_all_is_sent_later(
    rig: Rig, api: FakeBotApi
) -> None:
    api.fail("sendMessage", status=500, times=5)
    api.write(WAGES)
    await until(lambda: api.count("sendMessage") == 5)
    await rig.idle()
    assert api.texts() == []
    await rig.channel.service.sweep(everything=True)
    assert len(await rig.said(1)) == 1


async def test_a_timeout_is_tried_again(
    rig: Rig, api: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = rig.channel.bot._request[1]
    original = type(sending).do_request

    async def impatient(request: object, *args: object, **kwargs: object) -> object:
        if request is sending:
            kwargs["read_timeout"] = 0.3
        return await original(request, *args, **kwargs)

    # Of the class: one request has slots and takes no other method.
    monkeypatch.setattr(type(sending), "do_request", impatient)
    api.fail("sendMessage", status=500, times=1, hang=1.0)
    api.write(WAGES)
    await rig.said(1)
    assert api.count("sendMessage") == 2


async def test_updates_that_cannot_be_fetched_come_later(rig: Rig, api: FakeBotApi) -> None:
    api.fail("getUpdates", status=502, times=1)
    api.write("/help")
    await rig.said(1)
    api.write(WAGES)
    assert len(await rig.said(2)) == 2


#: Shapes of kinds that are known, with a part that the library needs left out.
STRANGE = [
    {"gift": {"gift": {}}},
    {"reply_to_message": {"message_id": 1}},
    {"forward_origin": {"type": "user"}},
    {"poll": {"id": "1"}},
    {"entities": [{"type": "bold"}]},
    {"caption": True},
]


@pytest.mark.parametrize("part", STRANGE, ids=lambda part: next(iter(part)))
async def test_an_update_of_a_shape_nobody_knows_holds_nobody_up(
    rig: Rig, api: FakeBotApi, part: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    api._updates += [api.message(None, **part), api.message(WAGES)]
    await rig.said(1)
    api.write("/help")
    assert len(await rig.said(2)) == 2
    assert api.waiting() == 0
    assert "cannot be read" in caplog.text


async def test_a_chat_that_blocked_the_bot_holds_nobody_up(rig: Rig, api: FakeBotApi) -> None:
    api.write(WAGES, chat=8)
    api.closed.add(8)
    api.write(WAGES, chat=7)
    await rig.said(1)
    await rig.idle()
    assert api.texts(8) == []


async def test_messages_of_a_chat_are_answered_in_their_order(rig: Rig, api: FakeBotApi) -> None:
    rig.assistant.pause = 0.1
    for text in ("/help", "/wages", "/credit"):
        api.write(text)
    await rig.said(3)
    assert [text for _, text, _ in rig.assistant.asked] == [
        "/help",
        "/wages_claim",
        "/credit_kinds",
    ]


async def test_a_held_store_loses_no_update(rig: Rig, api: FakeBotApi) -> None:
    inbox = rig.channel.service._inbox
    keep, failures = inbox.keep, [True]

    def failing(incoming):
        from bot.store.errors import LockedError

        if failures:
            failures.pop()
            raise LockedError("held")
        return keep(incoming)

    inbox.keep = failing
    api.write(WAGES)
    assert len(await rig.said(1)) == 1


async def test_a_menu_that_is_refused_holds_nothing_up(
    api: FakeBotApi, context: AnswerContext, store: str
) -> None:
    """Servers in between may know fewer methods; the library takes their 404 for a wrong token."""
    api.fail("setMyCommands", status=404, times=1)
    rig = Rig(api, context, store)
    await rig.start()
    api.write(WAGES)
    assert len(await rig.said(1)) == 1
    await rig.stop()


async def test_a_wrong_token_is_told(api: FakeBotApi, context: AnswerContext, store: str) -> None:
    rig = Rig(api, context, store)
    rig.channel = TelegramChannel(
        TelegramBot("1:wrong", api.url), rig.assistant, context.kb, LINKS, rig.archive, rig.database
    )
    with pytest.raises(InvalidToken):
        await rig.channel.poll()
    rig.close()


# -- called by Telegram ---------------------------------------------------------------------


@contextmanager
def calling(
    api: FakeBotApi, context: AnswerContext, store: str
) -> Iterator[tuple[Rig, TestClient]]:
    rig = Rig(api, context, store, webhook="https://wence.example")
    app = Starlette()
    join(app, rig.channel)
    with TestClient(app) as client:
        asyncio.run(until(lambda: rig.channel.ready.is_set() and bool(api.webhook)))
        yield rig, client
    rig.close()


@pytest.fixture
def called(api: FakeBotApi, context: AnswerContext, store: str):
    with calling(api, context, store) as running:
        yield running


def post(client: TestClient, rig: Rig, update: object, secret: str | None = None) -> int:
    settings = rig.channel.settings
    shown = settings.secret if secret is None else secret
    headers = {SECRET_HEADER: shown}
    return client.post(settings.path, json=update, headers=headers).status_code


def shown_within(api: FakeBotApi, count: int, seconds: float = 10) -> list[str]:
    asyncio.run(until(lambda: len(api.texts()) >= count, seconds))
    asyncio.run(asyncio.sleep(0.1))
    return api.texts()


def test_a_call_with_the_secret_is_answered_once(called, api: FakeBotApi) -> None:
    rig, client = called
    assert api.webhook["url"] == f"https://wence.example{rig.channel.settings.path}"
    assert api.webhook["secret_token"] == rig.channel.settings.secret
    update = api.message(WAGES)
    assert [post(client, rig, update) for _ in range(3)] == [200, 200, 200]
    assert len(shown_within(api, 1)) == 1


def test_updates_that_come_in_another_order_are_answered_once_each(called, api: FakeBotApi) -> None:
    rig, client = called
    older, newer = api.message(WAGES), api.message("/credit")
    assert [post(client, rig, update) for update in (newer, older, newer)] == [200] * 3
    assert len(shown_within(api, 2)) == 2
    assert [text for _, text, _ in rig.assistant.asked] == ["/credit_kinds", WAGES]


def test_the_same_message_number_in_two_chats_is_two_messages(called, api: FakeBotApi) -> None:
    rig, client = called
    one, other = api.message(WAGES, 7), api.message("/credit", 8)
    other["message"]["message_id"] = one["message"]["message_id"]
    assert [post(client, rig, update) for update in (one, other)] == [200, 200]
    shown_within(api, 1)
    asyncio.run(until(lambda: len(api.texts(8)) == 1))
    assert {name: text for name, text, _ in rig.assistant.asked} == {
        "tg:7": WAGES,
        "tg:8": "/credit_kinds",
    }


@pytest.mark.slow
def test_a_six_second_answer_holds_up_neither_telegram_nor_other_chats(
    called, api: FakeBotApi
) -> None:
    rig, client = called
    rig.assistant.pause = 6
    update = api.message(WAGES)
    began = time.monotonic()
    assert post(client, rig, update) == 200
    assert time.monotonic() - began < 3, "Telegram was told before the answer was there"
    # Shown as soon as the answer takes long enough to be noticed.
    asyncio.run(until(lambda: typing(api) == 1))
    rig.assistant.pause = 0
    # Telegram delivers again, and somebody else writes.
    assert post(client, rig, update) == 200
    assert post(client, rig, api.message("/credit", 8)) == 200
    asyncio.run(until(lambda: len(api.texts(8)) == 1))
    assert api.texts(7) == []
    assert len(shown_within(api, 1)) == 1
    assert typing(api) == 2, "it lasts five seconds in the app"
    assert len(rig.assistant.asked) == 2


def typing(api: FakeBotApi, chat: int = 7) -> int:
    shown = (call.parameters for call in api.calls if call.method == "sendChatAction")
    return sum(int(parameters["chat_id"]) == chat for parameters in shown)


def test_two_processes_that_get_the_same_update_answer_it_once(
    called, api: FakeBotApi, context: AnswerContext, store: str
) -> None:
    rig, client = called
    with calling(api, context, store) as (other_rig, other_client):
        peers = [(client, rig), (other_client, other_rig)] * 2
        update = api.message(WAGES)
        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(lambda peer: post(*peer, update), peers))
        assert told == [200] * 4
        assert len(shown_within(api, 1)) == 1
        assert len(rig.assistant.asked) + len(other_rig.assistant.asked) == 1


@pytest.mark.parametrize("secret", ["", "wrong", "密"])
def test_a_call_without_the_secret_is_refused(called, api: FakeBotApi, secret: str) -> None:
    rig, client = called
    settings = rig.channel.settings
    headers = [(SECRET_HEADER.encode(), secret.encode())] if secret else []
    answer = client.post(settings.path, json=api.message(WAGES), headers=headers)
    assert answer.status_code == 403
    assert rig.assistant.asked == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": "x"}', b"[" * 100_000])
def test_what_is_no_update_is_refused(called, body: bytes) -> None:
    rig, client = called
    headers = {SECRET_HEADER: rig.channel.settings.secret}
    assert client.post(rig.channel.settings.path, content=body, headers=headers).status_code == 400


@pytest.mark.parametrize("part", STRANGE, ids=lambda part: next(iter(part)))
def test_an_update_of_a_shape_nobody_knows_is_not_delivered_for_hours(
    called, api: FakeBotApi, part: dict[str, Any]
) -> None:
    rig, client = called
    assert post(client, rig, api.message(None, **part)) == 200
    assert api.texts() == []


def test_a_huge_body_is_refused(called, api: FakeBotApi) -> None:
    rig, client = called
    assert post(client, rig, api.message("字" * 300_000)) == 400


def test_nobody_can_tell_path_or_token_from_each_other(api: FakeBotApi) -> None:
    settings = TelegramBot(TOKEN, api.url)
    assert TOKEN.split(":")[1] not in settings.path + settings.secret
    assert settings.secret not in settings.path
