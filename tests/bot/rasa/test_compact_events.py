"""What is kept of a conversation replays to the same slots and the same form."""

from __future__ import annotations

from typing import Any

from bot.rasa.compact_events import strip_event, window


def slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


def message(text: str) -> dict[str, Any]:
    return {"event": "user", "text": text, "parse_data": {"text": text, "intent": {"name": "x"}}}


def action(name: str) -> dict[str, Any]:
    return {"event": "action", "name": name}


def turn(number: int) -> list[dict[str, Any]]:
    return [
        action("action_listen"),
        message(f"q{number}"),
        action("action_policy"),
        {"event": "bot", "data": {"custom": {"answer": "long" * 1000}}},
        slot("turn", number),
        slot("history", [number]),
    ]


def outcome(events: list[dict[str, Any]]) -> tuple[dict[str, Any], str | None]:
    slots: dict[str, Any] = {}
    loop = None
    for event in events:
        if event["event"] == "slot":
            slots[event["name"]] = event.get("value")
        elif event["event"] == "reset_slots":
            slots.clear()
        elif event["event"] == "active_loop":
            loop = event.get("name")
    return slots, loop


def conversation(turns: int) -> list[dict[str, Any]]:
    events = [slot("facts", {"province": "浙江"})]
    for number in range(1, turns + 1):
        events += turn(number)
    return [*events, action("action_listen")]


def test_a_short_conversation_is_kept_whole_without_the_answers() -> None:
    events = conversation(2)
    kept = window(events, 32)
    assert [e["event"] for e in kept] == [e["event"] for e in events if e["event"] != "bot"]


def test_a_long_conversation_keeps_its_last_turns_and_all_its_slots() -> None:
    events = conversation(200)
    kept = window(events, 32)
    assert len(kept) <= 32
    assert outcome(kept) == outcome(events)
    assert [e["text"] for e in kept if e["event"] == "user"][-1] == "q200"
    first_action = next(e for e in kept if e["event"] == "action")
    assert first_action["name"] == "action_listen"


def test_windows_of_windows_lose_nothing() -> None:
    kept: list[dict[str, Any]] = [slot("facts", 1)]
    for number in range(1, 300):
        kept = window([*kept, *turn(number)], 20)
    assert outcome([*kept]) == ({"facts": 1, "turn": 299, "history": [299]}, None)
    assert len(kept) <= 20


def test_a_form_that_began_before_the_window_is_still_open() -> None:
    opening = [action("action_listen"), message("开始"), action("wages_form")]
    events = [*opening, {"event": "active_loop", "name": "wages_form"}, slot("requested_slot", "a")]
    for number in range(1, 30):
        events += turn(number)
    assert outcome(window(events, 20))[1] == "wages_form"


def test_a_form_that_was_closed_before_the_window_stays_closed() -> None:
    events = [
        {"event": "active_loop", "name": "wages_form"},
        slot("requested_slot", "a"),
        {"event": "active_loop"},
        slot("requested_slot", None),
        *conversation(30),
    ]
    slots, loop = outcome(window(events, 20))
    assert (slots["requested_slot"], loop) == (None, None)


def test_slots_emptied_before_the_window_stay_empty() -> None:
    events = [slot("guide", "x"), {"event": "reset_slots"}, *conversation(30)]
    assert "guide" not in outcome(window(events, 20))[0]


def test_a_form_of_many_messages_does_not_grow() -> None:
    """Rasa takes the messages within a form back and leaves its slots."""
    events = [action("wages_form"), {"event": "active_loop", "name": "wages_form"}]
    for number in range(500):
        events += [slot("requested_slot", f"s{number}"), slot("turn", number)]
    kept = window(events, 32)
    assert len(kept) == 4
    assert outcome(kept) == outcome(events)


def test_a_turn_longer_than_the_window_is_kept_whole() -> None:
    long = [action(f"action_{number}") for number in range(50)]
    kept = window([*conversation(3)[:-1], action("action_listen"), message("q"), *long], 20)
    assert [e["name"] for e in kept if e["event"] == "action"][1:] == [e["name"] for e in long]


def test_what_is_never_asked_again_is_dropped() -> None:
    event = {
        "event": "user",
        "text": "欠薪",
        "input_channel": None,
        "metadata": {"model_id": "m"},
        "parse_data": {
            "text": "欠薪",
            "intent": {"name": "a"},
            "entities": [],
            "ranking": [1] * 99,
        },
    }
    assert strip_event(event) == {
        "event": "user",
        "text": "欠薪",
        "parse_data": {"text": "欠薪", "intent": {"name": "a"}, "entities": []},
    }


def test_an_empty_value_is_not_no_value() -> None:
    assert strip_event(slot("history", []))["value"] == []
