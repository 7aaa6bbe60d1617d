"""Loads the model and asks it: slow, only on request."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import yaml

from bot.server.doctor.findings import Finding, finding_check
from bot.settings.settings import Settings

if TYPE_CHECKING:
    from bot.conversation.protocol import AssistantProtocol

QUESTIONS = Path(__file__).with_suffix(".yml")


@finding_check("smoke test")
def smoke_test(database: Path, model: Path, settings: Settings) -> Iterator[Finding]:
    """Start an assistant that forgets everything and ask one question of each of three topics."""
    # Loads Rasa.
    from bot.server.start import start

    begun = perf_counter()
    app = start(database, model, settings=settings)
    yield Finding("ok", "smoke test", f"the model loads in {perf_counter() - begun:.1f} s")
    yield from asyncio.run(_asked(app.assistant))


async def _asked(assistant: AssistantProtocol) -> list[Finding]:
    questions = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    found = []
    for number, question in enumerate(questions):
        reply = await assistant.reply(f"shell-doctor-{number}", question["ask"], "zh-Hans")
        cited = {citation.document for citation in reply.citations}
        if reply.status == "answered" and question["cites"] in cited:
            found.append(Finding("ok", "smoke test", f"{question['ask']}: {question['cites']}"))
        else:
            told = f"{question['ask']}: {reply.status}, without {question['cites']}"
            found.append(Finding("bad", "smoke test", told, "make build; make train"))
    return found
