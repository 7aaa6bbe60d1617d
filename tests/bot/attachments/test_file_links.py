"""The addresses of files and the key that signs them."""

from __future__ import annotations

import logging
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from itsdangerous import TimestampSigner

from actions.answer import Attachment, curated
from bot.attachments.links import VALID, BrokenLink, ExpiredLink, SignedLinks, Wanted
from bot.attachments.secret import secret_key
from bot.settings.environment import read_settings

ROOT = Path(__file__).parents[3]
KEY = b"a key of more than sixteen bytes"
DATA = {"facts": {"place": "义乌市", "amount": 300000}, "form": "docx"}
LETTER = Attachment("document", curated("投诉信", "Letter"), "投诉信.docx", "wages_letter", DATA)


def parts(address: str) -> tuple[str, str]:
    """Return token and file name of an address, decoded as a server does."""
    before, folder, token, name = address.split("/")
    assert (before, folder) == ("", "files")
    return token, unquote(name)


@pytest.fixture
def links() -> SignedLinks:
    return SignedLinks(KEY)


def test_an_address_holds_all_that_is_needed_to_make_the_file(links: SignedLinks) -> None:
    token, name = parts(links.address(LETTER, "en"))
    assert name == "投诉信.docx"
    assert SignedLinks(KEY).wanted(token, name) == Wanted("wages_letter", DATA, "en")


def test_an_address_is_made_of_signs_that_need_no_quoting(links: SignedLinks) -> None:
    address = links.address(LETTER, "zh-Hans")
    assert address.isascii()
    assert not set(address) & set(" \"'<>&?#")


def test_a_long_wish_still_fits_in_an_address(links: SignedLinks) -> None:
    wish = "".join(chr(0x4E00 + number * 7 % 5000) for number in range(2000))
    request = Attachment("document", curated("表", "Form"), "表.txt", "request_letter", {"w": wish})
    address = links.address(request, "zh-Hans")
    assert len(address) < 8000
    assert links.wanted(*parts(address)).data == {"w": wish}


@pytest.mark.parametrize("place", [0, 5, 20, -20, -1])
def test_a_changed_token_is_refused(links: SignedLinks, place: int) -> None:
    token, name = parts(links.address(LETTER, "zh-Hans"))
    place %= len(token)
    # The last sign of base64 holds spare bits: a neighbour may decode to the same bytes.
    other = "A" if token[place] not in "ABCD" else "z"
    with pytest.raises(BrokenLink):
        links.wanted(token[:place] + other + token[place + 1 :], name)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", ".", "义乌", "\x00", "a" * 100_000])
def test_what_is_no_token_is_refused(links: SignedLinks, token: str) -> None:
    with pytest.raises(BrokenLink):
        links.wanted(token, "投诉信.docx")


def test_a_file_is_not_given_under_another_name(links: SignedLinks) -> None:
    token, _ = parts(links.address(LETTER, "zh-Hans"))
    with pytest.raises(BrokenLink):
        links.wanted(token, "投诉信.exe")


def test_another_key_does_not_open_an_address(links: SignedLinks) -> None:
    with pytest.raises(BrokenLink):
        SignedLinks(b"some other key of some length").wanted(
            *parts(links.address(LETTER, "zh-Hans"))
        )


@pytest.mark.parametrize(
    ("age", "opens"), [(VALID - 60, True), (VALID + 60, False), (-5, True), (-3600, True)]
)
def test_an_address_is_good_for_seven_days_whose_clock_ever_is_ahead(
    links: SignedLinks, monkeypatch: pytest.MonkeyPatch, age: int, opens: bool
) -> None:
    made = int(time.time()) - age
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: made)
    token, name = parts(links.address(LETTER, "zh-Hans"))
    if opens:
        assert links.wanted(token, name).maker == "wages_letter"
    else:
        with pytest.raises(ExpiredLink):
            links.wanted(token, name)


def test_the_key_of_the_environment_is_used(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret"
    assert secret_key(KEY.decode(), path) == KEY
    assert not path.exists()


def test_a_short_key_of_the_environment_is_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert secret_key("short", tmp_path / "secret") == b"short"
    assert "WENCE_SECRET" in caplog.text
    assert "'short'" not in caplog.text


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret"
    key = secret_key("", path)
    assert len(key) >= 32
    assert secret_key(read_settings({"WENCE_SECRET": "  "}).secret.get_secret_value(), path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["secret"]


MAKE_KEY = """
import sys
from pathlib import Path
from bot.attachments.secret import secret_key
sys.stdin.read(1)
print(secret_key("", Path(sys.argv[1])).decode())
"""


def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKE_KEY, str(tmp_path / "var" / "secret")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(4)]
    time.sleep(0.5)
    for process in running:
        process.stdin.write("g")
        process.stdin.flush()
    keys = {process.communicate(timeout=30)[0].strip() for process in running}
    assert len(keys) == 1
    assert len(keys.pop()) >= 32


@pytest.mark.parametrize("content", [b"", b"cut off"])
def test_a_damaged_key_file_is_told_and_not_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)
    assert len(secret_key("", path)) >= 32
    assert "delete it" in caplog.text


def test_where_no_key_can_be_kept_one_serves_this_process(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # A file where the folder should be; a folder without rights would not stop root.
    (tmp_path / "var").write_text("in the way")
    first = secret_key("", tmp_path / "var" / "secret")
    assert len(first) >= 32
    assert secret_key("", tmp_path / "var" / "secret") != first
    assert "make the folder writable or set WENCE_SECRET" in caplog.text
    assert first.decode() not in caplog.text
