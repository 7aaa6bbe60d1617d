"""Where this site can be reached from outside, which behind a proxy no request tells."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.settings.errors import SettingError

PUBLIC_URL_VARIABLE = "WENCE_PUBLIC_URL"
_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")


def public_url(environment: Mapping[str, str] = os.environ) -> str:
    """Return the address in ``WENCE_PUBLIC_URL`` without a slash at its end; empty by default.

    Raises:
        SettingError: It is no address of the web.
    """
    url = environment.get(PUBLIC_URL_VARIABLE, "").strip().rstrip("/")
    if url and not is_web_address(url):
        raise SettingError(
            f"{PUBLIC_URL_VARIABLE} is no address that begins with http:// or https://"
        )
    if "@" in urlsplit(url).netloc:
        # It would stand in every link that is given out.
        raise SettingError(f"{PUBLIC_URL_VARIABLE} holds a user name or password; leave them out")
    return url


def public_path(environment: Mapping[str, str] = os.environ) -> str:
    """Return the path the site stands below at that address, empty for the root of its host.

    Raises:
        SettingError: See :func:`public_url`; or the path holds what no path of a proxy needs.

    >>> public_path({"WENCE_PUBLIC_URL": "https://gov.example/wence/"})
    '/wence'
    """
    path = urlsplit(public_url(environment)).path
    if path and not _PATH.fullmatch(path):
        raise SettingError(
            f"{PUBLIC_URL_VARIABLE}: the path {path!r} may hold letters, digits and -_~. only"
        )
    return path


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
