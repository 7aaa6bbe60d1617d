"""The whole program is killed in the middle of guided cases and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fake_bot_api import TOKEN as TELEGRAM_TOKEN
from fake_bot_api import FakeBotApi
from needs import needs
from players import Seen, TelegramPlayer, WebPlayer, WeChatPlayer
from waiting import free_port, wait
from wechat_client import TOKEN, WeChatServer, message_xml

pytestmark = needs("model")
ROOT = Path(__file__).parents[3]


@contextmanager
def serving(api: FakeBotApi, folder: Path) -> Iterator[str]:
    """Run ``python -m bot serve`` with all channels; it is killed at the end, not asked to end."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "WENCE_DATABASE": f"sqlite:///{folder}/wence.db",
        "WENCE_SECRET": "a key of more than sixteen bytes",
        "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_API": api.url,
        "TELEGRAM_WEBHOOK_URL": address,
        "WECHAT_TOKEN": TOKEN,
    }
    api.webhook = {}
    with (folder / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--port", str(port)],
            cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        # The address is told to Telegram when everything is up.
        wait(lambda: bool(api.webhook) and httpx.get(f"{address}/healthz").is_success, 120)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def players(api: FakeBotApi) -> dict[str, Any]:
    answered = 0

    async def settled() -> None:
        nonlocal answered
        end, quiet = time.monotonic() + 60, 0
        # One message is expected, which may be there already; a second one would show within the
        # next moments.
        while quiet < 20:
            assert time.monotonic() < end, "no answer"
            await asyncio.sleep(0.05)
            quiet = quiet + 1 if api.count("sendMessage") > answered else 0
        answered = api.count("sendMessage")

    nobody = httpx.AsyncClient()
    return {
        "web": WebPlayer(nobody),
        "tg": TelegramPlayer(api, settled),
        "wx": WeChatPlayer(WeChatServer(nobody)),
    }


@asynccontextmanager
async def connected(users: dict[str, Any], address: str) -> AsyncIterator[None]:
    """Let the users of the web and of WeChat talk to this server."""
    async with httpx.AsyncClient(base_url=address, timeout=30) as http:
        users["web"].http = users["wx"].server.http = http
        yield


@pytest.mark.timeout(400)
async def test_a_guided_case_goes_on_after_the_program_was_killed(tmp_path: Path) -> None:
    with FakeBotApi() as api:
        users = players(api)
        update, xml = api.message("义乌"), message_xml(Content="义乌")
        with serving(api, tmp_path) as address:
            async with connected(users, address):
                for user in users.values():
                    assert "哪个县" in (await user.say("/wages_case")).text
                asked = {
                    "web": await users["web"].say("义乌"),
                    "tg": await users["tg"].send(update),
                    "wx": await users["wx"].send(xml),
                }
        assert {first_lines(seen) for seen in asked.values()} == {
            ("记下了：地方:义乌市。", "您是给谁干活？")
        }
        with serving(api, tmp_path) as address:
            async with connected(users, address):
                # Both are delivered once more: nobody knows whether the answer arrived.
                shown = len(api.texts())
                assert api.deliver(update) == 200
                assert (await users["wx"].send(xml)).text == asked["wx"].text
                label = "工厂或者公司"
                after = {channel: await user.press(label) for channel, user in users.items()}
                assert len(api.texts()) == shown + 1
    leads = {first_lines(seen) for seen in after.values()}
    assert len(leads) == 1
    noted, question = leads.pop()
    assert noted == "记下了：给谁干活:工厂或者公司。"
    assert question.endswith("？") and question != "您是给谁干活？"


def first_lines(seen: Seen) -> tuple[str, ...]:
    return tuple(seen.text.splitlines()[:2])
