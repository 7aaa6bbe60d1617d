"""``python -m bot off``, ``on`` and ``status``: turn answers into a notice and back."""

from __future__ import annotations

import argparse
import os
import pwd
from typing import Any

from bot.conversation.cleaning import clean_message
from bot.limits.switch import Switch, SwitchEvent
from bot.privacy.masking import mask
from bot.settings.settings import Settings
from bot.store.database import Database

#: Characters of a reason that users are shown.
MAX_REASON = 200
#: Turns of the switch that ``status`` shows.
_SHOWN = 10


def add_command(commands: Any) -> None:
    """Add the commands to the command line of ``python -m bot``."""
    off = commands.add_parser("off", help="answer every message with a notice and the hotlines")
    off.add_argument("--reason", default="", help="why, shown to the users")
    off.set_defaults(run=_turn, off=True)
    on = commands.add_parser("on", help="answer again")
    on.add_argument("--reason", default="", help="why, kept for the record")
    on.set_defaults(run=_turn, off=False)
    status = commands.add_parser("status", help="tell whether answers are on, and who turned them")
    status.set_defaults(run=_status)


def operator(sudo_user: str) -> str:
    """Return who runs the program: by the process, not by what the environment claims.

    Args:
        sudo_user: Who called ``sudo``, as that says; empty for nobody.
    """
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    return f"{name} (sudo: {clean_message(sudo_user)[:32]})" if sudo_user else name


def described(turned: SwitchEvent) -> str:
    """Return a turn of the switch in one line."""
    why = f": {turned.reason}" if turned.reason else ""
    return f"{turned.when}Z {'off' if turned.off else 'on'} by {turned.who}{why}"


def _turn(options: argparse.Namespace, settings: Settings) -> int:
    reason = mask(clean_message(options.reason))[:MAX_REASON]
    database = Database.open(settings.database.get_secret_value(), upgrade=False)
    turned = Switch(database).set(options.off, reason, operator(settings.sudo_user))
    database.close()
    print(f"{described(turned)}\nEvery process follows within two seconds.")
    return 0


def _status(options: argparse.Namespace, settings: Settings) -> int:
    database = Database.open(settings.database.get_secret_value(), upgrade=False)
    history = Switch(database).history(_SHOWN)
    database.close()
    print("off" if history and history[0].off else "on")
    for turned in history:
        print(described(turned))
    return 0
