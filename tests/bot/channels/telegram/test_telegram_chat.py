"""Whole conversations over HTTP with a strict Bot API."""

from __future__ import annotations

import json

import pytest
from fake_bot_api import ME, TOKEN, FakeBotApi
from needs import needs
from telegram_rig import Rig, until

WAGES = "老板三个月没发工资"


def labels(message: dict) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [item["text"] for row in rows for item in row]


async def test_a_question_is_answered_with_proof_numbers_and_buttons(
    rig: Rig, api: FakeBotApi
) -> None:
    api.write(WAGES)
    (message,) = await rig.said(1)
    assert rig.assistant.asked == [("tg:7", WAGES, None)]
    assert "怎么做" in message["text"] and "1. " in message["text"]
    assert "12333" in message["text"]
    kinds = {entity["type"] for entity in message["entities"]}
    assert {"bold", "text_link"} <= kinds
    api.press(message, labels(message)[0])
    assert len(await rig.said(2)) == 2
    assert rig.assistant.asked[1][1].startswith("/wages_")
    assert len(api.acknowledged) == 1


async def test_gazette_text_is_quoted_in_a_block(rig: Rig, api: FakeBotApi) -> None:
    api.write("无欠薪县的标准是什么")
    (message,) = await rig.said(1)
    quotes = [e for e in message["entities"] if e["type"] == "expandable_blockquote"]
    shown = message["text"].encode("utf-16-le")
    first = quotes[0]
    start, length = 2 * first["offset"], 2 * first["length"]
    assert shown[start : start + length].decode("utf-16-le").endswith("二、(一)1.")


async def test_the_menu_is_shown_in_each_language(rig: Rig, api: FakeBotApi) -> None:
    assert set(api.commands) == {("", ""), ("", "en")}
    english = {item["command"]: item["description"] for item in api.commands["", "en"]}
    assert list(english) == [item["command"] for item in api.commands["", ""]]
    assert set(english) >= {"start", "help", "wages", "credit", "deadlines", "remind"}
    assert set(english) >= {"lang", "forget", "source"}
    assert english["lang"].isascii()


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("/wages", "/wages_claim"),
        ("/WAGES@wence_test_bot", "/wages_claim"),
        (f"/wages {WAGES}", WAGES),
        ("/help", "/help"),
        ("/credit", "/credit_kinds"),
    ],
)
async def test_a_command_asks_its_question(
    rig: Rig, api: FakeBotApi, written: str, asked: str
) -> None:
    api.write(written)
    await rig.said(1)
    assert [text for _, text, _ in rig.assistant.asked] == [asked]


async def test_source_asks_for_the_last_answer(rig: Rig, api: FakeBotApi) -> None:
    api.write("/source")
    await until(lambda: bool(rig.assistant.asked))
    assert rig.assistant.asked[0][1] == "/follow_source"


async def test_a_command_is_answered_in_the_language_of_the_app(rig: Rig, api: FakeBotApi) -> None:
    api.write("/wages", language="en")
    await rig.idle()
    assert "Contacts" in " ".join(api.texts())
    message = api.shown[7][-1]
    api.press(message, labels(message)[0])
    await until(lambda: len(rig.assistant.asked) == 2)
    assert rig.assistant.asked[1][2] == "en"


async def test_a_chosen_language_holds_for_all_messages_until_it_is_given_up(
    rig: Rig, api: FakeBotApi
) -> None:
    api.write("/lang")
    (message,) = await rig.said(1)
    assert labels(message)[:3] == ["简体中文", "繁體中文", "English"]
    api.press(message, "English")
    await until(lambda: api.count("editMessageText") == 1)
    assert ("7", "") in api.commands
    await rig.idle()
    api.write(WAGES)
    await rig.idle()
    assert "Contacts" in " ".join(api.texts())
    api.write("/lang")
    await rig.idle()
    api.press(api.shown[7][-1], "Follow my words")
    await until(lambda: ("7", "") not in api.commands)
    await rig.idle()
    api.write(WAGES)
    await rig.idle()
    assert "找谁" in api.texts()[-1]


@pytest.mark.parametrize("words", ["/forget", "删除我的记录", "把我说的都删了", "delete my data"])
async def test_forget_deletes_everything_kept_of_the_chat(
    rig: Rig, api: FakeBotApi, words: str
) -> None:
    api.write(f"{WAGES} 13800138000")
    await rig.said(1)
    rig.archive.judge("tg:7", 1, "up")
    rig.channel._responder.preferences.choose("tg:7", "en")
    api.write(words)
    assert "Deleted" in (await rig.said(2))[-1]["text"]
    assert rig.archive.conversations.names() == []
    assert rig.archive.remarks() == []
    assert rig.channel._responder.preferences.locale("tg:7") is None


@needs("chinese font")
async def test_files_come_as_picture_and_document(rig: Rig, api: FakeBotApi) -> None:
    api.write("/deadlines")
    await until(lambda: api.count("sendPhoto") + api.count("sendDocument") == 2, 40)
    await rig.idle()
    photo = next(call for call in api.calls if call.method == "sendPhoto")
    assert photo.files["photo"][0] == "deadlines.png"
    document = next(call for call in api.calls if call.method == "sendDocument")
    name, content = document.files["document"]
    assert name == "deadlines.ics" and content.startswith(b"BEGIN:VCALENDAR")
    assert api.texts()[-2:] == ["放进日历(.ics)", "时间线图"]


