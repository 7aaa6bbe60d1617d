"""Visitors behind one nginx, and behind a firewall before it, as deploy/nginx.conf has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import httpx
import pytest
from browser_rig import serving
from needs import needs
from nginx_rig import deployed, free_port, proxying
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

pytestmark = needs("nginx")
#: Where the firewall's connections come from.
FIREWALL = "127.0.0.5"
#: What nginx lets one visitor send at once, by deploy/nginx.conf.
AT_ONCE = 60


def who(request: Request) -> PlainTextResponse:
    """Answer with the address the program takes a visitor for."""
    assert request.client
    return PlainTextResponse(request.client.host)


@pytest.fixture(scope="module")
def inner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    with serving(Starlette(routes=[Route("/{rest:path}", who)])) as app:
        servers = deployed(app.removeprefix("http://"), port, FIREWALL)
        with proxying(tmp_path_factory.mktemp("nginx") / "inner", servers, port) as address:
            yield address


@pytest.fixture(scope="module")
def outer(inner: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    servers = f"""server {{
      listen 127.0.0.1:{port};
      location / {{
        proxy_pass {inner}; proxy_bind {FIREWALL};
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      }}
    }}"""
    with proxying(tmp_path_factory.mktemp("nginx") / "outer", servers, port) as address:
        yield address


def visitor(address: str, own: str) -> httpx.Client:
    return httpx.Client(base_url=address, transport=httpx.HTTPTransport(local_address=own))


def test_each_visitor_behind_the_firewall_has_his_own_address_and_limit(outer: str) -> None:
    for number in range(1, 150):
        own = f"127.0.9.{number}"
        with visitor(outer, own) as client:
            answer = client.get("/")
            assert (answer.status_code, answer.text) == (200, own)


def test_who_floods_is_refused_alone(outer: str) -> None:
    with visitor(outer, "127.0.8.1") as client:
        given = Counter(client.get("/").status_code for _ in range(6 * AT_ONCE))
    assert set(given) == {200, 429}
    assert given[200] >= AT_ONCE
    with visitor(outer, "127.0.8.2") as client:
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("forged", ["203.0.113.7", "203.0.113.7, 198.51.100.1", "127.0.0.1", "x"])
def test_a_forged_header_is_not_believed(inner: str, outer: str, forged: str) -> None:
    for address in (inner, outer):
        with visitor(address, "127.0.7.1") as client:
            answer = client.get("/", headers={"X-Forwarded-For": forged})
            assert answer.text == "127.0.7.1"


def test_a_new_forged_address_each_time_is_still_one_visitor(outer: str) -> None:
    with visitor(outer, "127.0.6.1") as client:
        given = Counter(
            client.get("/", headers={"X-Forwarded-For": f"203.0.113.{n % 250}"}).status_code
            for n in range(6 * AT_ONCE)
        )
    assert given[429] > AT_ONCE
