"""Where this site can be reached from outside, which behind a proxy no request tells."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.store.errors import BadSettingError

VARIABLE = "WENCE_PUBLIC_URL"


def public_url(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address in ``WENCE_PUBLIC_URL`` without a slash at its end; empty by default.

    Raises:
        BadSettingError: It is no address of the web.
    """
    url = environment.get(VARIABLE, "").strip().rstrip("/")
    if url and not is_web_address(url):
        raise BadSettingError(f"{VARIABLE} is no address that begins with http:// or https://")
    return url


def is_web_address(url: str) -> bool:
    """Tell whether this is a whole address of a website.

    >>> is_web_address("https://wence.example/a"), is_web_address("wence.example")
    (True, False)
    """
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
