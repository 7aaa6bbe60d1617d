"""Adds verdicts up to the figures of a report."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nlu.topics import FALLBACK_INTENT
from tools.evaluation.judge import JudgedReply, outcome

#: What somebody can get at a reply.
OUTCOMES = ("right", "wrong", "assumed", "asked", "sent off")
#: Bins of confidence.
BINS = 10


@dataclass(frozen=True)
class Share:
    """A share: a count among a total."""

    hits: int
    total: int

    @classmethod
    def of(cls, values: Iterable[bool]) -> Share:
        """Count the true values."""
        known = list(values)
        return cls(sum(known), len(known))

    @property
    def rate(self) -> float:
        """The share from 0 to 1; not a number when there is nothing to count."""
        return self.hits / self.total if self.total else float("nan")

    def __str__(self) -> str:
        return f"{self.rate:.3f} ({self.hits}/{self.total})" if self.total else "–"


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence.

    Attributes:
        low: Least confidence of the bin.
        high: Confidence from which the next bin begins.
        mean: Mean confidence of its answers.
        right: Share of its answers that were right.
    """

    low: float
    high: float
    mean: float
    right: Share


@dataclass(frozen=True)
class Confusion:
    """A mistake that was made more than once, perhaps.

    Attributes:
        expected: The labelled intent, or the topic where no intent is labelled.
        given: The intent understood and the status of the answer.
        false_answers: How many of the cases were false answers.
        questions: Names and words of the cases that may be shown: those of a dev split.
    """

    expected: str
    given: str
    count: int
    false_answers: int
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figures:
    """The figures of one set of judged questions."""

    verdicts: tuple[JudgedReply, ...]

    def accuracy(self) -> dict[str, Share]:
        """Return the share of right topics, by topic."""
        return self._by(lambda verdict: verdict.row.topic)

    def outcomes(self) -> dict[str, dict[str, Share]]:
        """Return the share of each outcome of a reply, by topic; and of ``likely`` of the right."""
        found: dict[str, dict[str, Share]] = {}
        for topic in sorted({verdict.row.topic for verdict in self.verdicts}):
            own = [verdict for verdict in self.verdicts if verdict.row.topic == topic]
            shares = {name: Share.of(outcome(v) == name for v in own) for name in OUTCOMES}
            right = [verdict for verdict in own if outcome(verdict) == "right"]
            shares["likely"] = Share.of(v.reply.kind == "likely" for v in right)
            found[topic] = shares
        return found

    def by_style(self) -> dict[str, Share]:
        """Return the share of right topics, by style of wording where it is labelled."""
        return self._by(lambda verdict: verdict.row.style)

    @property
    def topic_accuracy(self) -> Share:
        """Right topics among all questions."""
        return self._share(lambda v: v.right_topic)

    @property
    def intent_accuracy(self) -> Share:
        """Right intents among the questions that have one labelled."""
        return Share.of(v.right_intent for v in self.verdicts if v.right_intent is not None)

    @property
    def clause_rate(self) -> Share:
        """Answers that cite an expected clause or law, among the questions that expect one."""
        return Share.of(v.right_clause for v in self.verdicts if v.right_clause is not None)

    @property
    def false_accepts(self) -> Share:
        """Outside questions that got an answer on the merits."""
        return self._share(lambda v: v.false_answer, lambda v: v.row.is_outside)

    @property
    def wrong_answers(self) -> Share:
        """False answers among all questions."""
        return self._share(lambda v: v.false_answer)

    @property
    def clarified(self) -> Share:
        """Questions answered by a question back."""
        return self._share(lambda v: v.reply.status == "clarify")

    @property
    def errors(self) -> Share:
        """Questions on which the assistant broke."""
        return self._share(lambda v: v.reply.status == "error")

    @property
    def abstention_precision(self) -> Share:
        """Questions the base has nothing on, among those handed over."""
        return self._share(lambda v: v.row.should_abstain, lambda v: v.abstained)

    @property
    def abstention_recall(self) -> Share:
        """Questions handed over, among those the base has nothing on."""
        return self._share(lambda v: v.abstained, lambda v: v.row.should_abstain)

    def milliseconds(self) -> tuple[float, float]:
        """Return median and 95th percentile of the time a question took."""
        times = sorted(verdict.reply.milliseconds for verdict in self.verdicts)
        if not times:
            return 0.0, 0.0
        return statistics.median(times), times[min(len(times) - 1, int(0.95 * len(times)))]

    def calibration(self) -> list[Bin]:
        """Return how often messages the gate let through had the right topic, by confidence."""
        bins: dict[int, list[JudgedReply]] = {}
        for verdict in self.verdicts:
            # A fallback has no confidence of its own: it is what was not let through.
            if verdict.reply.intent not in ("", FALLBACK_INTENT):
                place = min(int(verdict.reply.confidence * BINS), BINS - 1)
                bins.setdefault(place, []).append(verdict)
        return [
            Bin(
                low=place / BINS,
                high=(place + 1) / BINS,
                mean=statistics.fmean(v.reply.confidence for v in members),
                right=Share.of(v.right_topic for v in members),
            )
            for place, members in sorted(bins.items())
        ]

    def confusions(self) -> list[Confusion]:
        """Return the mistakes of topic or intent, false answers first, then the most frequent."""
        wrong = [
            v
            for v in self.verdicts
            if v.false_answer or not v.right_topic or v.right_intent is False
        ]
        groups: dict[tuple[str, str], list[JudgedReply]] = {}
        for verdict in wrong:
            expected = verdict.row.intent or verdict.row.topic
            given = f"{verdict.reply.intent} ({verdict.reply.status})"
            groups.setdefault((expected, given), []).append(verdict)
        found = [
            Confusion(
                expected=expected,
                given=given,
                count=len(members),
                false_answers=sum(v.false_answer for v in members),
                questions=tuple(
                    (v.row.id, v.row.question) for v in members if v.row.split == "dev"
                ),
            )
            for (expected, given), members in groups.items()
        ]
        return sorted(found, key=lambda c: (-c.false_answers, -c.count, c.expected, c.given))

    def _by(self, label: Callable[[JudgedReply], str]) -> dict[str, Share]:
        groups: dict[str, list[bool]] = {}
        for verdict in self.verdicts:
            groups.setdefault(label(verdict), []).append(verdict.right_topic)
        return {name: Share.of(right) for name, right in sorted(groups.items()) if name}

    def _share(
        self,
        hit: Callable[[JudgedReply], bool],
        among: Callable[[JudgedReply], bool] = lambda verdict: True,
    ) -> Share:
        return Share.of(hit(verdict) for verdict in self.verdicts if among(verdict))
