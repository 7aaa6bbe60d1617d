"""Makes the pictures of the channels in docs/images: ``.venv/bin/python tools/screenshots.py``.

The web chat is photographed in Chromium. Telegram and WeChat have no page of their own: what the
bot sends to the servers that stand in for them in the tests is drawn as a chat, and says so.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from policies_kb.paths import ROOT

# The stand-ins and the browser are the tests' own.
sys.path[:0] = [str(ROOT), str(ROOT / "tests/bot"), str(ROOT / "tests/rigs")]

import httpx  # noqa: E402
from browser_rig import browsing, serving  # noqa: E402
from fake_bot_api import FakeBotApi  # noqa: E402
from PIL import Image  # noqa: E402
from playwright import sync_api  # noqa: E402
from telegram_rig import Rig  # noqa: E402
from wechat_client import AES_KEY, APP_ID, TOKEN, WeChatServer  # noqa: E402

from actions.context import AnswerContext  # noqa: E402
from bot.channels.web.app import make_app  # noqa: E402
from bot.channels.wechat.start import make_wechat  # noqa: E402
from bot.server.start import App, start  # noqa: E402
from bot.settings.wechat import Account  # noqa: E402
from bot.store.database import Database  # noqa: E402

IMAGES = ROOT / "docs/images"
SITE = "https://wence.example"
#: Bytes a picture may have.
MAX_PICTURE = 150_000
NOTE = "按机器人发出的内容画成,不是应用的照片 · Drawn from what the bot sends, no photo of the app"
SCREEN_PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 12px 12px 4px; background: GROUND; color: #111;
       font: 14px/1.45 "Noto Sans CJK SC", sans-serif; }
.bubble { max-width: 86%; margin: 0 0 8px; padding: 8px 11px; border-radius: 12px; background: #fff;
        white-space: pre-wrap; overflow-wrap: anywhere; }
.user { margin-left: auto; width: fit-content; background: USER; }
blockquote { margin: 4px 0; padding: 2px 8px; border-left: 3px solid #3390ec; background: #eef6fd; }
.buttons { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 8px; }
.buttons span { flex: 1 1 45%; padding: 6px; border-radius: 8px; background: #e4eef8;
                text-align: center; }
a { color: #2a6db0; } img { max-width: 100%; border-radius: 8px; display: block; }
footer { color: #555; font-size: 11px; text-align: center; }
</style>CHAT<footer>NOTE</footer>"""


@dataclass(frozen=True)
class ChatBubble:
    """One message of a chat: HTML, who wrote it, labels of its buttons."""

    html: str
    by_user: bool = False
    buttons: tuple[str, ...] = ()


def main() -> int:
    """Make all pictures; return 1 when one is too large."""
    app = start()
    with tempfile.TemporaryDirectory() as folder:
        telegram = asyncio.run(in_telegram(app, f"sqlite:///{folder}/telegram.db"))
        wechat = asyncio.run(in_wechat(app, f"sqlite:///{folder}/wechat.db"))
    pages = {
        "telegram": chat_page(telegram, "#d5e3ea", "#e3fdd0"),
        "wechat": chat_page(wechat, "#ededed", "#95ec69"),
    }
    sizes = []
    web_app = make_app(app.assistant, app.kb, app.links, app.archive)
    with serving(web_app) as address, browsing(sync_api) as browser:
        for name, html in pages.items():
            page = browser.new_page(viewport={"width": 420, "height": 700})
            page.set_content(html)
            sizes.append(keep(name, page.screenshot(full_page=True)))
        for name, width, height in (("web-phone", 360, 740), ("web-desktop", 1280, 800)):
            sizes.append(keep(name, in_browser(browser, address, width, height)))
    return 0 if all(size <= MAX_PICTURE for size in sizes) else 1


async def in_telegram(app: App, store: str) -> list[ChatBubble]:
    """Return a conversation in Telegram as its messages were sent."""
    with FakeBotApi() as api:
        rig = Rig(api, AnswerContext.of(app.kb), store, assistant=app.assistant, links=app.links)
        await rig.start()
        bubbles: list[ChatBubble] = []
        for text in ("无欠薪县的标准是什么", "杭州和宁波的碳排放强度要下降多少"):
            bubbles.append(ChatBubble(escape(text), by_user=True))
            sent = len(api.calls)
            api.write(text)
            await rig.idle()
            calls = (call for call in api.calls[sent:] if call.method == "sendMessage")
            bubbles += [_sent(call.parameters) for call in calls]
        await rig.stop()
    return bubbles


def _sent(parameters: dict[str, Any]) -> ChatBubble:
    rows = json.loads(parameters.get("reply_markup", "{}")).get("inline_keyboard", [])
    # As in the app, nothing is left empty below a quote.
    html = parameters["text"].replace("</blockquote>\n", "</blockquote>")
    return ChatBubble(html, buttons=tuple(item["text"] for row in rows for item in row))


async def in_wechat(app: App, store: str) -> list[ChatBubble]:
    """Return a conversation in WeChat as its messages were replied."""
    database = Database.open(store)
    account = Account(TOKEN, APP_ID, AES_KEY, public_url=SITE)
    wechat = make_wechat(account, app.assistant, app.kb, database, budget=60)
    web_app = make_app(app.assistant, app.kb, wechat=wechat)
    transport = httpx.ASGITransport(app=web_app)
    bubbles: list[ChatBubble] = []
    async with httpx.AsyncClient(transport=transport, base_url="http://wence") as http:
        server = WeChatServer(http)
        for text in ("老板三个月没发工资", "1"):
            # Nothing of a reply is markup but its links; what else looks like it was made harmless.
            bubbles += [ChatBubble(escape(text), by_user=True), ChatBubble(await server.say(text))]
    database.close()
    return bubbles


def chat_page(bubbles: Iterable[ChatBubble], ground: str, user: str) -> str:
    """Return a page that draws messages as a chat."""
    chat = ""
    for one in bubbles:
        labels = "".join(f"<span>{escape(label)}</span>" for label in one.buttons)
        buttons = f'<div class="buttons">{labels}</div>' if labels else ""
        chat += f'<div class="bubble{" user" * one.by_user}">{one.html}{buttons}</div>'
    filled = {"GROUND": ground, "USER": user, "CHAT": chat, "NOTE": NOTE}
    page = SCREEN_PAGE
    for name, value in filled.items():
        page = page.replace(name, value)
    return page


def in_browser(browser: Any, address: str, width: int, height: int) -> bytes:
    """Ask in the web chat and return the picture of the answer."""
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    page.goto(address)
    page.fill("#message", "老板三个月没发工资")
    page.press("#message", "Enter")
    page.locator(".answer").wait_for()
    return bytes(page.screenshot())


def keep(name: str, picture: bytes) -> int:
    """Write a picture with as many colours as a page needs; return its size in bytes."""
    target = IMAGES / f"{name}.png"
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(128)
    few.save(target, optimize=True)
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}: {size // 1000} kB")
    return size


if __name__ == "__main__":
    sys.exit(main())
