"""Everything the assistant keeps, behind one door."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from bot.reply import Reply
from bot.store.conversations import Conversations
from bot.store.database import IN_MEMORY, Database
from bot.store.hashes import keyed_hash
from bot.store.replies import Replies
from bot.store.tables import (
    BY_A_READER,
    UNANSWERED,
    conversation,
    feedback,
    now,
    preference,
    reminder,
)
from bot.store.turns import AnsweredTurn, find_turn, keep_turn

#: What a reader can say of an answer; ``other``: it answers something that was not asked.
FeedbackVerdict = Literal["up", "down", "other"]
#: Answers that leave a question open.
_OPEN = frozenset({"no_provision", "clarify", "out_of_scope", "error"})
#: Days feedback is kept; it holds no conversation, only single masked questions.
FEEDBACK_DAYS = 180


class UnknownTurnError(Exception):
    """There is no such turn, or it is no longer kept."""


@dataclass(frozen=True)
class Remark:
    """A verdict on one answer, or a question that got none.

    Attributes:
        given: When, in UTC.
        verdict: A :data:`FeedbackVerdict`, or ``unanswered``.
        note: What the reader wrote, personal data masked; often empty.
        about: The question and what became of it.
    """

    given: datetime
    verdict: str
    note: str
    about: AnsweredTurn


class Archive:
    """Conversations, their turns and the feedback on them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.conversations = Conversations(database)
        self.replies = Replies(database)

    @classmethod
    def open(cls, url: str = IN_MEMORY, *, upgrade: bool = True) -> Archive:
        """Open the store at an address, see ``Database.open``.

        Raises:
            StoreError: It cannot be used.
        """
        return cls(Database.open(url, upgrade=upgrade))

    def record(
        self, reply: Reply, events: list[dict[str, Any]] | None = None, message: str = ""
    ) -> None:
        """Keep a turn, whole or not at all.

        Of the reply what a verdict on it will need is kept; it is queued when it left a question
        open.

        Args:
            reply: What was answered.
            events: The conversation after it, ``None`` where nothing of that changed.
            message: What its sender calls the message; sent again it gets this reply.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            if events is not None:
                self.conversations.save(connection, reply.conversation, events)
            self._note(connection, reply)
            # What was no turn changed nothing: asked again, it may be answered.
            if message and reply.turn:
                kept = reply.as_json()
                self.replies.keep_within(connection, reply.conversation, message, kept)

    def _note(self, connection: Connection, reply: Reply) -> None:
        answered = AnsweredTurn.of_reply(reply)
        if not answered.question:
            return
        name, number = reply.conversation, reply.turn
        # A message nothing came of has no number, and no button to judge it by.
        if number:
            keep_turn(self._database, connection, name, number, answered)
        # What somebody in danger wrote is for no editor's eyes.
        if answered.status in _OPEN and not reply.danger:
            row = self._remark(name, number, UNANSWERED, answered)
            connection.execute(feedback.insert().values(row))

    def judge(self, name: str, number: int, verdict: FeedbackVerdict, note: str = "") -> None:
        """Keep a reader's verdict on a turn; it takes the place of an earlier one.

        Args:
            name: Id of the conversation.
            number: Number of the turn.
            verdict: What the reader says.
            note: What the reader wrote, personal data masked.

        Raises:
            UnknownTurnError: There is no such turn.
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            answered = find_turn(connection, name, number)
            if answered is None:
                raise UnknownTurnError
            row = self._remark(name, number, verdict, answered, note)
            inserted = self._database.insert(feedback).values(row)
            connection.execute(
                inserted.on_conflict_do_update(
                    index_elements=["conversation", "turn"], index_where=BY_A_READER, set_=row
                )
            )

    def remarks(self, since: datetime | None = None) -> list[Remark]:
        """Return the feedback given since a moment (UTC), the oldest first.

        Raises:
            StoreError: The store cannot be read.
        """
        wanted = select(feedback).order_by(feedback.c.given, feedback.c.id)
        if since is not None:
            wanted = wanted.where(feedback.c.given >= since)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).mappings().all()
        about = AnsweredTurn.__dataclass_fields__
        return [
            Remark(
                given=row["given"],
                verdict=row["verdict"],
                note=row["note"],
                about=AnsweredTurn(**{field: row[field] for field in about}),
            )
            for row in rows
        ]

    def forget(self, name: str) -> None:
        """Delete everything that is kept of a conversation, on whichever channel it is.

        Its turns and what is kept of a WeChat user go with the conversation, what was sent of a
        reminder with the reminder.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            connection.execute(delete(conversation).where(conversation.c.id == name))
            for table, key in (
                (feedback, self.hashed(name)),
                (reminder, name),
                (preference, name),
            ):
                connection.execute(delete(table).where(table.c.conversation == key))

    def forget_chat(self, chat: str) -> None:
        """Delete everything that is kept of a chat and of each of its members.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.reading() as connection:
            of_member = preference.c.conversation.startswith(f"{chat}:", autoescape=True)
            chosen = connection.execute(select(preference.c.conversation).where(of_member))
            names = {chat, *chosen.scalars()}
        for name in names.union(self.conversations.names(within=chat)):
            self.forget(name)

    def move(self, old: str, new: str) -> None:
        """Give a chat another id: its reminders go with it, and what its members chose.

        Conversations in it begin anew.

        Raises:
            StoreError: The store cannot be written.
        """
        with self._database.writing() as connection:
            of_chat = reminder.c.conversation == old
            connection.execute(update(reminder).where(of_chat).values(conversation=new))
            of_member = preference.c.conversation.startswith(f"{old}:", autoescape=True)
            for row in connection.execute(select(preference).where(of_member)).all():
                moved = {
                    "conversation": new + row.conversation.removeprefix(old),
                    "locale": row.locale,
                }
                self._database.put(connection, preference, moved)
        for name in self.conversations.names(within=old):
            self.forget(name)

    def purge(self, days: int) -> None:
        """Delete conversations nothing was said in for so many days, and old feedback.

        Raises:
            StoreError: The store cannot be written.
        """
        stale = conversation.c.updated < now() - timedelta(days=days)
        outdated = feedback.c.given < now() - timedelta(days=FEEDBACK_DAYS)
        with self._database.writing() as connection:
            connection.execute(delete(conversation).where(stale))
            connection.execute(delete(feedback).where(outdated))

    def close(self) -> None:
        """Close the store."""
        self._database.close()

    def _remark(
        self, name: str, number: int, verdict: str, answered: AnsweredTurn, note: str = ""
    ) -> dict[str, Any]:
        return {
            "given": now(),
            "conversation": self.hashed(name),
            "turn": number,
            "verdict": verdict,
            "note": note,
            **asdict(answered),
        }

    def hashed(self, name: str) -> str:
        """Return what stands for a conversation in the feedback.

        Without the id nobody can tell whose it was; with it, all of it can be deleted.
        """
        return keyed_hash(self._database.salt, name)
