"""Reads the values of variables; a ``ValueError`` of these goes on after the variable's name.

No message repeats a value that may hold a secret.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import urlsplit

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
#: Scheme, host and port as a browser sends them (RFC 6454, 6.2): no path, no wildcard.
_ORIGIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")
_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
_HOST = re.compile(r"[A-Za-z0-9.:_-]+")
_AES_KEY_LENGTH = 43


def whole_number(least: int, most: int, what: str) -> Callable[[str], int]:
    """Return a reader of whole numbers.

    Args:
        least: The least one.
        most: The greatest one.
        what: What it is, for who wrote something else.
    """

    def read(value: str) -> int:
        # Longer ones would be slow to read.
        digits = value.isascii() and value.isdigit() and len(value) <= len(str(most))
        if not digits or not least <= int(value) <= most:
            raise ValueError(f"is {value[:20]!r}; it is {what}")
        return int(value)

    return read


def one_of(*known: str) -> Callable[[str], str]:
    """Return a reader of one of some words, in small letters."""

    def read(value: str) -> str:
        if value.lower() not in known:
            raise ValueError(f"is {value[:20]!r}; it is one of {', '.join(known)}")
        return value.lower()

    return read


def bot_token(value: str) -> str:
    """Return a token of Telegram."""
    if not _TOKEN.fullmatch(value):
        raise ValueError("is no token of a bot; it looks like 123456:ABC-def")
    return value


def aes_key(value: str) -> str:
    """Return an EncodingAESKey of WeChat."""
    try:
        fits = len(value) == _AES_KEY_LENGTH and len(base64.b64decode(value + "=")) == 32
    except (binascii.Error, ValueError):
        fits = False
    if not fits:
        raise ValueError(
            f"is not the EncodingAESKey of the console: it has {_AES_KEY_LENGTH} letters and digits"
        )
    return value


def web_address(value: str) -> str:
    """Return an address of the web without a slash at its end."""
    if not is_web_address(value):
        raise ValueError("is no address that begins with http:// or https://")
    return value.rstrip("/")


def database_address(value: str) -> str:
    """Return the address of a database, whose file or server is read as it was meant."""
    scheme, _, rest = value.partition("://")
    if scheme.startswith("sqlite"):
        if rest and not rest.startswith("/"):
            raise ValueError("has two slashes before its file; it is sqlite:///FILE")
        whole_path(rest[1:])
    elif rest.count("@") > 1:
        # The rest of the password would be taken for the server, and shown.
        raise ValueError("has more than one @; in a password it is written %40")
    return value


def redis_address(value: str) -> str:
    """Return the address of a server of Redis."""
    if not value.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("is no address like redis://HOST:PORT/0")
    return value


def whole_path(value: str) -> str:
    """Return a path; what only a shell would replace in it is refused."""
    if value.startswith(("~", "$")):
        raise ValueError("begins with what only a shell replaces; write the whole path")
    return value


def host(value: str) -> str:
    """Return a name or a number of a machine."""
    if not _HOST.fullmatch(value):
        raise ValueError("is no name or number of a machine")
    return value


def site_address(value: str) -> str:
    """Return the address of a site, whose path is one that a proxy can put before ours."""
    address = web_address(value)
    site = urlsplit(address)
    if "@" in site.netloc:
        raise ValueError("holds a name or a password, which would stand in every link")
    if site.query or site.fragment:
        raise ValueError("has a ? or a #; it is the address of a site")
    path = site.path
    if path and not _PATH.fullmatch(path):
        raise ValueError("has a path that holds more than letters, digits and -_~.")
    return address


def is_web_address(url: str) -> bool:
    """Tell whether this is a whole address of a website.

    >>> is_web_address("https://wence.example/a"), is_web_address("wence.example")
    (True, False)
    """
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def origins(value: str) -> tuple[str, ...]:
    """Return the sites of a list with commas."""
    listed = tuple(entry.strip() for entry in value.split(",") if entry.strip())
    for number, origin in enumerate(listed, 1):
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"has an entry, number {number}, not like https://www.example.org")
    return listed
