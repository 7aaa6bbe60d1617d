"""Runs the trained Rasa model with the actions in the same process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from time import time

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.constants import DEFAULT_INTENTS
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk.executor import ActionExecutor

from actions.guides.form import ANSWER
from actions.question import NAMED, PLAIN, MessageContext
from actions.rasa_actions import DANGER_HEARD, make_actions
from actions.routing.case import Case
from actions.routing.guided import TAKEN_UP, open_question, takes_up
from actions.routing.thread import is_over
from bot.rasa.engine_turn import EngineTurn, Unsaved
from bot.rasa.errors import EngineError
from bot.rasa.event_kinds import remember_event_kinds
from bot.rasa.local_actions import LocalActions, trust_local_actions
from bot.rasa.processor import TurnProcessor
from bot.rasa.tracker_store import ConversationStore
from bot.store.conversations import Conversations
from nlu.chances import Signals, signals
from nlu.components.entity_extractor import PolicyEntityExtractor
from nlu.components.evidence_featurizer import EVIDENCE
from nlu.components.linear_classifier import LOOKS
from nlu.components.matter_decider import MATTERS_FOUND
from nlu.decision import Matter, decide
from nlu.topics import is_matter, is_talk
from policies_kb.kb import KnowledgeBase

#: Events of a conversation that are kept, some two turns: rules look at the last one only, and
#: what a follow-up leans on stands in a slot. A turn costs the same however long the conversation.
MAX_EVENTS = 16


class Engine:
    """A loaded model with its knowledge base."""

    def __init__(self, processor: TurnProcessor, executor: ActionExecutor) -> None:
        self._processor = processor
        self._executor = executor

    @classmethod
    def load(
        cls,
        model: Path,
        kb: KnowledgeBase,
        conversations: Conversations,
    ) -> Engine:
        """Load a model.

        Args:
            model: Its ``.tar.gz`` file.
            kb: The opened knowledge base.
            conversations: Where conversations are kept between two messages.

        Raises:
            EngineError: There is no model, or it cannot be read.
        """
        trust_local_actions()
        remember_event_kinds()
        executor = ActionExecutor()
        store = ConversationStore(conversations, MAX_EVENTS)
        try:
            processor = TurnProcessor(
                model,
                store,
                # Who takes the turn holds the conversation, until it is kept.
                InMemoryLockStore(),
                # Answers are worded by the channels.
                NaturalLanguageGenerator.create(None, None),
                LocalActions(executor),
            )
        except Exception as error:  # Rasa raises a dozen kinds for a broken archive.
            raise EngineError(
                f"the model in {model} cannot be loaded ({_reason(error)}); "
                "train it anew with `make train`"
            ) from error
        store.domain = processor.domain
        engine = cls(processor, executor)
        engine.use_base(kb)
        return engine

    def use_base(self, kb: KnowledgeBase) -> None:
        """Answer from this base from now on; the model stays as it is.

        Args:
            kb: The opened base. Words are cut by the one the model was trained with.
        """
        for action in make_actions(kb):
            self._executor.register_action(action)
        for component in self._processor.graph_runner.components():
            if isinstance(component, PolicyEntityExtractor):
                component.use_base(kb)

    @property
    def intents(self) -> frozenset[str]:
        """Names of the intents that can be asked for directly; Rasa's own commands are not."""
        return frozenset(self._processor.domain.intents) - frozenset(DEFAULT_INTENTS)

    async def ask(
        self, conversation: str, text: str, sending: MessageContext = PLAIN
    ) -> EngineTurn:
        """Return the answer to one message of a conversation.

        Args:
            conversation: Its id.
            text: The message.
            sending: How it came.

        Raises:
            EngineError: The model gave no answer.
        """
        if takes_up(text) and await self._is_left(conversation):
            text = TAKEN_UP
        channel = CollectingOutputChannel()
        await self._processor.handle_message(
            UserMessage(text, channel, conversation, metadata=sending.as_json())
        )
        for message in channel.messages:
            custom = message.get("custom")
            if custom:
                return EngineTurn(
                    number=custom["turn"],
                    intent=custom["intent"]["name"],
                    confidence=custom["intent"]["confidence"],
                    answer=custom["answer"],
                    filled=tuple(custom.get("filled", ())),
                    asks=str(custom.get("asks") or ""),
                    facts=tuple(custom.get("facts", ())),
                )
        raise EngineError(f"no action answered in conversation {conversation!r}")

    async def correction(self, text: str, fields: Sequence[str]) -> str:
        """Return the message that corrects what these fields of a case were filled from."""
        parsed = await self._processor.parse_message(UserMessage(text))
        told: dict[str, list[str]] = {"guide_field": list(fields), "guide_value": [text]}
        for entity in parsed["entities"]:
            if entity["entity"] in NAMED:
                told.setdefault(entity["entity"], []).append(entity["value"])
        return f"/{ANSWER}{json.dumps(told, ensure_ascii=False)}"

    async def confident_intent(self, text: str) -> str:
        """Return the intent of a text outside any conversation, ``""`` when it is unsure."""
        parsed = await self._processor.parse_message(UserMessage(text))
        name = str((parsed.get("intent") or {}).get("name") or "")
        reply, _ = decide([Matter(**data) for data in parsed.get(MATTERS_FOUND) or ()])
        return name if reply == "sure" or not is_matter(name) else ""

    async def signals(self, text: str) -> Signals | None:
        """Return what the chances of a text's matters are told from, ``None`` for small talk."""
        parsed = await self._processor.parse_message(
            UserMessage(text), only_output_properties=False
        )
        looks = parsed.get(LOOKS) if not is_talk((parsed.get("intent") or {}).get("name")) else None
        return signals(looks, parsed[EVIDENCE]) if looks else None

    async def heard_danger(self, conversation: str, rows: Sequence[str]) -> None:
        """Keep in a conversation which dangers were heard last: they are taken back or written on
        of in the next messages."""
        store = self._processor.tracker_store
        tracker = await store.get_or_create_tracker(conversation)
        heard = {"rows": list(rows), "turn": int(tracker.get_slot("turn") or 0)}
        if tracker.get_slot(DANGER_HEARD) != heard:
            tracker.update(SlotSet(DANGER_HEARD, heard))
            await store.save(tracker)

    async def in_guided_case(self, conversation: str) -> bool:
        """Tell whether the next message of a conversation belongs to a guided case."""
        return await self._in_guided_case(conversation) is not None

    async def open_question(self, conversation: str) -> EngineTurn | None:
        """Return the question a guided case waits for, ``None`` outside one."""
        tracker = await self._in_guided_case(conversation)
        case = Case.from_json(tracker.get_slot("case")) if tracker else Case()
        question = open_question(case)
        return EngineTurn(0, "", 0.0, question, asks=case.pending or "") if question else None

    async def language(self, conversation: str) -> str:
        """Return the language a conversation was answered in last, ``""`` for a new one."""
        return await self._processor.tracker_store.slot(conversation, "language") or ""

    def take_unsaved(self, conversation: str) -> Unsaved | None:
        """Return what a conversation has become and is not kept yet, and forget it."""
        store: ConversationStore = self._processor.tracker_store
        return store.take_unsaved(conversation)

    async def _is_left(self, conversation: str) -> bool:
        """Tell whether a guided case was left before its end."""
        tracker = await self._processor.tracker_store.retrieve(conversation)
        if tracker is None or is_over(tracker.get_slot("spoken_at"), time()):
            return False
        return Case.from_json(tracker.get_slot("case")).is_left

    async def _in_guided_case(self, conversation: str) -> DialogueStateTracker | None:
        tracker = await self._processor.tracker_store.retrieve(conversation)
        if tracker is None or is_over(tracker.get_slot("spoken_at"), time()):
            return None
        return tracker if tracker.active_loop_name else None


def _reason(error: Exception) -> str:
    """Return why a model cannot be loaded; Rasa hides what a component says of itself."""
    cause = error.__cause__ or error
    return str(cause) if isinstance(cause, ImportError) else type(cause).__name__
