"""The indexed rules predict what Rasa's own policy predicts, at every step of conversations."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from uuid import uuid4

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.start import App
from nlu.components.rule_policy import IndexedRulePolicy

CONVERSATIONS = {
    "questions": ["老板不发工资怎么办", "那电话多少", "你好", "嗯嗯嗯", "/deadlines", "谢谢"],
    "a guided case": [
        "/wages_case",
        "在工地上",
        "花钱修复征信是真的吗",
        "/guide_skip",
        "/guide_back",
        "/guide_stop",
        "谢谢",
    ],
    "a case to its end": ["/credit_case", *["/guide_skip"] * 8, "老板不发工资怎么办"],
}


@pytest.fixture(scope="module")
def indexed(parts: App) -> IndexedRulePolicy:
    nodes = parts.engine._processor.graph_runner._nodes  # type: ignore[attr-defined]
    [policy] = [
        node._component for node in nodes.values() if isinstance(node._component, RulePolicy)
    ]
    assert isinstance(policy, IndexedRulePolicy)
    return policy


@pytest.fixture(scope="module")
def plain(indexed: IndexedRulePolicy) -> RulePolicy:
    """Rasa's own policy with the same rules."""
    policy = copy.copy(indexed)
    policy.__class__ = RulePolicy
    return policy


@pytest.mark.parametrize("messages", CONVERSATIONS.values(), ids=CONVERSATIONS)
async def test_every_step_is_predicted_alike(
    parts: App, indexed: IndexedRulePolicy, plain: RulePolicy, messages: list[str]
) -> None:
    processor = parts.engine._processor
    steps = 0
    conversation = uuid4().hex
    for message in messages:
        await parts.assistant.reply(conversation, message)
        whole = await processor.tracker_store.retrieve(conversation)
        assert whole is not None
        for tracker in beginnings(whole):
            mine = indexed.predict_action_probabilities(tracker, processor.domain)
            other = plain.predict_action_probabilities(tracker, processor.domain)
            assert mine.probabilities == other.probabilities
            assert mine.events == other.events
            steps += bool(max(mine.probabilities))
    assert steps >= 3 * len(messages)


def beginnings(whole: DialogueStateTracker) -> Iterator[DialogueStateTracker]:
    """Yield the conversation as it was after each of its events."""
    for count in range(1, len(whole.events) + 1):
        yield DialogueStateTracker.from_events(
            whole.sender_id, list(whole.events)[:count], whole.slots.values()
        )


def test_only_the_rules_that_can_apply_are_tried(
    indexed: IndexedRulePolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    found = RulePolicy._get_possible_keys

    def counted(self: RulePolicy, lookup: dict[str, str], states: list[object]) -> set[str]:
        tried.append(len(lookup))
        return found(self, lookup, states)

    monkeypatch.setattr(RulePolicy, "_get_possible_keys", counted)
    rules = indexed.lookup["rules"]
    state = {
        "user": {"intent": "wages_claim"},
        "prev_action": {"action_name": "action_listen"},
    }
    assert indexed._get_possible_keys(rules, [state])
    assert tried == [pytest.approx(0, abs=len(rules) // 10)]
