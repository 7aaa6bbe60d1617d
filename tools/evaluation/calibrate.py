"""``python -m tools.evaluation.calibrate FILE ...``: fit the weights behind the chances of matters.

The files are tables of messages with their topics, none of which an example was made of. Each
message is read by the model as it is; the weights of ``nlu/chances.yml`` are fitted to what it
says, and the figures of ten-fold cross-validation are printed: each message decided by weights that
were fitted without it. To be run again when the pipeline or many examples have changed.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from scipy.optimize import minimize

from bot.rasa.errors import EngineError
from bot.rasa.no_model import NoModel
from bot.server.start import DATABASE, MODEL, start
from bot.settings.environment import read_settings
from nlu.chances import CHANCES, Signals, design, parameters
from nlu.decision import Matter, ReplyKind, decide
from nlu.topics import MATTERS, OUTSIDE, PAPERS, PERSONAL
from policies_kb.errors import KnowledgeBaseError
from tools.evaluation.labelled_rows import LabelledRow, TableError, read_table

FOLDS = 10
#: Strength of the L2 penalty; the weights are far fewer than the messages.
_PENALTY = 1.0
_SEED = 1
_HEAD = """# Weights behind the chances of the matters, read by nlu/chances.py.
# Written by `python -m tools.evaluation.calibrate`; what counts as evidence for which matter is
# chosen by hand (names of nlu/evidence.yml).
#
"""

Design = npt.NDArray[np.float64]
Decided = tuple[ReplyKind, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, or 2 for an error printed in one line."""
    program = "python -m tools.evaluation.calibrate"
    parser = argparse.ArgumentParser(prog=program, description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        tables = [read_table(path) for path in options.files]
        found = asyncio.run(_signals([table.rows for table in tables]))
    except (TableError, KnowledgeBaseError, EngineError) as error:
        print(f"calibrate: {error}", file=sys.stderr)
        return 2
    evidence = CHANCES.data.evidence
    known = [pair for pairs in found for pair in pairs]
    rows = np.array([design(signals, evidence) for signals, _ in known])
    truth = np.array([MATTERS.index(matter) for _, matter in known])
    decided = _cross_validated(rows, truth)
    start_of = 0
    for table, pairs in zip(tables, found, strict=True):
        part = slice(start_of, start_of + len(pairs))
        print(f"{table.name}: {_told([m for _, m in pairs], decided[part])}")
        start_of += len(pairs)
    _write(
        evidence, fit(rows, truth), [(t.name, len(p)) for t, p in zip(tables, found, strict=True)]
    )
    return 0


def fit(rows: Design, truth: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the weights that make the true matters likeliest.

    Args:
        rows: What each weight is multiplied with, by message and matter.
        truth: The place of each message's matter.
    """
    places = np.arange(len(truth)), truth

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        chances = _softmax(rows @ weights)
        error = chances.copy()
        error[places] -= 1
        slope = np.einsum("nm,nmw->w", error, rows) + _PENALTY * weights
        surprise = -np.log(chances[places] + 1e-12).sum()
        return float(surprise + _PENALTY * weights @ weights / 2), slope

    found = minimize(loss, np.zeros(rows.shape[2]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


async def _signals(tables: Sequence[Sequence[LabelledRow]]) -> list[list[tuple[Signals, str]]]:
    """Return what the model knows of each message that is about a matter, with the matter."""
    engine = start(DATABASE, MODEL, settings=read_settings()).engine
    if isinstance(engine, NoModel):
        raise EngineError("there is no model to read the messages with")
    found = []
    for rows in tables:
        pairs = []
        for row in rows:
            signals = await engine.signals(row.question) if len(row.turns) == 1 else None
            if signals and _matter(row):
                pairs.append((signals, _matter(row)))
        found.append(pairs)
    return found


def _matter(row: LabelledRow) -> str:
    """Return the matter a message is about, ``""`` for small talk."""
    if row.is_outside:
        return OUTSIDE
    if row.topic == "social":
        return ""
    return row.topic if row.topic in PERSONAL else PAPERS


def _cross_validated(rows: Design, truth: npt.NDArray[np.int64]) -> list[Decided]:
    folds = np.random.default_rng(_SEED).integers(FOLDS, size=len(truth))
    chances = np.zeros(rows.shape[:2])
    for fold in range(FOLDS):
        held = folds == fold
        chances[held] = _softmax(rows[held] @ fit(rows[~held], truth[~held]))
    return [_decision(row) for row in chances]


def _decision(chances: npt.NDArray[np.float64]) -> Decided:
    reply, about = decide([Matter(m, float(c), "") for m, c in zip(MATTERS, chances, strict=True)])
    return reply, about[0].name if about else ""


def _told(truth: Sequence[str], decided: Sequence[Decided]) -> str:
    """Return the figures of one table in a line."""
    parts = []
    for matter in MATTERS[:-1]:
        own = [d for true, d in zip(truth, decided, strict=True) if true == matter]
        if own:
            right = [reply for reply, about in own if about == matter and reply in _ANSWERS]
            likely = right.count("likely") / max(1, len(right))
            parts.append(f"{matter} {len(right) / len(own):.2f} (likely {likely:.2f})")
    outside = [reply for true, (reply, _) in zip(truth, decided, strict=True) if true == OUTSIDE]
    counts = [outside.count("sure"), outside.count("likely")]
    asked = len(outside) - sum(counts) - outside.count("handed_over")
    shares = [count / max(1, len(outside)) for count in (*counts, asked)]
    return "; ".join(
        [", ".join(parts), "outside sure {:.3f}, likely {:.3f}, asked {:.3f}".format(*shares)]
    )


_ANSWERS = ("sure", "likely")


def _softmax(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


def _write(
    evidence: dict[str, list[str]], weights: npt.NDArray[np.float64], files: list[tuple[str, int]]
) -> None:
    named = dict(zip(parameters(evidence), (round(float(w), 3) for w in weights), strict=True))
    told = ", ".join(f"{count} of {name}" for name, count in files)
    text = yaml.safe_dump(
        {"evidence": evidence, "weights": named},
        sort_keys=False,
        default_flow_style=None,
        width=100,
    )
    CHANCES.file.write_text(f"{_HEAD}# Fitted to {told}.\n{text}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
