"""Document numbers (文号) and the ids made from them."""

from __future__ import annotations

import re
import unicodedata

_BRACKETS = str.maketrans({"[": "〔", "]": "〕", "(": "〔", ")": "〕", "【": "〔", "】": "〕"})
_DASHED = re.compile(r"^(?P<organ>[^\d\-]+)-(?P<year>\d{4})-(?P<serial>\d+)$")
_YEAR = re.compile(r"〔(\d{4})〕")


def canonical_number(text: str) -> str:
    """Return a document number in the one form the base uses.

    Takes the printed number with any brackets and spaces, or an id.

    >>> canonical_number("浙政办发[2017] 80 号")
    '浙政办发〔2017〕80号'
    >>> canonical_number("浙政办发-2017-80")
    '浙政办发〔2017〕80号'
    """
    words = "".join(unicodedata.normalize("NFKC", text).split())
    dashed = _DASHED.match(words)
    if dashed:
        return f"{dashed['organ']}〔{dashed['year']}〕{dashed['serial']}号"
    bracketed = words.translate(_BRACKETS)
    # Only brackets round a year are part of the number; others belong to a title.
    return bracketed if _YEAR.search(bracketed) else words


def document_id(number: str) -> str:
    """Return the id a document has in addresses.

    >>> document_id("浙政办发〔2017〕80号")
    '浙政办发-2017-80'
    """
    return _YEAR.sub(r"-\1-", canonical_number(number)).removesuffix("号")
