from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policies_kb.errors import DataFileError
from policies_kb.overlay.loader import load_overlay
from policies_kb.overlay.model import Text
from policies_kb.paths import CURATED, SOURCES

Write = Callable[[str, str], Path]

LAW = """- id: law724
  number: 国务院令第724号
  title: {zh: 条例, en: Regulation}
  issuer: 国务院
  in_force: 2020-05-01
  governs: [浙政办发〔2017〕80号]
  url: https://example.org/law
  source: 副本
  checked: 2026-11-23
  confidence: copy
  provisions:
    - id: art_30
      label: {zh: 第三十条, en: Article 30}
      zh: 总包先行清偿。
      en: The general contractor pays first.
    - id: art_34
      label: {zh: 第三十四条, en: Article 34}
      zh: 公示牌。
      en: Notice board.
      confidence: secondary
"""

CHANNEL = """- id: hotline
  name: {zh: 热线, en: Hotline}
  phone: "12333"
  takes: {zh: 咨询, en: Questions}
  topics: [wages]
  source: 副本
  checked: 2026-11-23
  confidence: copy
"""

STATUS = """- document: 浙政办发〔2017〕80号
  status: overtaken
  superseded_by: [law724]
  notice: {zh: 已有新规。, en: There is newer law.}
  source: 副本
  checked: 2026-11-23
  confidence: copy
"""

ROUTE = """- id: clear
  situation: {zh: 情形, en: Situation}
  first_step: {zh: 投诉, en: Complain}
  why: {zh: 不收费, en: No fee}
  channels: [hotline]
  law: [law724.art_30]
  source: 副本
  checked: 2026-11-23
  confidence: copy
"""


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(DataFileError) as caught:
        load_overlay(folder)
    return caught.value.problems


def test_a_sound_overlay_becomes_typed_rows(write: Write) -> None:
    write("laws/wages.yml", LAW)
    write("channels.yml", CHANNEL)
    write("status.yml", STATUS)
    overlay = load_overlay(write("wage_routes.yml", ROUTE))

    law = overlay.laws[0]
    assert law.title == Text(zh="条例", en="Regulation")
    assert law.in_force == date(2020, 5, 1)
    assert [part.id for part in law.provisions] == ["law724.art_30", "law724.art_34"]
    assert [part.confidence for part in law.provisions] == ["copy", "secondary"]
    assert overlay.channels[0].phone == "12333"
    assert overlay.status[0].superseded_by == ("law724",)
    assert overlay.wage_routes[0].law == ("law724.art_30",)


def test_an_empty_folder_is_an_empty_overlay(curated: Path) -> None:
    assert load_overlay(curated).laws == ()


@pytest.mark.parametrize(
    ("find", "replace", "line", "words"),
    [
        ("  source: 副本\n", "", 1, "law724: 'source' is missing"),
        ("source: 副本", 'source: "  "', 8, "law724.source: '  ' should say something"),
        ("2020-05-01", "2020-02-30", 5, "'2020-02-30' is not a valid date"),
        ("2020-05-01", "yesterday", 5, "in_force"),
        ("https://", "ftp://", 7, "has not the right form"),
        ("https://example.org/law", "javascript:alert(1)", 7, "has not the right form"),
        ("  issuer: 国务院\n", "  issuer: 国务院\n  issuer: 省\n", 5, "'issuer' stands here twice"),
        ("en: Regulation", "en: ''", 3, "law724.title.en: '' should say something"),
        (
            "confidence: secondary",
            "confidence: memory",
            20,
            "'memory' should be 'official', 'copy'",
        ),
        (
            "- id: law724",
            "- id: law724\n  checkd: red",
            2,
            "checkd: unknown key, did you mean 'checked'",
        ),
        ("浙政办发〔2017〕80号", "浙政办发2017年80号", 6, "has not the right form"),
        ("id: art_34", "id: art_30", 1, "'law724.art_30' stands already"),
        ("issuer: 国务院", "issuer: *nobody", 4, "undefined alias"),
        ("issuer: 国务院", "issuer: !!python/object:os.system x", 4, "unknown tag"),
        ("  issuer: 国务院", "  <<: {issuer: 国务院}", 4, "merge keys"),
    ],
)
def test_a_fault_is_reported_with_file_and_line(
    write: Write, find: str, replace: str, line: int, words: str
) -> None:
    assert find in LAW
    found = problems(write("laws/wages.yml", LAW.replace(find, replace, 1)))
    assert any(text.startswith(f"laws/wages.yml:{line}: ") and words in text for text in found)


