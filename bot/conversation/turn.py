"""What is known of one message on its way to the reply."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from time import perf_counter

from actions.question import PLAIN, MessageContext
from actions.statements.dangers import FirstWords
from bot.conversation.placeholders import only_placeholders
from bot.limits.admission import Admission
from bot.rasa.engine_turn import EngineTurn
from bot.reply import Reply
from bot.wording.catalogues import DEFAULT_LOCALE

#: More of a message than this is not read.
MAX_MESSAGE = 2000


@dataclass(frozen=True)
class Asked:
    """What a message asks the engine.

    Attributes:
        pieces: Its questions, each a message of its own.
        beside_danger: The intent of the matter it names besides a danger, ``""`` outside one.
    """

    pieces: tuple[str, ...]
    beside_danger: str = ""


_NOTHING = Asked(())
_TAKEN = Admission()


@dataclass
class Turn:
    """One message on its way; each step of ``bot.conversation.assistant.Assistant`` adds to it.

    Attributes:
        conversation: Id of the conversation.
        text: What was typed, or the payload of a button, as it came.
        locale: Wished language, ``None`` to tell it from the message and the conversation.
        sending: How it came.
        held: What is let go when the turn has ended.
        begun: When, in seconds of a clock of its own.
        words: The message without control characters.
        first: The lines that come first, where danger was heard.
        question: The message as it is read: masked, and not longer than :data:`MAX_MESSAGE`.
        language: In which it is answered.
        admission: Whether it is one too many.
        retry_after: Seconds until a message is read again, where this one is refused.
        asked: What the engine is asked.
        answered: The answer.
        reply: The answer worded.
        kept_before: Whether the reply is that of an earlier sending.
    """

    conversation: str
    text: str
    locale: str | None = None
    sending: MessageContext = PLAIN
    held: AsyncExitStack = field(default_factory=AsyncExitStack)
    begun: float = field(default_factory=perf_counter)
    words: str = ""
    first: FirstWords | None = None
    question: str = ""
    language: str = DEFAULT_LOCALE
    admission: Admission = _TAKEN
    retry_after: int | None = None
    asked: Asked = _NOTHING
    answered: EngineTurn | None = None
    reply: Reply | None = None
    kept_before: bool = False

    @property
    def is_wordless(self) -> bool:
        """Whether there is nothing to read but what stands for a picture and the like."""
        return not self.question or only_placeholders(self.question)

    @property
    def own_words(self) -> str:
        """The words that tell a language: a button has none."""
        return "" if self.is_wordless or self.question.startswith("/") else self.question

    @property
    def is_long(self) -> bool:
        """Whether only the beginning is read."""
        return len(self.words) > MAX_MESSAGE

    @property
    def is_refused(self) -> bool:
        """Whether it is one too many, or answers are off."""
        return not self.admission.granted or self.retry_after is not None
