"""Free ports, and waiting for servers that are not up yet."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import httpx


def bind() -> socket.socket:
    """Return a listening socket on a free port."""
    return socket.create_server(("127.0.0.1", 0))


def free_port() -> int:
    with bind() as probe:
        return int(probe.getsockname()[1])


def wait(done: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds; a server that does not answer yet is waited for."""
    end = time.monotonic() + seconds
    while True:
        try:
            if done():
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
