"""A task ends however often it overhears that it should."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels import tasks as ending


async def test_a_task_that_loses_a_cancellation_is_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ending, "_AGAIN", 0.01)
    lost = 0

    async def deaf() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost += 1
                if lost == 3:
                    raise

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    await ending.end_task(task)
    assert task.cancelled()
    assert lost == 3


async def test_a_task_that_broke_is_ended_without_a_word() -> None:
    async def broken() -> None:
        raise ValueError("no")

    task = asyncio.create_task(broken())
    await asyncio.sleep(0)
    await ending.end_task(task)
    assert task.done()
