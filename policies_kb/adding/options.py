"""What an operator tells with a command that reads papers."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date

from policies_kb.adding.keeper import PaperKeeper
from policies_kb.adding.prompts import agreed, asked_line
from policies_kb.adding.publication import Publication
from policies_kb.adding.standing import Standing, ask_standing, laws_named
from policies_kb.adding.survey import Preview, Shelf
from policies_kb.errors import SourceError
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Overlay
from policies_kb.paper_file import PaperFile


@dataclass
class AddingTurn:
    """What one command tells of the papers it reads, and what they are held against.

    Attributes:
        publication: Where they were published.
        standing: How they stand today.
        shelf: The papers that are there already.
        overlay: The curated rows of the base.
    """

    options: argparse.Namespace
    keeper: PaperKeeper
    publication: Publication
    standing: Standing
    shelf: Shelf
    overlay: Overlay

    @classmethod
    def begun(
        cls, options: argparse.Namespace, keeper: PaperKeeper, without: str = ""
    ) -> AddingTurn:
        """Return what a command line tells, with the papers of the base in use.

        Args:
            options: The command line.
            keeper: Where the papers are kept.
            without: The name of a file that is to be replaced, which nothing is held against.

        Raises:
            SourceError: The options do not fit together, or name a law there is not.
        """
        if options.issue and not options.title:
            raise SourceError("--issue:1: needs the --title of its publication")
        year, issue = options.issue or (None, None)
        publication = Publication(
            title=options.title,
            year=year,
            issue=issue,
            published=options.published,
            publisher=options.publisher,
            url=options.url,
        )
        with KnowledgeBase.open(keeper.base.current()) as base:
            shelf, overlay = Shelf.of(base, without), base.overlay
        standing = Standing(
            status=options.status,
            governs=laws_named(options.governs, overlay),
            source=options.source,
            notice=(options.notice, options.notice_en),
            checked=date.today(),
        )
        return cls(options, keeper, publication, standing, shelf, overlay)

    def file(self, found: Preview, original: str) -> PaperFile:
        """Return what is kept of what was found.

        Args:
            found: What was found.
            original: Hash of the file it was read from.
        """
        documents = [paper.document for paper in found.papers]
        status = tuple(self.standing.rows(documents))
        known = self.publication.known
        return PaperFile(found.name, found.text, known, status, original)

    def asked(self, papers: int) -> bool:
        """Tell whether the operator says yes, and ask how a single paper stands."""
        if self.options.yes:
            return True
        if not agreed("Add this? [y/N] " if papers == 1 else f"Add these {papers}? [y/N] "):
            return False
        if papers == 1 and not self.standing.status:
            self.standing = ask_standing(asked_line, self.overlay, date.today())
        return True
