"""Chinese text in simplified characters, the ones everything here is written in."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

from policies_kb.text.notation import LOOK_ALIKE


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Return Chinese text in simplified characters; radicals become what they look like.

    >>> to_simplified("農⺠⼯⼯資")
    '农民工工资'
    """
    return str(_converter().convert(text.translate(LOOK_ALIKE)))
