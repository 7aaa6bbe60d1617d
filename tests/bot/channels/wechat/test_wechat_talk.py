"""A user's conversation: texts, voice, events, numbers, pages, languages, links."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from wechat_client import APP_ID, TOKEN, WeChatServer, message_xml
from wechat_double import MakeServer, SlowAssistant

from bot.channels.wechat.reply import WeChatReply
from bot.channels.wechat.wording import ReplyWording, numbered_choices
from bot.reply import Reply, ReplySuggestion
from bot.settings.wechat import Account

QUESTION = "无欠薪县的标准是什么"
CLAIM = "老板三个月没发工资"


def texts(assistant: SlowAssistant) -> list[str]:
    return [text for _, text, _ in assistant.asked]


def picks(said: str) -> dict[str, str]:
    """Return the offered signs with their labels."""
    return dict(re.findall(r"^回复 (\w+):(.+)$", said, re.M))


async def test_a_question_is_answered_with_its_quotes(server: WeChatServer) -> None:
    said = await server.say(QUESTION)
    assert re.search(r"“[^”]+”——浙政办发〔2017〕80号", said)


async def test_the_conversation_is_no_openid_and_stays_the_same(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    await server.say(QUESTION)
    await server.say(CLAIM)
    await server.say(CLAIM, sender="oUser-Two_2")
    names = [name for name, _, _ in slow.asked]
    assert names[0] == names[1] != names[2]
    assert re.fullmatch(r"wx:[0-9a-f]{40}", names[0])


async def test_suggestions_are_numbered_from_two_and_picked_by_number(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    offered = picks(await server.say(CLAIM))
    assert next(iter(offered)) == "2"
    await server.say("２")
    assert texts(slow)[1].startswith("/")
    reply = (await slow.reply("other", CLAIM)).as_json()
    assert texts(slow)[1] == reply["suggestions"][0]["payload"]


async def test_who_writes_the_words_of_a_suggestion_picks_it(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    offered = picks(await server.say(CLAIM))
    payload = (await slow.reply("other", CLAIM)).as_json()["suggestions"][0]["payload"]
    await server.say(offered["2"])
    assert texts(slow)[-1] == payload


async def test_a_number_that_is_not_offered_asks_nothing(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    offered = picks(await server.say(CLAIM))
    said = await server.say("99")
    assert said.startswith("没有编号是 99 的选项。")
    assert offered.items() <= picks(said).items()
    assert texts(slow) == [CLAIM]
    await server.say("2")
    assert len(texts(slow)) == 2


async def test_a_hotline_or_a_year_is_no_pick(server: WeChatServer, slow: SlowAssistant) -> None:
    await server.say(CLAIM)
    await server.say("12345")
    await server.say("2018")
    assert texts(slow) == [CLAIM, "12345", "2018"]


async def test_a_number_before_anything_was_offered_is_a_message(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    await server.say("7")
    assert texts(slow) == ["7"]


async def test_in_a_guided_case_a_number_is_an_answer_and_buttons_have_letters(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    slow.extra = {
        "status": "clarify",
        "lead": ["一共有多少人被欠?"],
        "suggestions": [
            {"label": "就我一个人", "payload": '/guide_answer{"guide_value":"1"}'},
            {"label": "停", "payload": "/guide_stop"},
        ],
    }
    said = await server.say(CLAIM)
    assert picks(said) == {"A": "就我一个人", "B": "停"}
    await server.say("2")
    await server.say("b")
    assert texts(slow) == [CLAIM, "2", "/guide_stop"]


async def test_one_brings_the_next_page_until_there_is_none(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    sentences = [f"这是第{number}句话,说明怎样投诉拖欠工资。" for number in range(150)]
    slow.extra = {"lead": ["".join(sentences)]}
    said = [await server.say(CLAIM)]
    while "回复 1 看更多" in said[-1]:
        said.append(await server.say("1" if len(said) % 2 else "更多"))
    assert len(said) > 3
    whole = "\n".join(said)
    assert [s for s in sentences if whole.count(s) != 1] == []
    assert texts(slow) == [CLAIM]


async def test_kinds_that_cannot_be_read_are_answered_kindly(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    for kind in ("image", "video", "shortvideo", "location", "link", "file", "unheard_of"):
        said = await server.deliver(message_xml(kind=kind, PicUrl="https://example.org/a.jpg"))
        assert "只能看文字和语音" in said
        assert "12345" in said
    assert texts(slow) == []


async def test_a_voice_message_is_answered_by_what_was_heard(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    xml = message_xml(kind="voice", MediaId="m", Recognition=f"{QUESTION}。")
    said = await server.deliver(xml)
    assert said.startswith(f"听到的是:“{QUESTION}”")
    assert "无欠薪" in said
    assert texts(slow) == [QUESTION]


async def test_what_was_heard_is_repeated_without_personal_data(server: WeChatServer) -> None:
    said = await server.deliver(message_xml(kind="voice", Recognition="打我电话13800138000"))
    assert "13800138000" not in said
    assert "[手机号]" in said


@pytest.mark.parametrize("fields", [{}, {"Recognition": ""}, {"Recognition": "。"}])
async def test_a_voice_message_nothing_was_heard_of_says_so(
    server: WeChatServer, slow: SlowAssistant, fields: dict[str, str]
) -> None:
    said = await server.deliver(message_xml(kind="voice", MediaId="m", **fields))
    assert "没有听清" in said
    assert texts(slow) == []


@pytest.mark.parametrize("content", ["", "   ", "\n"])
async def test_an_empty_text_says_so(server: WeChatServer, content: str) -> None:
    assert "没有看到文字" in await server.say(content)


@pytest.mark.parametrize("content", ["😀", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "]]>"])
async def test_a_text_without_a_word_is_asked_for_words(
    server: WeChatServer, slow: SlowAssistant, content: str
) -> None:
    said = await server.deliver(
        message_xml(Content="PLACE").replace("<![CDATA[PLACE]]>", content.replace(">", "&gt;"))
    )
    assert "请用一两句话说说您遇到了什么事" in said
    assert texts(slow) == []


@pytest.mark.parametrize(
    "content", ["欠薪😀", "👨‍👩‍👧‍👦没钱", "钱]]>", "a]]><b>", "&lt;", "𠮷野家"]
)
async def test_odd_texts_reach_the_assistant_whole(
    server: WeChatServer, slow: SlowAssistant, content: str
) -> None:
    xml = message_xml(Content="PLACE").replace(
        "<![CDATA[PLACE]]>", content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    assert await server.deliver(xml)
    assert texts(slow)[0].replace("\u200d", "") in (
        content.replace("\u200d", ""),
        content.replace("\u200d", " "),
    )


async def test_the_end_of_a_section_in_a_reply_breaks_nothing(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    slow.extra = {"lead": ["前]]>后\x00\x0b😀"]}
    assert (await server.say(CLAIM)).startswith("前]]>后😀")


@pytest.mark.parametrize(
    ("event", "key"), [("subscribe", ""), ("subscribe", "qrscene_7"), ("SCAN", "7")]
)
async def test_who_comes_is_greeted(
    server: WeChatServer, slow: SlowAssistant, event: str, key: str
) -> None:
    assert "问策" in await server.event(event, key)
    assert texts(slow) == ["/greet"]


async def test_a_menu_entry_asks_its_question(server: WeChatServer, slow: SlowAssistant) -> None:
    assert await server.event("CLICK", "/wages_claim")
    assert texts(slow) == ["/wages_claim"]


@pytest.mark.parametrize(
    "event",
    [
        "VIEW",
        "VIEW_MINIPROGRAM",
        "LOCATION",
        "TEMPLATESENDJOBFINISH",
        "MASSSENDJOBFINISH",
        "PUBLISHJOBFINISH",
        "SCANCODE_PUSH",
        "SCANCODE_WAITMSG",
        "PIC_SYSPHOTO",
        "PIC_PHOTO_OR_ALBUM",
        "PIC_WEIXIN",
        "LOCATION_SELECT",
        "subscribe_msg_popup_event",
        "subscribe_msg_sent_event",
        "user_authorization_revoke",
        "qualification_verify_success",
        "of_tomorrow",
        "",
    ],
)
async def test_other_events_need_no_reply_and_disturb_nothing(
    server: WeChatServer, slow: SlowAssistant, event: str
) -> None:
    await server.say(CLAIM)
    assert await server.event(event, "https://example.org") == ""
    await server.say("2")
    assert len(texts(slow)) == 2


async def test_who_leaves_is_forgotten_and_begins_anew(
    server: WeChatServer, slow: SlowAssistant, store_file: str
) -> None:
    await server.say("English")
    await server.say(CLAIM, sender="oUser-Two_2")
    assert await server.event("unsubscribe") == ""
    with create_engine(store_file).begin() as connection:
        kept = connection.execute(text("SELECT conversation, locale FROM wechat_user")).all()
    assert [locale for name, locale in kept if name != slow.asked[0][0]] in ([], [""])
    assert slow.asked[0][0] in [name for name, _ in kept]
    assert "Reply" not in await server.event("subscribe")


@pytest.mark.parametrize(
    ("words", "locale"),
    [("English", "en"), ("繁體", "zh-Hant"), ("繁体", "zh-Hant"), ("/lang en", "en")],
)
async def test_a_language_is_chosen_by_its_name_and_kept(
    server: WeChatServer, slow: SlowAssistant, words: str, locale: str
) -> None:
    await server.say(words)
    await server.say(QUESTION)
    await server.event("CLICK", "/wages_claim")
    assert [wish for _, _, wish in slow.asked] == [locale, locale]
    await server.say("简体")
    await server.say(QUESTION)
    assert slow.asked[-1][2] == "zh-Hans"


async def test_a_reader_of_english_gets_english_around_the_answer(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    await server.say("English")
    slow.extra = {"lead": ["A long sentence about wages. " * 100]}
    assert "Reply 1 for more" in await server.say(CLAIM)


async def test_a_picked_question_is_answered_in_the_language_of_the_last(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    await server.say("What is a county without wage arrears?")
    await server.say("2")
    assert slow.asked[-1][2] == "en"


async def test_a_broken_assistant_gives_a_sentence_and_the_hotline(
    server: WeChatServer, slow: SlowAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    slow.trouble = RuntimeError("我叫王小二")
    said = await server.say("我叫王小二")
    assert "系统出了问题" in said
    assert "12345" in said
    assert "王小二" not in caplog.text


def contract(**parts: Any) -> Reply:
    told = {"status": "answered", "reply": "sure", "language": "zh-Hans", "text": ""}
    return Reply.from_json({**told, **parts})


def test_only_web_addresses_become_links() -> None:
    links = [
        {"label": "热线", "url": "tel:12333", "detail": "工作日"},
        {"label": "网站", "url": "https://example.org/?a=1&b=“2”", "detail": ""},
        {"label": "坏的", "url": "javascript:alert(1)", "detail": ""},
        {"label": "自己的", "url": "/channels", "detail": ""},
        {"label": "别人的", "url": "//example.org", "detail": ""},
    ]
    said = ReplyWording().reply(contract(links=links)).text
    assert "· 热线 12333:工作日" in said
    assert '<a href="https://example.org/?a=1&b=%E2%80%9C2%E2%80%9D">网站</a>' in said
    assert said.count("<a ") == 1
    assert "javascript" not in said
    public = ReplyWording("https://wence.example").reply(contract(links=links)).text
    assert '<a href="https://wence.example/channels">自己的</a>' in public
    assert public.count("<a ") == 2


def test_nobody_elses_text_becomes_a_link() -> None:
    hostile = '<a href="https://evil.example">点这里</a>'
    parts = {
        "lead": [hostile],
        "steps": [hostile],
        "rows": [{"text": hostile, "citation": None}],
        "notices": [{"kind": "passed", "text": hostile}],
        "links": [{"label": hostile, "url": 'https://x/"><a href="y">', "detail": hostile}],
        "citations": [
            {"document": hostile, "title": hostile, "provision": "", "place": hostile,
             "quote": hostile, "verbatim": verbatim, "url": "", "basis": hostile}
            for verbatim in (True, False)
        ],
        "attachments": [{"kind": "document", "label": hostile, "url": "/f", "name": hostile}],
        "suggestions": [{"label": hostile, "payload": "/help"}],
    }  # fmt: skip
    shown, _ = ReplyWording("https://wence.example").reply(contract(**parts)).page()
    targets = re.findall(r"<[^>]*>", shown)
    assert "evil" not in "".join(t for t in targets)
    assert [
        t for t in targets if t != "</a>" and not re.fullmatch(r'<a href="https://[^"<>]*">', t)
    ] == []


def test_files_are_linked_only_where_they_can_be_reached() -> None:
    files = [{"kind": "calendar", "label": "放进日历", "url": "/files/tok/a.ics", "name": "a.ics"}]
    assert "日历" not in ReplyWording().reply(contract(lead=["好"], attachments=files)).text
    public = (
        ReplyWording("https://wence.example").reply(contract(lead=["好"], attachments=files)).text
    )
    assert '【文件】\n· <a href="https://wence.example/files/tok/a.ics">放进日历</a>' in public
    files[0]["url"] += "x" * 2000
    long = (
        ReplyWording("https://wence.example").reply(contract(lead=["好"], attachments=files)).text
    )
    assert "放进日历(链接太长" in long


def test_choices_never_fill_the_page() -> None:
    many = [ReplySuggestion("很长的问题" * 6, f"/p_{n}") for n in range(40)]
    offered = numbered_choices(many)
    assert 2 < len(offered) < 10
    shown, _ = WeChatReply("字" * 3000, offered).page()
    assert len(shown.encode()) > 2000


async def test_whom_to_call_stands_on_the_first_page(server: WeChatServer) -> None:
    said = await server.say(CLAIM)
    assert "回复 1 看更多" in said
    assert "12333" in said.split("【找谁】")[1]


async def test_a_public_address_links_the_quotes(make_server: MakeServer) -> None:
    server = make_server(Account(TOKEN, APP_ID, public_url="https://wence.example"))
    said = await server.say(QUESTION)
    while "看更多" in said.rsplit("\n\n", 1)[-1]:
        said += await server.say("1")
    assert '——<a href="https://wence.example/documents/' in said


@pytest.mark.parametrize(
    "text",
    ["【收到不支持的消息类型，暂无法显示】", "[收到不支持的消息类型，暂无法显示]", "[动画表情]"],
)
async def test_a_placeholder_is_answered_as_a_picture(
    server: WeChatServer, slow: SlowAssistant, text: str
) -> None:
    picture = await server.deliver(message_xml(kind="image", PicUrl="https://p.example/1"))
    assert await server.say(text) == picture
    assert "12345" in picture
    assert texts(slow) == []
