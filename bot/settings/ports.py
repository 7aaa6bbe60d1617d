"""Whether a port can be listened on."""

from __future__ import annotations

import socket


def family_of(host: str) -> socket.AddressFamily:
    """Return the kind of address a host is written as."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def is_free(host: str, port: int) -> bool:
    """Tell whether nobody listens on a port of this machine."""
    with socket.socket(family_of(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
