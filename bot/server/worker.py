"""One worker of the server."""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import Any

from gunicorn.arbiter import Arbiter
from uvicorn.server import Server
from uvicorn_worker import UvicornWorker

#: Seconds a connection is kept open between two requests.
KEEP_ALIVE = 5
#: Seconds in which whoever was connected just before the end can still send a message.
_LINGER = 1.0


class Worker(UvicornWorker):
    """Runs the application under uvicorn; there are no web sockets here."""

    CONFIG_KWARGS: dict[str, Any] = {
        "loop": "auto",
        "http": "auto",
        "ws": "none",
        "lifespan": "on",
        "server_header": False,
        "timeout_keep_alive": KEEP_ALIVE,
    }

    async def _serve(self) -> None:
        # As UvicornWorker does, with the server below.
        self.config.app = self.wsgi
        server = LingeringServer(config=self.config)
        self._install_sigquit_handler()
        await server.serve(sockets=self.sockets)
        if not server.started:
            sys.exit(Arbiter.WORKER_BOOT_ERROR)


class LingeringServer(Server):
    """Takes no more connections when it is to end, but still hears those it has taken.

    uvicorn closes at once whatever has not sent its message yet: while workers are replaced a
    message would be lost now and then.
    """

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what was begun, and what begins within :data:`_LINGER` seconds."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(_LINGER)
        await super().shutdown(sockets)
