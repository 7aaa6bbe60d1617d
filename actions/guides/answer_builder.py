"""Gathers what a result says, each statement with the law it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from actions.answer import (
    Answer,
    Attachment,
    Notice,
    Phrase,
    Row,
    Status,
    Suggestion,
    Value,
    worded,
)
from actions.citations import channel_links, law_citation, secondary_notice
from actions.guides.script import LawStatement
from actions.lookups.places import with_local_door
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Division, Route, StatusEvidence


class AnswerBuilder:
    """An answer in the making.

    Args:
        kb: What citations and channels are taken from.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._lead: list[Phrase] = []
        self._steps: list[Phrase] = []
        self._rows: list[Row] = []
        self._law: list[str] = []
        self._channels: list[str] = []
        self._notices: list[Notice] = []
        self._rests_on: list[StatusEvidence] = []

    def lead(self, *statements: LawStatement, **values: Value) -> None:
        """Say statements first."""
        self._lead += self._said(statements, values)

    def step(self, *statements: LawStatement, **values: Value) -> None:
        """Add statements to what to do."""
        self._steps += self._said(statements, values)

    def row(self, *statements: LawStatement, **values: Value) -> None:
        """Add statements to what to know, each beside its first proof."""
        for statement, text in zip(statements, self._said(statements, values), strict=True):
            proof = self._law.index(statement.law[0]) if statement.law else None
            self._rows.append(Row(text, proof))

    def link(self, *channels: str) -> None:
        """Add channels that help, none twice."""
        self._channels += [channel for channel in channels if channel not in self._channels]

    def notice(self, notice: Notice) -> None:
        """Add what must be known."""
        self._notices.append(notice)

    def answer(
        self,
        status: Status = "answered",
        place: Division | None = None,
        suggestions: tuple[Suggestion, ...] = (),
        attachments: tuple[Attachment, ...] = (),
    ) -> Answer:
        """Return the answer.

        Args:
            status: Its status.
            place: The place in Zhejiang whose office is named.
            suggestions: Its buttons.
            attachments: Its files.
        """
        citations = tuple(law_citation(self._kb, item) for item in self._law)
        given = Answer(
            status=status,
            lead=tuple(self._lead),
            steps=tuple(self._steps),
            rows=tuple(self._rows),
            citations=citations,
            notices=(*self._notices, *secondary_notice(citations)),
            links=channel_links(self._kb, self._channels),
            suggestions=suggestions,
            attachments=attachments,
            rests_on=tuple(self._rests_on),
        )
        return with_local_door(given, (place.name,) if place else (), self._kb)

    def _said(self, statements: Iterable[LawStatement], values: dict[str, Value]) -> list[Phrase]:
        said = []
        for statement in statements:
            self._law += [item for item in statement.law if item not in self._law]
            if statement.evidence and statement.evidence not in self._rests_on:
                self._rests_on.append(statement.evidence)
            said.append(worded(statement.text, **values))
        return said


def resting_on(statements: Iterable[LawStatement], route: Route) -> list[LawStatement]:
    """Return statements with the law and the evidence of the route they speak of."""
    return [replace(statement, law=route.law, evidence=route.evidence) for statement in statements]
