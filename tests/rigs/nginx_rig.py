"""nginx with a configuration of a test, or with that of deploy/."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from needs import nginx
from waiting import free_port, wait

DEPLOY = Path(__file__).parents[2] / "deploy" / "nginx.conf"
_AROUND = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {servers}
}}
"""


def deployed(app: str, port: int, outer: str = "") -> str:
    """Return the configuration of deploy/ for a test: without TLS, on another port.

    Args:
        app: Host and port of the program.
        port: Where it listens.
        outer: Address of a proxy before it, as an operator would name it; empty for none.
    """
    servers = DEPLOY.read_text()
    plain = (
        servers[: servers.index("server {\n    listen 80;")]
        + servers[servers.index("server {\n    listen 443 ssl;") :]
    )
    changes = {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "    ssl_certificate /etc/nginx/tls/fullchain.pem;\n": "",
        "    ssl_certificate_key /etc/nginx/tls/privkey.pem;\n": "",
        "server wence:8080 ": f"server {app} ",
    }
    if outer:
        changes["# set_real_ip_from 10.0.0.5;"] = f"set_real_ip_from {outer};"
    for old, new in changes.items():
        assert plain.count(old) == 1, old
        plain = plain.replace(old, new)
    return plain


@contextmanager
def proxying(folder: Path, servers: str, port: int) -> Iterator[str]:
    """Run nginx and yield its address."""
    folder.mkdir()
    path = folder / "nginx.conf"
    path.write_text(_AROUND.format(folder=folder, servers=servers))
    program = nginx()
    assert program
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait(lambda: httpx.get(address).status_code > 0, 10)
        yield address
    finally:
        process.terminate()
        process.wait(10)


__all__ = ["deployed", "free_port", "proxying"]
