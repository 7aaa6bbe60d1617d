"""Writes what ``test_old_store.py`` opens with the code of commit 003e3b2: a store of layout 1.

In a checkout of 003e3b2 with its own environment, knowledge base and model (``make run`` makes
them):

    PYTHONPATH=. .venv/bin/python .../layout_1/make.py .../layout_1 postgresql://USER@HOST/NAME

It writes ``sqlite.sql`` (the SQLite file as text), ``backup.jsonl`` (what was in the gzip'd file of
``python -m bot backup``), ``postgresql.sql`` (the backup restored into the empty database that is
named, by ``pg_dump``) and ``made.json`` (when, and what the old program
said of it: when the reminders are due, the question that is open, addresses of files signed with
the key below). The store held then, all made through the channels' own code:

- a Telegram chat in the middle of the guided case of wages, with the turns of it and the questions
  the assistant had asked back for the editors;
- two reminders of that chat: one deadline, and all deadlines of Hangzhou;
- a message of Telegram that was received and not yet answered;
- a message of WeChat whose answer was being worked on when the program ended, and one whose answer
  was promised and is ready.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

KEY = "a key of more than sixteen bytes"
os.environ["WENCE_SECRET"] = KEY

from actions.question import TIME_ZONE  # noqa: E402
from bot.operation.backup import backup, restore  # noqa: E402
from bot.reminders.model import About  # noqa: E402
from bot.reminders.schedule import upcoming  # noqa: E402
from bot.reminders.store import Reminders  # noqa: E402
from bot.start import Parts, start  # noqa: E402
from bot.store import tables  # noqa: E402
from bot.telegram.inbox import Inbox  # noqa: E402
from bot.telegram.incoming import Incoming  # noqa: E402
from bot.telegram.remind import Reminding  # noqa: E402
from bot.wechat.message import read_message  # noqa: E402
from bot.wechat.reply import Reply  # noqa: E402
from bot.wechat.store import WeChatStore  # noqa: E402

CHAT = "tg:4242"
#: When the reminders were set.
SET = datetime(2026, 11, 23, 10, 0, tzinfo=TIME_ZONE)
#: What the chat said; the case is left with a question open.
CASE = ("一步步帮我讨薪", "义乌", "工厂", "今年3月", "还在干")
OPENID = "oOldUser"


async def talk(parts: Parts) -> list[dict[str, Any]]:
    return [await parts.assistant.reply(CHAT, text, "zh-Hans") for text in CASE]


async def files(parts: Parts) -> list[str]:
    """Return addresses of files: those of a question, and those of a case that went to its end."""
    reply = await parts.assistant.reply("web-1", "杭州有哪些期限", "zh-Hans")
    found = [one["url"] for one in reply["attachments"]]
    for text in (*CASE, "20000元", *["不知道"] * 20):
        reply = await parts.assistant.reply("web-2", text, "zh-Hans")
        if reply["attachments"]:
            return [*found, *(one["url"] for one in reply["attachments"])]
    raise AssertionError("the case has no end")


def set_reminders(parts: Parts) -> list[str]:
    """Return when each of them is due."""
    reminding = Reminding(Reminders(parts.store), parts.kb, lambda: SET)
    everywhere = About().chosen(parts.kb, SET.date())
    one = next(due for due in everywhere if due.next and due.deadline.document)
    for about in (About.of(one), About({"region": ["杭州市"]})):
        data = {"about": about.as_json(), "days": 7, "hour": 9}
        reminding.pressed(CHAT, "zh-Hans", f"set|{json.dumps(data, ensure_ascii=False)}")
    kept = Reminders(parts.store).of(CHAT)
    due = [upcoming(one, one.about.chosen(parts.kb, SET.date()), SET) for one in kept]
    return [at.isoformat() for at in due if at]


def receive(parts: Parts) -> None:
    update = Incoming(id=77, chat=4242, kind="text", text="欠薪找谁", message=9)
    assert Inbox(parts.store, "4242").keep([update])
    wechat = WeChatStore(parts.store)
    for number, text in ((1001, "工资拖了三个月"), (1002, "征信有误怎么办")):
        fields = {
            "ToUserName": "gh_account",
            "FromUserName": OPENID,
            "MsgType": "text",
            "Content": text,
            "MsgId": str(number),
        }
        key = wechat.key(read_message(fields))
        assert wechat.claim(key, f"stamp-{number}")
        if number == 1001:
            assert wechat.collect(key, True) is None
            assert wechat.finish(key, Reply("一个查好的答复"))


def main(folder: Path, url: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        file, saved = Path(scratch) / "wence.db", Path(scratch) / "backup.gz"
        parts = start(store=f"sqlite:///{file}")
        replies = asyncio.run(talk(parts))
        due = set_reminders(parts)
        receive(parts)
        links = asyncio.run(files(parts))
        parts.let_go()
        backup(f"sqlite:///{file}", saved)
        with sqlite3.connect(file) as store:
            dump = "\n".join(store.iterdump())
        folder.joinpath("sqlite.sql").write_text(f"{dump}\n", encoding="utf-8")
        folder.joinpath("backup.jsonl").write_bytes(gzip.decompress(saved.read_bytes()))
        restore(saved, url)
    dumping = ["pg_dump", "--inserts", "--no-owner", "--no-comments", url]
    dumped = subprocess.run(dumping, check=True, stdout=subprocess.PIPE, text=True).stdout
    lines = [line for line in dumped.splitlines() if line and not line.startswith(("--", "\\"))]
    folder.joinpath("postgresql.sql").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = {
        "made": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "layout": tables.SCHEMA_VERSION,
        "due": due,
        "asked": replies[-1]["text"],
        "links": links,
    }
    folder.joinpath("made.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    print(json.dumps(told, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
