"""Puts added papers into a copy of a base, and takes them out of it: only what changed is read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import sqlite_utils

from policies_kb.database.build import Progress, add_paper, issue_row, settle
from policies_kb.database.curated_rows import read_overlay
from policies_kb.database.records import document_rows
from policies_kb.errors import BuildError, SourceError
from policies_kb.facts.fact_tables import FACT_TABLES, add_facts_of, places_of
from policies_kb.overlay.model import Overlay
from policies_kb.paper_file import PaperFile, hash_of, unpack_paper
from policies_kb.search.growing import grow_indexes, shrink_indexes
from policies_kb.search.index import add_rare_words
from policies_kb.search.paper_mentions import add_standing
from policies_kb.sources import parse_text

#: Tables with rows of a document, but for its own.
_OF_DOCUMENT = ("sentence", "standard_item", *FACT_TABLES, "provision")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite_utils.Database]:
    try:
        with closing(sqlite_utils.Database(path)) as base:
            yield base
    except sqlite3.Error as error:
        raise BuildError(f"{path}: {error}") from error


def change_papers(
    part: Path,
    known: Mapping[str, str],
    wanted: Mapping[str, str],
    read: Callable[[str], bytes],
    made_from: str,
    report: Progress,
    left_out: Progress,
) -> None:
    """Bring a copy of a base from the files it holds to those that are wanted.

    Args:
        part: The copy, which nobody reads yet.
        known: Hashes of the files it holds, by name.
        wanted: Hashes of those it is to hold.
        read: Returns the bytes of one.
        made_from: What the copy tells of the built base and the program it comes from.
        report: Told one line a step.
        left_out: Told why a paper is not in it.

    Raises:
        BuildError: The copy cannot be written.
    """
    gone = [name for name, kept in known.items() if wanted.get(name) != kept]
    new = sorted(name for name, kept in wanted.items() if known.get(name) != kept)
    with _opened(part) as base:
        # A copy that is not finished is thrown away, so nothing need be safe before the end.
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute(
            "CREATE TABLE IF NOT EXISTS added_file (name TEXT PRIMARY KEY, hash TEXT, fault TEXT)"
        )
        overlay = read_overlay(lambda sql: base.execute(sql).fetchall())
        _take_out(base, gone, overlay)
        _put_in(base, new, wanted, read, overlay, report, left_out)
        add_standing(base)
        base.table("meta").upsert({"key": "made_from", "value": made_from}, pk="key")
        papers = hash_of(json.dumps(sorted(wanted.items())).encode())
        base.table("meta").upsert({"key": "papers_hash", "value": papers}, pk="key")
        base.conn.commit()
    settle(part)


def _take_out(base: sqlite_utils.Database, names: Sequence[str], overlay: Overlay) -> None:
    spans: list[tuple[int, int]] = []
    for name in names:
        spans += base.execute(
            "SELECT min(p.key), max(p.key) FROM provision p JOIN document d ON d.id = p.document "
            "JOIN added_file a ON a.name = d.issue AND a.fault = '' "
            "WHERE a.name = ? GROUP BY d.id",
            [name],
        ).fetchall()
    if spans:
        shrink_indexes(base, overlay, spans)
    for name in names:
        # What was left out has no rows; another source may bear its name.
        if base.table("added_file").count_where("name = ? AND fault = ''", [name]):
            _delete_rows(base, name)
        base.execute("DELETE FROM added_file WHERE name = ?", [name])


def _delete_rows(base: sqlite_utils.Database, name: str) -> None:
    of_file = "(SELECT id FROM document WHERE issue = ?)"
    for table in _OF_DOCUMENT:
        base.execute(f"DELETE FROM {table} WHERE document IN {of_file}", [name])
    base.execute("DELETE FROM document WHERE issue = ?", [name])
    base.execute("DELETE FROM issue WHERE id = ?", [name])
    base.execute("DELETE FROM status WHERE json_extract(data, '$.file') = ?", [name])


def _put_in(
    base: sqlite_utils.Database,
    names: Sequence[str],
    hashes: Mapping[str, str],
    read: Callable[[str], bytes],
    overlay: Overlay,
    report: Progress,
    left_out: Progress,
) -> None:
    [(since,)] = base.execute("SELECT coalesce(max(key), 0) + 1 FROM provision").fetchall()
    places = places_of(overlay.divisions)
    laws = {law.id for law in overlay.laws}
    texts: list[str] = []
    for number, name in enumerate(names, 1):
        fault = ""
        try:
            found = unpack_paper(name, read(name))
            _refuse_unknown_laws(found, laws)
            _add_file(base, found, places)
        except (SourceError, BuildError) as error:
            # One paper that this program cannot read must not take all the others away.
            fault = str(error)
            left_out(fault)
        else:
            texts.append(found.text)
        row = {"name": name, "hash": hashes[name], "fault": fault}
        base.table("added_file").insert(row)
        report(f"indexed {number} of {len(names)}: {name}")
    add_rare_words(base, texts)
    grow_indexes(base, overlay, since)


def _refuse_unknown_laws(found: PaperFile, laws: Collection[str]) -> None:
    for row in found.status:
        for law in row.get("superseded_by", ()):
            if law not in laws:
                raise SourceError(f"{found.name}.txt:1: unknown law '{law}'")


def _add_file(base: sqlite_utils.Database, found: PaperFile, places: Mapping[str, str]) -> None:
    file = Path(f"{found.name}.txt")
    papers = parse_text(found.text, file)
    issue = issue_row(file.name, found.side, found.text)
    documents = document_rows(file.name, papers)
    _refuse_known(base, issue.id, [document.id for document in documents])
    base.table("issue").insert(asdict(issue))
    try:
        for document, paper in zip(documents, papers, strict=True):
            add_paper(base, issue, document, paper)
            add_facts_of(base, document, places)
    except BuildError:
        _delete_rows(base, found.name)
        raise
    for row in found.status:
        _add_status(base, found.name, row)


def _refuse_known(base: sqlite_utils.Database, issue: str, documents: Iterable[str]) -> None:
    """Refuse what stands in the base before any of it is written."""
    if base.table("issue").count_where("id = ?", [issue]):
        raise BuildError(f"{issue}.txt:1: a source of this name is in the base already")
    for document in documents:
        if base.table("document").count_where("id = ?", [document]):
            raise BuildError(f"{issue}.txt:1: {document} is in the base already")


def _add_status(base: sqlite_utils.Database, name: str, row: Mapping[str, Any]) -> None:
    # Before those of the curated files: who added a paper knows best how it stands.
    [(position,)] = base.execute("SELECT coalesce(min(position), 0) - 1 FROM status").fetchall()
    data = json.dumps({**row, "file": name}, ensure_ascii=False)
    base.table("status").insert({"position": position, "data": data})
