"""What is let in: only what WeChat signed, just now, for one message."""

from __future__ import annotations

import time

import httpx
import pytest
from starlette.testclient import TestClient
from wechat_client import (
    AES_KEY,
    APP_ID,
    TOKEN,
    USER,
    WeChatServer,
    encrypt,
    field,
    message_xml,
    opened,
    query,
    sha1_sorted,
)
from wechat_double import MakeServer, SlowAssistant

from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from bot.settings.wechat import Account

QUESTION = "无欠薪县的标准是什么"


def test_without_a_token_there_is_no_such_address(client: TestClient) -> None:
    assert client.get("/wechat", params=query()).status_code == 404
    assert read_settings({"WECHAT_APP_ID": APP_ID}).wechat_account() is None


async def test_the_console_gets_its_echo_back_as_text(server: WeChatServer) -> None:
    answer = await server.http.get("/wechat", params=query() | {"echostr": "5837<b>"})
    assert (answer.status_code, answer.text) == (200, "5837<b>")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce"])
@pytest.mark.parametrize("value", [None, "", "0", "ü", "x" * 5000])
async def test_a_forged_or_missing_value_is_refused(
    server: WeChatServer, slow: SlowAssistant, name: str, value: str | None
) -> None:
    signed: dict[str, str] = query() | {"echostr": "1"}
    if value is None:
        del signed[name]
    else:
        signed[name] = value
    assert (await server.http.get("/wechat", params=signed)).status_code == 403
    assert (await server.post(message_xml(Content=QUESTION), signed)).status_code == 403
    assert slow.asked == []


@pytest.mark.parametrize(("seconds", "status"), [(-290, 200), (290, 200), (-310, 403), (310, 403)])
async def test_a_signature_is_good_for_five_minutes_either_way(
    server: WeChatServer, seconds: int, status: int
) -> None:
    signed = query(int(time.time()) + seconds)
    answer = await server.post(message_xml(Content=QUESTION), signed)
    assert answer.status_code == status


