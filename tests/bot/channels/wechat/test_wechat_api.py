"""Calls to WeChat: late answers and the menu, against a small copy of its interface."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from ruamel.yaml import YAML
from wechat_client import APP_ID, TOKEN, USER, message_xml
from wechat_double import MakeServer, SlowAssistant, until

from bot.__main__ import main
from bot.channels.wechat.api import Api
from bot.channels.wechat.channel import SendError
from bot.channels.wechat.menu import ACCOUNT_MENU, wechat_menu
from bot.settings.wechat import Account

QUESTION = "无欠薪县的标准是什么"


class FakeWeChat:
    """What api.weixin.qq.com does of what the channel calls.

    Attributes:
        url: Its address.
        tokens: How many tokens it gave; the last one is good.
        sent: Customer-service messages.
        menu: The menu that was set.
        refuse: Error code of every call but those for tokens.
        status: HTTP status of the same.
        ends_tokens: How many calls still find their token ended.
    """

    def __init__(self) -> None:
        self.tokens = 0
        self.sent: list[dict[str, Any]] = []
        self.menu: dict[str, Any] | None = None
        self.refuse = 0
        self.status = 200
        self.ends_tokens = 0
        self.ended_with = 42001
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                path, _, query = self.path.partition("?")
                answer = json.dumps(fake.answer(path, query, json.loads(body))).encode()
                self.send_response(200 if "stable_token" in path else fake.status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/cgi-bin/"
        # Looks often whether it is to end: each test waits for that.
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, path: str, query: str, body: dict[str, Any]) -> dict[str, Any]:
        if path == "/cgi-bin/stable_token":
            if body["secret"] != "right":
                return {"errcode": 40125, "errmsg": "invalid appsecret"}
            assert body["grant_type"] == "client_credential"
            self.tokens += 1
            return {"access_token": f"token-{self.tokens}", "expires_in": 7200}
        if self.ends_tokens or query != f"access_token=token-{self.tokens}":
            self.ends_tokens = max(self.ends_tokens - 1, 0)
            return {"errcode": self.ended_with, "errmsg": "access_token expired"}
        if self.refuse:
            return {"errcode": self.refuse, "errmsg": "refused"}
        if path == "/cgi-bin/message/custom/send":
            self.sent.append(body)
        elif path == "/cgi-bin/menu/create":
            self.menu = body
        else:
            return {"errcode": 404, "errmsg": path}
        return {"errcode": 0, "errmsg": "ok"}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def fake() -> Iterator[FakeWeChat]:
    started = FakeWeChat()
    yield started
    started.close()


@pytest.fixture
def with_secret(fake: FakeWeChat) -> Account:
    return Account(TOKEN, APP_ID, secret="right", api=fake.url)


async def test_a_late_answer_is_sent_by_itself(
    make_server: MakeServer, slow: SlowAssistant, with_secret: Account, fake: FakeWeChat
) -> None:
    slow.seconds = 0.4
    server = make_server(with_secret, budget=0.2)
    xml = message_xml(Content=QUESTION)
    assert (await server.deliver(xml)).startswith("正在查,查到就发给您")
    await until(lambda: bool(fake.sent))
    assert fake.sent[0]["touser"] == USER
    assert fake.sent[0]["msgtype"] == "text"
    assert "无欠薪" in fake.sent[0]["text"]["content"]
    # Neither a retry nor the next message says it again.
    assert await server.deliver(xml) == ""
    slow.seconds = 0
    await server.say("好")
    assert slow.asked[-1][1] == "好"
    assert len(fake.sent) == 1


async def test_an_answer_in_time_is_not_sent_besides(
    make_server: MakeServer, with_secret: Account, fake: FakeWeChat
) -> None:
    assert "无欠薪" in await make_server(with_secret).say(QUESTION)
    assert (fake.sent, fake.tokens) == ([], 0)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (200, 48001),  # The account may not.
        (200, 45009),  # Too many calls today.
        (200, 45047),  # Too many messages before the user writes again.
        (200, 45015),  # More than 48 hours since the user wrote.
        (200, 43004),  # The user does not follow the account (any more).
        (200, 40003),  # WeChat does not know the user.
        (200, -1),  # WeChat is busy.
        (200, 99999),  # Something WeChat says since yesterday.
        (429, 0),
        (502, 0),
    ],
)
async def test_what_cannot_be_sent_waits_for_the_next_message(
    make_server: MakeServer,
    slow: SlowAssistant,
    with_secret: Account,
    fake: FakeWeChat,
    caplog: pytest.LogCaptureFixture,
    status: int,
    code: int,
) -> None:
    fake.status, fake.refuse = status, code
    slow.seconds = 0.4
    server = make_server(with_secret, budget=0.2)
    await server.say(QUESTION)
    await until(lambda: "a late answer waits" in caplog.text)
    assert str(code or "") in caplog.text
    assert "无欠薪" in await server.say("好")
    assert len(slow.asked) == 1
    assert not [secret for secret in ("right", "token-1", USER) if secret in caplog.text]


async def test_the_token_is_kept_between_calls(with_secret: Account, fake: FakeWeChat) -> None:
    api = Api(with_secret)
    for text in ("一", "二", "三"):
        await api.send(USER, text)
    assert [sent["text"]["content"] for sent in fake.sent] == ["一", "二", "三"]
    assert fake.tokens == 1


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_that_ended_is_replaced_once(
    with_secret: Account, fake: FakeWeChat, code: int
) -> None:
    api = Api(with_secret)
    await api.send(USER, "一")
    fake.ends_tokens, fake.ended_with = 1, code
    await api.send(USER, "二")
    assert (len(fake.sent), fake.tokens) == (2, 2)
    fake.ends_tokens = 100
    with pytest.raises(SendError, match=str(code)):
        await api.send(USER, "三")
    assert fake.tokens == 3


async def test_a_wrong_secret_and_a_dead_line_are_told_without_the_secret(
    fake: FakeWeChat,
) -> None:
    with pytest.raises(SendError, match="40125"):
        await Api(Account(TOKEN, APP_ID, secret="wrong", api=fake.url)).send(USER, "一")
    nobody = Account(TOKEN, APP_ID, secret="hidden", api="http://127.0.0.1:9/cgi-bin/")
    with pytest.raises(SendError) as told:
        await Api(nobody).send(USER, "一")
    assert "hidden" not in str(told.value)


def menu_entries(menu: dict[str, Any]) -> list[dict[str, str]]:
    return [entry for button in menu["button"] for entry in button["sub_button"]]


@pytest.mark.parametrize("public_url", ["", "https://wence.example"])
def test_the_menu_keeps_to_wechats_limits(public_url: str) -> None:
    menu = wechat_menu(ACCOUNT_MENU.data, public_url)
    assert 1 <= len(menu["button"]) <= 3
    for button in menu["button"]:
        assert len(button["name"]) <= 4
        assert 1 <= len(button["sub_button"]) <= 5
    for entry in menu_entries(menu):
        assert len(entry["name"]) <= 8
        assert len(entry.get("key", "").encode()) <= 128
    views = [entry["url"] for entry in menu_entries(menu) if entry["type"] == "view"]
    assert views == ([f"{public_url}/channels"] if public_url else [])


def test_every_entry_of_the_menu_asks_something_the_model_knows() -> None:
    with open("nlu/domain.yml", encoding="utf-8") as file:
        intents = set(YAML(typ="safe").load(file)["intents"])
    keys = {entry["key"] for entry in menu_entries(wechat_menu(ACCOUNT_MENU.data, ""))}
    assert {key.removeprefix("/") for key in keys} - intents == set()


def test_the_command_prints_the_menu_without_a_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WECHAT_TOKEN", "WECHAT_APP_ID", "WECHAT_APP_SECRET", "WENCE_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    assert main(["wechat-menu"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == wechat_menu(ACCOUNT_MENU.data, "")
    assert "WECHAT_APP_SECRET is missing" in printed.err


def test_the_command_sets_the_menu_with_a_secret(
    fake: FakeWeChat, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WECHAT_APP_ID", APP_ID)
    monkeypatch.setenv("WECHAT_APP_SECRET", "right")
    monkeypatch.setenv("WECHAT_API", fake.url)
    assert main(["wechat-menu"]) == 0
    assert fake.menu == json.loads(capsys.readouterr().out)
    fake.refuse = 40018
    assert main(["wechat-menu"]) == 2
    assert "40018" in capsys.readouterr().err
