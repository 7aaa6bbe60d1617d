"""The lines that come first where a message tells of danger: on every channel, whatever else holds.

Neither a limit nor the off-switch, the language, an open case or a model that is broken stands
before it. What is heard is counted by kind of danger; a conversation keeps which
rows were heard last, so that the next messages are understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from threading import Lock
from typing import Protocol

from actions.answer import Answer, Suggestion, curated, say
from actions.context import AnswerContext
from actions.routing.beside import told_alone
from actions.statements.dangers import DANGERS, Dangers, FirstWords, join_first_words
from actions.statements.side_claims import told_in_danger
from bot.wording.render import render
from nlu.simplified import to_simplified
from policies_kb.kb import KnowledgeBase

#: What a button sends: an intent, with entities or without.
PAYLOAD = re.compile(r"/(?P<intent>[a-z_]+)(?P<entities>\{.*\})?", re.DOTALL)
#: Characters that are heard of each end of a message; nobody writes more in need.
_EACH_END = 8000
#: Messages whose danger is remembered.
_RECENT = 64
#: An answer longer than this is shortened behind the lines for danger.
_LONG = 1200
#: Proofs and helpers that a shortened answer keeps; the first ones carry it.
_SHOWN = 3
_WAGES = Suggestion(curated("被欠薪怎么办", "I was not paid"), "/wages_claim")
_CREDIT = Suggestion(curated("信用记录问题", "My credit record"), "/credit_kinds")


class Hearing(Protocol):
    """Whoever tells danger, e.g. ``nlu.danger.hearing.DangerHearing``."""

    @property
    def whole(self) -> bool:
        """Whether nearness is heard beside the rules."""

    def hear(self, text: str) -> tuple[str, ...]:
        """Return the rows of ``actions/statements/dangers.yml`` that are heard; never raises."""


class FirstAid:
    """Finds the lines that come first.

    Args:
        hearing: Tells danger.
        kb: Has the numbers to call. They are looked up once: a base that breaks later takes no
            line away.
        table: The lines for each danger.

    Raises:
        NotInBase: The base lacks a number.
    """

    def __init__(self, hearing: Hearing, kb: KnowledgeBase, table: Dangers) -> None:
        self._hearing = hearing
        self._recent = _remembered(self._listen)
        self._matters = table.matters
        self._takes_back = table.takes_back
        self._context = AnswerContext.of(kb)
        self._words = {row: table.first_words(row, kb) for row in table.rows}
        self._has_begun, self._of_begun = table.has_begun, table.of_begun(kb)

    @property
    def whole(self) -> bool:
        """Whether danger is heard by all that can hear it."""
        return self._hearing.whole

    def first_words(self, text: str) -> FirstWords | None:
        """Return the lines that come first, ``None`` where no danger is heard.

        Args:
            text: What was sent, as it came. In the press of a button nothing is heard.
        """
        if PAYLOAD.fullmatch(text.strip()):
            return None
        return self._recent(_ends(text))

    def _listen(self, text: str) -> FirstWords | None:
        heard = self._hearing.hear(text)
        if not heard:
            return None
        words = join_first_words([self._words[row] for row in heard])
        if not self._has_begun(heard[0], to_simplified(text)):
            return words
        # Who has begun needs the doctor before all else.
        return replace(words, lines=(*self._of_begun, words.lines[0]))

    def takes_back(self, text: str) -> bool:
        """Tell whether a message may take back what was written."""
        return bool(self._takes_back.search(to_simplified(_ends(text))))

    def matter(self, text: str) -> str:
        """Return the intent of a matter a message names besides the danger, ``""`` for none."""
        plain = to_simplified(_ends(text))
        named = (intent for intent, words in self._matters.items() if words.search(plain))
        return next(named, "")

    def told_besides(self, text: str) -> Answer:
        """Return the rule of what is written of in such need, e.g. papers kept by an employer.

        Of all else nothing: the lines name who helps, as for any other matter that is not ours.
        """
        plain = to_simplified(_ends(text))
        told = told_in_danger(plain, self._context) or told_alone(plain, self._context)
        return told or Answer("out_of_scope")


def _remembered(
    listen: Callable[[str], FirstWords | None],
) -> Callable[[str], FirstWords | None]:
    """Return the same for a text heard lately: a channel and the assistant each ask.

    What was written is kept as a digest only.
    """
    known: dict[bytes, FirstWords | None] = {}
    # Channels ask from threads as well.
    one_by_one = Lock()

    def recall(text: str) -> FirstWords | None:
        key = sha256(text.encode()).digest()
        with one_by_one:
            if key not in known:
                if len(known) >= _RECENT:
                    del known[next(iter(known))]
                known[key] = listen(text)
            return known[key]

    return recall


def open_first_aid(kb: KnowledgeBase) -> FirstAid:
    """Return the first aid of the project over a base."""
    return FirstAid(_hearing(), kb, DANGERS.data)


@cache
def _hearing() -> Hearing:
    # Loads libraries that nobody else needs.
    from nlu.danger.hearing import open_hearing

    return open_hearing()


def listening(told: Answer) -> Answer:
    """Return what follows the lines where no matter was named that is answered here.

    Args:
        told: The rule of what was written of besides, an answer without words for none.
    """
    go_on = say("您可以在这里接着写,想到什么写什么。有工资或者信用的事,选下面的一项。")
    return replace(told, lead=(*told.lead, go_on), suggestions=(_WAGES, _CREDIT))


def in_a_moment(seconds: int) -> Answer:
    """Return what follows the lines where the message itself is one too many."""
    return Answer("answered", lead=(say("过{seconds}秒可以接着在这里写。", seconds=seconds),))


def kept_open(question: Answer, told: Answer) -> Answer:
    """Return the open question of a guided case, to be answered when there is time for it.

    Args:
        question: What the case waits for.
        told: The rule of what was written of besides, an answer without words for none.
    """
    text = say("您正在办的事都还在,没有丢。想接着办的时候,回答这一句就行:")
    return replace(
        question,
        lead=(*told.lead, text, *question.lead),
        links=told.links,
        citations=told.citations,
        notices=told.notices,
    )


def shortened(answer: Answer, intent: str) -> Answer:
    """Return what to do and whom to ask of a long answer; a button brings the whole of it."""
    if len(render(answer, "zh-Hans").text) <= _LONG:
        return answer
    return replace(
        answer,
        rows=(),
        citations=answer.citations[:_SHOWN],
        links=answer.links[:_SHOWN],
        suggestions=(Suggestion(say("看全部"), f"/{intent}"), *answer.suggestions),
    )


def _ends(text: str) -> str:
    """Return a message, of a huge one both ends: the danger may be told last."""
    whole = text.encode(errors="replace").decode()
    if len(whole) <= 2 * _EACH_END:
        return whole
    return f"{whole[:_EACH_END]}\n{whole[-_EACH_END:]}"
