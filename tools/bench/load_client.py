"""Holds many conversations at once with a server, over HTTP."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.conversation.cleaning import clean_message
from bot.conversation.turn import MAX_MESSAGE
from bot.privacy.masking import mask
from tools.bench.load_tally import LoadTally, Timed

#: Messages of a conversation at most.
LONGEST_TURN = 12
#: Seconds an answer may take.
REPLY_TIMEOUT = 30.0
#: Sent so often at most where connections break; with a pause in seconds between.
_TRIES, _PAUSE = 20, 0.5
#: Seconds between two messages of a conversation at least, on average.
_THINKING = 4
_FEWEST = 32


@dataclass
class LoadConversation:
    """One conversation; its messages go one after the other.

    Attributes:
        name: Its id.
        left: How many messages are still to be sent.
        turn: Turn of the last answer.
        turns: Holds the next message back until the last one is answered.
    """

    name: str
    left: int
    turn: int = 0
    turns: asyncio.Lock = field(default_factory=asyncio.Lock)


class Client:
    """Sends messages and counts what comes back.

    Each message has a connection of its own, as behind a proxy that keeps none.

    Args:
        url: Address of the server.
        questions: What is asked.
        seed: Makes the same conversations again.
        retry: Whether a message whose connection broke is sent again.
    """

    def __init__(self, url: str, questions: Sequence[str], seed: int, retry: bool = False) -> None:
        self._url = f"{url}/api/chat"
        self._questions = questions
        self._dice = random.Random(seed)
        self._tries = _TRIES if retry else 1
        self._started = 0
        # Conversations of another run with the same store must not go on in this one.
        self._run = f"load-{time.time_ns():x}"

    async def closed(self, conversations: int, seconds: float) -> tuple[LoadTally, float]:
        """Hold so many conversations at once, each message right after the last answer.

        Returns:
            The counts and the seconds it took.
        """
        tally, began = LoadTally(), time.perf_counter()

        async def talk(session: aiohttp.ClientSession) -> None:
            held = self._new()
            while time.perf_counter() < began + seconds:
                held = held if held.left else self._new()
                await self._say(session, held, self._question(held), began, None, tally)

        async with _session() as session:
            await asyncio.gather(*(talk(session) for _ in range(conversations)))
        return tally, time.perf_counter() - began

    async def open(self, rate: float, seconds: float, tally: LoadTally) -> None:
        """Send messages at times that do not depend on the answers.

        The times of a message's answer count from when it was to be sent, even where its
        conversation still waited for the answer before.

        Args:
            rate: Messages a second on average; the gaps are exponential.
            seconds: How long.
            tally: Counts as it goes.
        """
        began = time.perf_counter()
        sending: set[asyncio.Task[None]] = set()
        async with _session() as session:
            for intended, held in self._plan(rate, seconds):
                await asyncio.sleep(began + intended - time.perf_counter())
                message = self._say(session, held, self._question(held), began, intended, tally)
                task = asyncio.create_task(message)
                sending.add(task)
                task.add_done_callback(sending.discard)
            await asyncio.gather(*sending)

    def _plan(self, rate: float, seconds: float) -> Iterator[tuple[float, LoadConversation]]:
        """Yield when to send a message of which conversation."""
        held = [self._new() for _ in range(max(_FEWEST, round(rate * _THINKING)))]
        intended, place = 0.0, 0
        while (intended := intended + self._dice.expovariate(rate)) < seconds:
            place = (place + 1) % len(held)
            if not held[place].left:
                held[place] = self._new()
            yield intended, held[place]

    def _new(self) -> LoadConversation:
        self._started += 1
        return LoadConversation(f"{self._run}-{self._started}", self._dice.randint(1, LONGEST_TURN))

    def _question(self, held: LoadConversation) -> str:
        held.left -= 1
        return self._dice.choice(self._questions)

    async def _say(
        self,
        session: aiohttp.ClientSession,
        held: LoadConversation,
        question: str,
        began: float,
        intended: float | None,
        tally: LoadTally,
    ) -> None:
        """Send a message when its turn has come, and count what becomes of it."""
        tally.sent += 1
        async with held.turns:
            due = time.perf_counter() - began if intended is None else intended
            for tries in range(1, self._tries + 1):
                try:
                    status, reply = await self._post(session, held.name, question)
                except TimeoutError:
                    tally.lost["timeout"] += 1
                    return
                except (aiohttp.ClientError, OSError) as error:
                    if tries == self._tries:
                        tally.lost[type(error).__name__] += 1
                        return
                    tally.broken += 1
                    await asyncio.sleep(_PAUSE)
                    continue
                break
            if status != 200:
                tally.lost[f"HTTP {status}"] += 1
                return
            tally.times.append(Timed(due, time.perf_counter() - began - due))
            _check(reply, held, question, tries, tally)

    async def _post(
        self, session: aiohttp.ClientSession, name: str, question: str
    ) -> tuple[int, dict[str, Any]]:
        body = {"conversation": name, "message": question}
        async with session.post(self._url, json=body) as response:
            return response.status, await response.json() if response.status == 200 else {}


def _check(
    reply: dict[str, Any], held: LoadConversation, question: str, tries: int, tally: LoadTally
) -> None:
    asked = mask(clean_message(question))[:MAX_MESSAGE]
    if reply["conversation"] != held.name or reply["question"] != asked:
        tally.strayed += 1
    if reply["status"] == "error":
        tally.errors += 1
        return
    tally.turn(reply["turn"], held.turn, tries)
    held.turn = reply["turn"]


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, force_close=True),
        timeout=aiohttp.ClientTimeout(total=REPLY_TIMEOUT),
    )
