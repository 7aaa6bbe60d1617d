from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policies_kb import parsed_paper
from policies_kb.database.build import build, inputs_hash
from policies_kb.database.records import provision_rows, standard_rows
from policies_kb.errors import BuildError, DataFileError, KnowledgeBaseError, SourceError
from policies_kb.identifiers import canonical_number, document_id
from policies_kb.kb import KnowledgeBase
from policies_kb.search.index import read_words
from policies_kb.sentences import cut_sentences
from policies_kb.sources import read_text

PAPER = parsed_paper.Paper(
    number="某政发〔2020〕1号",
    title="题目",
    issuer="某省人民政府",
    signed=date(2020, 1, 2),
    provisions=(
        parsed_paper.ParsedProvision("title", "title", "", "", "题目", (0, 2)),
        parsed_paper.ParsedProvision(
            "part_1",
            "part",
            "一、",
            "要求",
            "一、要求",
            (2, 20),
            (
                parsed_paper.ParsedProvision(
                    "part_1__item_1", "item", "1. ", "申报。", "1. 申报规范。每年初。", (6, 20)
                ),
            ),
        ),
    ),
    tables=(
        parsed_paper.ParsedTable(
            "att_1", "清单", ({"field": "教育", "item": "规范", "due": "2017-12", "units": ["甲"]},)
        ),
        parsed_paper.ParsedTable("att_2", "别的", ({"a": "b"},)),
    ),
)


def test_provisions_keep_reading_order_parents_and_headings_above() -> None:
    rows = list(provision_rows("某政发-2020-1", PAPER))
    assert [(row.id, row.parent, row.position, row.depth) for row, _ in rows] == [
        ("title", "", 0, 0),
        ("part_1", "", 1, 0),
        ("part_1__item_1", "part_1", 2, 1),
    ]
    assert [above for _, above in rows] == ["", "", "要求"]


def test_only_tables_of_standards_become_standard_items() -> None:
    [item] = standard_rows("某政发-2020-1", PAPER)
    assert (item.provision, item.field, item.group, item.units) == ("att_1", "教育", "", ("甲",))


@pytest.mark.parametrize(
    ("text", "lead", "sentences"),
    [
        ("甲。乙;丙;", "", ["甲。", "乙;", "丙;"]),
        ("(一)申报。每年初报送。", "(一)申报", ["(一)申报。每年初报送。"]),
        ("1. 申报。每年初报送。由市审核。", "1.申报", ["1. 申报。每年初报送。", "由市审核。"]),
        ("按“一、先办；二、再办。”执行。完。", "", ["按“一、先办；二、再办。”执行。", "完。"]),
        ("(登记数;下同)控制在3%以内。", "", ["(登记数;下同)控制在3%以内。"]),
        ("他说“好。”然后走了。", "", ["他说“好。”然后走了。"]),
        ("一、总体要求", "一、总体要求", ["一、总体要求"]),
        ("第一行\n第(二行\n第三。四", "", ["第一行", "第(二行", "第三。", "四"]),
        ("", "", []),
    ],
)
def test_sentences_are_whole_clauses(text: str, lead: str, sentences: list[str]) -> None:
    assert cut_sentences(text, lead) == sentences


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("浙政办发[2017]80 号", "浙政办发〔2017〕80号", "浙政办发-2017-80"),
        ("国办发（2016）1号", "国办发〔2016〕1号", "国办发-2016-1"),
        ("浙政发-2017-31", "浙政发〔2017〕31号", "浙政发-2017-31"),
    ],
)
def test_numbers_have_one_form_and_one_id(text: str, number: str, name: str) -> None:
    assert canonical_number(text) == number
    assert document_id(number) == name
    assert canonical_number(name) == number


