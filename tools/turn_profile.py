"""``python -m tools.turn_profile``: what a message passes, counted the same way at any commit.

Functions are what ``def`` writes in our rooms, each once a message however often it is called.
A change of room is a call from a function of one room (a package, ``bot.conversation``) to one of
another; what libraries call lies in the room that called the library.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import threading
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

#: One conversation each; the last message of it is counted.
PROFILED = {
    "wages": ["老板三个月没给工资,该怎么办"],
    "credit": ["信用不良记录怎么修复"],
    "fact": ["到2020年全省万人发明专利拥有量要达到多少件"],
    "case answer": ["/wages_case", "义乌"],
    "small talk": ["你好呀"],
    "own words": ["干了大半年一分钱没拿到手,包工头电话也打不通了"],
}
_ROOMS = ("policies_kb", "nlu", "actions", "bot")
#: Where the assistant is put together, today's place first.
_STARTS = ("bot.server.start", "bot.start")


class TurnProfile:
    """Counts calls of functions of a checkout.

    Args:
        root: Its folder.
    """

    def __init__(self, root: Path) -> None:
        self._folder = f"{root}/"
        self._known: dict[CodeType, str] = {}
        self._seen: set[int] = set()
        self.functions: Counter[str] = Counter()
        self.changes: Counter[str] = Counter()

    def __enter__(self) -> TurnProfile:
        self._seen.clear()
        self.functions.clear()
        self.changes.clear()
        sys.setprofile(self._called)
        threading.setprofile(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]

    def _called(self, frame: FrameType, event: str, _: Any) -> None:
        name = event == "call" and self._function(frame.f_code)
        # A coroutine that goes on is entered again, and is no new call.
        if not name or frame.f_lasti > _START:
            return
        self.functions[name] += 1
        caller = frame.f_back
        while caller and not self._room(caller.f_code):
            caller = caller.f_back
        before = self._room(caller.f_code) if caller else ""
        if before and before != self._room(frame.f_code):
            self.changes[f"{before} -> {self._room(frame.f_code)}"] += 1

    def _function(self, code: CodeType) -> str:
        """Return the whole name of a function of ours, empty for any other."""
        if code not in self._known:
            file = code.co_filename.removeprefix(self._folder)
            ours = file != code.co_filename and file.split("/")[0] in _ROOMS
            # Comprehensions and lambdas are parts of the function they stand in.
            named = ours and not code.co_name.startswith("<")
            module = file.removesuffix(".py").replace("/", ".")
            # Python 3.10, which older commits run on, does not tell the class.
            own = getattr(code, "co_qualname", f"{code.co_name}:{code.co_firstlineno}")
            self._known[code] = f"{module}:{own}" if named else ""
        return self._known[code]

    def _room(self, code: CodeType) -> str:
        """Return the package a function of ours lies in, empty for any other."""
        return self._function(code).partition(":")[0].rpartition(".")[0]


def _begin() -> int:
    """Return the last instruction at which a frame is entered for the first time."""
    places: list[int] = []

    async def first() -> None:
        return None

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_name == "first":
            places.append(frame.f_lasti)

    sys.setprofile(look)
    asyncio.run(first())
    sys.setprofile(None)
    return places[0]


_START = _begin()


def _started() -> Any:
    """Return an assistant as the public has it, with its limits and the off-switch."""
    for name in _STARTS:
        try:
            module = import_module(name)
        except ModuleNotFoundError:
            continue
        return module.guarded(module.start(), several=False).assistant
    raise SystemExit("this checkout has no assistant that is known here")


async def _count(assistant: Any, profile: TurnProfile) -> None:
    counts = []
    for kind, texts in PROFILED.items():
        # Once uncounted, in other words: what is loaded at first is no part of a turn, what is
        # remembered of the very words would be missing from it.
        for end in ("!", ""):
            conversation = f"profile-{kind}{len(end)}".replace(" ", "-")
            for text in texts[:-1]:
                await assistant.reply(conversation, text)
            with profile:
                await assistant.reply(conversation, texts[-1] + end)
        counts.append((len(profile.functions), profile.changes.total()))
        print(f"{kind:<12} {counts[-1][0]:>9} {counts[-1][1]:>9}")
        if "-v" in sys.argv:
            print(*(f"    {n:>5} {what}" for what, n in profile.changes.most_common()), sep="\n")
            print(*(f"    {n:>5} {what}" for what, n in profile.functions.most_common()), sep="\n")
    medians = (statistics.median(column) for column in zip(*counts, strict=True))
    print("{:<12} {:>9.0f} {:>9.0f}".format("median", *medians))


def main() -> None:
    """Print functions and changes of room of each message, and the median."""
    print(f"{'message':<12} {'functions':>9} {'changes':>9}")
    asyncio.run(_count(_started(), TurnProfile(Path.cwd())))


if __name__ == "__main__":
    main()
