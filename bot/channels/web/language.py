"""Chooses the language of a page."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from bot.wording.catalogues import DEFAULT_LOCALE, LOCALES, matching_locale

COOKIE = "lang"
#: What is read of an ``Accept-Language`` header; browsers send far less.
_MAX_HEADER = 500


@dataclass(frozen=True)
class PageLanguage:
    """The language of a page.

    Attributes:
        locale: One of ``bot.wording.catalogues.LOCALES``.
        chosen: Whether the reader asked for it on this site, rather than the browser.
    """

    locale: str
    chosen: bool


def page_language(request: Request) -> PageLanguage:
    """Return the language by ``?lang=``, else by cookie, else by ``Accept-Language``."""
    for wish in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if wish in LOCALES:
            return PageLanguage(wish, chosen=True)
    return PageLanguage(accepted(request.headers.get("accept-language", "")), chosen=False)


def accepted(header: str) -> str:
    """Return the locale a browser likes best (RFC 9110, 12.5.4), the default when it has none.

    >>> accepted("de-DE,de;q=0.9,en;q=0.5")
    'en'
    >>> accepted("en;q=0.4,zh-TW")
    'zh-Hant'
    """
    ranges = [_language_range(part) for part in header[:_MAX_HEADER].split(",")]
    # sorted() is stable: of equal weights the first named wins.
    for tag, weight in sorted(ranges, key=lambda pair: -pair[1]):
        locale = matching_locale(tag)
        if weight > 0 and locale:
            return locale
    return DEFAULT_LOCALE


def _language_range(part: str) -> tuple[str, float]:
    tag, _, parameter = part.strip().partition(";")
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return tag.strip(), 1.0
    try:
        return tag.strip(), float(value)
    except ValueError:
        return tag.strip(), 0.0
