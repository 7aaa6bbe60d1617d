"""Checks what the channels are told by the environment."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from bot.attachments.secret import KEY_FILE, SHORTEST
from bot.server.doctor.findings import Finding, finding_check
from bot.settings.environment import Environment
from bot.settings.errors import SettingError
from bot.settings.settings import Settings
from bot.settings.table import known_variables


@finding_check("settings")
def variables(environment: Environment) -> Iterator[Finding]:
    """Check that every variable with one of our prefixes is known, and holds what it can."""
    for name in environment.unknown:
        near = get_close_matches(name, known_variables(), n=1)
        remedy = f"write {near[0]}" if near else "remove it"
        yield Finding("warn", "settings", f"{name} is read by nothing", remedy)
    for name, problem in environment.problems.items():
        yield Finding("bad", "settings", str(problem), f"docs/settings.md says what {name} can be")
    if not environment.unknown and not environment.problems:
        count = len(environment.given)
        yield Finding("ok", "settings", f"{count} set, all known")


@finding_check("telegram")
def telegram(environment: Environment) -> Iterator[Finding]:
    """Check that the settings of Telegram belong together; asks nobody whether they are valid."""
    if not _given(environment, "TELEGRAM_"):
        yield Finding("ok", "telegram", "not set up")
        return
    try:
        _check(environment, "TELEGRAM_")
        bot = environment.settings.telegram_bot()
    except SettingError as error:
        yield Finding("bad", "telegram", str(error), "set TELEGRAM_TOKEN, see docs/telegram.md")
        return
    if bot.webhook and not bot.webhook.startswith("https://"):
        remedy = "Telegram calls only https:// addresses"
        yield Finding("bad", "telegram", "TELEGRAM_WEBHOOK_URL begins with http://", remedy)
        return
    way = "is called by Telegram" if bot.webhook else "asks Telegram for messages"
    yield Finding("ok", "telegram", f"the token has the right shape; the bot {way}")


@finding_check("wechat")
def wechat(environment: Environment) -> Iterator[Finding]:
    """Check that the settings of the official account belong together."""
    given = _given(environment, "WECHAT_")
    if not given:
        yield Finding("ok", "wechat", "not set up")
        return
    advice = "copy it from the account's console, see docs/wechat.md"
    try:
        _check(environment, "WECHAT_")
        account = environment.settings.wechat_account()
    except SettingError as error:
        yield Finding("bad", "wechat", str(error), advice)
        return
    if account is None:
        found = f"{', '.join(given)} set without WECHAT_TOKEN: WeChat is not served"
        yield Finding("bad", "wechat", found, advice)
        return
    if not account.public_url:
        remedy = "set WENCE_PUBLIC_URL to the address of the web chat"
        yield Finding("warn", "wechat", "answers hold no links to papers and files", remedy)
    mode = "encrypted" if account.aes_key else "plain"
    late = "late answers are sent" if account.secret else "late answers wait for the next message"
    yield Finding("ok", "wechat", f"complete, {mode} mode; {late}")


@finding_check("secret")
def secret(settings: Settings, file: Path = KEY_FILE) -> Iterator[Finding]:
    """Check the key that signs the addresses of files."""
    what, given = "secret", settings.secret.get_secret_value()
    if given:
        if len(given.encode()) < SHORTEST:
            remedy = "openssl rand -base64 32"
            yield Finding("bad", what, "WENCE_SECRET is short and can be guessed", remedy)
        else:
            yield Finding("ok", what, "from WENCE_SECRET")
        return
    if settings.database.get_secret_value().startswith("postgresql"):
        remedy = "set the same WENCE_SECRET on all machines of one site, if there are several"
        yield Finding("warn", what, "each machine signs links with a key of its own", remedy)
    if not file.exists():
        yield Finding("ok", what, f"none yet; made in {file} at the first start")
        return
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        found = f"{file} can be read by others (mode {mode:o})"
        yield Finding("bad", what, found, f"chmod 600 {file}")
    elif len(file.read_bytes().strip()) < SHORTEST:
        yield Finding("bad", what, f"{file} holds no key", f"rm {file}; the next start makes one")
    else:
        yield Finding("ok", what, f"in {file}, for its owner only")


def _given(environment: Environment, family: str) -> list[str]:
    """Return the names of a channel that are set, also those nothing reads."""
    return sorted(
        name for name in (*environment.given, *environment.unknown) if name.startswith(family)
    )


def _check(environment: Environment, family: str) -> None:
    """Refuse a channel one of whose variables holds what it cannot.

    Raises:
        SettingError: That of the first one.
    """
    for name, problem in environment.problems.items():
        if name.startswith(family) or name == "WENCE_PUBLIC_URL":
            raise problem
