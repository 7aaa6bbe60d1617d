"""Tells what the writer of a message says of their own case from what is no fact of it.

What is only concluded, what a rule of the firm says, and another job are no facts, and what the
other side claims is none until the writer says so. Facts go into a letter the writer signs.
"""

from __future__ import annotations

from actions.guides.common import COMMON
from actions.guides.model import FieldKind
from nlu.clauses import without_claims

#: What the other side has an interest in saying wrongly: sums and numbers that it makes smaller.
_CLAIMED_SMALL: tuple[FieldKind, ...] = (
    *("money", "paid", "monthly", "daily"),
    *("count", "days", "months"),
)
#: What is told by the words of whoever writes, whatever they are.
_WHOLE: tuple[FieldKind, ...] = ("text",)


def own_words(text: str, kind: FieldKind) -> str:
    """Return what of a message may be a fact of such a field.

    >>> own_words("看来没人管,欠我两万", "money"), own_words("他说只欠三千,我算是八千", "money")
    (' ,欠我两万', ' ,我算是八千')
    """
    if kind in _WHOLE:
        return text
    kept = text
    for name in ("concluded", "of_rules"):
        kept = COMMON.patterns[name].sub(" ", kept)
    kept = _without_another(kept)
    if kind in _CLAIMED_SMALL:
        return COMMON.patterns["claimed_small"].sub(" ", kept)
    return without_claims(kept) if kind == "month" else kept


def _without_another(text: str) -> str:
    """Return a message without another job, or another's, where it tells of its own beside it.

    >>> _without_another("我哥是开店的,我在厂里"), _without_another("我哥在厂里,没拿到钱")
    (' ,我在厂里', '我哥在厂里,没拿到钱')
    """
    kept = COMMON.patterns["another"].sub(" ", text)
    return kept if kept != text and COMMON.patterns["this_one"].search(kept) else text
