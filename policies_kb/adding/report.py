"""Writes what was found in many papers as a page to read and a file to work through."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

from policies_kb.adding.survey import Preview, PreviewedPaper
from policies_kb.adding.survey_report import fact_lines_of
from policies_kb.errors import SourceError
from policies_kb.facts.fact_tables import FACT_TABLES

_PAGE = Path(__file__).with_suffix(".html")
_COLUMNS = ("file", "line", "paper", "doubt", "text")
_LONGEST_LINE = 200


@dataclass(frozen=True)
class Surveyed:
    """What came of the files of one command.

    Attributes:
        found: What was read.
        refused: Why a file was not taken, by its name.
    """

    found: Sequence[Preview]
    refused: Mapping[str, str]


def write_report(surveyed: Surveyed, folder: Path, moment: datetime) -> tuple[Path, Path]:
    """Write the page (.html) and the file (.csv), named after the moment.

    Args:
        surveyed: What is reported.
        folder: Where they go; it is made if need be.
        moment: When it was.

    Raises:
        SourceError: The folder cannot be written.
    """
    page = folder / f"added-{moment:%Y%m%d-%H%M%S}.html"
    table = page.with_suffix(".csv")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        page.write_text(_page(surveyed, moment), encoding="utf-8")
        # With the mark by which spreadsheets know UTF-8.
        with table.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            writer.writerows(_doubt_rows(surveyed))
    except OSError as error:
        raise SourceError(
            f"{error.filename or folder}:1: cannot be written ({error.strerror})"
        ) from error
    return page, table


def doubts_in(found: Preview) -> int:
    """Return how many things an operator has to judge."""
    return sum(len(paper.unsure) for paper in found.papers)


def facts_in(paper: PreviewedPaper) -> int:
    """Return how many rows the fact tables get of a paper, those of attachments too."""
    facts = sum(len(getattr(paper.facts, kind)) for _, kind in FACT_TABLES.values())
    return facts + len(paper.items)


def _doubt_rows(surveyed: Surveyed) -> Iterator[tuple[str, str, str, str, str]]:
    for file, reason in surveyed.refused.items():
        yield file, "", "", reason, ""
    for found in surveyed.found:
        for paper in found.papers:
            for doubt in paper.unsure:
                _, _, line = found.place(doubt.position).rpartition(":")
                text = _line(found, doubt.position)
                yield str(found.file), line, paper.document.id, doubt.message, text


def _line(found: Preview, position: int) -> str:
    """Return the line of the text in which a doubt stands."""
    start = found.text.rfind("\n", 0, position) + 1
    return found.text[start:].lstrip().partition("\n")[0][:_LONGEST_LINE]


def _page(surveyed: Surveyed, moment: datetime) -> str:
    doubts = sum(map(doubts_in, surveyed.found))
    papers = sum(len(found.papers) for found in surveyed.found)
    summary = f"{papers} papers read, {doubts} doubts, {len(surveyed.refused)} files refused."
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(
        title=f"Papers read on {moment:%Y-%m-%d %H:%M}",
        summary=escape(summary),
        rows="\n".join((*_refused_rows(surveyed), *_summary_rows(surveyed))),
        sections="\n".join(
            _section(f"p{number}", found, paper)
            for number, (found, paper) in enumerate(_papers(surveyed))
        ),
    )


def _papers(surveyed: Surveyed) -> Iterator[tuple[Preview, PreviewedPaper]]:
    for found in surveyed.found:
        for paper in found.papers:
            yield found, paper


def _refused_rows(surveyed: Surveyed) -> Iterator[str]:
    for file, reason in surveyed.refused.items():
        yield (
            f'<tr class="refused"><td>{escape(file)}</td><td colspan="3">{escape(reason)}</td></tr>'
        )


def _summary_rows(surveyed: Surveyed) -> Iterator[str]:
    for number, (found, paper) in enumerate(_papers(surveyed)):
        mark = ' class="doubt"' if paper.unsure else ""
        yield (
            f"<tr{mark}><td>{escape(str(found.file))}</td>"
            f'<td><a href="#p{number}">{escape(paper.document.name)}</a> '
            f"{escape(paper.document.title)}</td>"
            f'<td class="number">{facts_in(paper)}</td>'
            f'<td class="number">{len(paper.unsure)}</td></tr>'
        )


def _section(anchor: str, found: Preview, paper: PreviewedPaper) -> str:
    document = paper.document
    told = f"{document.number or 'no number'}, {document.issuer or 'no issuer'}, "
    told += document.signed or "no date"
    parts = [
        f'<section id="{anchor}">',
        f"<h2>{escape(document.title)}</h2>",
        f"<p>{escape(told)}; {escape(str(found.file))}</p>",
    ]
    if paper.unsure:
        parts.append("<h3>Doubts</h3>")
    for doubt in paper.unsure:
        place = found.place(doubt.position).rpartition(":")[2]
        parts.append(f"<p>line {place}: {escape(doubt.message)}</p>")
        parts.append(f"<blockquote>{escape(_line(found, doubt.position))}</blockquote>")
    parts.append("<h3>Facts</h3>")
    parts += [f"<p>{escape(told)}</p>" for told in fact_lines_of(paper)]
    return "\n".join([*parts, "</section>"])
