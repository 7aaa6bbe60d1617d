"""Sentences of our own with the law they rest on, read from YAML beside the code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actions.answer import Answer, Phrase, curated
from actions.citations import law_citation, secondary_notice, without_doubles
from actions.context import AnswerContext
from policies_kb.yaml_file import DataRow, Words


class SourcedSentence(DataRow):
    """A sentence with the law it rests on."""

    zh: Words
    en: Words
    law: tuple[str, ...] = ()

    @property
    def text(self) -> Phrase:
        """Its words."""
        return curated(self.zh, self.en)


def texts(said: Iterable[SourcedSentence]) -> tuple[Phrase, ...]:
    """Return the words alone."""
    return tuple(one.text for one in said)


def proven(
    given: Answer, said: Iterable[SourcedSentence], context: AnswerContext
) -> dict[str, Any]:
    """Return citations and notices of an answer with those of more sentences."""
    law = tuple(dict.fromkeys(item for one in said for item in one.law))
    citations = tuple(law_citation(context.kb, item) for item in law)
    more = [one for one in secondary_notice(citations) if one not in given.notices]
    return {
        "citations": without_doubles((*given.citations, *citations)),
        "notices": (*given.notices, *more),
    }
