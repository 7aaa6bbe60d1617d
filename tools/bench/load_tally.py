"""What became of the messages of a load run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Timed:
    """One answered message.

    Attributes:
        intended: When it was to be sent, in seconds of the run.
        seconds: From then until the whole answer was there.
    """

    intended: float
    seconds: float


@dataclass
class LoadTally:
    """Counts of a run.

    Attributes:
        sent: Messages.
        times: Of the answered ones.
        lost: Messages without an answer, by why.
        errors: Answers that only say that something went wrong.
        doubled: Answers whose turn is more than one after the last of their conversation: some
            message was answered twice.
        set_back: Answers whose turn is not after the last one: an answered turn was forgotten.
        strayed: Answers to another conversation or question.
        broken: Connections that broke; the message was sent again.
        repeated: Answers to such messages whose turn shows that the first try was answered, too,
            and only the answer had not arrived.
    """

    sent: int = 0
    times: list[Timed] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    doubled: int = 0
    set_back: int = 0
    strayed: int = 0
    broken: int = 0
    repeated: int = 0

    @property
    def answered(self) -> int:
        """Messages that were answered."""
        return len(self.times)

    @property
    def sound(self) -> bool:
        """Tell whether every message was answered, once and in order."""
        wrong = self.errors + self.doubled + self.set_back + self.strayed
        return not wrong and not self.lost and self.sent == self.answered

    def turn(self, number: int, last: int, tries: int) -> None:
        """Note the turn of an answer.

        Args:
            number: The turn it says it is.
            last: The turn of the answer before it, 0 for none.
            tries: How often the message was sent.
        """
        ahead = number - last
        if ahead < 1:
            self.set_back += 1
        elif 1 < ahead <= tries:
            self.repeated += ahead - 1
        elif ahead > 1:
            self.doubled += 1


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the rise of the straight line nearest to points, 0 for fewer than two.

    >>> slope([(0, 1), (1, 3), (2, 5)])
    2.0
    """
    if len(points) < 2:
        return 0.0
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0
