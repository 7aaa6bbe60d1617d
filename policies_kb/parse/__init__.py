"""Reading official papers in the style of Chinese government gazettes.

``parse_papers`` takes the plain text of a gazette issue, of a single notice (通知, 意见, 批复 …),
or of a law or regulation, plain or in Markdown, and returns its papers with their provision
trees. Spaces, line ends, characters of no width (such as a byte order mark) and Markdown heading
marks and comments are page layout; every other character of a paper is in exactly one node of
its tree, in order.

The text goes through one module after the other: ``lines`` (lines with their offsets),
``breaks`` (lost line breaks), ``segment`` with ``portal`` (where papers begin and end), ``reader``
with ``healing`` and ``runs`` (blocks), ``nesting`` and ``tree`` (provisions), ``tables`` (rows),
``paper`` with ``issuers``.
"""

from __future__ import annotations

from policies_kb.parse.breaks import mend_breaks
from policies_kb.parse.errors import ParseError
from policies_kb.parse.lines import read_lines
from policies_kb.parse.paper import read_paper
from policies_kb.parse.segment import find_heads
from policies_kb.parsed_paper import Paper

__all__ = ["ParseError", "parse_papers"]


def parse_papers(source: str) -> list[Paper]:
    """Return the official papers in ``source``, in reading order.

    The front page, the table of contents and the colophon of an issue belong to no paper.

    Raises:
        ParseError: The text holds no official paper; the error names the line.
    """
    lines = mend_breaks(read_lines(source))
    return [read_paper(lines, head) for head in find_heads(lines)]
