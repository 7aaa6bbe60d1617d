"""Files of data of this room are read by the start, as those of the others are."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.attachments.letter_fields import LETTER_FIELDS
from bot.tables import BOT_TABLES
from policies_kb.paths import ROOT

#: What describes the interface to others is read by them, and questions of the doctor are no data.
OTHERS = {"bot/channels/web/openapi.yml", "bot/server/doctor/smoke_test.yml"}


def test_every_file_of_data_is_in_the_table() -> None:
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "bot").rglob("*.yml")}
    assert files - OTHERS == {str(table.file.relative_to(ROOT)) for table in BOT_TABLES}


def test_the_start_stops_at_an_unknown_key(
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy = tmp_path / "fields.yml"
    text = LETTER_FIELDS.file.read_text(encoding="utf-8")
    copy.write_text(text.replace("\nshared:", "\nshered:"), encoding="utf-8")
    monkeypatch.setattr(LETTER_FIELDS, "file", copy)
    monkeypatch.delitem(LETTER_FIELDS.__dict__, "data", raising=False)
    assert main(["--database", str(database), "ask"]) == 2
    line = text[: text.index("\nshared:")].count("\n") + 2
    told = f"wence: {copy}:{line}: shered: unknown key, did you mean 'shared' or 'derived'?\n"
    out, err = capsys.readouterr()
    assert (out, err.splitlines(keepends=True)[0]) == ("", told)
