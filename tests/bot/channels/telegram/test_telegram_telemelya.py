"""The webhook against a Bot API server that somebody else wrote.

telemelya knows no secret tokens, no ``setMyCommands`` and no ``sendDocument``. What it delivers
gets the secret added on the way, as Telegram would send it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fake_bot_api import TOKEN
from needs import needs
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send
from telegram_rig import Rig
from telemelya import Telemelya, running, serving
from waiting import bind, wait

from actions.context import AnswerContext
from bot.channels.telegram.webhook import SECRET_HEADER, join

pytestmark = needs("telemelya", "redis")
WAGES = "老板三个月没发工资"


class AddsSecret:
    """Hands requests on with the secret header, as Telegram sends it."""

    def __init__(self, app: ASGIApp, secret: str) -> None:
        self._app = app
        self._header = (SECRET_HEADER.encode(), secret.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "headers": [*scope["headers"], self._header]}, receive, send)


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telemelya]:
    with running(TOKEN, tmp_path_factory.mktemp("telemelya")) as server:
        yield server


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def called(
    stack: ExitStack, peer: Telemelya, context: AnswerContext, folder: Path, through: str = ""
) -> Rig:
    """Start a bot whose address is known to the server; ``through`` is a part of that address."""
    listening = bind()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}{through}"
    rig = Rig(peer, context, f"sqlite:///{folder}/wence.db", webhook=address)
    stack.callback(rig.close)
    app = Starlette()
    join(app, rig.channel)
    app.router.routes.append(Mount("/as-telegram", AddsSecret(app, rig.channel.settings.secret)))
    stack.enter_context(serving(listening, app, lifespan="on"))
    wait(lambda: peer.webhook() == f"{address}{rig.channel.settings.path}")
    return rig


def labels(call: dict[str, Any]) -> list[str]:
    return [item["text"] for row in call["reply_markup"]["inline_keyboard"] for item in row]


def test_what_is_delivered_without_the_secret_is_refused(
    stack: ExitStack, peer: Telemelya, context: AnswerContext, tmp_path: Path
) -> None:
    rig = called(stack, peer, context, tmp_path)
    before = len(peer.calls())
    assert peer.write(WAGES)["status_code"] == 403
    assert rig.assistant.asked == []
    assert len(peer.calls()) == before


@needs("chinese font")
def test_a_conversation_of_words_buttons_and_pictures(
    stack: ExitStack, peer: Telemelya, context: AnswerContext, tmp_path: Path
) -> None:
    rig = called(stack, peer, context, tmp_path, through="/as-telegram")
    assert peer.write("无欠薪县的标准是什么")["status_code"] == 200
    wait(lambda: len(peer.calls("sendMessage")) == 1)
    (answer,) = peer.calls("sendMessage")
    assert answer["chat_id"] == 7
    assert answer["raw"]["parse_mode"] == "HTML"
    assert "<blockquote expandable>" in answer["text"] and "浙政办发〔2017〕80号" in answer["text"]

    peer.write(WAGES)
    wait(lambda: len(peer.calls("sendMessage")) == 2)
    answer = peer.calls("sendMessage")[1]
    assert peer.press(answer, labels(answer)[0])["status_code"] == 200
    wait(lambda: len(peer.calls("answerCallbackQuery")) == 1)
    wait(lambda: len(peer.calls("sendMessage")) == 3)
    assert rig.assistant.asked[2][1].startswith("/wages_")

    peer.write("/lang")
    wait(lambda: len(peer.calls("sendMessage")) == 4)
    peer.press(peer.calls("sendMessage")[3], "English")
    wait(lambda: len(peer.calls("editMessageText")) == 1)

    peer.write("/deadlines")
    wait(lambda: len(peer.calls("sendPhoto")) == 1)
    (photo,) = peer.calls("sendPhoto")
    assert peer.media(photo["file_id"]).startswith(b"\x89PNG")
    # It takes no documents: the calendar is missing, not the picture behind it nor what follows.
    before = len(peer.calls("sendMessage"))
    peer.write("/wages")
    # The answer is long: its channels come in a message of their own.
    wait(lambda: any("12333" in call["text"] for call in peer.calls("sendMessage")[before:]))
