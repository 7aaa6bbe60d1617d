"""Serves ``/metrics`` on a port of its own, for one process or for several.

Knows nothing of what is counted: nothing may be before :func:`share_metrics`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from bot.settings.errors import SettingError
from bot.settings.libraries import share_counts
from bot.settings.ports import family_of

_LOCAL = "127.0.0.1"
#: Seconds between two looks whether the parent is still there.
_LOOK = 1.0
_ROOT = Path(__file__).resolve().parents[2]
#: Where the values of several processes are kept; ``None`` for those of this process alone.
_shared: Path | None = None


@dataclass(frozen=True)
class Served:
    """Metrics that are being served.

    Attributes:
        port: Where.
    """

    port: int
    _server: WSGIServer | None = None
    _child: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        """Stop serving."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        if self._child:
            self._child.terminate()
            self._child.wait()


def share_metrics() -> Path:
    """Let several processes add up their metrics, in files of a new folder.

    For the parent of the processes, before anything is counted. The folder goes when
    the parent ends.

    Raises:
        RuntimeError: Something was counted already.
    """
    if "prometheus_client" in sys.modules:
        raise RuntimeError("prometheus_client was imported before its values could be shared")
    global _shared
    _shared = folder = Path(tempfile.mkdtemp(prefix="wence-metrics-"))
    # It reads that when it is imported.
    share_counts(folder)
    parent = os.getpid()

    def remove() -> None:
        # Forked processes inherit what is to be done at the end.
        if os.getpid() == parent:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder


def process_ended(pid: int) -> None:
    """Forget the gauges of a process that ended: gunicorn's ``child_exit`` calls this.

    Its counts stay: they happened.
    """
    from prometheus_client.multiprocess import mark_process_dead

    if _shared:
        mark_process_dead(pid, str(_shared))


def serve_metrics(port: int, host: str = _LOCAL) -> Served:
    """Serve the metrics until this process ends.

    After :func:`share_metrics` a small process of its own does so, which reads the files of the
    others; start it before the model is loaded. Otherwise a thread serves this process's values.

    Args:
        port: Port to listen on, 0 for any.
        host: Address to listen on.

    Raises:
        SettingError: The port is taken or not allowed.
    """
    listener = _listen(host, port)
    taken = int(listener.getsockname()[1])
    if _shared:
        return Served(taken, _child=_start_child(listener, _shared))
    server = _server(listener)
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return Served(taken, _server=server)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=family_of(host), backlog=16)
    except OSError as error:
        raise SettingError(
            f"metrics cannot be served on {host} port {port} ({error.strerror or error}); "
            "choose another with WENCE_METRICS_PORT"
        ) from error


def _start_child(listener: socket.socket, shared: Path) -> subprocess.Popen[bytes]:
    number = listener.fileno()
    command = [sys.executable, "-m", __name__, str(number), str(os.getpid()), str(shared)]
    with listener:
        return subprocess.Popen(
            command, cwd=_ROOT, pass_fds=(number,), stdin=subprocess.DEVNULL, close_fds=True
        )


class _Quiet(WSGIRequestHandler):
    """Logs no single requests."""

    def log_message(self, *_: object) -> None:
        """Log nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def _server(listener: socket.socket, shared: Path | None = None) -> WSGIServer:
    """Return a server of the metrics on a listening socket.

    Args:
        listener: The socket.
        shared: Where the values of several processes are; ``None`` for this one's.
    """
    from prometheus_client import REGISTRY, CollectorRegistry, make_wsgi_app
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = REGISTRY
    if shared:
        registry = CollectorRegistry()
        MultiProcessCollector(registry, str(shared))  # type: ignore[no-untyped-call]
    address = listener.getsockname()
    server = _Server(address[:2], _Quiet, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.server_name, server.server_port = str(address[0]), int(address[1])
    server.setup_environ()
    server.set_app(make_wsgi_app(registry))
    return server


def _serve_for(parent: int, listener: socket.socket, shared: Path) -> None:
    """Serve until the parent is gone, however it ended."""
    server = _server(listener, shared)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    while os.getppid() == parent:
        time.sleep(_LOOK)


if __name__ == "__main__":
    _serve_for(int(sys.argv[2]), socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[3]))