def test_a_small_source_becomes_a_base(sources: Path, curated: Path, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "small.db"
    steps: list[str] = []
    made = build(sources, curated, target, report=steps.append)
    assert made.target == target and made.counts["document"] == 1
    assert any("park.txt: 1 papers" in step for step in steps)
    assert all("\n" not in step for step in steps)
    with KnowledgeBase.open(target) as base:
        assert base.document("某政办发〔2019〕12号").signed == "2019-03-05"
        assert base.issues()[0].number == "2019年第7期"
        assert "2019年6月底前" in base.search("公园路灯什么时候查清")[0].sentence
        assert base.status("某政办发〔2019〕12号") is None


def test_the_same_inputs_make_the_same_rows(sources: Path, curated: Path, tmp_path: Path) -> None:
    first = build(sources, curated, tmp_path / "a.db")
    second = build(sources, curated, tmp_path / "b.db")
    assert first.inputs_hash == second.inputs_hash
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()


def test_the_inputs_hash_sees_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ab")
    (tmp_path / "b.txt").write_text("c")
    first = inputs_hash([tmp_path])
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("bc")
    second = inputs_hash([tmp_path])
    (tmp_path / "b.txt").rename(tmp_path / "c.txt")
    assert len({first, second, inputs_hash([tmp_path]), inputs_hash([tmp_path / "a.txt"])}) == 4


def test_a_failed_build_leaves_the_old_base_and_no_litter(
    sources: Path, curated: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "small.db"
    build(sources, curated, target)
    before = target.read_bytes()
    (sources / "other.txt").write_text("买菜清单\n萝卜\n", encoding="utf-8")
    (sources / "other.yml").write_bytes((sources / "park.yml").read_bytes())
    with pytest.raises(SourceError):
        build(sources, curated, target)
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_a_reader_keeps_the_base_it_opened(sources: Path, curated: Path, tmp_path: Path) -> None:
    target = tmp_path / "small.db"
    build(sources, curated, target)
    with KnowledgeBase.open(target) as reader:
        text = (sources / "park.txt").read_text(encoding="utf-8")
        (sources / "park.txt").write_text(text.replace("90%", "95%"), encoding="utf-8")
        build(sources, curated, target)
        assert "90%" in reader.search("公园夜间照明覆盖率")[0].sentence
    with KnowledgeBase.open(target) as reader:
        assert "95%" in reader.search("公园夜间照明覆盖率")[0].sentence


def test_one_paper_may_not_come_twice(sources: Path, curated: Path, tmp_path: Path) -> None:
    (sources / "again.txt").write_bytes((sources / "park.txt").read_bytes())
    side = (sources / "park.yml").read_text(encoding="utf-8").replace("park.txt", "again.txt")
    (sources / "again.yml").write_text(side, encoding="utf-8")
    with pytest.raises(BuildError, match=r"park.txt:\d+: 某政办发-2019-12 is in the base already"):
        build(sources, curated, tmp_path / "small.db")


def test_no_source_at_all_is_an_error(curated: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="holds no source"):
        build(curated, curated, tmp_path / "small.db")


def test_unsound_curated_files_stop_the_build(sources: Path, curated: Path, tmp_path: Path) -> None:
    (curated / "channels.yml").write_text("- {id: x}\n", encoding="utf-8")
    with pytest.raises(DataFileError):
        build(sources, curated, tmp_path / "small.db")
    with pytest.raises(KnowledgeBaseError):
        KnowledgeBase.open(tmp_path / "small.db")


@pytest.mark.parametrize(
    ("side_file", "words"),
    [
        ("title: 公报\n", "park.yml:1: 'text' is missing"),
        ("", "park.yml:1: "),
        ("title: 公报\ntitle: 公报\n", "park.yml:2: key 'title' stands here twice"),
    ],
)
def test_an_unsound_side_file_stops_the_build(
    sources: Path, curated: Path, tmp_path: Path, side_file: str, words: str
) -> None:
    (sources / "park.yml").write_text(side_file, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        build(sources, curated, tmp_path / "small.db")
    assert words in str(caught.value)


def test_a_missing_side_file_stops_the_build(sources: Path, curated: Path, tmp_path: Path) -> None:
    (sources / "park.yml").unlink()
    with pytest.raises(SourceError, match="needs this file beside it"):
        build(sources, curated, tmp_path / "small.db")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_in_the_encodings_offices_use(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("浙政办发〔2017〕80号\r\n第二行\r第三行".encode(encoding))
    assert read_text(path) == "浙政办发〔2017〕80号\n第二行\n第三行"


def test_word_lists_skip_comments_and_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("# 注\n\n 欠薪 \nＰＰＰ\n", encoding="utf-8")
    assert read_words(tmp_path / "words.txt") == ["欠薪", "ppp"]
    assert read_words(tmp_path / "none.txt") == []
