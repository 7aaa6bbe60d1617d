"""``python -m bot``: serve the web chat, talk in the terminal, answer standard input, review."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.channels.terminal.lines import answer_lines
from bot.channels.terminal.shell import talk
from bot.channels.wechat import menu
from bot.monitoring.logs import set_up
from bot.monitoring.metrics_server import Served, serve_metrics, share_metrics
from bot.rasa.errors import EngineError
from bot.server import backup, check_command, papers_command, review
from bot.server import switch_command as switch
from bot.server.doctor import command as doctor
from bot.server.served_base import ServedBase
from bot.server.start import MODEL, App, start
from bot.settings.environment import look_at_environment
from bot.settings.errors import SettingError
from bot.settings.log import log_settings
from bot.settings.ports import is_free
from bot.settings.settings import Settings
from bot.store.errors import StoreError
from policies_kb.errors import DataFileError, KnowledgeBaseError

PORTS_TRIED = 20
MOST_WORKERS = 256


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, or 2 for an error printed in one line."""
    options = _parser().parse_args(arguments)
    try:
        environment = look_at_environment()
        level = "info" if options.run in (_serve, _telegram) else "warning"
        set_up(log_settings(environment.settings, level))
        if options.run is doctor.run:
            # It tells all that is wrong, where the others end at the first of it.
            return doctor.run(options, environment)
        return int(options.run(options, environment.checked()))
    except (KnowledgeBaseError, DataFileError, EngineError, StoreError, SettingError) as error:
        print(f"wence: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Who reads has read enough (``ask | head``); Python would try to write the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument(
        "--database", type=Path, default=None, help="a knowledge base instead of the one in use"
    )
    parser.add_argument("--model", type=Path, default=MODEL, help="trained model (.tar.gz)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the web chat")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=int, default=8080, help="port; the next free one if taken")
    serve.add_argument("--workers", type=_number, default=1, help="processes that answer")
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
    for command in (review, menu, doctor, backup, switch, papers_command, check_command):
        command.add_command(commands)
    return parser


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    # Loads libraries that nobody else needs.
    from bot.server.server import Plan, check_shared, serve
    from bot.server.site import check_settings

    port = first_free_port(options.host, options.port)
    if port is None:
        last = options.port + PORTS_TRIED - 1
        print(
            f"wence: ports {options.port} to {last} are all taken; choose one with --port",
            file=sys.stderr,
        )
        return 2
    if port != options.port:
        print(f"wence: port {options.port} is taken, using {port}", file=sys.stderr)
    check_settings(settings)
    check_shared(settings.database.get_secret_value(), options.workers)
    metrics = _serve_metrics(settings)
    plan = Plan(
        _base(options, settings), options.model, settings, options.host, port, options.workers
    )
    print("wence: loading the model (some 15 seconds) ...", file=sys.stderr, flush=True)
    try:
        serve(plan, lambda trouble: _tell_up(plan.host, plan.port, trouble))
    finally:
        if metrics:
            metrics.stop()
    return 0


def _base(options: argparse.Namespace, settings: Settings) -> ServedBase:
    return ServedBase.of(settings, options.database)


def _tell_up(host: str, port: int, trouble: str) -> None:
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    told = f"up without answers at {address}: {trouble}" if trouble else f"ready at {address}"
    print(f"wence: {told}", file=sys.stderr, flush=True)


def _serve_metrics(settings: Settings) -> Served | None:
    """Serve the metrics of all workers, when a port is set for them."""
    if not settings.metrics_port:
        return None
    share_metrics()
    return serve_metrics(settings.metrics_port, settings.metrics_host)


def _telegram(options: argparse.Namespace, settings: Settings) -> int:
    from bot.server.telegram import run

    return run(options, settings)


def _number(given: str) -> int:
    number = int(given)
    if not 1 <= number <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_WORKERS}")
    return number


def first_free_port(host: str, first: int) -> int | None:
    """Return the first free port from ``first`` on, or ``None`` when twenty are taken."""
    for port in range(first, min(first + PORTS_TRIED, 65_536)):
        if is_free(host, port):
            return port
    return None


def _shell(options: argparse.Namespace, settings: Settings) -> int:
    app = _started(options, settings)
    talk(app.assistant, options.locale)
    return 2 if app.trouble else 0


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    app = _started(options, settings)
    # Whatever the language of the machine is.
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    asyncio.run(answer_lines(app.assistant, sys.stdin, options.json, options.locale))
    return 2 if app.trouble else 0


def _started(options: argparse.Namespace, settings: Settings) -> App:
    """Return an assistant for the terminal; one without a model still says whom to call."""
    base = _base(options, settings).own_file()
    app = start(base, options.model, settings=settings, without_model=True)
    if app.trouble:
        print(f"wence: {app.trouble}", file=sys.stderr, flush=True)
    return app


if __name__ == "__main__":
    sys.exit(main())