@pytest.mark.usefixtures("no_fonts")
async def test_a_picture_no_font_can_draw_comes_in_words(rig: Rig, api: FakeBotApi) -> None:
    api.write("/deadlines")
    await until(lambda: api.count("sendDocument") == 1, 40)
    await rig.idle()
    assert api.count("sendPhoto") == 0
    told = "\n".join(api.texts()).partition("期限时间线")[2]
    assert "浙政办发〔2017〕80号" in told and "(已过):" in told


@needs("chinese font")
async def test_a_file_that_is_refused_keeps_the_others_not_back(rig: Rig, api: FakeBotApi) -> None:
    api.fail("sendDocument", status=400, times=1)
    api.write("/deadlines")
    await until(lambda: api.count("sendPhoto") == 1, 40)
    await rig.idle()
    assert api.texts()[-1] == "时间线图"


async def test_a_changed_message_is_answered_anew_as_its_correction(
    rig: Rig, api: FakeBotApi
) -> None:
    first = api.write("我想问点事")
    await rig.said(1)
    api.edit(first, WAGES)
    answer = (await rig.said(2))[1]
    assert "重新回答" in answer["text"].splitlines()[0]
    assert answer["reply_to_message"]["message_id"] == first["message"]["message_id"]


async def test_in_a_group_only_what_is_said_to_the_bot_is_answered(
    rig: Rig, api: FakeBotApi
) -> None:
    group = -100
    api.write("大家好", group)
    api.write("/wages@other_bot", group)
    api.write("谢谢 @wence_test_bot_fan", group)
    called = api.write(f"@Wence_Test_Bot {WAGES}", group)
    api.write("/wages", group)
    mine = {"message_id": 1, "date": 1, "chat": {"id": group, "type": "group"}, "from": ME}
    api.write("无欠薪县的标准是什么", group, reply_to_message=mine)
    shown = await rig.said(3, group)
    asked = [text for _, text, _ in rig.assistant.asked]
    assert asked == [WAGES, "/wages_claim", "无欠薪县的标准是什么"]
    assert {name for name, _, _ in rig.assistant.asked} == {"tg:-100:7"}
    assert len(shown) == 3
    assert shown[0]["reply_to_message"]["message_id"] == called["message"]["message_id"]


async def test_what_is_no_text_is_answered_kindly_and_service_messages_are_not(
    rig: Rig, api: FakeBotApi
) -> None:
    sticker = {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1}
    more = {"type": "regular", "is_animated": False, "is_video": False}
    api.send(api.message(None, sticker={**sticker, **more}))
    api.send(api.message(None, delete_chat_photo=True))
    api.write("/help")
    shown = await rig.said(2)
    assert "文字" in shown[0]["text"]
    assert len(shown) == 2 and len(rig.assistant.asked) == 1


async def test_personal_data_never_reach_the_store(
    rig: Rig, api: FakeBotApi, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rig.assistant.pause = 0.4
    api.write("我叫老王 13800138000")
    await until(lambda: not api.waiting())
    kept = rig.database
    with kept.reading() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM inbox").scalars().all()
    assert [json.loads(body)["text"] for body in bodies] == ["我叫老王 [手机号]"]
    await rig.said(1)
    await rig.idle()
    with kept.reading() as connection:
        assert connection.exec_driver_sql("SELECT body FROM inbox").scalars().all() == [""]


async def test_a_slow_answer_shows_that_it_is_coming(rig: Rig, api: FakeBotApi) -> None:
    rig.assistant.pause = 0.6
    api.write(WAGES)
    await rig.said(1)
    assert api.count("sendChatAction") == 1


async def test_a_broken_assistant_still_names_the_hotline(rig: Rig, api: FakeBotApi) -> None:
    rig.assistant.trouble = RuntimeError("secret words")
    api.write("why is this broken")
    (message,) = await rig.said(1)
    assert "12345" in message["text"] and "Something went wrong" in message["text"]
    assert "secret" not in message["text"]


async def test_an_unknown_button_says_so(rig: Rig, api: FakeBotApi) -> None:
    api.write(WAGES)
    (message,) = await rig.said(1)
    for data in ("k|00000000000000000000000000000000", "x", "s|xx|/help"):
        api.press_data(message, data)
    shown = await rig.said(4)
    assert all("太旧" in item["text"] for item in shown[1:])
    assert len(rig.assistant.asked) == 1


@pytest.mark.slow
async def test_another_client_understands_the_server_too(api: FakeBotApi) -> None:
    """The fake speaks the protocol, not only the dialect of one library."""
    # Only here: it takes three seconds to be imported.
    from aiogram import Bot as OtherBot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import BufferedInputFile

    api.write("hello")
    other = OtherBot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(api.url)))
    try:
        assert (await other.get_me()).username == ME["username"]
        (update,) = await other.get_updates(timeout=1)
        assert update.message.text == "hello"
        sent = await other.send_message(7, "<b>hi</b> &lt;3", parse_mode="HTML")
        assert (sent.text, sent.entities[0].type) == ("hi <3", "bold")
        assert await other.get_updates(offset=update.update_id + 1) == []
        document = await other.send_document(7, BufferedInputFile(b"text", "a.txt"))
        assert document.document.file_name == "a.txt"
    finally:
        await other.session.close()


async def test_a_placeholder_is_answered_as_a_picture(rig: Rig, api: FakeBotApi) -> None:
    api.write("[图片]")
    api.write("【收到不支持的消息类型，暂无法显示】")
    shown = await rig.said(2)
    assert {item["text"] for item in shown} == {"我只看得懂文字。请用一两句话说说您的事。"}
    assert rig.assistant.asked == []
