"""Several papers at once: folders and .zip files."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from policies_kb.adding.forms.file_limits import MAX_MEMBERS, MAX_UNPACKED
from policies_kb.adding.forms.kinds import FileKind, kind_of
from policies_kb.errors import SourceError
from policies_kb.text.files import MAX_FILE_BYTES

#: Endings of files that may be papers; others in a folder or pack are passed over.
_FORMS = {
    ".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".doc", ".wps", ".rtf", ".docm", ".ofd",
    ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp",
}  # fmt: skip
_CHUNK = 1 << 20


@contextmanager
def open_packs(paths: list[Path]) -> Iterator[list[tuple[str, Path]]]:
    """Give every file that may be a paper, with the name an operator knows it by.

    Folders are searched through; a .zip is unpacked into a folder that is gone afterwards, under
    names of our own, so that no path in it leads anywhere.

    Raises:
        SourceError: A .zip is broken, too big, or holds a path out of it.
    """
    with TemporaryDirectory(prefix="wence-") as folder:
        found: list[tuple[str, Path]] = []
        for path in paths:
            if path.is_dir():
                inside = (file for file in sorted(path.rglob("*")) if _may_be_paper(file))
                found += [(str(file), file) for file in inside]
            elif _is_pack(path):
                found += _unpacked(path, Path(folder))
            else:
                found.append((str(path), path))
        yield found


def _may_be_paper(file: Path) -> bool:
    return (
        file.is_file() and file.suffix.lower() in _FORMS and not file.name.startswith((".", "~$"))
    )


def _is_pack(path: Path) -> bool:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return False
        return path.suffix.lower() == ".zip" and kind_of(path.read_bytes(), ".zip") is FileKind.PACK
    except OSError:
        return False


def _unpacked(path: Path, folder: Path) -> list[tuple[str, Path]]:
    found: list[tuple[str, Path]] = []
    try:
        with zipfile.ZipFile(path) as pack:
            members = [member for member in pack.infolist() if not member.is_dir()]
            _refuse(path, members)
            left = MAX_UNPACKED
            for count, member in enumerate(members, 1):
                name = PurePosixPath(_name(member).replace("\\", "/"))
                if name.suffix.lower() not in _FORMS or name.name.startswith((".", "~$")):
                    continue
                target = folder / f"{path.stem[:40]}-{count}{name.suffix.lower()}"
                left -= _write(pack, member, target, left, path)
                found.append((f"{path}/{name}", target))
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ) as error:
        raise SourceError(f"{path}:1: cannot be unpacked: it is broken or locked") from error
    if not found:
        raise SourceError(f"{path}:1: {FileKind.PACK.refusal}")
    return found


def _refuse(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise SourceError(f"{path}:1: holds more than {MAX_MEMBERS} files")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise SourceError(f"{path}:1: unpacks to more than {MAX_UNPACKED >> 20} MB")
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in "".join(parts.parts[:1]):
            raise SourceError(f"{path}:1: holds a path that leads out of it")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise SourceError(f"{path}:1: holds a link to somewhere else")
        if parts.suffix.lower() == ".zip":
            raise SourceError(f"{path}:1: holds a packed file in a packed file; unpack it first")


def _name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Windows in China writes it in GB 18030 and says nothing of it."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def _write(
    pack: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int, path: Path
) -> int:
    """Unpack one member, however big it says it is; return its bytes."""
    size = 0
    with pack.open(member) as packed, target.open("wb") as file:
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            if size > left:
                raise SourceError(f"{path}:1: unpacks to more than {MAX_UNPACKED >> 20} MB")
            file.write(chunk)
    return size
