"""Papers labelled by hand: they are read as what they are, and what they say is found."""

from __future__ import annotations

import pytest

from policies_kb.parse.lines import squeeze
from tests.rigs.labelled_papers import Labelled, labelled, read
from tests.rigs.parse_helpers import assert_whole

PAPERS = list(labelled())


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.name for paper in PAPERS])
def test_a_paper_has_its_number_title_issuer_and_date(paper: Labelled) -> None:
    [read_as] = read(paper.text)[0]
    signed = read_as.signed.isoformat() if read_as.signed else ""
    assert read_as.number == paper.head["number"]
    assert squeeze(read_as.title) == squeeze(paper.head["title"])
    assert (read_as.issuer, signed) == (paper.head["issuer"], paper.head["signed"])
    assert_whole(read_as, paper.text)
