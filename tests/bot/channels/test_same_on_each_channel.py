"""One conversation on the web, in Telegram and in WeChat: the same answers with the same proof."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fake_bot_api import FakeBotApi
from guard_rig import Unguarded
from players import SITE, Player, Proof, Seen, TelegramPlayer, WebPlayer, WeChatPlayer
from telegram_rig import Rig
from wechat_client import AES_KEY, APP_ID, TOKEN, WeChatServer

from actions.context import AnswerContext
from bot.channels.web.app import make_app
from bot.channels.wechat.start import make_wechat
from bot.reply import Reply
from bot.server.start import App
from bot.settings.wechat import Account
from bot.store.database import Database


@dataclass(frozen=True)
class Turn:
    """What is asked, and what the answer must at least be.

    Attributes:
        text: The message, or the payload of the suggestion that is chosen.
        status: The status of the answer.
        document: A paper or law it must cite; empty when it cites none.
        language: Of the answer.
        file: A file that comes with it.
    """

    text: str
    status: str = "answered"
    document: str = ""
    language: str = "zh-Hans"
    file: str = ""

    @property
    def pressed(self) -> bool:
        return self.text.startswith("/")


#: Wages and deadlines mixed: questions that lean on the one before, a file, a change of language,
#: the begin of a guided case and one answer in it.
TURNS = (
    Turn("我在工地干了三个月,老板一直没发工资怎么办", document="国务院令第724号"),
    Turn("要带什么材料", document="《浙江省劳动保障监察条例》"),
    Turn("八月份有什么到期的", document="浙政办发〔2017〕82号", file="deadlines.ics"),
    Turn("出处是哪里", document="浙政办发〔2017〕82号", file="deadlines.ics"),
    Turn("杭州的碳排放强度要下降多少", document="浙政发〔2017〕31号"),
    Turn("宁波呢", document="浙政发〔2017〕31号"),
    Turn("今天天气怎么样", status="out_of_scope"),
    Turn("How long does a wage complaint take?", document="国务院令第423号", language="en"),
    Turn("/wages_case", status="clarify", language="en"),
    # The name of a place is no sentence: the conversation stays in its language.
    Turn("义乌", status="clarify", language="en"),
)


class Overhearing(Unguarded):
    """The assistant, with what it answered in each channel.

    Attributes:
        said: Its answers by the beginning of the conversation's name (``web``, ``tg``, ``wx``).
    """

    def __init__(self, parts: App) -> None:
        self._assistant = parts.assistant
        self.said: dict[str, list[dict[str, Any]]] = {}

    async def reply(
        self, conversation: str, text: str, locale: str | None = None, sending: Any = None
    ) -> Reply:
        reply = await self._assistant.reply(conversation, text, locale)
        channel = conversation.replace("-", ":").partition(":")[0]
        self.said.setdefault(channel, []).append(reply.as_json())
        return reply


@pytest.fixture
def overhearing(parts: App) -> Overhearing:
    return Overhearing(parts)


@pytest.fixture
async def players(
    parts: App, overhearing: Overhearing, context: AnswerContext, tmp_path: Path
) -> AsyncIterator[dict[str, Player]]:
    store = f"sqlite:///{tmp_path}/wence.db"
    database = Database.open(store)
    account = Account(TOKEN, APP_ID, AES_KEY, public_url=SITE)
    # Patience for a busy machine; what happens after 3.8 seconds is another test's.
    wechat = make_wechat(account, overhearing, parts.kb, database, budget=60)
    app = make_app(overhearing, parts.kb, links=parts.links, wechat=wechat)
    transport = httpx.ASGITransport(app=app)
    with FakeBotApi() as api:
        rig = Rig(api, context, store, assistant=overhearing, links=parts.links)
        await rig.start()
        async with httpx.AsyncClient(transport=transport, base_url="http://wence") as http:
            yield {
                "web": WebPlayer(http),
                "tg": TelegramPlayer(api, rig.idle),
                "wx": WeChatPlayer(WeChatServer(http)),
            }
        await rig.stop()
    database.close()


async def test_ten_turns_show_the_same_citations_on_three_channels(
    players: dict[str, Player], overhearing: Overhearing
) -> None:
    offered: dict[str, str] = {}
    for number, turn in enumerate(TURNS):
        seen = {
            channel: await (
                player.press(offered[turn.text]) if turn.pressed else player.say(turn.text)
            )
            for channel, player in players.items()
        }
        said = {channel: replies[number] for channel, replies in overhearing.said.items()}
        offered = {item["payload"]: item["label"] for item in said["web"]["suggestions"]}
        web = said["web"]
        assert (web["status"], web["language"], web["turn"]) == (
            turn.status,
            turn.language,
            number + 1,
        ), turn.text
        assert {turn.document} - {""} <= {item["document"] for item in web["citations"]}
        assert bool(web["citations"]) == bool(turn.document), turn.text
        for channel in ("tg", "wx"):
            check_answer(turn, web, said[channel])
            check_shown(turn, seen["web"], seen[channel])
    assert [len(replies) for replies in overhearing.said.values()] == [len(TURNS)] * 3


def check_answer(turn: Turn, web: dict[str, Any], other: dict[str, Any]) -> None:
    """The assistant gave the channel the same answer; only names of files are signed anew."""
    apart = ("conversation", "attachments", "question")
    assert {k: v for k, v in other.items() if k not in apart} == {
        k: v for k, v in web.items() if k not in apart
    }, turn.text
    assert [item["name"] for item in other["attachments"]] == [
        item["name"] for item in web["attachments"]
    ]


def check_shown(turn: Turn, web: Seen, other: Seen) -> None:
    """The channel shows every proof of it, word for word, and no other."""
    assert folded(other.proofs) == folded(web.proofs), turn.text
    assert [name for name in other.files if name == "deadlines.ics"] == [turn.file] * bool(
        turn.file
    )
    assert turn.file in ("", *web.files)
    # WeChat may have no room for the last one.
    assert other.offered == web.offered[: len(other.offered)], turn.text
    assert len(other.offered) >= len(web.offered) - 1


def folded(proofs: list[Proof]) -> list[Proof]:
    """Return quotes of the gazette before the law, without spaces: pages are cut at some."""
    in_order = sorted(proofs, key=lambda proof: not proof.verbatim)
    return [
        replace(proof, source=squeezed(proof.source), quote=squeezed(proof.quote))
        for proof in in_order
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())