async def test_a_signature_seen_with_another_message_is_refused(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    signed = query()
    assert (await server.post(message_xml(Content=QUESTION), signed)).status_code == 200
    assert (await server.post(message_xml(Content="删掉我的记录"), signed)).status_code == 403
    forged = message_xml("oUser-Two_2", Content=QUESTION)
    assert (await server.post(forged, signed)).status_code == 403
    assert [text for _, text, _ in slow.asked] == [QUESTION]


async def test_a_signature_split_in_another_way_is_the_same_signature(
    server: WeChatServer,
) -> None:
    stamp = str(int(time.time()))
    signed = query(int(stamp), "0")
    assert (await server.post(message_xml(Content=QUESTION), signed)).status_code == 200
    again = signed | {"timestamp": f"0{stamp}", "nonce": ""}
    assert sha1_sorted(TOKEN, again["timestamp"], "") == signed["signature"]
    assert (await server.post(message_xml(Content=QUESTION), again)).status_code == 403


async def test_a_console_check_cannot_be_turned_into_a_message(server: WeChatServer) -> None:
    signed = query()
    await server.http.get("/wechat", params=signed | {"echostr": "1"})
    assert (await server.post(message_xml(Content=QUESTION), signed)).status_code == 403


async def test_a_retry_with_the_same_signature_is_let_in(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    signed, xml = query(), message_xml(Content=QUESTION)
    first, second = await server.post(xml, signed), await server.post(xml, signed)
    assert field(first.text, "Content") == field(second.text, "Content") != ""
    assert len(slow.asked) == 1


BOMB = (
    '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml>",
        b"<html></html>",
        b"\xff\xfe<xml></xml>",
        b"<xml><Content>\x00</Content></xml>",
        "<xml></xml>".encode("utf-16"),
        (BOMB + "<xml><Content>&c;</Content></xml>").encode(),
        ("<?xml version='1.0'?>" + BOMB + "<xml></xml>").encode(),
        (BOMB + "<xml></xml>").encode("utf-16"),
        b"<!-- --><!DOCTYPE xml SYSTEM 'file:///etc/passwd'><xml></xml>",
        b"<xml>&undeclared;</xml>",
        b"<xml><FromUserName>a</FromUserName></xml>",
        message_xml("", Content="x").encode(),
        message_xml("<a>", Content="x").encode(),
        message_xml(Content="x", MsgId="x", CreateTime="y").encode(),
        b"<xml>" + b"<a>" * 20_000 + b"</a>" * 1,
        b"{}",
    ],
    # They hold the time and random bytes, and each worker has to know a test by one name.
    ids=range(17),
)
async def test_what_is_no_message_is_refused(
    server: WeChatServer, slow: SlowAssistant, body: bytes
) -> None:
    assert (await server.post(body)).status_code == 400
    assert slow.asked == []


async def test_deep_nesting_is_read_without_harm(server: WeChatServer) -> None:
    deep = "<a>" * 8_000 + "</a>" * 8_000
    xml = message_xml(Content=QUESTION).replace("</xml>", deep + "</xml>")
    assert (await server.post(xml)).status_code == 200


async def test_a_megabyte_is_not_read(server: WeChatServer, slow: SlowAssistant) -> None:
    answer = await server.post(message_xml(Content="大" * 350_000))
    assert answer.status_code == 413
    assert slow.asked == []


async def test_a_users_own_words_may_look_like_a_document_type(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    await server.say("<!DOCTYPE html> 是什么")
    assert [text for _, text, _ in slow.asked] == ["<!DOCTYPE html> 是什么"]


async def test_safe_mode_is_read_and_answered_encrypted(server: WeChatServer) -> None:
    xml = message_xml(Content=QUESTION)
    answer = await server.post_sealed(encrypt(xml))
    assert answer.status_code == 200
    reply = opened(answer)
    assert field(reply, "ToUserName") == USER
    assert field(reply, "Content") == field(
        opened(await server.post_sealed(encrypt(xml))), "Content"
    )
    assert "无欠薪" in field(reply, "Content")


async def test_in_compatible_mode_only_the_encrypted_part_counts(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    plain = message_xml("oSomebody_Else", Content="别的问题")
    answer = await server.post_sealed(encrypt(message_xml(Content=QUESTION)), plain)
    assert field(opened(answer), "ToUserName") == USER
    assert [text for _, text, _ in slow.asked] == [QUESTION]


def tampered(sealed: str) -> str:
    return ("B" if sealed[40] == "A" else "A").join((sealed[:40], sealed[41:]))


@pytest.mark.parametrize(
    "sealed",
    [
        encrypt(message_xml(Content=QUESTION), app_id="wxanother0000000"),
        encrypt(message_xml(Content=QUESTION), key=AES_KEY[::-1]),
        tampered(encrypt(message_xml(Content=QUESTION))),
        "",
        "AAAA",
        "不是密文",
        "A" * 64,
    ],
    ids=["another app", "another key", "changed", "nothing", "short", "not sealed", "one letter"],
)
async def test_what_was_encrypted_for_another_is_refused(
    server: WeChatServer, slow: SlowAssistant, sealed: str
) -> None:
    # Rightly signed, so that the encryption alone has to show it. A changed first block changes
    # the random bytes only, so the change stands in the third.
    assert (await server.post_sealed(sealed)).status_code in (400, 403)
    assert slow.asked == []


async def test_an_encrypted_message_for_another_account_is_forbidden(
    server: WeChatServer,
) -> None:
    other = encrypt(message_xml(Content=QUESTION), app_id="wxanother0000000")
    assert (await server.post_sealed(other)).status_code == 403


async def test_the_signature_of_an_encrypted_message_covers_it(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    sealed = encrypt(message_xml(Content=QUESTION))
    assert (await server.post_sealed(sealed, signature="0" * 40)).status_code == 403
    assert slow.asked == []


async def test_calling_it_encrypted_does_not_save_the_signature(
    make_server: MakeServer, slow: SlowAssistant
) -> None:
    """Neither with a key nor without one."""
    for settings in (Account(TOKEN), Account(TOKEN, APP_ID, AES_KEY)):
        unsigned = {"timestamp": str(int(time.time())), "nonce": "1", "encrypt_type": "aes"}
        answer = await make_server(settings).post(message_xml(Content=QUESTION), unsigned)
        assert answer.status_code == 403
    assert slow.asked == []


async def test_without_a_key_compatible_mode_is_answered_plainly(make_server: MakeServer) -> None:
    answer = await make_server(Account(TOKEN)).post_sealed(
        encrypt("<xml/>"), message_xml(Content=QUESTION)
    )
    assert "无欠薪" in field(answer.text, "Content")


async def test_a_refusal_says_nothing_of_the_request(
    server: WeChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    answer: httpx.Response = await server.post(
        message_xml(Content="我叫王小二"), {"signature": "x"}
    )
    assert answer.text == "refused"
    assert "王小二" not in caplog.text
    assert USER not in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"WECHAT_AES_KEY": "short", "WECHAT_APP_ID": APP_ID},
        {"WECHAT_AES_KEY": "ü" * 43, "WECHAT_APP_ID": APP_ID},
        {"WECHAT_AES_KEY": AES_KEY},
        {"WECHAT_APP_SECRET": "x"},
        {"WENCE_PUBLIC_URL": "ftp://x"},
        {"WECHAT_API": "api.weixin.qq.com"},
    ],
)
def test_settings_that_cannot_be_are_told_at_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingError) as told:
        read_settings({"WECHAT_TOKEN": TOKEN, **wrong}).wechat_account()
    assert next(iter(wrong)) in str(told.value)


def test_settings_are_not_shown_by_accident() -> None:
    shown = repr(Account(TOKEN, APP_ID, AES_KEY, "the-secret"))
    assert APP_ID in shown
    assert not [secret for secret in (TOKEN, AES_KEY, "the-secret") if secret in shown]


@pytest.mark.parametrize("sign", ["\x1d", "\x10", "\x00", "\x0b", "\ufffe", "\x1b\x08"])
@pytest.mark.parametrize("kind", ["text", "voice"])
async def test_what_xml_forbids_is_dropped_and_the_rest_is_read(
    server: WeChatServer, slow: SlowAssistant, sign: str, kind: str
) -> None:
    name = "Recognition" if kind == "voice" else "Content"
    xml = message_xml(kind=kind, **{name: f"无欠薪县的{sign}标准是什么"})
    assert "浙政办发〔2017〕80号" in await server.deliver(xml)
    other = message_xml("oUser-Two_2", kind, **{name: f"{sign}无欠薪县的标准是什么{sign}"})
    answer = await server.post_sealed(encrypt(other))
    assert "浙政办发〔2017〕80号" in field(opened(answer), "Content")
    assert {text for _, text, _ in slow.asked} == {QUESTION}


@pytest.mark.parametrize("number", ["&#x1d;", "&#29;", "&#0;", "&#xFFFE;", f"&#{'9' * 400};"])
async def test_the_number_of_what_xml_forbids_is_dropped_too(
    server: WeChatServer, slow: SlowAssistant, number: str
) -> None:
    xml = message_xml().replace(
        "</xml>", f"<Content>无欠薪县&#30340;{number}标准是什么</Content></xml>"
    )
    await server.deliver(xml)
    assert [text for _, text, _ in slow.asked] == [QUESTION]


async def test_in_a_section_such_a_number_is_text(
    server: WeChatServer, slow: SlowAssistant
) -> None:
    await server.say("&#x1d;是什么")
    assert [text for _, text, _ in slow.asked] == ["&#x1d;是什么"]


@pytest.mark.parametrize(
    "body",
    [
        "<xml><a>",
        "<xml\x00><!DOCTYPE a><a/></xml>",
        "<!DOC\x1dTYPE xml><xml></xml>",
        "<xml><Content><![CDATA[</Content></xml>",
    ],
)
async def test_a_body_that_is_broken_stays_broken(server: WeChatServer, body: str) -> None:
    assert (await server.post(body)).status_code == 400


async def test_many_open_sections_are_read_fast(server: WeChatServer) -> None:
    begun = time.monotonic()
    assert (await server.post("<xml>" + "<![CDATA[" * 7000)).status_code == 400
    assert time.monotonic() - begun < 2
