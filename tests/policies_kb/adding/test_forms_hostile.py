"""Files that are made to break their reader: one sentence each, nothing kept, nothing run."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from policies_kb.adding.forms import file_limits, read_paper_file, sandbox
from policies_kb.adding.forms.kinds import FileKind
from policies_kb.adding.forms.packs import open_packs
from policies_kb.errors import SourceError
from policies_kb.text.files import MAX_FILE_BYTES

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _refused(path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        read_paper_file(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def _word(path: Path, document: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        pack.writestr("word/document.xml", document)
    return path


def test_a_zip_bomb(tmp_path: Path) -> None:
    bomb = _word(tmp_path / "bomb.docx", b" " * (file_limits.MAX_UNPACKED + 10))
    assert bomb.stat().st_size < 1 << 20
    assert "unpacks to more than" in _refused(bomb)


def test_an_entity_bomb_and_one_that_reads_files(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 60))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]><w:document {_W}>&e59;</w:document>'
    reads = (
        f'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document {_W}>&f;</w:document>'
    )
    for document in (bomb, reads):
        assert "declares entities" in _refused(_word(tmp_path / "bomb.docx", document))


def test_a_page_of_entities_and_one_nested_without_end(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body>" + "<div>" * 100_000 + "words", encoding="utf-8")
    try:
        assert len(read_paper_file(page).text) < 100
    except SourceError as refused:
        assert "\n" not in str(refused)
    page.write_text(
        '<!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body>&f;</body></html>',
        encoding="utf-8",
    )
    assert "root:" not in read_paper_file(page).text


@pytest.mark.parametrize(
    "tail",
    [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Parent 2 0 R/Kids[3 0 R]"
        b"/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/Contents 3 0 R/Resources 3 0 R>>endobj",
        b"garbage " * 50,
    ],
)
def test_a_pdf_that_loops_or_is_broken(tail: bytes, tmp_path: Path) -> None:
    path = tmp_path / "loop.pdf"
    path.write_bytes(b"%PDF-1.7\n" + tail + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    assert _refused(path)


def test_a_pdf_of_too_many_pages(tmp_path: Path) -> None:
    from fpdf import FPDF

    pdf = FPDF()
    for _ in range(file_limits.MAX_PAGES + 1):
        pdf.add_page()
    pdf.output(str(tmp_path / "long.pdf"))
    assert f"{file_limits.MAX_PAGES} at most" in _refused(tmp_path / "long.pdf")


def test_a_file_that_is_too_big_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert "MB" in _refused(path)


def test_a_reader_that_runs_on_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = "import time; time.sleep(60)"
    monkeypatch.setattr(sandbox, "child_command", lambda form, file: [sys.executable, "-c", slow])
    monkeypatch.setattr(sandbox, "READ_SECONDS", -4)
    with pytest.raises(SourceError, match="takes too long"):
        sandbox.read_in_child(FileKind.PDF, tmp_path / "slow.pdf")


def test_a_reader_that_dies_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dies = "import os; os.abort()"
    monkeypatch.setattr(sandbox, "child_command", lambda form, file: [sys.executable, "-c", dies])
    with pytest.raises(SourceError, match="made to break its reader"):
        sandbox.read_in_child(FileKind.PDF, tmp_path / "dies.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_child_can_neither_write_nor_take_much_memory() -> None:
    code = (
        "from policies_kb.adding.forms.child import limit; limit(1 << 28, 5)\n"
        "try: bytearray(1 << 29)\nexcept MemoryError: print('memory')\n"
        "try: open('/tmp/wence-written', 'wb').write(b'x' * 9999)\nexcept OSError: print('file')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split()[0] == "memory"
    written = Path("/tmp/wence-written")
    assert not written.exists() or written.stat().st_size == 0
    written.unlink(missing_ok=True)


@pytest.mark.parametrize(
    "name", ["../../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt"]
)
def test_a_path_in_a_zip_leads_nowhere(name: str, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr(name, "words")
    with pytest.raises(SourceError, match="leads out of it"), open_packs([path]):
        pass
    assert sorted(it.name for it in tmp_path.iterdir()) == ["pack.zip"]


def test_a_zip_of_links_zips_or_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    for member, words, said in (
        (link, b"/etc/passwd", "a link"),
        (zipfile.ZipInfo("inner.zip"), b"PK", "packed file in a packed file"),
        (zipfile.ZipInfo("big.txt"), bytes(file_limits.MAX_UNPACKED + 1), "unpacks to more"),
    ):
        with zipfile.ZipFile(path, "w") as pack:
            pack.writestr(member, words, zipfile.ZIP_DEFLATED)
        with pytest.raises(SourceError, match=said), open_packs([path]):
            pass
