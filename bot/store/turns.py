"""The last answered messages of each conversation: what a verdict is about."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.reply import Reply
from bot.store.database import Database
from bot.store.tables import conversation, now, turn

#: Turns of a conversation a verdict can be given on; the page keeps as many.
KEPT_TURNS = 50


@dataclass(frozen=True)
class AnsweredTurn:
    """One message and what became of it, without the words of the answer.

    Attributes:
        question: The message, personal data masked.
        intent: What it was taken for.
        confidence: The probability of that.
        status: Status of the answer.
        cited: What proved it, ``文号#provision``, separated by spaces.
    """

    question: str
    intent: str
    confidence: float
    status: str
    cited: str

    @classmethod
    def of_reply(cls, reply: Reply) -> AnsweredTurn:
        """Return the turn a reply ended."""
        places = (f"{cited.document}#{cited.provision}" for cited in reply.citations)
        return cls(
            question=reply.question,
            intent=reply.intent.name,
            confidence=reply.intent.confidence,
            status=reply.status,
            cited=" ".join(dict.fromkeys(places)),
        )


def keep_turn(
    database: Database, connection: Connection, name: str, number: int, answered: AnsweredTurn
) -> None:
    """Keep a turn of a conversation and drop the oldest one."""
    database.put(connection, conversation, {"id": name, "updated": now()})
    values = asdict(answered)
    row = {"conversation": name, "number": number, **values}
    database.put(connection, turn, row, over=(*values,))
    if number > KEPT_TURNS:
        old = (turn.c.conversation == name) & (turn.c.number <= number - KEPT_TURNS)
        connection.execute(delete(turn).where(old))


def find_turn(connection: Connection, name: str, number: int) -> AnsweredTurn | None:
    """Return a turn of a conversation, ``None`` when it is not known or no longer kept."""
    of_turn = (turn.c.conversation == name) & (turn.c.number == number)
    columns = [turn.c[field] for field in AnsweredTurn.__dataclass_fields__]
    row = connection.execute(select(*columns).where(of_turn)).one_or_none()
    return None if row is None else AnsweredTurn(**row._mapping)
