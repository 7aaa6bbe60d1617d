"""A case takes the answers it asks for: each label and ten ways to say it at each question."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import yaml
from talk_rig import case_of

from actions.guides import GUIDES

if TYPE_CHECKING:
    from bot.server.start import App

SAID = yaml.safe_load(Path(__file__).with_name("answers.yml").read_text(encoding="utf-8"))
QUESTIONS = [
    (guide, name)
    for guide in GUIDES
    for name, field in GUIDES[guide].fields.items()
    if not field.told_only
]
#: What must be told first, for a field to be asked for at all.
BEFORE = {
    "done": {"seen": "bank", "entry": "true"},
    "entry": {"seen": "bank"},
    "answered": {"filed": "2026-10-09"},
}


async def asked_for(parts: App, guide: str, field: str, locale: str) -> tuple[str, Any]:
    """Open a case at one of its questions; return the conversation and what is said there."""
    name = uuid4().hex
    said = (await parts.assistant.reply(name, f"/{guide}", locale)).as_json()
    for _ in GUIDES[guide].fields:
        pending = (await case_of(parts, name)).pending
        if pending == field:
            return name, said
        told = BEFORE.get(field, {}).get(str(pending))
        payload = {"guide_field": pending, **({"guide_value": told} if told else {})}
        intent = "guide_answer" if told else "guide_skip"
        said = (
            await parts.assistant.reply(name, f"/{intent}{json.dumps(payload)}", locale)
        ).as_json()
    raise AssertionError(f"{guide} never asks for {field}")


@pytest.mark.parametrize(("guide", "field"), QUESTIONS)
async def test_what_people_answer_is_taken(parts: App, guide: str, field: str) -> None:
    wrong: list[str] = []
    ways = [(value, message) for value, said in SAID[guide][field].items() for message in said]
    assert len(ways) >= 10
    for value, message in ways:
        name, _ = await asked_for(parts, guide, field, "zh-Hans")
        said = (await parts.assistant.reply(name, message, "zh-Hans")).as_json()
        taken = (await case_of(parts, name)).facts.get(field)
        if taken is None or value not in ("any", str(taken)):
            wrong.append(f"{message} -> {taken}, {said['intent']['name']}: {said['text'][:60]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize(("guide", "field"), QUESTIONS)
async def test_the_words_of_a_button_may_be_typed(
    parts: App, guide: str, field: str, locale: str
) -> None:
    wrong: list[str] = []
    _, asked = await asked_for(parts, guide, field, locale)
    for button in asked["suggestions"]:
        if not button["payload"].startswith("/guide_answer"):
            continue
        meant = json.loads(button["payload"].removeprefix("/guide_answer"))["guide_value"]
        name, _ = await asked_for(parts, guide, field, locale)
        said = (await parts.assistant.reply(name, button["label"], locale)).as_json()
        taken = (await case_of(parts, name)).facts.get(field)
        if str(taken) != meant:
            wrong.append(f"{button['label']} -> {taken}, not {meant}: {said['text'][:60]}")
    assert not wrong, "\n".join(wrong)
