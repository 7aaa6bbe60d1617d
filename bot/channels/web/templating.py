"""Draws the pages' templates in a language."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from actions.dates import localized_date, localized_month
from bot.wording.catalogues import catalogue, to_traditional
from policies_kb.overlay.model import Text

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"
_SAFE_SCHEMES = frozenset({"http", "https", "tel", ""})


def draw(template: str, locale: str, root: str, **values: Any) -> str:
    """Return a page.

    Args:
        template: Name of the template.
        locale: Its language.
        root: Path below which the site stands at its public address, empty for none.
        values: What the template shows.
    """
    page = _environment(locale).get_template(template)
    return page.render(locale=locale, root=root, **values)


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.install_gettext_translations(catalogue(locale))  # type: ignore[attr-defined]
    language = locale.split("-")[0]

    def worded(text: Text | None) -> str:
        words = getattr(text, language) if text else ""
        return to_traditional(words) if locale == "zh-Hant" else words

    def day(value: date | str | None) -> str:
        moment = date.fromisoformat(value) if isinstance(value, str) and value else value
        return localized_date(moment)[language] if isinstance(moment, date) else ""

    def month(value: str) -> str:
        first = date.fromisoformat(f"{value}-01")
        return localized_month(first.year, first.month)[language]

    environment.filters.update(
        worded=worded, day=day, month=month, safe_url=_safe_url, telephone=telephone
    )
    environment.globals["static"] = _static
    return environment


@pass_context
def _static(context: Context, name: str) -> str:
    return f"{context['root']}{static_address(name)}"


@pass_context
def _safe_url(context: Context, url: str) -> str:
    """Return an address if it may be offered, one of this site below the path it stands under."""
    here = url.startswith("/") and not url.startswith("//")
    return safe_url(f"{context['root']}{url}" if here else url)


@cache
def static_address(name: str) -> str:
    """Return the address of a static file; it changes with the content, so that no old copy
    is used.
    """
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


def safe_url(url: str) -> str:
    """Return an address if it may be offered as a link (web, telephone or this site), else ``""``.

    >>> safe_url("tel:12345"), safe_url("javascript:alert(1)")
    ('tel:12345', '')
    """
    if not url.isprintable():
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in _SAFE_SCHEMES else ""


def telephone(url: str) -> str:
    """Return the number of a telephone link, empty for other links.

    >>> telephone("tel:12345"), telephone("https://example.org")
    ('12345', '')
    """
    return url.removeprefix("tel:") if url.startswith("tel:") else ""
