"""``python -m bot``: serve the web chat, talk in the terminal, answer standard input, review."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import socket
import sys
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import review
from bot.errors import EngineError
from bot.start import MODEL, Parts, start
from bot.store.database import Database, database_url
from bot.store.errors import StoreError
from bot.telegram.settings import SettingError
from bot.wechat import menu
from bot.wechat.account import Account
from policies_kb.errors import KnowledgeBaseError
from policies_kb.paths import DATABASE

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from bot.web.chat_api import Answers
    from bot.wechat.start import WeChat

PORTS_TRIED = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, or 2 for an error said in one line."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return int(options.run(options))
    except (KnowledgeBaseError, EngineError, StoreError, SettingError) as error:
        print(f"wence: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument("--database", type=Path, default=DATABASE, help="built knowledge base")
    parser.add_argument("--model", type=Path, default=MODEL, help="trained model (.tar.gz)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the web chat")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=int, default=8080, help="port; the next free one if taken")
    serve.set_defaults(run=_serve)
    shell = commands.add_parser("shell", help="talk in the terminal")
    shell.add_argument("--locale", help="language of the answers: zh-Hans or en")
    shell.set_defaults(run=_shell)
    ask = commands.add_parser(
        "ask",
        help="answer standard input: one conversation a line (plain text or a JSON list of turns)",
    )
    ask.add_argument("--json", action="store_true", help="print one JSON object a turn")
    ask.add_argument("--locale", help="language of the answers: zh-Hans or en")
    ask.set_defaults(run=_ask)
    telegram = commands.add_parser("telegram", help="serve Telegram; needs only TELEGRAM_TOKEN")
    telegram.set_defaults(run=_telegram)
    review.add_command(commands)
    menu.add_command(commands)
    return parser


def _serve(options: argparse.Namespace) -> int:
    import uvicorn

    from bot.web.app import make_app

    port = free_port(options.host, options.port)
    if port is None:
        last = options.port + PORTS_TRIED - 1
        print(
            f"wence: ports {options.port} to {last} are all taken; choose one with --port",
            file=sys.stderr,
        )
        return 2
    if port != options.port:
        print(f"wence: port {options.port} is taken, using {port}", file=sys.stderr)
    account = Account.of_environment(os.environ)
    print("wence: loading the model (some 15 seconds) ...", file=sys.stderr, flush=True)
    parts = start(options.database, options.model, database_url())
    print(f"wence: ready at http://{options.host}:{port}", file=sys.stderr, flush=True)
    app = make_app(
        parts.assistant,
        parts.kb,
        parts.links,
        parts.archive,
        _wechat(account, parts) if account else None,
    )
    if os.environ.get("TELEGRAM_WEBHOOK_URL"):
        _join_telegram(app, parts)
    uvicorn.run(
        app,
        host=options.host,
        port=port,
        log_level="warning",
        ws="none",
    )
    return 0


def _join_telegram(app: Starlette, parts: Parts) -> None:
    # Loads libraries that nobody else needs.
    from bot.telegram.command import channel_of
    from bot.telegram.settings import Settings
    from bot.telegram.webhook import join

    join(app, channel_of(Settings.read(), parts))


def _telegram(options: argparse.Namespace) -> int:
    from bot.telegram.command import run

    return run(options)


def _wechat(account: Account, parts: Parts) -> WeChat:
    # Loads libraries that nobody else needs.
    from bot.wechat.start import make_wechat

    return make_wechat(account, parts.assistant, parts.kb, Database.open(database_url()))


def free_port(host: str, first: int) -> int | None:
    """Return the first free port from ``first`` on, or ``None`` when twenty are taken."""
    for port in range(first, min(first + PORTS_TRIED, 65_536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return None


def _shell(options: argparse.Namespace) -> int:
    assistant = start(options.database, options.model).assistant
    conversation = f"shell-{uuid.uuid4().hex[:12]}"
    print("问策:请说。空行退出。", flush=True)
    while True:
        try:
            text = input("> ")
        except EOFError:
            return 0
        if not text.strip():
            return 0
        said = asyncio.run(assistant.reply(conversation, text, options.locale))
        print(said["text"], end="\n\n", flush=True)


def _ask(options: argparse.Namespace) -> int:
    assistant = start(options.database, options.model).assistant
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    asyncio.run(_answer_all(assistant, sys.stdin, options.json, options.locale))
    return 0


async def _answer_all(
    assistant: Answers, lines: Iterable[str], as_json: bool, locale: str | None
) -> None:
    for number, line in enumerate(lines, 1):
        conversation = f"ask-{number}-{uuid.uuid4().hex[:8]}"
        for turn in turns(line.rstrip("\n")):
            said = await assistant.reply(conversation, turn, locale)
            print(json.dumps(said, ensure_ascii=False) if as_json else said["text"], flush=True)


def turns(line: str) -> list[str]:
    """Return the user turns of one input line: a JSON list of texts, or the line itself."""
    if line.lstrip().startswith("["):
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            return [line]
        if isinstance(data, list) and data and all(isinstance(turn, str) for turn in data):
            return data
    return [line]


if __name__ == "__main__":
    sys.exit(main())
