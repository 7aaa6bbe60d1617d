"""What a word of an answer means: the sentence of a card that tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from actions.answer import Answer, Phrase
from actions.context import AnswerContext
from actions.question import Question
from nlu.topics import topic_of

_ASKED = re.compile(
    r"^(?:那个?|这个?|你说的|刚才说的|上面的|请问|啥叫|什么(?:是|叫)|何为)*[,，“\"]*"
    r"(?P<term>[\u4e00-\u9fff]{2,6}?)[”\"]*"
    r"(?:(?:又|到底|究竟|它|这个|这|具体)*(?:是|指|算)(?:的?是)?(?:一?个)?(?:什么|啥)(?:子)?"
    r"(?:东西|意思|玩意儿?|来的|名堂)?|(?:是)?(?:什么|啥)(?:子)?意思|怎么(?:理解|讲|解释))?"
    r"[呢啊呀嘛]?[?？]?$"
)
_WANTS = re.compile(r"什么|啥|何为|怎么(?:理解|讲|解释)")
#: Words that stand for what was said, or for whom; no card explains them.
_NO_TERM = re.compile(
    r"^(?:是|什么|这|那|它|他|你|您|我|哪|谁|今天|上面|原因|办法|后果|结果|条件|标准)"
)


def term_asked(text: str) -> str:
    """Return the word whose meaning a message asks for, ``""`` where it asks for none.

    >>> term_asked("支付令是啥"), term_asked("什么叫先予执行"), term_asked("这是什么")
    ('支付令', '先予执行', '')
    """
    found = _ASKED.match(text.strip())
    if not found or not _WANTS.search(text) or _NO_TERM.search(found["term"]):
        return ""
    return found["term"]


def term(question: Question, context: AnswerContext) -> Answer | None:
    """Return the card that tells of a word of the matter spoken of, that sentence first."""
    asked = term_asked(question.text)
    topic = next((topic_of(p.intent) for p in question.history if p.intent in context.cards), "")
    if not asked or not topic:
        return None
    own = [past.intent for past in question.history if topic_of(past.intent) == topic]
    for intent, line in _lines(topic, own, context):
        if asked in line.chinese:
            given = context.card_answer(intent)
            steps = tuple(step for step in given.steps if step is not line)
            lead = given.lead if line in given.lead else (line, *given.lead)
            return replace(given, lead=lead, steps=steps)
    return None


def _lines(topic: str, own: list[str], context: AnswerContext) -> Iterator[tuple[str, Phrase]]:
    """Yield the sentences of the cards of a topic, those spoken of first, leads before steps."""
    others = (name for name in context.cards if topic_of(name) == topic and name not in own)
    names = [name for name in dict.fromkeys((*own, *others)) if name in context.cards]
    for name in names:
        yield name, context.cards[name].lead
    for name in names:
        yield from ((name, step) for step in context.cards[name].steps)
