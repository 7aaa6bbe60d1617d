"""Asks a running server questions over HTTP and takes the time of every answer."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.rasa.errors import EngineError

#: Messages of a conversation, then another begins.
_CONVERSATION = 5
#: Seconds an answer may take.
_REPLY_TIMEOUT = 60
_PAUSE = 0.05


class NoAnswerError(EngineError):
    """A server answered with an error, with nothing, or not at all."""


@dataclass(frozen=True)
class Protocol:
    """How a server is asked.

    Attributes:
        path: Where questions are posted.
        body: Makes the JSON of a conversation's id and a text.
        answered: Tells whether the JSON that came back holds an answer.
    """

    path: str
    body: Callable[[str, str], dict[str, str]]
    answered: Callable[[Any], bool]


class Asker:
    """One client with one connection that is kept open.

    Args:
        port: Port of the server on this machine.
        protocol: How it is asked.
    """

    def __init__(self, port: int, protocol: Protocol) -> None:
        self._protocol = protocol
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_REPLY_TIMEOUT)

    def ask(self, conversation: str, text: str) -> float:
        """Ask and return the seconds until the answer was there.

        Raises:
            NoAnswerError: What came is no answer.
            OSError: The server is not reachable.
        """
        body = json.dumps(self._protocol.body(conversation, text)).encode()
        began = time.perf_counter()
        try:
            self._connection.request(
                "POST", self._protocol.path, body, {"Content-Type": "application/json"}
            )
            response = self._connection.getresponse()
            content = response.read()
        except http.client.HTTPException as error:
            self._connection.close()
            raise NoAnswerError(f"{text!r}: {type(error).__name__}") from error
        except OSError:
            self._connection.close()
            raise
        seconds = time.perf_counter() - began
        if response.status != 200 or not self._protocol.answered(json.loads(content)):
            raise NoAnswerError(f"{text!r}: status {response.status}, {content[:200]!r}")
        return seconds

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def first_answer(asker: Asker, text: str, gave_up: Callable[[], bool], seconds: float) -> None:
    """Ask until the server answers.

    Raises:
        NoAnswerError: It ended, or did not answer in time.
    """
    deadline = time.monotonic() + seconds
    while not gave_up() and time.monotonic() < deadline:
        try:
            asker.ask("first", text)
        except (OSError, NoAnswerError):
            time.sleep(_PAUSE)
        else:
            return
    raise NoAnswerError("the server did not begin to answer")


def in_turn(asker: Asker, questions: Sequence[str], count: int, name: str) -> list[float]:
    """Ask one question after the other, in short conversations.

    Args:
        asker: Who asks.
        questions: The questions; they begin anew when all were asked.
        count: How many are asked.
        name: Beginning of the conversations' ids.
    """
    return [asker.ask(*turn) for turn in itertools.islice(_turns(questions, name), count)]


def in_one_conversation(
    asker: Asker, questions: Sequence[str], count: int, name: str
) -> list[float]:
    """Ask in a single conversation and return the seconds of each turn."""
    return [asker.ask(name, text) for text in itertools.islice(itertools.cycle(questions), count)]


def at_once(
    askers: Sequence[Asker], questions: Sequence[str], seconds: float, name: str
) -> tuple[int, float]:
    """Ask as fast as answers come, every client on its own.

    Returns:
        The number of answers, and the seconds in which they came.

    Raises:
        NoAnswerError: A client was not answered.
    """
    counts = [0] * len(askers)
    failed: list[Exception] = []
    deadline = time.perf_counter() + seconds

    def ask_on(number: int) -> None:
        started = number * len(questions) // len(askers)
        mine = [*questions[started:], *questions[:started]]
        turns = _turns(mine, f"{name}-{number}")
        try:
            while time.perf_counter() < deadline:
                askers[number].ask(*next(turns))
                counts[number] += 1
        except (OSError, NoAnswerError) as error:
            failed.append(error)

    threads = [threading.Thread(target=ask_on, args=(number,)) for number in range(len(askers))]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise NoAnswerError(f"{len(failed)} of {len(askers)} clients: {failed[0]}")
    return sum(counts), time.perf_counter() - began


def _turns(questions: Sequence[str], name: str) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(itertools.cycle(questions)):
        yield f"{name}-{number // _CONVERSATION}", text
