"""How long what could not be sent waits before it is tried again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

#: The first try again comes with the next look, then after 1, 3, 7 and each 15 minutes.
_LONGEST = timedelta(minutes=15)
DeliveryKey = tuple[int, date]


class Backoff:
    """The reminders that were refused in this process, by their number and last day."""

    def __init__(self) -> None:
        self._tries: dict[DeliveryKey, int] = {}
        self._until: dict[DeliveryKey, datetime] = {}

    def failed(self, key: DeliveryKey, now: datetime) -> None:
        """Note that one was refused."""
        tries = self._tries.get(key, 0)
        self._tries[key] = tries + 1
        self._until[key] = now + min(timedelta(minutes=2**tries - 1), _LONGEST)

    def ended(self, key: DeliveryKey) -> None:
        """Note that one was sent, or is not wished for any more."""
        self._tries.pop(key, None)
        self._until.pop(key, None)

    def waits(self, key: DeliveryKey, now: datetime) -> bool:
        """Tell whether it is too early to try one again."""
        return key in self._until and now < self._until[key]

    def missed(self, today: date) -> list[DeliveryKey]:
        """Return those whose last day is over, and forget them."""
        over = [key for key in self._tries if key[1] < today]
        for key in over:
            self.ended(key)
        return over
