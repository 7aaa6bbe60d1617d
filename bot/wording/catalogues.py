"""The catalogues of user-facing words."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from opencc import OpenCC

#: Languages by the tags the outside uses; Chinese messages are the source.
LOCALES = ("zh-Hans", "zh-Hant", "en")
DEFAULT_LOCALE = "zh-Hans"
CATALOGUES = Path(__file__).parent / "locales"

_TRADITIONAL_REGIONS = ("hant", "tw", "hk", "mo")


@cache
def _converter() -> OpenCC:
    return OpenCC("s2tw")


def to_traditional(text: str) -> str:
    """Return Chinese text in traditional characters."""
    return str(_converter().convert(text))


class Traditional(NullTranslations):
    """The source language in traditional characters: made by OpenCC, not by hand."""

    def gettext(self, message: str) -> str:
        """Return the message in traditional characters."""
        return to_traditional(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the message in traditional characters; Chinese has one form for any number."""
        return to_traditional(msgid2)

    # By these names the templates ask.
    ugettext, ungettext = gettext, ngettext


@cache
def catalogue(locale: str) -> NullTranslations:
    """Return the translations of a locale; the messages themselves are zh-Hans.

    The ``.po`` file is read as it is, so that there is nothing to compile or to go stale.

    Raises:
        FileNotFoundError: There is no such locale.
    """
    if locale == DEFAULT_LOCALE:
        return NullTranslations()
    if locale == "zh-Hant":
        return Traditional()
    with (CATALOGUES / locale / "LC_MESSAGES" / "wence.po").open("rb") as file:
        messages = read_po(file, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


def matching_locale(tag: str) -> str | None:
    """Return the locale for a language tag (``en-GB``, ``zh_TW``), ``None`` when there is none.

    >>> matching_locale("zh-HK"), matching_locale("zh_CN"), matching_locale("de")
    ('zh-Hant', 'zh-Hans', None)
    """
    language, *rest = tag.replace("_", "-").lower().split("-")
    if language == "zh":
        return "zh-Hant" if any(part in _TRADITIONAL_REGIONS for part in rest) else "zh-Hans"
    return language if language in LOCALES else None
