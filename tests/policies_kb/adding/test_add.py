"""``add``: what is shown of a paper, what is asked, what is written and what is taken back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policies_kb.adding.publication import Publication, read_issue
from policies_kb.adding.survey import Preview, Shelf, free_name, survey
from policies_kb.adding.survey_report import survey_lines
from policies_kb.cli import main
from policies_kb.errors import SourceError
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Overlay
from policies_kb.paper_file import PaperFile, original_of, unpack_paper
from tests.rigs.form_writer import write_page, write_word

Capture = pytest.CaptureFixture[str]
PAPERS = Path(__file__).parents[1] / "papers"
TODAY = date(2026, 11, 23)


def look(name: str | Path, shelf: Shelf, today: date = TODAY) -> Preview:
    return survey(PAPERS / name, shelf, Overlay(), today)


def unsure(found: Preview) -> set[str]:
    return {row.message for paper in found.papers for row in paper.unsure}


@pytest.fixture
def shelf(small_base: Path) -> Shelf:
    """What is in the small base."""
    with KnowledgeBase.open(small_base / "small.db") as base:
        return Shelf.of(base)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def options(small_base: Path, data: Path) -> list[str]:
    return ["--db", str(small_base / "small.db"), "--data", str(data)]


def kept(data: Path) -> dict[str, bytes]:
    """Return the files of the papers that were added."""
    return {path.name: path.read_bytes() for path in sorted((data / "papers").glob("*"))}


def base_of(data: Path) -> KnowledgeBase:
    return KnowledgeBase.open(data / "policies.db")


def refused(capsys: Capture, *arguments: str) -> str:
    assert main(["add", *arguments]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "Traceback" not in err
    return err


def test_a_paper_is_shown_with_provisions_facts_and_rows_of_attachments(shelf: Shelf) -> None:
    found = look("lamps.txt", shelf)
    [paper] = found.papers
    assert (paper.document.id, paper.document.signed) == ("东政办发-2021-18", "2021-05-06")
    assert found.name == "东政办发-2021-18"
    shown = "\n".join(survey_lines(found))
    for words in (
        "1. 东政办发〔2021〕18号 东海省人民政府办公厅关于推进路灯节能改造的通知",
        "issuer 东海省人民政府办公厅, signed 2021-05-06",
        "3 part, 2 sec",
        "facts: 3 deadline, 1 target, 0 threshold, 3 responsibility",
        "“到2023年,全省节能路灯占比达到85%以上”",
        "rows of attachments: 2",
        "att_1: 2021-12 路灯能效标准 (省建设厅)",
        f"{PAPERS / 'lamps.txt'}:15: units.yml has no unit 省路灯中心",
    ):
        assert words in shown, words


def test_many_facts_are_cut_with_their_number(shelf: Shelf, tmp_path: Path) -> None:
    text = (PAPERS / "lamps.txt").read_text(encoding="utf-8")
    listed = "(责任单位:甲厅、乙厅、丙厅、丁厅、戊厅)"
    path = tmp_path / "many.txt"
    path.write_text(text.replace("(责任单位:省建设厅)", listed), encoding="utf-8")
    assert "      … and 4 more" in survey_lines(survey(path, shelf, Overlay(), TODAY))


def test_a_law_without_number_date_and_issuer_is_allowed_and_said_to_lack_them(
    shelf: Shelf,
) -> None:
    found = look("tea_law.md", shelf)
    assert found.papers[0].document.id == found.name == "东海省茶园保护条例"
    assert unsure(found) == {
        "no document number (文号) found; its id will be 东海省茶园保护条例",
        "no issuing body found",
        "no date of signing found",
        "units.yml has no unit 省财政部门",
        "units.yml has no unit 县级人民政府",
        "units.yml has no unit 农业农村主管部门",
    }


def test_impossible_dates_and_doubled_ordinals_are_pointed_out(shelf: Shelf) -> None:
    found = look("water_gauges.txt", shelf)
    shown = "\n".join(survey_lines(found))
    place = PAPERS / "water_gauges.txt"
    assert f"{place}:13: part_2__para_1: no such date: 2017年13月45日" in shown
    assert f"{place}:15: part_2_2: 二、 stands here twice" in shown
    assert f"{place}:19: no such date: 2017年13月45日" in shown
    assert found.papers[0].document.signed == ""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("二、重点任务", "四、重点任务", "part_4: 四、 follows 一、"),
        ("2021年5月6日", "2031年5月6日", "signed on 2031-05-06, which is still to come"),
        ("2022年6月底前\t", "适时\t", "a row has no month or no item"),
        ("2022年6月底前\t", "2022年16月底前\t", "a row has no month or no item"),
    ],
)
def test_strange_things_are_pointed_out(
    shelf: Shelf, tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (PAPERS / "lamps.txt").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "strange.txt"
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = survey(path, shelf, Overlay(), TODAY)
    assert any(words in message for message in unsure(found)), unsure(found)


def test_a_later_revision_is_pointed_out(shelf: Shelf) -> None:
    assert any("was revised later" in message for message in unsure(look("order.txt", shelf)))


def test_every_paper_of_an_issue_is_shown(shelf: Shelf) -> None:
    found = look("issue.txt", shelf)
    assert len(found.papers) == 2 and found.name == "东政发-2020-5-等2件"
    assert any("no such date: 2020 年 2 月 30 日" in line for line in survey_lines(found))


def test_after_a_yes_the_paper_is_kept_and_in_the_base(
    options: list[str],
    data: Path,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = tmp_path / "in.txt"
    paper.write_bytes((PAPERS / "lamps.txt").read_text(encoding="utf-8").encode("gb18030"))
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    published = ["--title", "东海省人民政府公报", "--issue", "2021年第9期"]
    assert main(["add", str(paper), *published, "--published", "2021-05-20", *options]) == 0
    name = "东海省人民政府公报-2021-9"
    read = unpack_paper(name, (data / "papers" / f"{name}.txt").read_bytes())
    assert read.text == (PAPERS / "lamps.txt").read_text(encoding="utf-8")
    assert (read.side.title, read.side.issue, read.side.published) == (
        "东海省人民政府公报",
        "2021年第9期",
        "2021-05-20",
    )
    with base_of(data) as base:
        assert base.document("东政办发〔2021〕18号").issue == name
        assert base.issue(name).number == "2021年第9期"
        assert "2021年9月底前" in base.search("路灯普查什么时候完成")[0].sentence
        assert [row.due for row in base.deadlines("东政办发〔2021〕18号")]
    capsys.readouterr()
    assert "is in the base already (" in refused(capsys, str(paper), "--yes", *options)


@pytest.mark.parametrize("typed", ["", "n\n", "\n", "maybe\n"])
def test_without_a_yes_nothing_is_written(
    options: list[str],
    data: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["add", str(PAPERS / "lamps.txt"), *options]) == 1
    assert capsys.readouterr().out.endswith("nothing was added\n")
    assert not data.exists()


def test_an_unsound_address_is_refused_and_nothing_is_left_behind(
    options: list[str], data: Path, capsys: Capture
) -> None:
    assert main(["add", str(PAPERS / "order.txt"), "--yes", *options]) == 0
    before, base = kept(data), (data / "policies.db").read_bytes()
    capsys.readouterr()
    assert main(["add", str(PAPERS / "lamps.txt"), "--yes", "--url", "x\n: y", *options]) == 2
    err = capsys.readouterr().err
    assert ": url: " in err and err.endswith("(nothing was changed)\n") and err.count("\n") == 1
    assert kept(data) == before and (data / "policies.db").read_bytes() == base
    assert not list(data.glob(".policies.db.*"))


def test_a_folder_that_cannot_be_written_is_told(
    options: list[str], data: Path, capsys: Capture
) -> None:
    data.write_text("no folder", encoding="utf-8")
    err = refused(capsys, str(PAPERS / "lamps.txt"), "--yes", *options)
    assert "cannot be written" in err and "WENCE_DATA" in err


@pytest.mark.parametrize(
    ("content", "line"),
    [("买菜清单\n萝卜\n", 1), ("", 1), ("\n\n东政办发〔2021〕18号\n", 3)],
)
def test_what_is_no_paper_is_refused_with_its_line(
    options: list[str], data: Path, tmp_path: Path, capsys: Capture, content: str, line: int
) -> None:
    path = tmp_path / "list.txt"
    path.write_text(content, encoding="utf-8")
    assert refused(capsys, str(path), "--yes", *options).startswith(f"{path}:{line}: ")
    assert not kept(data)


def test_a_law_without_a_number_is_known_by_its_words(
    options: list[str], data: Path, tmp_path: Path
) -> None:
    assert main(["add", str(PAPERS / "tea_law.md"), "--yes", *options]) == 0
    with base_of(data) as base:
        shelf = Shelf.of(base)
    with pytest.raises(SourceError, match="《东海省茶园保护条例》 is in the base already"):
        look("tea_law.md", shelf)
    law = (PAPERS / "tea_law.md").read_text(encoding="utf-8")
    newer = tmp_path / "newer.md"
    newer.write_text(law.replace("五米", "八米"), encoding="utf-8")
    found = survey(newer, shelf, Overlay(), TODAY)
    assert any("a paper of this title stands in" in message for message in unsure(found))
    assert found.name == "东海省茶园保护条例-2"


def test_a_paper_that_stands_twice_in_one_file_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "twice.txt"
    text = (PAPERS / "lamps.txt").read_text(encoding="utf-8")
    path.write_text(text + "\n" + text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"twice.txt:\d+: 东政办发〔2021〕18号 is in the base"):
        survey(path, shelf, Overlay(), TODAY)


def test_a_name_is_never_one_that_is_taken() -> None:
    assert free_name("park", {"park"}) == "park-2"
    assert free_name("park", {"park", "park-2"}) == "park-3"
    assert free_name("../a b/《c》", ()) == "a-b-c"
    assert free_name("//", ()) == "paper"
    assert len(free_name("灯" * 300, ()).encode()) < 200


@pytest.mark.parametrize("text", ["2021-9", "2021年第9期", " 2021年9期"])
def test_an_issue_is_read_in_the_forms_people_write(text: str) -> None:
    assert read_issue(text) == (2021, 9)


@pytest.mark.parametrize("text", ["", "9", "2021", "2021-0", "第9期"])
def test_what_is_no_issue_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no issue"):
        read_issue(text)


def test_an_issue_needs_the_title_of_its_publication(options: list[str], capsys: Capture) -> None:
    paper = str(PAPERS / "lamps.txt")
    assert "--title" in refused(capsys, paper, "--yes", "--issue", "2021-9", *options)


def test_the_file_of_a_paper_holds_any_words_unharmed() -> None:
    title = '公报: #1 "x" \'\\ {y}\n---\n'
    known = Publication(title=title).known
    row = {
        "document": "东海省茶园保护条例",
        "status": "overtaken",
        "superseded_by": ["law724"],
        "notice": {"zh": "已有新规定。\n---\n", "en": "Newer rules."},
        "source": "省政府网站",
        "checked": "2026-11-23",
        "confidence": "official",
    }
    file = PaperFile("a", "标题\n---\n正文\n", known, (row,), "ab12")
    assert unpack_paper("a", file.packed()) == replace(file, status=[row])
    assert original_of(file.packed()) == "ab12"


@pytest.mark.parametrize(
    ("packed", "line", "words"),
    [
        ("某通知\n".encode(), 1, "does not begin with what is known"),
        (b"---\nurl: 3\n---\nx", 2, "url: '3' should be text"),
        (b"---\ntitle: a\npages: 3\n---\nx", 3, "pages: unknown key"),
        (b"---\ntitle: a\nyear: 2020\n---\nx", 2, "'issue' is missing beside 'year'"),
        (b"---\ntitle: [\n---\nx", 2, "expected node content"),
        (b"\xff\xfe", 1, "is not UTF-8 text"),
    ],
)
def test_a_file_of_a_paper_that_says_what_it_cannot_is_told(
    packed: bytes, line: int, words: str
) -> None:
    with pytest.raises(SourceError) as told:
        unpack_paper("a", packed)
    assert str(told.value).startswith(f"a.txt:{line}: ") and words in str(told.value)


def test_what_is_known_of_the_publication_is_said() -> None:
    assert Publication().words == "not told (--url, --title)"
    known = Publication("公报", 2021, 9, date(2021, 5, 20), "省政府", "http://a.cn/")
    assert known.words == "公报, 2021年第9期, 2021-05-20, 省政府, http://a.cn/"


def test_a_folder_and_a_zip_are_added_at_once_and_what_is_no_paper_stops_nothing(
    options: list[str], data: Path, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "notes.txt").write_text("只是一些笔记。\n", encoding="utf-8")
    (folder / "picture.svg").write_text("<svg/>", encoding="utf-8")
    write_page(folder / "bench.html")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as pack:
        pack.write(PAPERS / "lamps.txt", "路灯/lamps.txt")
    assert main(["add", str(folder), str(tmp_path / "more.zip"), "--yes", *options]) == 1
    told = capsys.readouterr()
    assert "[3/3] " in told.out and "more.zip/路灯/lamps.txt" in told.out
    assert "notes.txt: refused" in told.err and "not an official paper" in told.err
    assert list(kept(data)) == ["东政办发-2021-18.txt", "澜政办发-2022-12.txt"]
    with base_of(data) as base:
        assert base.document("澜政办发〔2022〕12号").signed == "2022-03-21"


def test_the_same_paper_in_two_forms_is_added_once(
    options: list[str], tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    write_page(folder / "a.html")
    write_word(folder / "b.docx")
    assert main(["add", str(folder), "--yes", *options]) == 1
    told = capsys.readouterr()
    assert told.out.count("added: ") == 1
    assert "is in the base already" in told.err and "a.html" in told.err


def test_a_folder_without_papers_is_refused(
    options: list[str], tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "empty").mkdir()
    assert "holds no paper" in refused(capsys, str(tmp_path / "empty"), *options)


def test_what_users_are_not_told_is_shown_to_the_operator(
    options: list[str], data: Path, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "unsure.txt"
    path.write_text(
        "某市林业局关于护林的通知\n某林发〔2021〕9号\n各县林业局：\n"
        "一、安排\n各县应于3月10日前报送计划，于9月10日前报送总结。\n"
        "ÏSU\\ÿNnxÝOˆ[OOýV¶[®\n某市林业局\n2021年5月6日\n",
        encoding="utf-8",
    )
    assert main(["add", str(path), "--yes", *options]) == 0
    told = capsys.readouterr().out
    assert "(unsure: not told to users)" in told
    assert "not sure of this deadline, users are not told: " in told
    assert "broken characters, no Chinese text" in told
    with base_of(data) as base:
        assert [row.due for row in base.deadlines("某林发〔2021〕9号")] == ["2021-09-10"]
        every = [row for row in base.facts(unsure=True) if row.document == "某林发-2021-9"]
        assert [row.due for row in every if row.quote] == ["2022-03-10", "2021-09-10"]


def test_an_amending_act_is_said_to_be_one(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "amending.txt"
    path.write_text(
        "某省渡口条例修正案\n一、将第十条修改为：“第十条　渡船每年检验。”\n二、删去第二十条。\n",
        encoding="utf-8",
    )
    said = unsure(survey(path, shelf, Overlay(), TODAY))
    assert "is an amending act: what it quotes belongs to the paper it changes" in said
