"""Checks what the channels are told by the environment."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from bot.attachments.secret import KEY_FILE, SHORTEST
from bot.server.findings import Finding, finding_check
from bot.settings.errors import SettingError
from bot.settings.origins import allowed_origins
from bot.settings.public_url import public_path, public_url
from bot.settings.telegram import TOKEN, Settings
from bot.settings.variables import known_settings
from bot.settings.wechat import Account
from bot.store.archive import retention_days
from nlu.encoder.engines import ENCODER_SETTING, ENCODERS

_FAMILIES = ("WENCE_", "TELEGRAM_", "WECHAT_")


@finding_check("settings")
def settings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Check that every variable with one of our prefixes is known."""
    known = known_settings()
    strange = [
        name for name in sorted(environment) if name.startswith(_FAMILIES) and name not in known
    ]
    for name in strange:
        near = get_close_matches(name, known, n=1)
        remedy = f"write {near[0]}" if near else "remove it"
        yield Finding("warn", "settings", f"{name} is read by nothing", remedy)
    if not strange:
        count = sum(name in known for name in environment)
        yield Finding("ok", "settings", f"{count} set, all known")


@finding_check("address")
def address(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Check the address of the site that links begin with."""
    try:
        path = public_path(environment)
    except SettingError as error:
        yield Finding("bad", "address", str(error), "write it as https://HOST or https://HOST/PATH")
        return
    found = f"links are made for a site below {path or '/'}" if public_url(environment) else "none"
    yield Finding("ok", "address", found)


@finding_check("encoder")
def encoder(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Check the engine of sentence vectors that this machine is told to use."""
    wanted = environment.get(ENCODER_SETTING, "").strip()
    if wanted and wanted not in ENCODERS:
        known = " or ".join(sorted(ENCODERS))
        found = f"{ENCODER_SETTING} names no engine: the model cannot be loaded"
        yield Finding("bad", "encoder", found, f"write {known}, or leave it out")
        return
    yield Finding("ok", "encoder", wanted or "as the model has it")


@finding_check("retention")
def retention() -> Iterator[Finding]:
    """Check how long conversations are kept."""
    try:
        days = retention_days()
    except SettingError as error:
        yield Finding("bad", "retention", str(error), "set a number of days, or nothing for 30")
        return
    yield Finding("ok", "retention", f"conversations are kept {days} days")


@finding_check("origins")
def origins() -> Iterator[Finding]:
    """Check the sites that may embed the chat."""
    try:
        sites = allowed_origins()
    except SettingError as error:
        yield Finding("bad", "origins", str(error), "see docs/embedding.md")
        return
    yield Finding("ok", "origins", f"{len(sites)} other sites may embed the chat")


@finding_check("telegram")
def telegram(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Check the token and addresses of Telegram; asks nobody whether the token is valid."""
    others = [name for name in environment if name.startswith("TELEGRAM_")]
    if not others:
        yield Finding("ok", "telegram", "not set up")
        return
    try:
        read = Settings.read(environment)
    except SettingError as error:
        yield Finding("bad", "telegram", str(error), f"set {TOKEN}, see docs/telegram.md")
        return
    if read.webhook and not read.webhook.startswith("https://"):
        remedy = "Telegram calls only https:// addresses"
        yield Finding("bad", "telegram", "TELEGRAM_WEBHOOK_URL begins with http://", remedy)
        return
    way = "is called by Telegram" if read.webhook else "asks Telegram for messages"
    yield Finding("ok", "telegram", f"the token has the right shape; the bot {way}")


@finding_check("wechat")
def wechat(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Check that the settings of the official account belong together."""
    given = sorted(name for name in environment if name.startswith("WECHAT_"))
    if not given:
        yield Finding("ok", "wechat", "not set up")
        return
    advice = "copy it from the account's console, see docs/wechat.md"
    try:
        account = Account.of_environment(environment)
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
def secret(environment: Mapping[str, str], file: Path = KEY_FILE) -> Iterator[Finding]:
    """Check the key that signs the addresses of files."""
    what, given = "secret", environment.get("WENCE_SECRET", "").strip()
    if given:
        if len(given.encode()) < SHORTEST:
            remedy = "openssl rand -base64 32"
            yield Finding("bad", what, "WENCE_SECRET is short and can be guessed", remedy)
        else:
            yield Finding("ok", what, "from WENCE_SECRET")
        return
    if environment.get("WENCE_DATABASE", "").startswith("postgresql"):
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
