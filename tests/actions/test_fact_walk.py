"""Every row of every fact table asked for its columns: the first sentence has to be right."""

from __future__ import annotations

from datetime import date

from actions.context import AnswerContext
from actions.lookups.facts import fact
from actions.question import Question
from bot.wording.render import Wording
from nlu.fact_questions.question_reader import QuestionReader
from nlu.topics import FALLBACK_INTENT
from tools.evaluation.walk import WORDINGS, walk_questions

TODAY = date(2026, 11, 23)
#: So many of the first sentences have to hold what the row says.
RIGHT = 0.97


def first_words(text: str, context: AnswerContext) -> str:
    given = fact(Question(text, FALLBACK_INTENT, today=TODAY), context)
    wording = Wording("zh-Hans")
    return "".join(wording.word(part) for part in given.lead) if given else ""


def test_the_first_sentence_is_right_without_the_model(context: AnswerContext) -> None:
    asked = list(walk_questions(context.kb))
    wrong = [one for one in asked if not one.is_answered_by(first_words(one.text, context))]
    assert len(asked) > 1000
    shown = [(one.text, one.wanted) for one in wrong[:20]]
    assert 1 - len(wrong) / len(asked) >= RIGHT, (len(wrong), len(asked), shown)


def test_a_third_of_the_wordings_has_no_word_the_reader_knows(context: AnswerContext) -> None:
    told = [one for one in walk_questions(context.kb) if one.wording == 2]
    known = QuestionReader(context.kb)
    # A row's own name may hold such a word; the wording around it may not.
    bare = {column: wordings[2].format_map(_Empty()) for column, wordings in WORDINGS.items()}
    assert {c for c, text in bare.items() if known.read(text).columns} == set()
    assert len(told) * 3 == len(list(walk_questions(context.kb)))


class _Empty(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
