"""The knowledge base as everything above it sees it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from policies_kb.base_file import Store
from policies_kb.database.curated_rows import CuratedRows, row_named
from policies_kb.errors import NotInBase, QuoteNotFound
from policies_kb.facts.fact_rows import (
    Deadline,
    PilotArea,
    ProcedureStep,
    Responsibility,
    Target,
    Threshold,
)
from policies_kb.facts.fact_tables import FACT_TABLES, Fact, read_facts
from policies_kb.facts.names import plain
from policies_kb.identifiers import canonical_number, document_id
from policies_kb.overlay.model import DocumentStatus
from policies_kb.paths import DATABASE
from policies_kb.rows import (
    Document,
    Hit,
    Issue,
    Provision,
    Sentence,
    StandardItem,
    columns,
)
from policies_kb.search.fusion import ProvisionKey, Searcher
from policies_kb.search.words import Segmenter

if TYPE_CHECKING:
    from policies_kb.search.vectors import EncoderProtocol

RowType = TypeVar("RowType")
#: Provisions, and quotes with their places, that are kept in memory.
_REMEMBERED = 2048
#: White space that stands in papers.


class KnowledgeBase(CuratedRows):
    """Read-only access to the built database; one may be shared by threads and tasks.

    Documents are named by number (``浙政办发〔2017〕80号``, any brackets) or id
    (``浙政办发-2017-80``), those without a number by id or title, wherever a method takes
    ``document``.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._searcher = Searcher(store.rows)
        self._documents = {row.id: row for row in self._select(Document, "", (), "rank")}
        # The file never changes while it is open, and most answers stand on the same few clauses.
        self._provision = lru_cache(_REMEMBERED)(self._read_provision)
        self._located = lru_cache(_REMEMBERED)(self._locate)
        unnumbered = [row for row in self._documents.values() if not row.number]
        self._unnumbered = {row.title: row.id for row in reversed(unnumbered)}

    @classmethod
    def open(cls, path: Path = DATABASE) -> KnowledgeBase:
        """Open a built database.

        Raises:
            KnowledgeBaseError: It is missing, damaged or of another version; the message is one
                sentence with the command that mends it.
        """
        return cls(Store(Path(path)))

    def close(self) -> None:
        """Close the database; it is opened again when it is used again."""
        self._store.close()

    @property
    def replaced(self) -> bool:
        """Tell whether the base was built anew since it was opened."""
        return self._store.replaced

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def meta(self) -> dict[str, str]:
        """Return ``schema_version`` and ``inputs_hash``."""
        return dict(self._store.rows("SELECT key, value FROM meta"))  # type: ignore[arg-type]

    def issues(self) -> tuple[Issue, ...]:
        """Return the source publications with their texts."""
        return self._select(Issue, "", (), "id")

    def issue(self, issue: str) -> Issue:
        """Return one source publication by its id.

        Raises:
            NotInBase: There is no such publication.
        """
        found = self._select(Issue, "id = ?", [issue], "id")
        return row_named({row.id: row for row in found}, issue, "issue")

    def first_issue(self) -> Issue | None:
        """Return the source publication the base was built from first, if there is any."""
        return next(iter(self._select(Issue, "", (), "rowid LIMIT 1")), None)

    def documents(self) -> tuple[Document, ...]:
        """Return all documents in the order of the sources."""
        return tuple(self._documents.values())

    def document(self, document: str) -> Document:
        """Return one document.

        Raises:
            NotInBase: There is no such document.
        """
        return self._documents[self._id(document)]

    def provisions(self, document: str) -> tuple[Provision, ...]:
        """Return the provisions of a document in reading order."""
        return self._select(Provision, "document = ?", [self._id(document)], "position")

    def provision(self, document: str, provision: str) -> Provision:
        """Return one provision.

        Raises:
            NotInBase: There is no such document or provision.
        """
        return self._provision(self._id(document), provision)

    def sentences(self, document: str, provision: str) -> tuple[Sentence, ...]:
        """Return the quotable sentences of a provision, empty for one without own words."""
        values = [self._id(document), provision]
        return self._select(Sentence, "document = ? AND provision = ?", values, "position")

    def locate(self, document: str, quote: str) -> Provision:
        """Return the provision whose own words hold a quote exactly; the shortest one wins.

        Raises:
            QuoteNotFound: No provision holds it word for word, or it is empty.
            NotInBase: There is no such document.
        """
        return self._located(self._id(document), quote)

    def standard_items(
        self, field: str | None = None, month: str | None = None, unit: str | None = None
    ) -> tuple[StandardItem, ...]:
        """Return the standards of 附件1, all that match every filter given.

        Args:
            field: Exact field, e.g. ``义务教育``.
            month: Month due, ``YYYY-MM``.
            unit: A responsible unit by its old, present or short name.
        """
        names = None if unit is None else self.printed_names(unit)
        return tuple(
            item
            for item in self._standard_items
            if field in (None, item.field)
            and month in (None, item.due)
            and (names is None or names & set(item.units))
        )

    def deadlines(self, document: str | None = None) -> tuple[Deadline, ...]:
        """Return the deadlines of the text, of one document or all; attachments' rows not.

        Raises:
            NotInBase: There is no such document.
        """
        return self._facts(Deadline, document)

    def targets(
        self,
        document: str | None = None,
        indicator: str | None = None,
        region: str | None = None,
        target_year: int | None = None,
    ) -> tuple[Target, ...]:
        """Return the targets that match every filter given.

        Args:
            document: Number or id.
            indicator: Words the indicator holds.
            region: A place by its name or short name, or as printed (``全省``).
            target_year: Year to reach it by.

        Raises:
            NotInBase: There is no such document.
        """
        names = None if region is None else self.place_names(region)
        return tuple(
            row
            for row in self._facts(Target, document)
            if (indicator is None or plain(indicator) in row.indicator)
            and (names is None or row.region in names)
            and target_year in (None, row.target_year)
        )

    def thresholds(self, document: str | None = None) -> tuple[Threshold, ...]:
        """Return the figures cases are judged by.

        Raises:
            NotInBase: There is no such document.
        """
        return self._facts(Threshold, document)

    def responsibilities(self, unit: str | None = None) -> tuple[Responsibility, ...]:
        """Return which unit answers for which provision; each row has the name as printed.

        Args:
            unit: A unit by its old, present or short name.
        """
        rows = self._facts(Responsibility)
        if unit is None:
            return rows
        names = self.printed_names(unit)
        return tuple(row for row in rows if row.unit in names)

    def pilot_areas(self) -> tuple[PilotArea, ...]:
        """Return the counties and cities of pilots."""
        return self._facts(PilotArea)

    def procedure_steps(self, document: str) -> tuple[ProcedureStep, ...]:
        """Return the steps of a document's procedures in order.

        Raises:
            NotInBase: There is no such document.
        """
        return self._facts(ProcedureStep, document)

    def facts(self, unsure: bool = False) -> Iterator[Fact]:
        """Yield every row of every fact table.

        Args:
            unsure: Also rows the rules are not sure of, which are for an operator alone.
        """
        for kind, _ in FACT_TABLES.values():
            yield from self._facts(kind, unsure=unsure)

    def status(self, document: str) -> DocumentStatus | None:
        """Return how a document stands today; ``None`` where nobody has looked it up."""
        found = self.document(document)
        names = {found.number, found.id}
        return next((row for row in self.overlay.status if row.document in names), None)

    def search(
        self,
        text: str,
        documents: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        limit: int = 10,
        extra: Iterable[Sequence[ProvisionKey]] = (),
    ) -> list[Hit]:
        """Return the provisions that answer a question best; any text is safe.

        Args:
            text: What somebody typed; the first 500 characters count.
            documents: Look only in these documents.
            kinds: Look only for these kinds of provision; by default all that hold a rule.
            limit: At most so many.
            extra: Further rankings of (document id, provision id) to be joined in.

        Raises:
            NotInBase: A document to look in does not exist.
        """
        known = None if documents is None else [self._id(name) for name in documents]
        return self._searcher.search(text, known, kinds, limit, extra)

    def use_vectors(self, encoder: EncoderProtocol) -> None:
        """Search by meaning, too, where vectors of this encoder are kept beside the base.

        Args:
            encoder: Makes the vectors of questions.
        """
        # Needs numpy, which nothing else here does.
        from policies_kb.search.vectors import PassageVectors

        self._searcher.use_vectors(PassageVectors(self._store.path, self._store.rows, encoder))

    @property
    def segmenter(self) -> Segmenter:
        """What cuts text into words as this base is indexed."""
        return self._searcher.segmenter

    @cached_property
    def _standard_items(self) -> tuple[StandardItem, ...]:
        names = [field.name for field in fields(StandardItem)]
        order = "document, provision, position"
        sql = f"SELECT {columns(StandardItem)} FROM standard_item ORDER BY {order}"
        rows = (dict(zip(names, row, strict=True)) for row in self._store.rows(sql))
        return tuple(
            StandardItem(**{**row, "units": tuple(json.loads(row["units"]))}) for row in rows
        )

    def _read_provision(self, known: str, provision: str) -> Provision:
        found = self._select(Provision, "document = ? AND id = ?", [known, provision], "key")
        if not found:
            raise NotInBase(f"{known} has no provision {provision!r}")
        return found[0]

    def _locate(self, known: str, quote: str) -> Provision:
        found = self._select(
            Provision,
            "document = ? AND instr(text, ?) > 0",
            [known, quote],
            "length(text), position LIMIT 1",
        )
        if not quote or not found:
            raise QuoteNotFound(f"{known} does not say {quote[:60]!r}")
        return found[0]

    def _facts(
        self, kind: type[RowType], document: str | None = None, unsure: bool = False
    ) -> tuple[RowType, ...]:
        name = None if document is None else self._id(document)
        return read_facts(self._store.rows, kind, name, unsure)

    def _id(self, document: str) -> str:
        if document in self._documents:
            return document
        name = document_id(canonical_number(document))
        if name in self._documents:
            return name
        if document in self._unnumbered:
            return self._unnumbered[document]
        raise NotInBase(f"the base has no document {document[:60]!r}")

    def _select(
        self, kind: type[RowType], where: str, values: Sequence[Any], order: str
    ) -> tuple[RowType, ...]:
        condition = f"WHERE {where} " if where else ""
        sql = f"SELECT {columns(kind)} FROM {kind.__name__.lower()} {condition}ORDER BY {order}"
        return tuple(kind(*row) for row in self._store.rows(sql, values))
