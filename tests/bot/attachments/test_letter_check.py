"""What is wrong with a letter is told in one sentence with its place."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document
from letter_texts import change_letter

from bot.__main__ import main
from bot.attachments.letter_check import letter_problems, problems_of
from bot.attachments.letter_fields import LETTER_FIELDS, LETTERS
from bot.attachments.wages_letter import derived_facts
from policies_kb.kb import KnowledgeBase

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LETTERS, tmp_path / "letters"))


def test_the_letters_are_sound(kb: KnowledgeBase) -> None:
    assert list(letter_problems(kb)) == []


WRONG = [
    ("quit", "{{ 地点 }}", "{{ 地典 }}", "there is no field 地典, but there is 地点"),
    ("court", "{{ 人数 }}", "{{ xyz }}", "there is no field xyz; the field 人数 is not used"),
    ("inspection", "{{ 人社局 }}", "某局", "the field 人社局 is not used"),
    ("quit", "{{ 地点 }}", "{{ 地点 }", "a tag is broken near “本人自"),
    ("quit", "{{ 地点 }}", "{{ 地点|大写 }}", "a tag is broken near “本人自"),
    ("court", "{%p endif %}", "", "a tag is broken near "),
    ("court", "{% endif -%}", "{% endfi -%}", "a tag is broken near "),
    ("court", "if 在企业 %}", "if （在企业） %}", "a tag is broken near "),
    ("court", "{%p endif %}", "{%p endif %}另外", "“…另外” would be lost, a tag with p takes its"),
    ("court", "{%tr endif %}", "{%tr endif %}另外", "“…另外” would be lost, a tag with tr takes"),
    ("quit", ".art_50", ".art_500", "the base holds no clause labour_contract_law.art_500"),
    (
        "quit",
        "付清拖欠",
        "付清{金额}拖欠",
        "with nothing told: “付清{金额}拖欠的工资。” is left of a tag",
    ),
    ("packet", "{{ 事由 }}", "{{ 事由.多少 }}", "with nothing told: it cannot be filled: "),
    ("packet", "{{ 日期 }}", "{{ 日期 / 2 }}", "with nothing told: it cannot be filled: "),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_letter_is_told_in_one_sentence(
    kb: KnowledgeBase, folder: Path, name: str, old: str, new: str, told: str
) -> None:
    path = folder / f"{name}.docx"
    change_letter(path, old, new)
    found = list(problems_of(path, kb))
    sentences = told.split("; ")
    assert len(found) == len(sentences)
    for problem, sentence in zip(found, sentences, strict=True):
        assert problem.startswith(f"{path}: {sentence}")
        assert "\n" not in problem and "<w:" not in problem


def test_a_condition_from_a_line_into_a_table_is_refused(kb: KnowledgeBase, folder: Path) -> None:
    path = folder / "request.docx"
    change_letter(path, "申请人（公民）", "申请人（公民）{% if 向县申请 %}")
    change_letter(path, "联系电话", "{% endif %}联系电话")
    [problem] = problems_of(path, kb)
    assert problem.startswith(f"{path}: with nothing told: a condition begins in one line")


LEFT = {
    "a tracked change": (
        '<w:p><w:ins w:id="9" w:author="a"><w:r><w:t>新</w:t></w:r></w:ins></w:p>'
    ),
    "a comment": '<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>',
    "a footnote": '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
    "a content control": "<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
}


@pytest.mark.parametrize(("what", "source"), LEFT.items(), ids=LEFT)
def test_what_only_word_shows_is_refused(
    kb: KnowledgeBase, folder: Path, what: str, source: str
) -> None:
    change_letter(folder / "quit.docx", "<w:sectPr", f"{source}<w:sectPr")
    [problem] = problems_of(folder / "quit.docx", kb)
    assert problem.startswith(f"{folder / 'quit.docx'}: it holds {what}: ")


def test_a_list_that_text_cannot_show_is_refused(kb: KnowledgeBase, folder: Path) -> None:
    change_letter(folder / "quit.docx", '"decimal"', '"chineseCounting"', "word/numbering.xml")
    [problem] = problems_of(folder / "quit.docx", kb)
    assert "a list has other numbers than 1. 2. 3." in problem


def test_a_label_without_a_place_is_refused(kb: KnowledgeBase, folder: Path) -> None:
    path = folder / "quit.docx"
    row = "<w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc></w:tr>"
    grid = (
        '<w:tblPr><w:tblStyle w:val="Form"/></w:tblPr><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid>'
    )
    change_letter(path, "<w:sectPr", f"<w:tbl>{grid}{row}</w:tbl><w:sectPr")
    [problem] = problems_of(path, kb)
    assert problem == f"{path}: “姓名” is the label of a form without a place beside it"


def test_a_letter_cannot_reach_into_the_program(kb: KnowledgeBase, folder: Path) -> None:
    reaching = "{{ 地点.__class__.__mro__ }}"
    change_letter(folder / "quit.docx", "{{ 地点 }}", reaching)
    [problem] = problems_of(folder / "quit.docx", kb)
    assert "it cannot be filled: " in problem and "unsafe" in problem


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.txt", "a")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


BROKEN = {
    "words": lambda path: path.write_text("没有格式", "utf-8"),
    "empty": lambda path: path.write_bytes(b""),
    "archive": archive,
    "cut": cut,
    "bad xml": lambda path: change_letter(path, "</w:p>", ""),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_no_document_is_told(kb: KnowledgeBase, folder: Path, broken: object) -> None:
    path = folder / "quit.docx"
    assert callable(broken)
    broken(path)
    assert list(problems_of(path, kb)) == [f"{path}: this is no Word document (.docx)"]


def test_a_letter_that_is_gone_is_told(kb: KnowledgeBase, folder: Path) -> None:
    (folder / "quit.docx").unlink()
    assert list(letter_problems(kb, folder)) == [f"{folder / 'quit.docx'}: the letter is missing"]


def test_a_letter_nobody_declared_is_told_and_one_that_is_open_is_not(
    kb: KnowledgeBase, folder: Path
) -> None:
    shutil.copy(folder / "quit.docx", folder / "new.docx")
    (folder / "~$quit.docx").write_bytes(b"lock")
    found = list(letter_problems(kb, folder))
    assert found == [f"{folder / 'new.docx'}: fields.yml tells nothing of it"]


def test_too_many_conditions_in_each_other_are_refused(kb: KnowledgeBase, folder: Path) -> None:
    court = LETTER_FIELDS.data.by_letter["court"]
    names = [name for name, field in court.items() if isinstance(field, dict)]
    change_letter(folder / "court.docx", "if 在企业 %}", f"if {' or '.join(names[:11])} %}}")
    change_letter(folder / "court.docx", "原告</w:t>", "原告{% if 在企业 %}{% endif %}</w:t>")
    [problem] = problems_of(folder / "court.docx", kb)
    assert "more than 10 conditions in each other" in problem


@pytest.fixture
def fields(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "fields.yml"
    path.write_text(LETTER_FIELDS.file.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(LETTER_FIELDS, "file", path)
    monkeypatch.delitem(LETTER_FIELDS.__dict__, "data", raising=False)
    return path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{employer: [company]}", "{employer: [compny]}", "employer: compny, which is never told"),
        ("{employer: [company]}", "{employr: [company]}", "employr: company, which is never told"),
        ("letters:", "leters:", "leters: unknown key, did you mean 'letters'?"),
        ("    shares:", "    share:", "inspection.share: unknown key, did you mean 'shares'?"),
        ("weak_proof]", "week_proof]", "'inspection' shares 'week_proof', which is not among"),
        ("about: 工", "abuot: 工", "wages_case.abuot: unknown key, did you mean 'about'?"),
        ("地点: place", "地点: 5", "地点: '5' should be a word, [a word] for lines or a condition"),
        ('["yes"]}', "[yes]}", "答应支付.reachable.1: 'True' should be text"),
        ("地点: place", "地点: {since: yes}", "地点.since: 'True' should be a list"),
        ("地点: place", "地点: [place", "did not find expected ',' or ']'"),
        ("shares: [what_happened]", "<<: *a", "found undefined alias"),
        ("  weak_proof:", "  <<: {a: b}\n  weak_proof:", "merge keys are not allowed"),
    ],
)
def test_a_wrong_fields_file_is_told(
    kb: KnowledgeBase, fields: Path, old: str, new: str, told: str
) -> None:
    text = fields.read_text("utf-8")
    fields.write_text(text.replace(old, new, 1), "utf-8")
    [problem] = letter_problems(kb)
    assert re.match(rf"{fields}:\d+: ", problem) and told in problem
    assert "\n" not in problem


def test_a_condition_that_never_holds_is_told_at_its_line(kb: KnowledgeBase, fields: Path) -> None:
    text = fields.read_text("utf-8")
    line = text[: text.index("    还在干:")].count("\n") + 1
    fields.write_text(text.replace("{ended: [still]}", "{ended: [stil]}"), "utf-8")
    told = f"{fields}:{line}: 还在干 waits for ended: stil, which is never told"
    assert list(letter_problems(kb)) == [told]


def test_only_declared_values_are_made_of_other_facts(kb: KnowledgeBase) -> None:
    cases = [
        {},
        {"place": "义乌市", "people": 1, "ended": "2020-01", "special": "retired"},
        {"place": "outside", "people": [12, 20], "ended": "still"},
    ]
    declared = LETTER_FIELDS.data.derived
    made = [
        {name: value for name, value in derived_facts(facts, kb).items() if name not in facts}
        for facts in cases
    ]
    assert {name for facts in made for name in facts} == set(declared)
    assert [(n, v) for facts in made for n, v in facts.items() if v not in declared[n]] == []


def test_the_command_tells_and_writes(
    database: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--database", str(database), "check", "--letters", str(folder)]
    assert main([*command, "--write", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == "sound: 7 letters\n"
    text = (tmp_path / "out" / "quit-everything.txt").read_text("utf-8")
    assert "〔地点〕" in text and "解除劳动合同通知书" in text
    assert Document(str(tmp_path / "out" / "quit-nothing.docx")).paragraphs
    change_letter(folder / "quit.docx", "{{ 地点 }}", "")
    assert main(command) == 1
    assert capsys.readouterr().err == f"{folder / 'quit.docx'}: the field 地点 is not used\n"


def test_the_page_names_every_field_and_letter() -> None:
    page = (ROOT / "docs" / "letters.md").read_text("utf-8")
    table = page.split("| field | holds |")[1].split("\n\n")[0]
    told = re.findall(r"[\u4e00-\u9fff]+", " ".join(re.findall(r"(?m)^\| (.*?) \|", table)))
    letters = LETTER_FIELDS.data.by_letter
    assert sorted(told) == sorted({name for fields in letters.values() for name in fields})
    assert re.findall(r"\| `(\w+)\.docx`", page) == list(letters)
