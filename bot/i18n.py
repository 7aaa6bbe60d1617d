"""The catalogues of user-facing words."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

#: Languages by the tags the outside uses, with the names of their catalogues.
LOCALES = {"zh-Hans": "zh_Hans", "en": "en"}
DEFAULT_LOCALE = "zh-Hans"
CATALOGUES = Path(__file__).parent / "locales"

_HAN = re.compile(r"[一-鿿]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


@cache
def catalogue(locale: str) -> NullTranslations:
    """Return the translations of a locale; the messages themselves are zh-Hans.

    The ``.po`` file is read as it is, so that there is nothing to compile or to go stale.

    Raises:
        KeyError: There is no such locale.
    """
    name = LOCALES[locale]
    if locale == DEFAULT_LOCALE:
        return NullTranslations()
    with (CATALOGUES / name / "LC_MESSAGES" / "wence.po").open("rb") as file:
        messages = read_po(file, locale=name)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


def choose_locale(wish: str | None, text: str = "") -> str:
    """Return the locale to answer in.

    Args:
        wish: A language tag (``en-GB``, ``zh_CN``), or ``None`` for none.
        text: The message; its script decides when there is no usable wish.
    """
    if wish:
        language = wish.replace("_", "-").split("-")[0].lower()
        for locale in LOCALES:
            if locale.split("-")[0] == language:
                return locale
    if _LATIN.search(text) and not _HAN.search(text):
        return "en"
    return DEFAULT_LOCALE
