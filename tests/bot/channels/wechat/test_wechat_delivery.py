"""Each message is answered once and in time, however often, late or crosswise it is delivered."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy import create_engine, text
from wechat_client import USER, WeChatServer, field, message_xml, query
from wechat_double import MakeServer, SlowAssistant

from bot.channels.wechat import channel
from bot.channels.wechat.message import IncomingMessage
from bot.channels.wechat.reply import WeChatReply
from bot.channels.wechat.store import STALE, WeChatStore
from bot.store.archive import Archive
from bot.store.database import Database

QUESTION = "无欠薪县的标准是什么"
CLAIM = "老板三个月没发工资"
WAIT = "正在查,请过几秒回复任意字看结果"
#: Instead of 3.8 seconds, so that slow need not be very slow.
BUDGET = 0.3
GRACE = channel.GRACE


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take its time to look into the store."""
    monkeypatch.setattr(channel, "GRACE", 30)


async def test_three_deliveries_give_one_computation_and_the_same_reply(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    xml = message_xml(Content=QUESTION)
    said = [await server.deliver(xml) for _ in range(3)]
    assert len(set(said)) == 1
    assert said[0]
    assert len(slow.asked) == 1


async def test_deliveries_at_once_wait_for_the_one_that_runs(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    slow.seconds = 0.3
    first, second = make_server(), make_server()
    xml = message_xml(Content=QUESTION)
    said = await asyncio.gather(*(s.deliver(xml) for s in (first, second, first, second)))
    assert len(set(said)) == 1
    assert said[0]
    assert len(slow.asked) == 1


async def test_two_processes_know_what_the_other_answered(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    first, second = make_server(), make_server()
    xml = message_xml(Content=CLAIM)
    assert await first.deliver(xml) == await second.deliver(xml)
    assert len(slow.asked) == 1
    # What was offered by one can be picked at the other.
    await second.say("2")
    assert slow.asked[-1][1].startswith("/")


async def test_a_replay_is_seen_by_every_process(make_server: MakeServer) -> None:
    signed = query()
    assert (await make_server().post(message_xml(Content="一"), signed)).status_code == 200
    assert (await make_server().post(message_xml(Content="二"), signed)).status_code == 403


async def test_the_same_number_of_two_users_is_two_messages(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    one = await server.deliver(message_xml(Content=QUESTION, MsgId=77))
    other = await server.deliver(message_xml("oUser-Two_2", Content=CLAIM, MsgId=77))
    assert one != other
    assert [text for _, text, _ in slow.asked] == [QUESTION, CLAIM]


async def test_an_event_is_known_by_its_time_and_kind(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    def click(created: int, key: str, sender: str = USER) -> str:
        return message_xml(sender, "event", Event="CLICK", EventKey=key, CreateTime=created)

    now = int(time.time())
    for _ in range(3):
        await server.deliver(click(now, "/wages_claim"))
    assert len(slow.asked) == 1
    await server.deliver(click(now, "/wages_claim", "oUser-Two_2"))
    await server.deliver(click(now + 1, "/wages_claim"))
    await server.deliver(click(now, "/help"))
    assert len(slow.asked) == 4


async def test_a_late_retry_gets_its_own_reply_and_turns_nothing_back(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    """The newer message is delivered, answered, and then the older one comes again."""
    now = int(time.time())
    older = message_xml(Content=QUESTION, CreateTime=now - 5)
    newer = message_xml(Content=CLAIM, CreateTime=now)
    second = await server.deliver(newer)
    first = await server.deliver(older)
    assert await server.deliver(newer) == second != first
    assert await server.deliver(older) == first
    expected = (await slow.reply("other", QUESTION)).as_json()["suggestions"][0]["payload"]
    await server.say("2")
    assert slow.asked[-1][1] == expected


async def test_a_slow_answer_is_promised_in_time_and_given_for_any_word(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    slow.seconds = 1.5
    server = make_server(budget=BUDGET)
    began = time.monotonic()
    assert await server.say(QUESTION) == WAIT
    assert time.monotonic() - began < slow.seconds
    await asyncio.sleep(slow.seconds)
    said = await server.say("嗯")
    assert "无欠薪" in said
    assert [text for _, text, _ in slow.asked] == [QUESTION]


async def test_a_six_second_answer_is_promised_as_often_as_it_is_asked_for(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    server = make_server(budget=BUDGET)
    slow.seconds = 6
    began = time.monotonic()
    assert [await server.say(words) for words in (QUESTION, "好", "1")] == [WAIT] * 3
    assert time.monotonic() - began < slow.seconds
    assert len(slow.asked) == 1


@pytest.mark.slow
async def test_with_the_real_budget_a_six_second_answer_arrives_whole(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    slow.seconds = 6
    xml = message_xml(Content=QUESTION)
    began = time.monotonic()
    assert await server.deliver(xml) == WAIT
    # WeChat waits five seconds.
    assert 3.5 < time.monotonic() - began < 5
    # The user asks for it at once; the answer comes within the time of that message.
    said = await server.say("1")
    assert "无欠薪" in said
    assert await server.deliver(xml) == ""
    assert len(slow.asked) == 1


def test_the_budget_leaves_time_on_the_way() -> None:
    """WeChat waits five seconds."""
    assert channel.BUDGET + GRACE < 4.5


async def test_a_promise_is_kept_by_another_process(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    slow.seconds = 0.6
    first, second = make_server(budget=BUDGET), make_server(budget=BUDGET)
    assert await first.say(QUESTION) == WAIT
    assert await second.say("1") == WAIT
    await asyncio.sleep(0.6)
    assert "无欠薪" in await second.say("1")
    assert len(slow.asked) == 1


async def test_who_asks_something_else_meanwhile_gets_both_answers(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    server = make_server(budget=BUDGET)
    slow.seconds = 0.5
    await server.say(QUESTION)
    slow.seconds = 0
    await asyncio.sleep(0.5)
    said = await server.say(CLAIM)
    while "看更多" in said.rsplit("\n\n", 1)[-1]:
        said += await server.say("1")
    assert "————" in said
    before, after = said.split("————", 1)
    assert "80号" in before
    assert "12333" in after or "投诉" in after


async def test_an_answer_is_given_once(make_server: MakeServer, slow: SlowAssistant) -> None:
    server = make_server(budget=BUDGET)
    slow.seconds = 0.5
    xml = message_xml(Content=QUESTION)
    assert await server.deliver(xml) == WAIT
    slow.seconds = 0
    await asyncio.sleep(0.5)
    assert "无欠薪" in await server.say("好")
    # A retry of the first message comes too late to say it again.
    assert await server.deliver(xml) == ""
    await server.say("好")
    assert [text for _, text, _ in slow.asked] == [QUESTION, "好"]


async def test_a_retry_after_a_lost_promise_gets_the_answer(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    server = make_server(budget=1.0)
    slow.seconds = 1.3
    xml = message_xml(Content=QUESTION)
    assert await server.deliver(xml) == WAIT
    said = await server.deliver(xml)
    assert "无欠薪" in said
    assert await server.deliver(xml) == said
    assert len(slow.asked) == 1


async def test_english_users_are_asked_to_wait_in_english(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    slow.seconds = 0.5
    said = await make_server(budget=BUDGET).say("What is a county without wage arrears?")
    assert said.startswith("Looking it up")


def message(identity: str = "a") -> IncomingMessage:
    return IncomingMessage(USER, "gh_x", "text", "问题", "", "", identity)


@pytest.fixture
def opened(store_file: str) -> WeChatStore:
    return WeChatStore(Database.open(store_file))


def age(store_file: str, table: str, column: str, amount: str) -> None:
    with create_engine(store_file).begin() as connection:
        connection.execute(
            text(
                f"UPDATE {table} SET {column} = strftime('%Y-%m-%d %H:%M:%f', {column}, '{amount}')"
            )
        )


def test_the_answer_of_a_process_that_died_is_taken_over_once(
    opened: WeChatStore, store_file: str
) -> None:
    key = opened.key(message())
    assert opened.claim(key, "s1")
    assert not opened.claim(key, "s1")
    age(store_file, "wechat_message", "beat", f"-{STALE + 1} seconds")
    assert opened.claim(key, "s2")
    assert not opened.claim(key, "s3")
    assert not opened.finish(key, WeChatReply("第一个"))
    opened.finish(key, WeChatReply("第二个"))
    assert opened.collect(key) == "第一个"


def test_a_clock_put_back_does_not_keep_an_answer_back(
    opened: WeChatStore, store_file: str
) -> None:
    key = opened.key(message())
    assert opened.claim(key, "s1")
    age(store_file, "wechat_message", "beat", "+3 hours")
    assert opened.claim(key, "s2")


def test_what_nobody_works_on_any_more_is_not_waited_for(
    opened: WeChatStore, store_file: str
) -> None:
    key = opened.key(message())
    opened.claim(key, "s1")
    assert opened.collect(key, promise=True) is None
    assert opened.promised(opened.key(message("b"))) == ([], True)
    age(store_file, "wechat_message", "beat", f"-{STALE + 1} seconds")
    assert opened.promised(opened.key(message("b"))) == ([], False)


async def test_a_promise_of_a_process_that_died_is_told_to_be_lost_once(
    make_server: MakeServer, slow: SlowAssistant, store_file: str
) -> None:
    slow.seconds = 60
    assert await make_server(budget=BUDGET).say(QUESTION) == WAIT
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    age(store_file, "wechat_message", "beat", f"-{STALE + 1} seconds")
    slow.seconds = 0
    other = make_server()
    said = await other.say("1")
    assert "没有查完" in said and "再问一次" in said
    assert await other.say(QUESTION) == await make_server().say(QUESTION)
    assert [text for _, text, _ in slow.asked] == [QUESTION] * 3


def test_answers_are_kept_for_a_day_and_signatures_for_minutes(
    opened: WeChatStore, store_file: str
) -> None:
    key = opened.key(message())
    opened.claim(key, "s1")
    opened.finish(key, WeChatReply("答案"))
    age(store_file, "wechat_message", "received", "-25 hours")
    age(store_file, "wechat_signature", "seen", "-16 minutes")
    opened.claim(opened.key(message("b")), "s2")
    with create_engine(store_file).begin() as connection:
        kept = connection.execute(text("SELECT identity FROM wechat_message")).scalars().all()
        signatures = connection.execute(text("SELECT digest FROM wechat_signature")).scalars().all()
    assert (kept, signatures) == (["b"], ["s2"])


async def test_nothing_that_is_kept_names_the_user(server: WeChatServer, store_file: str) -> None:
    await server.say(CLAIM)
    rows = []
    with create_engine(store_file).begin() as connection:
        for table in ("conversation", "wechat_message", "wechat_user", "wechat_signature"):
            rows += connection.execute(text(f"SELECT * FROM {table}")).all()
    assert len(rows) >= 4
    assert USER not in str(rows)
    assert CLAIM not in str(rows)


async def test_forgetting_a_conversation_forgets_all_of_it(
    server: WeChatServer, slow: SlowAssistant, store_file: str
) -> None:
    await server.say(CLAIM)
    archive = Archive.open(store_file)
    archive.forget(slow.asked[0][0])
    archive.close()
    with create_engine(store_file).begin() as connection:
        for table in ("conversation", "wechat_message", "wechat_user"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


async def test_a_held_store_costs_the_user_a_sentence_not_the_time(
    make_server: MakeServer,
    slow: SlowAssistant,
    store_file: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channel, "GRACE", GRACE)
    server = make_server(budget=BUDGET)
    with create_engine(store_file).connect() as holder:
        holder.exec_driver_sql("BEGIN IMMEDIATE")
        began = time.monotonic()
        answer = await server.post(message_xml(Content=QUESTION))
        waited = time.monotonic() - began
        holder.exec_driver_sql("ROLLBACK")
    # The store itself is waited for five seconds.
    assert waited < 3
    assert answer.status_code == 200
    assert "12345" in field(answer.text, "Content")
    assert slow.asked == []


async def test_what_to_do_in_danger_does_not_wait_for_the_answer(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    server = make_server(budget=BUDGET)
    slow.seconds = 1.0
    told = await server.say("我不想活了")
    assert told.startswith("您不是一个人") and "12356" in told and told.endswith(WAIT)
    await asyncio.sleep(1.0)
    assert (await server.say("好")).startswith("您不是一个人")


async def test_what_was_promised_comes_after_the_lines_for_danger(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    server = make_server(budget=BUDGET)
    slow.seconds = 1.0
    assert await server.say(CLAIM) == WAIT
    await asyncio.sleep(1.0)
    slow.seconds = 0.0
    told = await server.say("我不想活了")
    assert told.startswith("您不是一个人")


async def test_when_the_answer_breaks_the_lines_come_before_the_apology(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    slow.trouble = RuntimeError("broken")
    told = await server.say("我不想活了")
    assert told.startswith("您不是一个人") and told.index("12356") < told.index("系统出了问题")
