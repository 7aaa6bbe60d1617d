"""Builds the database from the sources and the curated files.

The database is a product: it is written into a temporary file and put in place as a whole, so
that a reader sees the old one or the new one and never a half.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePath
from typing import Any

import sqlite_utils

from policies_kb import parsed_paper
from policies_kb.base_file import BASE_VERSION
from policies_kb.database.records import document_rows, provision_rows, sentence_rows, standard_rows
from policies_kb.errors import BuildError, DataFileError
from policies_kb.facts.fact_tables import FACT_TABLES, add_facts
from policies_kb.overlay.loader import load_overlay
from policies_kb.overlay.model import TABLES, Overlay
from policies_kb.paths import CURATED, DATABASE, SOURCES
from policies_kb.place import file_line
from policies_kb.rows import Document, Issue, Provision, Sentence, StandardItem
from policies_kb.search.index import add_indexes, add_words
from policies_kb.sources import SideFile, parse_text, read_side_file, read_text

Progress = Callable[[str], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build made.

    Attributes:
        target: The database file.
        inputs_hash: Hash of everything it was made from.
        counts: Rows by table.
    """

    target: Path
    inputs_hash: str
    counts: dict[str, int]


def build(
    sources_dir: Path = SOURCES,
    curated_dir: Path = CURATED,
    target: Path = DATABASE,
    report: Progress = lambda step: None,
) -> BuildReport:
    """Build the database.

    Args:
        sources_dir: Folder of ``*.txt`` with a ``.yml`` beside each.
        curated_dir: Folder of curated files.
        target: The file to write; its folder is made if need be.
        report: Told one line a step.

    Raises:
        SourceError: A source or its side file cannot be read or parsed.
        DataFileError: The curated files are not sound.
        BuildError: Two papers or provisions share an id, or there is no source at all.
    """
    overlay = load_overlay(curated_dir)
    report(f"curated: {sum(len(rows) for rows in overlay.rows.values())} rows")
    inputs = inputs_hash([sources_dir, curated_dir])
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    part = Path(name)
    try:
        counts = _write(part, sources_dir, curated_dir, overlay, inputs, report)
        settle(part)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    report(f"written: {target}")
    return BuildReport(target, inputs, counts)


def inputs_hash(paths: Iterable[Path]) -> str:
    """Return one hash of the names and contents of files; a folder stands for all below it."""
    digest = hashlib.sha256()
    for path in paths:
        root = path if path.is_dir() else path.parent
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in filter(Path.is_file, files):
            name = file.relative_to(root).as_posix()
            content = file.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def settle(part: Path) -> None:
    """Bring a finished file onto the disk before it takes the old one's place."""
    part.chmod(0o644)
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _write(
    path: Path,
    sources_dir: Path,
    curated_dir: Path,
    overlay: Overlay,
    inputs: str,
    report: Progress,
) -> dict[str, int]:
    database = sqlite_utils.Database(path)
    # A build that dies leaves nothing behind, so nothing need be safe before the end.
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    try:
        create_tables(database)
        files = sorted(sources_dir.glob("*.txt"))
        if not files:
            raise BuildError(f"{sources_dir}:1: holds no source (*.txt)")
        for file in files:
            papers = _add_source(database, file)
            report(f"source: {file.name}: {papers} papers")
        _refuse_unknown_places(database, overlay)
        _add_overlay(database, overlay)
        for doubt in add_facts(database, overlay.divisions):
            report(f"unsure: {doubt}")
        add_words(database, curated_dir, overlay)
        add_indexes(database, overlay)
        report("search: indexed")
        database.table("meta").insert_all(
            [
                {"key": "schema_version", "value": BASE_VERSION},
                {"key": "inputs_hash", "value": inputs},
            ]
        )
        database.vacuum()
        plain = ("issue", "document", "provision", "sentence", "standard_item")
        tables = (*plain, *FACT_TABLES, *TABLES)
        return {table: database.table(table).count for table in tables}
    finally:
        database.close()


