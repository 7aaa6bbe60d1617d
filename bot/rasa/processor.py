"""Rasa's message processor without what is made for its debug log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.core.actions.action import Action
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.events import ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.runner import OrderedGraphRunner


class TurnProcessor(MessageProcessor):
    """Handles messages as :class:`MessageProcessor` does.

    That one copies every event, answer included, and words every slot for a debug log that is off,
    since users' words stand in both; and it compares each intent with the domain the model was
    trained with, making an empty domain to see that this one is none.
    """

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, OrderedGraphRunner]:
        path = Path(model_path)
        with TemporaryDirectory() as folder:
            metadata, runner = load_predict_graph_runner(
                Path(folder), path, LocalModelStorage, OrderedGraphRunner
            )
        return path.name, metadata, runner

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: Sequence[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        happened = list(events or ())
        if not any(isinstance(event, ActionExecutionRejected) for event in happened):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(happened, self.domain)

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Leave out the text of all slots that Rasa makes for its debug log."""

    def _check_for_unseen_features(self, parse_data: Mapping[str, Any]) -> None:
        """Leave out the search for intents the domain lacks; the training data test finds them."""
