"""``python parse_time.py BASE MODEL QUESTIONS``: processor seconds a message to understand it.

Run by its path under the Python of the checkout that is measured, whose ``bot`` it imports.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from bot.server.start import start
from bot.settings.environment import read_settings


async def main() -> None:
    """Understand each question once and print the mean as JSON."""
    base, model, asked = map(Path, sys.argv[1:])
    questions = json.loads(asked.read_text(encoding="utf-8"))
    engine = start(base, model, settings=read_settings()).engine
    # What is read when it is first needed.
    await engine.confident_intent("你好")
    began = time.process_time()
    for question in questions:
        await engine.confident_intent(question)
    print(json.dumps((time.process_time() - began) / len(questions)))


if __name__ == "__main__":
    asyncio.run(main())
