"""The guided cases share the figure reader of the other answers' tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from guide_play import Player, PlayerMaker

from actions.context import AnswerContext
from actions.guides import GUIDES
from nlu.vocabulary import PolicyVocabulary

# The writer of quantities that their reader is tested with.
sys.path.insert(0, str(Path(__file__).parents[2] / "policies_kb" / "text"))


@pytest.fixture(scope="session")
def vocabulary(context: AnswerContext) -> PolicyVocabulary:
    return PolicyVocabulary.of(context.kb)


@pytest.fixture
def start(context: AnswerContext, vocabulary: PolicyVocabulary) -> PlayerMaker:
    """Return a maker of players: each plays one case from its beginning."""
    return lambda name: Player(GUIDES[name], context, vocabulary)
