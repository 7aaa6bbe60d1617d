"""Which sentences have most words of a message, and which pieces of law most of what is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions.answer import Citation, Phrase
from policies_kb.search.words import bigrams, normalise, runs

#: So many pairs of characters a sentence shares at least with a message that it answers.
_SHARED = 2
#: So many pieces of law stand under an answer of few sentences.
_PROOFS = 3


def nearest(text: str, lines: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Return the sentence that has most words of a message, nothing where none has enough."""
    asked = _pairs(text)

    def shared(line: Phrase) -> int:
        return len(asked & _pairs(line.chinese))

    best = max(lines, key=shared, default=None)
    return (best,) if best and shared(best) >= _SHARED else ()


def proving(said: Iterable[Phrase], citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return the citations that have most words of what is said, in their order."""
    words = _pairs(" ".join(line.chinese for line in said))

    def shared(citation: Citation) -> int:
        return len(words & _pairs(citation.quote.chinese))

    best = sorted(filter(shared, citations), key=shared, reverse=True)[:_PROOFS]
    return tuple(citation for citation in citations if citation in best)


def _pairs(text: str) -> set[str]:
    return set(bigrams(runs(normalise(text))))
