"""Which uv is fetched: the one of uv.lock for this machine, from the registry, with its hash."""

from __future__ import annotations

import base64
import importlib.util
import io
import platform
from pathlib import Path
from types import ModuleType
from urllib.request import Request

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def get_uv() -> ModuleType:
    spec = importlib.util.spec_from_file_location("get_uv", ROOT / "tools/setup/get_uv.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("system", "machine", "library", "tag"),
    [
        ("Linux", "x86_64", "glibc", "manylinux_2_17_x86_64"),
        ("Linux", "aarch64", "glibc", "manylinux_2_17_aarch64"),
        ("Linux", "x86_64", "", "musllinux_1_1_x86_64"),
        ("Linux", "aarch64", "", "musllinux_1_1_aarch64"),
        ("Darwin", "arm64", "", "macosx_11_0_arm64"),
        ("Darwin", "x86_64", "", "macosx_10_12_x86_64"),
    ],
)
def test_the_lock_has_a_wheel_for_each_machine(
    get_uv: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    machine: str,
    library: str,
    tag: str,
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(platform, "libc_ver", lambda: (library, ""))
    name, wanted = get_uv.wheel_for_this_machine((ROOT / "uv.lock").read_text("utf-8"))
    assert tag in name
    assert len(wanted) == 64


def test_a_machine_without_a_wheel_is_told(
    get_uv: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "vax")
    with pytest.raises(SystemExit, match="no uv for this machine"):
        get_uv.wheel_for_this_machine((ROOT / "uv.lock").read_text("utf-8"))


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("../../files/uv-1.0.0-py3-none-any.whl#sha256=0", "is not the one in uv.lock"),
        ("../../files/uv-0.9.0-py3-none-any.whl", "has no uv-1.0.0-py3-none-any.whl"),
    ],
)
def test_another_file_than_the_locked_one_is_refused(
    get_uv: ModuleType, monkeypatch: pytest.MonkeyPatch, link: str, told: str
) -> None:
    there = {
        "http://mirror.example/simple/uv/": f'<a href="{link}">uv</a>'.encode(),
        "http://mirror.example/files/uv-1.0.0-py3-none-any.whl": b"something else",
    }
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://mirror.example/simple/")
    monkeypatch.setattr(get_uv, "fetch", there.__getitem__)
    with pytest.raises(SystemExit, match=told):
        get_uv.fetch_wheel("uv-1.0.0-py3-none-any.whl", "0" * 64)


@pytest.mark.parametrize(
    ("address", "asked", "sent"),
    [
        ("https://anna:p%40ss@mirror.example/uv/", "https://mirror.example/uv/", "anna:p@ss"),
        ("http://token@mirror.example:8080/uv/", "http://mirror.example:8080/uv/", "token"),
        ("https://mirror.example/uv/", "https://mirror.example/uv/", None),
    ],
)
def test_name_and_password_of_a_mirror_are_sent_beside_the_address(
    get_uv: ModuleType, monkeypatch: pytest.MonkeyPatch, address: str, asked: str, sent: str | None
) -> None:
    requests: list[Request] = []

    def answer(request: Request, timeout: float) -> io.BytesIO:
        requests.append(request)
        return io.BytesIO(b"page")

    monkeypatch.setattr(get_uv.urllib.request, "urlopen", answer)
    assert get_uv.fetch(address) == b"page"
    [request] = requests
    header = request.get_header("Authorization")
    assert request.full_url == asked
    assert (header and base64.b64decode(header.split()[1]).decode()) == sent


def test_the_password_of_a_mirror_is_not_shown(
    get_uv: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://anna:secret@mirror.example/simple")
    monkeypatch.setattr(get_uv, "fetch", lambda address: b"")
    with pytest.raises(SystemExit) as told:
        get_uv.fetch_wheel("uv-1.0.0-py3-none-any.whl", "0" * 64)
    assert "mirror.example/simple/uv/ has no" in str(told.value)
    assert "secret" not in str(told.value)
