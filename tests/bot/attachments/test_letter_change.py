"""The first change of docs/letters.md, played, and what a lawyer may do in Word."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from docx import Document
from letter_texts import change_letter, request_text, wages_text

from bot.attachments.document_text import document_text
from bot.attachments.letter_check import problems_of
from bot.attachments.letter_fields import LETTERS
from bot.attachments.wages_letter import wages_letter
from policies_kb.kb import KnowledgeBase

ROOT = Path(__file__).parents[3]
SITE = {"place": "义乌市", "employer": "building_site", "amount": 300000}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the letters that is used in their place."""
    copy = Path(shutil.copytree(LETTERS, tmp_path / "letters"))
    monkeypatch.setattr("bot.attachments.letter.LETTERS", copy)
    return copy


def test_a_word_changed_in_word_stands_in_both_forms(kb: KnowledgeBase, folder: Path) -> None:
    page = (ROOT / "docs" / "letters.md").read_text("utf-8")
    step = re.search(
        r"bot/attachments/letters/(\S+)`.*?Change a word: (\S+) becomes (\S+)\.", page, re.S
    )
    assert step
    file, old, new = step.groups()
    document = Document(str(folder / file))
    [line] = [line for line in document.paragraphs if old in line.text]
    line.runs[0].text = line.text.replace(old, new)
    document.save(str(folder / file))
    assert list(problems_of(folder / file, kb)) == []
    word = wages_letter({"facts": SITE, "form": "docx"}, kb, "zh-Hans").content
    assert new in document_text(word) and new in wages_text(SITE, kb)
    assert old not in document_text(word) and old not in wages_text(SITE, kb)


def test_a_tag_that_word_split_into_runs_is_one(kb: KnowledgeBase, folder: Path) -> None:
    document = Document(str(folder / "inspection.docx"))
    [line] = [
        line for line in document.paragraphs if line.text.startswith("依法责令被投诉单位支付拖欠")
    ]
    text = line.text
    line.clear()
    for piece in re.split(r"(?<=\{)|(?<=\{ )|(?<=金)", text):
        line.add_run(piece).bold = len(line.runs) % 2 == 0
    document.save(str(folder / "inspection.docx"))
    assert len(line.runs) > 3
    assert list(problems_of(folder / "inspection.docx", kb)) == []
    assert "支付拖欠的工资人民币300000元" in wages_text(SITE, kb)


def test_a_new_line_of_a_list_moves_the_numbers(kb: KnowledgeBase, folder: Path) -> None:
    document = Document(str(folder / "quit.docx"))
    [line] = [line for line in document.paragraphs if line.text == "付清拖欠的工资。"]
    new = line.insert_paragraph_before("新的一条。", line.style)
    new._p.get_or_add_pPr().append(line._p.pPr.numPr.__copy__())
    document.save(str(folder / "quit.docx"))
    assert "1. 新的一条。\n2. 付清拖欠的工资。\n3. 支付解除" in wages_text({}, kb, "quit")


def test_a_line_taken_out_of_a_list_has_no_number(kb: KnowledgeBase, folder: Path) -> None:
    document = Document(str(folder / "quit.docx"))
    [line] = [line for line in document.paragraphs if line.text == "付清拖欠的工资。"]
    line._p.pPr.numPr.numId.val = 0
    document.save(str(folder / "quit.docx"))
    assert list(problems_of(folder / "quit.docx", kb)) == []
    assert "\n\n付清拖欠的工资。\n\n1. 支付解除" in wages_text({}, kb, "quit")


def test_whoever_edited_a_letter_is_not_named_in_it(kb: KnowledgeBase, folder: Path) -> None:
    document = Document(str(folder / "inspection.docx"))
    document.core_properties.author = document.core_properties.last_modified_by = "王律师"
    document.save(str(folder / "inspection.docx"))
    made = wages_letter({"facts": SITE, "form": "docx"}, kb, "zh-Hans").content
    with zipfile.ZipFile(io.BytesIO(made)) as letter:
        parts = [letter.read(name) for name in letter.namelist()]
    assert len(parts) > 5
    assert [part for part in parts if "王律师".encode() in part] == []


TYPED = [
    "甲&乙 <丙> \"丁\" '戊' &amp;",
    "{{ 金额 }} {% if x %} {%p endif %} {# y #}",
    "{_{ a }_} {_% b %_} _c_ &#95;",
    "]]></w:t><w:br/> {{ law724.art_30 }} {{ 7*7 }}",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_somebody_typed_stays_as_typed(kb: KnowledgeBase, typed: str) -> None:
    assert f"内容描述：{typed}\n" in request_text({"wanted": typed}, kb)
    assert f"干活的地方是{typed}。" in wages_text({"place": typed}, kb)
    word = wages_letter({"facts": {"place": typed}, "form": "docx"}, kb, "zh-Hans").content
    assert f"干活的地方是{typed}。" in document_text(word)


def test_letters_made_at_once_do_not_mix(kb: KnowledgeBase) -> None:
    places = [f"地方{number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda place: wages_text({"place": place}, kb), places))
    told = [re.findall(r"干活的地方是(地方\d+)。", text) for text in texts]
    assert told == [[place] for place in places]


def test_change_letter_changes_something(folder: Path) -> None:
    with pytest.raises(AssertionError):
        change_letter(folder / "quit.docx", "没有这些字", "")
