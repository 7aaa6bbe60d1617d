"""The tables of the store.

Times are UTC without a zone, which SQLite and PostgreSQL both keep as they are.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

#: Number of this layout; see ``bot.store.migrations``.
STORE_VERSION = 2
#: Verdict of the assistant itself: it had no answer.
UNANSWERED = "unanswered"

metadata = MetaData()

#: One row a setting: ``schema_version`` and the ``salt`` of the hashes.
setting = Table(
    "setting",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

#: One row a conversation; ``events`` is JSON, empty before the first turn is saved.
conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("updated", DateTime, nullable=False, index=True),
    Column("events", Text, nullable=False, default=""),
)

#: The last answered messages of each conversation: what a verdict is about.
turn = Table(
    "turn",
    metadata,
    Column(
        "conversation", Text, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("question", Text, nullable=False),
    Column("intent", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("status", Text, nullable=False),
    Column("cited", Text, nullable=False),
)

#: Verdicts of readers, and the questions nothing was found for.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("given", DateTime, nullable=False, index=True),
    Column("conversation", String(64), nullable=False, index=True),
    Column("turn", Integer, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("question", Text, nullable=False),
    Column("intent", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("status", Text, nullable=False),
    Column("cited", Text, nullable=False),
    Column("note", Text, nullable=False, default=""),
)

#: A reader has one verdict a turn. What the assistant could not answer stands beside it.
BY_A_READER = feedback.c.verdict != UNANSWERED
Index(
    "one_verdict_a_turn",
    feedback.c.conversation,
    feedback.c.turn,
    unique=True,
    sqlite_where=BY_A_READER,
    postgresql_where=BY_A_READER,
)

#: Messages of channels that deliver them more than once; see ``bot.channels.telegram.inbox``.
inbox = Table(
    "inbox",
    metadata,
    Column("channel", String(64), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("owner", String(32), nullable=False),
    Column("until", DateTime, nullable=False, index=True),
    Column("tries", Integer, nullable=False, default=0),
    Column("body", Text, nullable=False),
)

#: What buttons stand for whose meaning is too long for a channel, by a digest of it.
button = Table(
    "button",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("payload", Text, nullable=False),
    Column("kept", DateTime, nullable=False, index=True),
)

#: Which fields of a guided case a message was read for, where it may be changed later.
told = Table(
    "told",
    metadata,
    Column(
        "conversation", Text, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("message", Integer, primary_key=True, autoincrement=False),
    Column("fields", Text, nullable=False),
)

#: Replies of the last minutes by what their senders called the messages (a hash of it).
reply = Table(
    "reply",
    metadata,
    Column(
        "conversation", Text, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("message", String(64), primary_key=True),
    Column("kept", DateTime, nullable=False, index=True),
    Column("body", Text, nullable=False),
)

#: The language somebody chose for a conversation.
preference = Table(
    "preference",
    metadata,
    Column("conversation", Text, primary_key=True),
    Column("locale", String(16), nullable=False),
)

#: Deadlines somebody wants to be reminded of; ``about`` is JSON. An id is never used again:
#: an old button must not cancel another reminder.
reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", Text, nullable=False, index=True),
    Column("about", Text, nullable=False),
    Column("days", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("locale", String(16), nullable=False),
    Column("created", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

#: The topic of a forum that a reminder is sent to; none for one that is not of a forum.
reminder_topic = Table(
    "reminder_topic",
    metadata,
    Column("reminder", Integer, ForeignKey("reminder.id", ondelete="CASCADE"), primary_key=True),
    Column("thread", Integer, nullable=False),
)

#: Which days a reminder has been sent for; written before it is sent.
reminded = Table(
    "reminded",
    metadata,
    Column("reminder", Integer, ForeignKey("reminder.id", ondelete="CASCADE"), primary_key=True),
    Column("occurrence", String(10), primary_key=True),
)

#: Work that only one process does at a time, until the lease runs out.
lease = Table(
    "lease",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("until", DateTime, nullable=False),
)

#: What is kept of a WeChat user: the wished language, and what is left of the last reply.
wechat_user = Table(
    "wechat_user",
    metadata,
    Column(
        "conversation", Text, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("locale", String(8), nullable=False, default=""),
    Column("standing", Text, nullable=False, default=""),
)

#: Messages of WeChat and their answers for a day: one row however often each is delivered.
wechat_message = Table(
    "wechat_message",
    metadata,
    Column(
        "conversation", Text, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("identity", String(64), primary_key=True),
    Column("received", DateTime, nullable=False, index=True),
    Column("beat", DateTime, nullable=False),
    Column("promised", Boolean, nullable=False, default=False),
    Column("answer", Text, nullable=False, default=""),
    Column("given", String(8), nullable=False, default=""),
)

#: Signatures of WeChat that were seen, each with the one message it came with.
wechat_signature = Table(
    "wechat_signature",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("message", String(64), nullable=False),
    Column("seen", DateTime, nullable=False, index=True),
)

#: Papers that were added, a file each, for all machines that share the store; see
#: ``bot.store.stored_papers``.
paper_file = Table(
    "paper_file",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("added", DateTime, nullable=False),
)

#: Messages counted in a minute (its number since 1970), by a keyed hash of who sent them; see
#: ``bot.limits.database_counter``.
rate = Table(
    "rate",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("minute", Integer, primary_key=True, autoincrement=False),
    Column("counted", Integer, nullable=False),
)


def now() -> datetime:
    """Return the time as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)
