from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest
from fake_bot_api import FakeBotApi
from telegram_rig import Rig

from actions.context import AnswerContext
from bot.server.start import App

_TESTS = count(1)


@pytest.fixture
def api() -> Iterator[FakeBotApi]:
    with FakeBotApi() as server:
        yield server


@pytest.fixture
async def rig(api: FakeBotApi, context: AnswerContext, tmp_path: Path) -> AsyncIterator[Rig]:
    """The channel over a real store, polling the fake server."""
    made = Rig(api, context, f"sqlite:///{tmp_path}/wence.db")
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def real(
    api: FakeBotApi, context: AnswerContext, parts: App, tmp_path: Path
) -> AsyncIterator[Rig]:
    """The channel with the trained model."""
    # The assistant outlives a test, so its updates have numbers of their own.
    api._number = 100_000 + 1000 * next(_TESTS)
    made = Rig(
        api,
        context,
        f"sqlite:///{tmp_path}/wence.db",
        assistant=parts.assistant,
        links=parts.links,
        archive=parts.archive,
    )
    await made.start()
    yield made
    await made.stop()
