"""What the loader tells of a file of data: where, which field, what is wrong, what is allowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policies_kb.errors import DataFileError
from policies_kb.paths import ROOT
from policies_kb.yaml_file import (
    NEVER,
    AnyCase,
    ByName,
    DataFile,
    DataRow,
    NamedRow,
    PatternText,
    SplitWords,
    Words,
    YamlText,
    files_in,
    merged,
    read_all,
    read_yaml,
)


class Lamp(NamedRow):
    says: Words
    watts: int = 0
    words: AnyCase = NEVER
    part: PatternText = ""
    places: tuple[str, ...] = ()
    kinds: SplitWords = ()


class Step(DataRow):
    id: str
    says: str


class Lamps(DataRow):
    lamps: ByName[Lamp]
    steps: tuple[Step, ...] = ()


TEXT = """# lamps of a park
lamps:
  gate:
    says: 门口的灯
    watts: 40
    words: 'Gate|门'
    places: [east, west]
    kinds: >-
      tall
      small
  pond:
    says: 池塘
steps:
  - id: first
    says: 2026-02-28
"""


def told(text: str) -> tuple[str, ...]:
    with pytest.raises(DataFileError) as caught:
        YamlText(text, "lamps.yml").read_as(Lamps)
    return caught.value.problems


def test_sound_text_becomes_rows_that_know_their_names() -> None:
    read = YamlText(TEXT, "lamps.yml").read_as(Lamps)
    gate, pond = read.lamps.values()
    assert (gate.name, gate.watts, gate.places) == ("gate", 40, ("east", "west"))
    assert gate.kinds == ("tall", "small") and gate.words.search("at the GATE")
    assert pond.name == "pond" and not pond.words.search("池塘")
    # A date is text, as in JSON.
    assert read.steps[0].says == "2026-02-28"


@pytest.mark.parametrize(
    ("find", "replace", "problem"),
    [
        ("    watts:", "    wats:", "5: lamps.gate.wats: unknown key, did you mean 'watts'?"),
        ("steps:", "colour:", "13: colour: unknown key, known are lamps, steps"),
        ("    says: 池塘", "    watts: 3", "11: lamps.pond: 'says' is missing"),
        ("    says: 2026", "    sayz: 2026", "15: steps.first.sayz: unknown key, did you mean"),
        ("watts: 40", "watts: many", "5: lamps.gate.watts: 'many' should be a valid integer"),
        ("[east, west]", "[east, {a: b}]", "7: lamps.gate.places.2: should be text"),
        ("[east, west]", "east", "7: lamps.gate.places: 'east' should be a list"),
        ("says: 池塘", "says: 12333", "12: lamps.pond.says: '12333' should be text"),
        ("says: 池塘", 'says: " "', "12: lamps.pond.says: ' ' should say something"),
        ("'Gate|门'", "'Gate|(门'", "6: lamps.gate.words: 'Gate|(门' should be a regular expr"),
        ("'Gate|门'", "''", "6: lamps.gate.words: '' should say something"),
        ("    says: 池塘", "    part: '['\n    says: 池塘", "12: lamps.pond.part: '[' should be a"),
        (
            "  pond:\n    says: 池塘\n",
            "  pond: 池塘\n",
            "11: lamps.pond: '池塘' should be a mapping",
        ),
        ("    watts: 40", "    says: 灯", "5: key 'says' stands here twice"),
        ("    watts: 40", "    <<: {watts: 40}", "5: merge keys are not allowed"),
        ("    watts: 40", "    [watts]: 40", "5: a key should be text"),
        ("watts: 40", "watts: !!python/object:os.system 40", "5: unknown tag"),
        ("2026-02-28", "2026-02-30", "15: '2026-02-30' is not a valid date"),
        ("[east, west]", "[east, west", "8: did not find expected ',' or ']'"),
        ("    watts: 40", "\twatts: 40", "5: found a tab character"),
        ("门口的灯", "*gate", "4: found undefined alias"),
    ],
)
def test_one_sentence_says_what_is_wrong_and_where(find: str, replace: str, problem: str) -> None:
    assert find in TEXT
    problems = told(TEXT.replace(find, replace, 1))
    assert len(problems) == 1
    assert problems[0].startswith(f"lamps.yml:{problem}")


def test_all_problems_are_told_in_the_order_of_the_lines() -> None:
    text = TEXT.replace("watts: 40", "watts: many").replace("says: 2026-02-28", "said: x")
    assert [problem.split(":")[1] for problem in told(text)] == ["5", "15"]


def test_text_below_others_counts_their_lines() -> None:
    with pytest.raises(DataFileError, match=r"^paper\.txt:12: watts: unknown key"):
        YamlText("id: a\nwatts: 1\nsays: b\n", "paper.txt", above=10).read_as(Step)


def test_a_file_is_called_by_its_path_in_the_project(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=re.escape("tests/none.yml:1: No such file")):
        read_yaml(ROOT / "tests" / "none.yml", Lamps)
    other = tmp_path / "lamps.yml"
    other.write_bytes("灯".encode("gb18030"))
    with pytest.raises(DataFileError, match=re.escape(f"{other}:1: is not UTF-8 text")):
        read_yaml(other, Lamps)


def test_several_files_are_told_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yml").write_text("lamp: {}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read_all([DataFile(tmp_path / f"{name}.yml", Lamps) for name in ("a", "b")])
    assert [Path(problem.split(":")[0]).stem for problem in caught.value.problems] == ["a", "b"]


def test_the_files_of_a_folder_are_read_as_one(tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_text("pond: {says: 池塘}\n", encoding="utf-8")
    (tmp_path / "a.yml").write_text("gate: {says: 门口的灯}\n", encoding="utf-8")
    found = merged(files_in(tmp_path, ByName[Lamp]))
    assert [(name, lamp.name, lamp.says) for name, lamp in found.items()] == [
        ("gate", "gate", "门口的灯"),
        ("pond", "pond", "池塘"),
    ]


def test_a_name_that_stands_in_two_files_is_told_with_both(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("gate: {says: 门口的灯}\n", encoding="utf-8")
    (tmp_path / "b.yml").write_text("# more\npond: {says: 池塘}\ngate: {says: 门}\n", "utf-8")
    with pytest.raises(DataFileError) as caught:
        merged(files_in(tmp_path, ByName[Lamp]))
    assert caught.value.problems == (f"{tmp_path / 'b.yml'}:3: 'gate' stands in a.yml too",)
