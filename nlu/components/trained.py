"""What every component that is trained has in common: how Rasa makes it and stores it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage


class TrainedComponent(GraphComponent):
    """A component that stores what it learnt as files of the model."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Return a new, untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Return a component with what it stored."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._restore(folder)
        return component

    def _restore(self, folder: Path) -> None:
        """Take back what the training stored in a folder."""
        raise NotImplementedError
