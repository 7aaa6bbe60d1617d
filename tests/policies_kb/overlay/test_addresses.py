"""The doors of the base: listed with source and day, checked, and asked over a network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from policies_kb.checks.addresses import check_addresses
from policies_kb.cli import main
from policies_kb.overlay.addresses import addresses, ask_pages
from policies_kb.overlay.loader import read_curated
from policies_kb.paths import CURATED

Capture = pytest.CaptureFixture[str]
DOOR = """- id: {id}
  name: {{zh: {name}, en: Door}}
  {address}
  takes: {{zh: 收灯的事, en: Lamps}}
  topics: [any]
  source: 某报 2026-11-01
  checked: 2026-11-01
  recheck: 90
  confidence: copy
"""


def curated(folder: Path, *doors: tuple[str, str, str]) -> Path:
    rows = (DOOR.format(id=name, name=label, address=address) for name, label, address in doors)
    (folder / "channels.yml").write_text("".join(rows), encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    tables, faults = read_curated(folder)
    assert faults == []
    return [str(problem) for problem in check_addresses(addresses(tables))]


def test_every_door_of_the_base_has_source_day_and_use(capsys: Capture) -> None:
    assert main(["links"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert all(len(line) == 5 and all(line) for line in lines)
    shown = {line[0] for line in lines}
    tables, _ = read_curated(CURATED)
    given = {row[key] for row, _ in tables["channel"] for key in ("phone", "url") if key in row}
    assert given <= shown and {"12345", "12356", "https://ipcrs.pbccrc.org.cn"} <= shown


def test_the_doors_of_the_base_are_in_order(capsys: Capture) -> None:
    assert main(["links", "--check", "--today", "2026-11-30"]) == 0
    assert capsys.readouterr().out.startswith("33 addresses and numbers")


def test_what_is_due_is_named(capsys: Capture) -> None:
    assert main(["links", "--check", "--today", "2027-02-21"]) == 1
    out = capsys.readouterr().out
    assert "hotline_12333: '12333' is to be checked again since 2027-02-21" in out
    assert "labour_contract" not in out


def test_a_day_to_come_is_no_day_of_checking(tmp_path: Path, capsys: Capture) -> None:
    folder = curated(tmp_path, ("lamps", "灯", 'phone: "12345"'))
    # Two thousand and twenty-seven for twenty-six: it would never be due.
    assert main(["links", "--check", "--curated", str(folder), "--today", "2026-10-31"]) == 1
    assert "lamps: '12345' was checked on 2026-11-01, which is still" in capsys.readouterr().out
    assert main(["links", "--check", "--curated", str(folder), "--today", "2026-11-01"]) == 0


@pytest.mark.parametrize(
    "address",
    [
        'phone: "1234"',
        'phone: "12345678901"',
        'phone: "0571"',
        'phone: "400-81-8866"',
        "url: https://localhost/a",
        "url: https://zj.gov..cn",
        "url: https://www.zj.gov.cn:8443x/",
        "url: https://user@www.zj.gov.cn/",
    ],
)
def test_a_malformed_address_is_found(address: str, tmp_path: Path) -> None:
    [problem] = problems(curated(tmp_path, ("lamps", "灯", address)))
    assert problem.startswith("channels.yml:1: lamps: ") and problem.endswith("is malformed")


@pytest.mark.parametrize(
    "address",
    ['phone: "110"', 'phone: "12345"', 'phone: "0571-87654321"', 'phone: "400-810-8866"',
     "url: http://tiaojie.12333.gov.cn/portal/"],
)  # fmt: skip
def test_a_good_address_is_left_alone(address: str, tmp_path: Path) -> None:
    assert problems(curated(tmp_path, ("lamps", "灯", address))) == []


def test_a_number_given_for_two_doors_is_found(tmp_path: Path) -> None:
    doors = [("lamps", "路灯热线", 'phone: "12345"'), ("parks", "公园热线", 'phone: "12345"')]
    assert problems(curated(tmp_path, *doors)) == [
        "channels.yml:10: parks: '12345' stands with lamps already"
    ]
    named = 'phone: "12345"\n  where: {zh: 打路灯热线, en: Call the lamps}'
    assert problems(curated(tmp_path, doors[0], ("parks", "公园热线", named))) == []


def test_the_same_page_written_in_two_ways_is_doubled(tmp_path: Path) -> None:
    doors = [("a", "甲", "url: https://www.zj.gov.cn/"), ("b", "乙", "url: http://zj.gov.cn")]
    assert len(problems(curated(tmp_path, *doors))) == 1


def test_a_door_without_a_source_is_found(tmp_path: Path, capsys: Capture) -> None:
    folder = curated(tmp_path, ("lamps", "灯", 'phone: "12345"'))
    file = folder / "channels.yml"
    text = file.read_text(encoding="utf-8").replace("  source: 某报 2026-11-01\n", "")
    file.write_text(text, encoding="utf-8")
    assert main(["links", "--check", "--curated", str(folder)]) == 1
    assert "channels.yml:1: lamps: " in (out := capsys.readouterr().out) and "source" in out


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response({"/here": 200, "/shy": 403}.get(self.path, 404))
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_with_a_network_each_page_is_opened_once(site: str, tmp_path: Path) -> None:
    doors = [(f"d{at}", f"门{at}", f"url: {site}/{path}")
             for at, path in enumerate(("here", "shy", "gone", "here"))]  # fmt: skip
    doors.append(("dead", "死", "url: http://127.0.0.1:9/"))
    tables, _ = read_curated(curated(tmp_path, *doors, ("tel", "电", 'phone: "12345"')))
    said = dict(ask_pages(addresses(tables)))
    assert list(said) == [f"{site}/{path}" for path in ("here", "shy", "gone")] + [
        "http://127.0.0.1:9/"
    ]
    assert said[f"{site}/here"] == "answers 200" and said[f"{site}/shy"] == "answers 403"
    assert said[f"{site}/gone"] == "does not answer: 404"
    assert said["http://127.0.0.1:9/"].startswith("does not answer: ")


def test_a_page_that_does_not_answer_fails_the_command(
    site: str, tmp_path: Path, capsys: Capture
) -> None:
    folder = curated(tmp_path, ("here", "此", f"url: {site}/here"))
    assert main(["links", "--online", "--curated", str(folder)]) == 0
    assert f"{site}/here\tanswers 200" in capsys.readouterr().out
    folder = curated(tmp_path, ("gone", "无", f"url: {site}/gone"))
    assert main(["links", "--online", "--curated", str(folder)]) == 1