def create_tables(database: sqlite_utils.Database) -> None:
    """Create the tables of a new database, all but its indexes and its facts."""
    database.table("meta").create({"key": str, "value": str}, pk="key")
    database.table("issue").create({name: str for name in Issue.__dataclass_fields__}, pk="id")
    numbers = dict.fromkeys(("start", "end", "position", "depth"), int)

    def columns(kind: Any) -> dict[str, type]:
        return {name: numbers.get(name, str) for name in kind.__dataclass_fields__}

    database.table("document").create(columns(Document) | {"rank": int}, pk="id")
    database.table("provision").create({"key": int, **columns(Provision), "context": str}, pk="key")
    database.table("provision").create_index(["document", "id"], unique=True)
    database.table("sentence").create({"key": int, **columns(Sentence)}, pk="key")
    database.table("sentence").create_index(["document", "provision"])
    database.table("standard_item").create(
        columns(StandardItem), pk=("document", "provision", "position")
    )
    for table in TABLES:
        database.table(table).create({"position": int, "data": str}, pk="position")
    database.table("law_provision").create({"id": str, "law": str, "zh": str, "en": str}, pk="id")
    database.table("word").create({"word": str, "frequency": int}, pk="word")
    database.table("stop_word").create({"word": str}, pk="word")


def _add_source(database: sqlite_utils.Database, file: Path) -> int:
    text = read_text(file)
    side = read_side_file(file.with_suffix(".yml"))
    papers = parse_text(text, file)
    issue = issue_row(file.name, side, text)
    database.table("issue").insert(asdict(issue))
    for document, paper in zip(document_rows(file.name, papers), papers, strict=True):
        add_paper(database, issue, document, paper)
    return len(papers)


def issue_row(file: str, side: SideFile, text: str) -> Issue:
    """Return the publication a source file is."""
    return Issue(
        id=PurePath(file).stem,
        title=side.title,
        number=side.issue,
        published=side.published,
        publisher=side.publisher,
        url=side.url,
        file=file,
        text=text,
    )


def add_paper(
    database: sqlite_utils.Database, issue: Issue, document: Document, paper: parsed_paper.Paper
) -> None:
    """Store a document with its provisions, sentences and standards.

    Raises:
        BuildError: A document of this id is there already, or it has two provisions of one id.
    """
    known = database.table("document").count_where("id = ?", [document.id])
    if known:
        place = file_line(issue.file, issue.text, document.start)
        raise BuildError(f"{place}: {document.id} is in the base already")
    provisions = list(provision_rows(document.id, paper))
    _refuse_twice(issue, document.id, [row for row, _ in provisions])
    [(rank,)] = database.execute("SELECT coalesce(max(rank) + 1, 0) FROM document").fetchall()
    database.table("document").insert({**asdict(document), "rank": rank})
    database.table("provision").insert_all(
        {**vars(row), "context": f"{context} {paper.title}".strip()} for row, context in provisions
    )
    database.table("sentence").insert_all(
        vars(sentence) for row, _ in provisions for sentence in sentence_rows(row)
    )
    database.table("standard_item").insert_all(
        {**asdict(item), "units": json.dumps(item.units, ensure_ascii=False)}
        for item in standard_rows(document.id, paper)
    )


def _refuse_twice(issue: Issue, document: str, rows: Iterable[Provision]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            place = file_line(issue.file, issue.text, row.start)
            raise BuildError(f"{place}: {document} has two provisions {row.id}")
        seen.add(row.id)


def _refuse_unknown_places(database: sqlite_utils.Database, overlay: Overlay) -> None:
    known = {(row["document"], row["id"]) for row in database.table("provision").rows}
    unknown = [row for row in overlay.phrasings if (row.document, row.provision) not in known]
    if unknown:
        raise DataFileError(
            [f"{row.place}: unknown provision '{row.document}#{row.provision}'" for row in unknown]
        )


def _add_overlay(database: sqlite_utils.Database, overlay: Overlay) -> None:
    for table in TABLES:
        database.table(table).insert_all(
            {"position": position, "data": json.dumps(row, ensure_ascii=False)}
            for position, row in enumerate(overlay.rows.get(table, ()))
        )
    database.table("law_provision").insert_all(
        {"id": part.id, "law": law.id, "zh": part.text.zh, "en": part.text.en}
        for law in overlay.laws
        for part in law.provisions
    )
