"""Replies of local actions are trusted, those of an action server are checked."""

from __future__ import annotations

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from bot.rasa.local_actions import LocalActions, trust_local_actions

MALFORMED = {"events": "none"}


def test_only_an_action_server_is_checked() -> None:
    trust_local_actions()
    trust_local_actions()
    local = RemoteAction("action_policy", LocalActions(ActionExecutor()))
    assert local._validate_action_result(MALFORMED)
    remote = RemoteAction("action_policy", EndpointConfig("http://127.0.0.1:1"))
    with pytest.raises(ValidationError):
        remote._validate_action_result(MALFORMED)
