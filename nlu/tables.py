"""Every file of data of this room, but for the training examples, which Rasa reads."""

from __future__ import annotations

from typing import Any

from nlu.chances import CHANCES
from nlu.clauses import CLAUSES
from nlu.danger.rules import DANGER_RULES
from nlu.danger.spelling import DANGER_SPELLING
from nlu.decision import DECISION
from nlu.evidence import EVIDENCE_WORDS
from nlu.fact_questions.english import ENGLISH
from nlu.fact_questions.question_reader import FACT_WORDS
from nlu.follow_ups import FOLLOW_UP_LINES
from nlu.nearest_examples import EXAMPLE_FILES
from nlu.pool import POOL
from nlu.spelling import SPELLING
from policies_kb.yaml_file import DataFile

READING_TABLES: tuple[DataFile[Any], ...] = (
    CHANCES,
    CLAUSES,
    DANGER_RULES,
    DANGER_SPELLING,
    DECISION,
    ENGLISH,
    EVIDENCE_WORDS,
    FACT_WORDS,
    FOLLOW_UP_LINES,
    *EXAMPLE_FILES,
    POOL,
    SPELLING,
)
