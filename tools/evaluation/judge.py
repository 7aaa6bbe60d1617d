"""Judges one answer against its labelled question; knows no model."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from nlu.topics import FALLBACK_INTENT, topic_of
from tools.evaluation.labelled_rows import LabelledRow

Topics = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Cited:
    """One citation of an answer: the number of the paper or law, and all words it leads to."""

    document: str
    words: str


@dataclass(frozen=True)
class GivenReply:
    """The reply to one question.

    Attributes:
        status: Status of the outside contract.
        intent: Intent understood.
        confidence: Its probability.
        cited: The citations.
        offered: Intents offered as next questions.
        milliseconds: From the message to the worded answer.
        kind: How sure of its matter the reply is: ``reply`` of the outside contract.
    """

    status: str
    intent: str
    confidence: float = 0.0
    cited: tuple[Cited, ...] = ()
    offered: tuple[str, ...] = ()
    milliseconds: float = 0.0
    kind: str = ""


@dataclass(frozen=True)
class JudgedReply:
    """How one answer did.

    Attributes:
        row: The question.
        reply: The reply.
        right_topic: The answer, or one choice of the question back, is on the right matter; to
            an outside question: it was said to be outside.
        right_intent: The intent is the labelled one; ``None`` where none is labelled.
        right_clause: An expected clause or law is cited; ``None`` where none is expected.
        abstained: Nothing was claimed about the matter, and nothing asked back.
        false_answer: Something was claimed that the question did not ask or the base does not
            hold: the costly mistake.
    """

    row: LabelledRow
    reply: GivenReply
    right_topic: bool
    right_intent: bool | None
    right_clause: bool | None
    abstained: bool
    false_answer: bool


def judge(row: LabelledRow, reply: GivenReply, topics: Topics) -> JudgedReply:
    """Return how an answer did.

    Args:
        row: The question with its labels.
        reply: The reply.
        topics: Topics of each paper and law by its number.
    """
    claims = reply.status == "answered" and not _is_social(reply)
    found = _cites(row, reply) if row.quotes else None
    right_topic = _right_topic(row, reply, topics)
    return JudgedReply(
        row=row,
        reply=reply,
        right_topic=right_topic,
        right_intent=reply.intent == row.intent if row.intent else None,
        right_clause=found,
        abstained=reply.status in {"out_of_scope", "no_provision"}
        or (row.is_outside and _is_social(reply)),
        false_answer=claims
        and (not right_topic or row.should_abstain or _other_paper(row, reply, found)),
    )


def outcome(verdict: JudgedReply) -> str:
    """Return what somebody got: ``right``, ``wrong``, ``assumed``, ``asked`` or ``sent off``.

    An answer counts, not an offer of one. ``assumed`` is a wrong answer that says what it took the
    message for; an outside message that is handed over is right.
    """
    row, reply = verdict.row, verdict.reply
    if reply.status == "answered" and not _is_social(reply):
        if not row.is_outside and verdict.right_topic:
            return "right"
        return "assumed" if reply.kind == "likely" else "wrong"
    if reply.status == "clarify":
        return "asked"
    return "right" if row.is_outside or verdict.right_topic else "sent off"


def _right_topic(row: LabelledRow, reply: GivenReply, topics: Topics) -> bool:
    if row.is_outside:
        return reply.status in {"out_of_scope", "no_provision"} or _is_social(reply)
    if reply.status == "clarify":
        # A guided case asks for the next thing to know, on the matter of its intent.
        about = {topic_of(name) for name in (*reply.offered, reply.intent)}
        return "clarify" in row.statuses or row.topic in about
    if reply.status == "answered":
        return "answered" in row.statuses and row.topic in answer_topics(row, reply, topics)
    return reply.status in row.statuses


def answer_topics(row: LabelledRow, reply: GivenReply, topics: Topics) -> set[str]:
    """Return what an answer is about: its intent's topic, or what it cites where that has none."""
    own = topic_of(reply.intent)
    found: set[str] = set()
    if reply.intent != FALLBACK_INTENT and own != "follow":
        found.add(own)
    if reply.intent == FALLBACK_INTENT or own in {"documents", "follow"}:
        found.update(*(topics.get(cited.document, ()) for cited in reply.cited))
    # A telephone number or a place alone cites nothing: it is about the matter before it.
    if own == "follow" and not reply.cited and len(row.turns) > 1:
        found.add(row.topic)
    # "Who does what by when" asked of one paper is answered by its own card as well as by the
    # tables over all papers.
    if row.document and row.document in {cited.document for cited in reply.cited}:
        found.add(row.topic)
    return found


def _is_social(reply: GivenReply) -> bool:
    """Tell whether the answer is only talk: a greeting, thanks, what the assistant can do."""
    return (
        reply.status == "answered"
        and reply.intent != FALLBACK_INTENT
        and topic_of(reply.intent) == "social"
    )


def _cites(row: LabelledRow, reply: GivenReply) -> bool:
    return any(
        quote == "".join(cited.document.split()) or quote in "".join(cited.words.split())
        for quote in row.quotes
        for cited in reply.cited
    )


def _other_paper(row: LabelledRow, reply: GivenReply, found: bool | None) -> bool:
    """Tell whether a paper was expected, and neither it nor an expected law is cited."""
    documents = {cited.document for cited in reply.cited}
    return bool(row.document) and row.document not in documents and not found
