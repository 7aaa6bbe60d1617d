"""The count of what a message passes."""

from __future__ import annotations

import asyncio

from bot.channels.tasks import end_task
from bot.wording.languages import choose_locale
from policies_kb.paths import ROOT
from tools.turn_profile import TurnProfile


def test_a_function_is_one_however_often_it_is_called() -> None:
    with TurnProfile(ROOT) as profile:
        for _ in range(2):
            choose_locale(None, "老板不发工资")
    assert profile.functions["bot.wording.languages:choose_locale"] == 2
    # What the test calls itself comes from no room.
    assert profile.changes["bot.wording -> nlu"] == 2
    assert "tests" not in {name.split(".")[0] for name in profile.functions}


async def test_a_coroutine_that_goes_on_is_no_new_call() -> None:
    with TurnProfile(ROOT) as profile:
        await end_task(asyncio.create_task(asyncio.sleep(10)))
    assert profile.functions == {"bot.channels.tasks:end_task": 1}
