"""A slip in any file that an expert edits is refused in one sentence with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.tables import ANSWER_TABLES
from nlu.tables import READING_TABLES
from policies_kb.errors import DataFileError
from policies_kb.paths import ROOT
from policies_kb.yaml_file import DataFile, read_yaml

TABLES = {str(table.file.relative_to(ROOT)): table for table in (*ANSWER_TABLES, *READING_TABLES)}
EACH_TABLE = pytest.mark.parametrize("name", TABLES)
#: A key that must be there, how it is misspelt, and what is told of the misspelt one.
SLIPS = {
    "actions/cards/wages.yml": ("  steps:", "  stepz:", "unknown key, did you mean 'steps'?"),
    "actions/cards/labels.yml": ("zh:", "zn:", "unknown key, known are zh, en"),
    "actions/guides/common.yml": ("texts:", "textz:", "unknown key, did you mean 'texts'?"),
    "actions/guides/wages.yml": ("    hint:", "    hind:", "did you mean 'kind' or 'hint'?"),
    "actions/guides/credit.yml": ("  plain:", "  plane:", "unknown key, did you mean 'plain'?"),
    "actions/guides/request.yml": ("answer_days", "anser_days", "did you mean 'answer_days'?"),
    "actions/guides/patterns/wages.yml": ("    called:", "    caled:", "did you mean 'called'?"),
    "actions/guides/patterns/request.yml": ("always:", "allways:", "did you mean 'always'?"),
    "actions/statements/dangers.yml": ("    never:", "    nver:", "did you mean 'never'?"),
    "actions/statements/holders.yml": ("    near:", "    neer:", "did you mean 'near'?"),
    "actions/statements/roles.yml": ("    not:", "    knot:", "did you mean 'not'?"),
    "actions/statements/side_claims.yml": ("    rule:", "    rul:", "did you mean 'rule'?"),
    "actions/lookups/doors.yml": ("    office:", "    ofice:", "did you mean 'office'?"),
    "actions/lookups/named_doors.yml": (
        "  english_way",
        "  englsh_way",
        "'english_way' or 'english_open'?",
    ),
    "actions/routing/beside.yml": ("    channel:", "    chanel:", "did you mean 'channel'?"),
    "actions/routing/matters.yml": ("en:", "em:", "unknown key, known are zh, en"),
    "actions/routing/premise.yml": ("    law:", "    lew:", "did you mean 'law'?"),
    "actions/routing/short_messages.yml": ("    tells:", "    tels:", "did you mean 'tells'?"),
    "actions/self_check/standard_check.yml": ("    need:", "    ned:", "did you mean 'need'?"),
    "nlu/decision.yml": ("beyond_doubt:", "beyond_dout:", "did you mean 'beyond_doubt'?"),
    "nlu/evidence.yml": ("- [owing, pay", "- [owing, pey", "no class of words is called 'pey'"),
    "nlu/danger/rules.yml": ("innocent:", "inocent:", "did you mean 'innocent'?"),
}


def refused(table: DataFile[Any], text: str, tmp_path: Path) -> str:
    """Return the one sentence that a changed copy of a table is refused with, without the file."""
    copy = tmp_path / table.file.name
    copy.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read_yaml(copy, table.kind)
    first = caught.value.problems[0]
    assert "\n" not in first and first.startswith(f"{copy}:")
    return first.removeprefix(f"{copy}:")


def test_every_file_of_data_is_in_a_table() -> None:
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "actions").rglob("*.yml")}
    files |= {str(path.relative_to(ROOT)) for path in (ROOT / "nlu").rglob("*.yml")}
    rasas = {name for name in files if name.startswith("nlu/data/")} | {"nlu/domain.yml"}
    assert files - rasas == set(TABLES)


@pytest.mark.parametrize("name", SLIPS)
def test_a_misspelt_key_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    find, replace, told = SLIPS[name]
    text = TABLES[name].file.read_text(encoding="utf-8")
    line = text[: text.index(find)].count("\n") + 1
    found = refused(TABLES[name], text.replace(find, replace, 1), tmp_path)
    assert found.endswith(told)
    assert "no class" in told or found.startswith(f"{line}: ")


@EACH_TABLE
def test_broken_yaml_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    text = TABLES[name].file.read_text(encoding="utf-8")
    found = refused(TABLES[name], f"{text}last: [\n", tmp_path)
    assert found.startswith(f"{text.count(chr(10)) + 1}: ")


@EACH_TABLE
def test_a_list_in_the_place_of_a_table_is_refused(name: str, tmp_path: Path) -> None:
    assert refused(TABLES[name], "- a\n", tmp_path) == "1: should be a mapping"


def test_a_card_without_a_lead_is_refused(tmp_path: Path) -> None:
    table = TABLES["actions/cards/wages.yml"]
    assert refused(table, "wages_claim:\n  law: []\n", tmp_path) == (
        "1: wages_claim: 'lead' is missing"
    )


def test_a_status_that_is_none_is_refused_with_those_there_are(tmp_path: Path) -> None:
    table = TABLES["actions/cards/wages.yml"]
    text = "wages_claim:\n  lead: {zh: 一, en: One}\n  status: done\n"
    found = refused(table, text, tmp_path)
    assert found.startswith("3: wages_claim.status: 'done' should be 'answered', 'clarify'")


def test_a_point_that_is_tried_and_does_not_exist_is_refused(tmp_path: Path) -> None:
    for name in ("actions/statements/wage_points.yml", "actions/routing/points.yml"):
        text = TABLES[name].file.read_text(encoding="utf-8")
        text = text.replace("tried: >-\n  ", "tried: >-\n  nosuch ", 1)
        assert refused(TABLES[name], text, tmp_path) == "1: no point is called 'nosuch'"
