"""Writes figures as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policies_kb.text.markdown import markdown_table
from tools.evaluation.labelled_rows import BadRow
from tools.evaluation.scores import OUTCOMES, Confusion, Figures, Share

#: Confusions that are shown.
CONFUSIONS = 10


def measures(figures: Figures) -> list[tuple[str, str]]:
    """Return the headline figures by name."""
    median, high = figures.milliseconds()
    return [
        ("questions", str(len(figures.verdicts))),
        ("right topic", str(figures.topic_accuracy)),
        ("right intent", str(figures.intent_accuracy)),
        ("right clause cited", str(figures.clause_rate)),
        ("wrong answers", str(figures.wrong_answers)),
        ("outside questions answered", str(figures.false_accepts)),
        ("asked back", str(figures.clarified)),
        ("abstention precision", str(figures.abstention_precision)),
        ("abstention recall", str(figures.abstention_recall)),
        ("errors", str(figures.errors)),
        ("milliseconds a question, median / p95", f"{median:.1f} / {high:.1f}"),
    ]


def section(title: str, figures: Figures, bad: Sequence[BadRow], plot: str = "") -> str:
    """Return the section of one set of questions.

    Args:
        title: Heading.
        figures: What to show.
        bad: Lines of the file that were left out.
        plot: Name of the reliability diagram beside the report; empty for none.
    """
    parts = [f"## {title}", _outcomes(figures)]
    parts.append(markdown_table(("measure", "value"), measures(figures)))
    parts.append(markdown_table(("topic", "right"), _shares(figures.accuracy())))
    styles = figures.by_style()
    if styles:
        parts.append(markdown_table(("style", "right topic"), _shares(styles)))
    parts.append(_calibration(figures, plot))
    parts.append(_confusions(figures.confusions()))
    if bad:
        lines = "\n".join(f"- line {row.line}: {row.reason}" for row in bad)
        parts.append(f"Lines left out:\n\n{lines}")
    return "\n\n".join(parts)


def _shares(shares: Mapping[str, Share]) -> list[tuple[str, str]]:
    return [(name, str(share)) for name, share in shares.items()]


def _outcomes(figures: Figures) -> str:
    head = (
        "What people get at the reply that counts, by topic. Assumed: a wrong answer that says "
        "what it took the message for. Likely: so many of the right ones say so.\n\n"
    )
    names = (*OUTCOMES, "likely")
    rows = [
        (topic, str(shares["right"].total), *(f"{shares[name].rate:.3f}" for name in names))
        for topic, shares in figures.outcomes().items()
    ]
    return head + markdown_table(("topic", "messages", *OUTCOMES, "of the right: likely"), rows)


def _calibration(figures: Figures, plot: str) -> str:
    rows = [
        (f"{item.low:.1f}–{item.high:.1f}", f"{item.mean:.2f}", str(item.right))
        for item in figures.calibration()
    ]
    image = f"\n\n![Reliability diagram]({plot})" if plot else ""
    head = "Messages that got an intent, by the confidence of the intent:\n\n"
    return head + markdown_table(("confidence", "mean", "right topic"), rows) + image


def _confusions(confusions: Sequence[Confusion]) -> str:
    rows = [
        (
            item.expected,
            item.given,
            str(item.count),
            str(item.false_answers),
            "<br>".join(f"{name}: {question}" for name, question in item.questions[:2]),
        )
        for item in confusions[:CONFUSIONS]
    ]
    head = "Worst confusions (questions of a test split are never shown):\n\n"
    return head + markdown_table(("expected", "given", "cases", "wrong answers", "questions"), rows)
