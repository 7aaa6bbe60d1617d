"""The menu of the official account and the command that sets it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pydantic import Field

from bot.channels.wechat.channel import SendError
from bot.settings.settings import Settings
from policies_kb.yaml_file import DataFile, DataRow, Words

_ADVICE = "check WECHAT_APP_ID, WECHAT_APP_SECRET and the console's list of allowed addresses"


class _Entry(DataRow):
    name: Words
    payload: str = ""
    path: str = ""


class _Button(DataRow):
    name: Words
    entries: tuple[_Entry, ...] = Field(max_length=5)


class AccountMenu(DataRow):
    """The menu in our own notation."""

    buttons: tuple[_Button, ...] = Field(max_length=3)


ACCOUNT_MENU = DataFile(Path(__file__).with_name("menu.yml"), AccountMenu)


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``wechat-menu`` to the command line."""
    parser = commands.add_parser(
        "wechat-menu",
        help="print WeChat's menu as JSON; set it when WECHAT_APP_SECRET is there",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the menu, and set it when the account's secret is known; return the exit code.

    Raises:
        SettingError: The variables of the account do not belong together.
    """
    # The token is for what comes in; the menu can be set before there is one.
    account = settings.wechat_caller()
    menu = wechat_menu(ACCOUNT_MENU.data, account.public_url)
    print(json.dumps(menu, ensure_ascii=False, indent=2))
    if not account.secret:
        print("wence: not set: WECHAT_APP_SECRET is missing", file=sys.stderr)
        return 0
    from bot.channels.wechat.api import Api

    try:
        Api(account).set_menu(menu)
    except SendError as error:
        print(f"wence: the menu could not be set ({error}); {_ADVICE}", file=sys.stderr)
        return 2
    print("wence: the menu is set; users see it within a day", file=sys.stderr)
    return 0


def wechat_menu(menu: AccountMenu, public_url: str) -> dict[str, Any]:
    """Return the menu as WeChat takes it.

    Args:
        menu: The menu in our own notation.
        public_url: Where the web chat can be reached; entries that open it need it.
    """
    return {
        "button": [
            {
                "name": button.name,
                "sub_button": [
                    _entry(entry, public_url)
                    for entry in button.entries
                    if public_url or not entry.path
                ],
            }
            for button in menu.buttons
        ]
    }


def _entry(entry: _Entry, public_url: str) -> dict[str, str]:
    if entry.path:
        return {"type": "view", "name": entry.name, "url": public_url + entry.path}
    return {"type": "click", "name": entry.name, "key": entry.payload}