def test_all_faults_of_all_files_are_reported_together(write: Write) -> None:
    write("laws/wages.yml", LAW.replace("  issuer: 国务院\n", "").replace("https", "ftp"))
    found = problems(write("channels.yml", CHANNEL.replace("[wages]", "[weather]")))
    assert len(found) == 3
    assert {text.split(":")[0] for text in found} == {"laws/wages.yml", "channels.yml"}


def test_an_id_may_not_stand_in_two_files(write: Write) -> None:
    write("laws/a.yml", LAW)
    found = problems(write("laws/b.yml", LAW))
    assert any("laws/b.yml:1: law id 'law724' stands already at laws/a.yml:1" in t for t in found)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("status.yml", STATUS, "unknown law 'law724'"),
        ("wage_routes.yml", ROUTE, "unknown channel 'hotline'"),
        ("credit_kinds.yml", ROUTE, "unknown law provision 'law724.art_30'"),
    ],
)
def test_references_must_lead_somewhere(write: Write, name: str, text: str, words: str) -> None:
    assert any(f"{name}:1: {words}" == text for text in problems(write(name, text)))


def test_a_fault_in_a_law_does_not_make_references_to_it_unknown(write: Write) -> None:
    write("laws/wages.yml", LAW.replace("  issuer: 国务院\n", ""))
    found = problems(write("status.yml", STATUS))
    assert len(found) == 1 and "'issuer' is missing" in found[0]


def test_a_channel_needs_a_way_to_reach_it(write: Write) -> None:
    found = problems(write("channels.yml", CHANNEL.replace('  phone: "12333"\n', "")))
    assert found == ("channels.yml:1: hotline: one of phone, url, where is needed",)


def test_a_channel_from_a_secondary_source_needs_a_place_to_confirm(write: Write) -> None:
    found = problems(
        write("channels.yml", CHANNEL.replace("confidence: copy", "confidence: secondary"))
    )
    assert found == ("channels.yml:1: hotline: 'confirm' is missing beside a secondary source",)


def test_a_file_nobody_knows_is_refused(write: Write) -> None:
    assert "is no curated file" in problems(write("extra.yml", "- a"))[0]


@pytest.mark.parametrize("text", ["", "just words", "- [", "{}", "- 1", "\tx: 1"])
def test_text_that_is_no_list_of_rows_is_refused(write: Write, text: str) -> None:
    assert all(line.startswith("channels.yml:") for line in problems(write("channels.yml", text)))


def test_the_projects_own_overlay_is_sound() -> None:
    overlay = load_overlay(CURATED)
    zhejiang = [row for row in overlay.divisions if row.zhejiang]
    assert sum(row.level == "city" for row in zhejiang) == 11
    assert sum(row.level != "city" for row in zhejiang) == 90


def test_divisions_know_what_2017_had() -> None:
    rows = {row.name: row for row in load_overlay(CURATED).divisions}
    assert rows["拱墅区"].predecessors == ("下城区",)
    assert rows["上城区"].predecessors == ("江干区",)
    new = {name for name, row in rows.items() if not row.existed_2017}
    assert new == {"临平区", "钱塘区", "龙港市"}
    assert rows["嘉善县"].aliases == ("嘉善",) and rows["嘉善县"].parent == "嘉兴市"
    outside = {name for name, row in rows.items() if not row.zhejiang}
    assert {"北京市", "上海市", "山东省", "济南市", "台湾省"} <= outside
    assert rows["济南市"].parent == "山东省"


def test_of_every_division_that_ended_it_is_known_what_became() -> None:
    rows = load_overlay(CURATED).divisions
    today = {row.name for row in rows}
    ended = {name for row in rows for name in row.predecessors} - today
    assert {"江东区", "绍兴县", "江干区", "奉化市", "嵊县"} <= ended
    told = {name for row in rows if row.note for name in row.predecessors}
    assert ended <= told


def test_every_responsible_unit_of_the_gazette_is_known() -> None:
    text = (SOURCES / "zhejiang-gazette-2017-25.txt").read_text(encoding="utf-8")
    lists = re.findall(r"\(责任单位:([^()]*)\)", text)
    assert len(lists) == 25
    named = {name for units in lists for name in re.split("[、,，]", "".join(units.split()))}
    known = {name for unit in load_overlay(CURATED).units for name in (unit.name, *unit.aliases)}
    assert named - known == set()


def test_units_without_a_sure_present_name_say_nothing() -> None:
    units = {unit.name: unit for unit in load_overlay(CURATED).units}
    for name in ("省金融办", "浙江银监局", "省电力公司", "省畜牧局"):
        assert units[name].present == () and units[name].note is None
    assert units["省环保厅"].present == ("省生态环境厅",)
    assert "浙江省环境保护厅" in units["省环保厅"].aliases
