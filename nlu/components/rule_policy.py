"""Rasa's rule policy, which tries only the rules that can apply."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import State
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

#: The action before a state and the intent in it, each ``None`` where a rule leaves it open.
RuleStep = tuple[str | None, str | None]


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class IndexedRulePolicy(RulePolicy):
    """Predicts what :class:`RulePolicy` predicts.

    That one holds every rule of every intent against the conversation, several times a turn: a
    sixth of it. The last step of a rule must fit, and nearly all ask
    for one action and one intent there, by which they are found here.
    """

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        if not states:
            return super()._get_possible_keys(lookup, states)
        by_step = _by_last_step(tuple(lookup))
        action, intent = _step(states[-1])
        steps = {(a, i) for a in (action, None) for i in (intent, None)}
        candidates = {key: lookup[key] for step in steps for key in by_step.get(step, ())}
        return super()._get_possible_keys(candidates, states)

    @staticmethod
    def format_tracker_states(states: list[State]) -> str:
        """Return nothing: it is for the debug log, which never shows users' words."""
        return ""


# While a policy is trained its rules grow, in use there are two sets of them.
@lru_cache(maxsize=4)
def _by_last_step(keys: tuple[str, ...]) -> Mapping[RuleStep, list[str]]:
    found: dict[RuleStep, list[str]] = defaultdict(list)
    for key in keys:
        found[_step(json.loads(key)[-1])].append(key)
    return found


def _step(state: State) -> RuleStep:
    return _asked(state, PREVIOUS_ACTION, ACTION_NAME), _asked(state, USER, INTENT)


def _asked(state: State, part: str, name: str) -> str | None:
    value = state.get(part, {}).get(name)
    return value if isinstance(value, str) and value != SHOULD_NOT_BE_SET else None
