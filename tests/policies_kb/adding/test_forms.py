"""Papers as files of every form: the same words, whatever they were saved as."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from fpdf.fonts import FontFace
from needs import needs

from policies_kb.adding.forms import read_paper_file, scan
from policies_kb.adding.forms.form_text import FormError
from policies_kb.adding.forms.plain import without_markup
from policies_kb.errors import SourceError
from policies_kb.parse import parse_papers
from tests.rigs.form_writer import (
    NUMBER,
    TABLE,
    find_font,
    save_as_page,
    save_as_pdf,
    save_as_word,
    write_page,
    write_pdf,
    write_text,
    write_word,
)
from tests.rigs.labelled_papers import Labelled, labelled


def _tree(text: str) -> list[Any]:
    """Everything of the papers but where it stands in the text."""
    return [
        (
            paper.number,
            paper.title,
            paper.issuer,
            paper.signed,
            [
                (node.id, node.kind, node.ordinal, node.heading, "".join(node.text.split()))
                for node in paper.walk()
            ],
            [table.rows for table in paper.tables],
        )
        for paper in parse_papers(text)
    ]


def _read(path: Path) -> str:
    return read_paper_file(path).text


def _refused(path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        read_paper_file(path)
    message = str(refused.value)
    assert message.startswith(f"{path}:1: ") and "\n" not in message
    return message


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    tree = _tree(_read(write_text(tmp_path_factory.mktemp("forms") / "paper.txt")))
    assert tree[0][0] == NUMBER and len(tree[0][5][0]) == len(TABLE) - 1
    return tree


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (write_word, "paper.docx"),
        (write_page, "paper.html"),
        (lambda path: write_page(path, "gb18030"), "paper.htm"),
        (lambda path: write_page(path, "utf-8"), "no ending"),
        pytest.param(write_pdf, "paper.pdf", marks=needs("chinese font")),
        pytest.param(
            lambda path: write_pdf(path, head=False), "plain.pdf", marks=needs("chinese font")
        ),
        (lambda path: write_text(path, "utf-16"), "utf16.txt"),
        (lambda path: write_text(path, "utf-16-le"), "unmarked.txt"),
        (lambda path: write_text(path, "gb18030"), "gb18030.txt"),
        (lambda path: write_text(path, "utf-8-sig"), "marked.txt"),
    ],
)
def test_the_same_paper_in_any_form_is_the_same_tree(
    write: Callable[[Path], Path], name: str, tmp_path: Path, wanted: list[Any]
) -> None:
    assert _tree(_read(write(tmp_path / name))) == wanted


@needs("chinese font", "ocr")
def test_a_scanned_paper_is_the_same_tree(tmp_path: Path, wanted: list[Any]) -> None:
    import pypdfium2

    pages = [
        page.render(scale=300 / 72).to_pil().convert("L")
        for page in pypdfium2.PdfDocument(write_pdf(tmp_path / "paper.pdf"))
    ]
    scan = tmp_path / "scan.pdf"
    pages[0].save(scan, save_all=True, append_images=pages[1:], resolution=300)
    # Brackets of both widths look the same in print.
    read, printed = (unicodedata.normalize("NFKC", repr(it)) for it in (_tree(_read(scan)), wanted))
    assert read == printed


@pytest.mark.parametrize("name", ["photo.png", "scan.pdf"])
def test_without_the_extra_a_scan_is_told_what_to_install(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    Image.new("L", (600, 800), 255).save(tmp_path / name)
    # The machine may have the extra.
    monkeypatch.setattr(scan, "find_spec", lambda name: None)
    with pytest.raises(FormError, match="make setup GROUP=ocr"):
        scan.read_picture(tmp_path / name)


def test_numbers_that_word_counts_itself_are_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    for words in ("甲", "乙"):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("丙")
    path = tmp_path / "numbered.docx"
    document.save(str(path))
    assert _read(path) == "1.甲\n2.乙\n丙\n"


def test_merged_cells_stand_in_each_of_their_rows(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td>类别</td><td>事项</td><td>标准</td></tr>"
        "<tr><td rowspan=2>道路</td><td>路灯</td><td>每盏</td></tr>"
        "<tr><td>护栏</td><td>每米</td></tr><tr><td colspan=3>其他</td></tr></table></body></html>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    for at, row in enumerate(
        (("类别", "事项", "标准"), ("道路", "路灯", "每盏"), ("", "护栏", "每米"))
    ):
        for cell, words in zip(table.rows[at].cells, row, strict=True):
            cell.text = words
    table.cell(1, 0).merge(table.cell(2, 0)).text = "道路"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "其他"
    document.save(str(tmp_path / "table.docx"))
    lines = "类别\t事项\t标准\n道路\t路灯\t每盏\n道路\t护栏\t每米\n其他\n"
    assert _read(tmp_path / "page.html") == _read(tmp_path / "table.docx") == lines


def test_a_page_keeps_its_paper_and_loses_its_site(tmp_path: Path) -> None:
    text = _read(write_page(tmp_path / "page.html"))
    for words in ("首页", "公示公告", "分享到", "打印", "ICP", "var menu", "您现在的位置"):
        assert words not in text
    assert NUMBER in text.splitlines()


#: Tables, orders, laws, joint issuers, long titles: one of each kind.
KINDS = {
    "task_table", "task_columns_lead", "scoring_table", "subsidy_table", "fishing_order",
    "lifts_rules", "bridges_joint", "long_title", "annexed_twice", "years_not_quantities",
}  # fmt: skip
SAVED = [paper for paper in labelled() if paper.name in KINDS]


@pytest.mark.parametrize("paper", SAVED, ids=[paper.name for paper in SAVED])
@pytest.mark.parametrize(
    "save", [save_as_word, save_as_page, pytest.param(save_as_pdf, marks=needs("chinese font"))]
)
def test_labelled_papers_are_the_same_tree_in_every_form(
    save: Callable[[str, Path], Path], paper: Labelled, tmp_path: Path
) -> None:
    assert _tree(_read(save(paper.text, tmp_path / "paper"))) == _tree(paper.text)


OLD_PAGE = """<HTML><HEAD><META content="text/html; charset=gb2312">
<TITLE>澜江县林业局网站-澜江县林业局关于保护古树名木的通知</TITLE></HEAD><BODY><TABLE width=980>
<TR><TD><TABLE><TR><TD><A href=1>首页</A></TD><TD><A href=2>概况</A></TD></TR></TABLE></TD></TR>
<TR><TD>当前位置：<A href=1>首页</A> &gt;&gt; 通知公告</TD></TR><TR><TD><TABLE><TR>
<TD class=bt>澜江县林业局关于保护古树名木的通知</TD></TR>
<TR><TD>来源：县林业局&nbsp;&nbsp;发布日期：2019-03-05&nbsp;点击数：<script>x()</script>33</TD>
</TR>
<TR><TD><P>澜林〔2019〕11号</P><P>各乡镇林业站：<BR>
&nbsp;&nbsp;一、开展普查。<BR>　　二、设立标牌。<BR></P>
<P align=right>澜江县林业局<BR>2019年3月4日</P><TABLE border=1><TR><TD>乡镇</TD><TD>株数</TD></TR>
<TR><TD>东溪</TD><TD>12</TD></TR></TABLE></TD></TR></TABLE></TD></TR>
<TR><TD>版权所有：澜江县林业局</TD></TR></TABLE></BODY></HTML>"""
NEW_PAGE = """<!doctype html><html><head><title>澜江市水务局关于夏季水价的通告</title></head>
<body><header><nav><a>首页</a></nav></header>
<div class="article-header"><h1>澜江市水务局关于夏季水价的通告</h1>
<p><span>发布时间：2024-05-06 10:00</span><span>来源：市水务局</span>
<span>字体：[大 中 小]</span></p></div>
<div id="UCAP-CONTENT"><p><strong>2024年第3号</strong></p><p>　　一、居民每立方米2.5元。</p>
<p>　　二、其他不超过4元。</p><p>澜江市水务局</p><p>2024年5月6日</p></div>
<p>附件：<a href="x.docx">价格表.docx</a></p><ul><li>上一篇：<a>关于停水的通知</a></li></ul>
<footer><p>浙ICP备123号</p></footer></body></html>"""


@pytest.mark.parametrize(
    ("page", "encoding", "number", "kinds"),
    [
        (OLD_PAGE, "gb18030", "澜林〔2019〕11号",
         "title note number addressee part part signature table"),
        (NEW_PAGE, "utf-8", "澜江市水务局通告2024年第3号",
         "title note number part part signature attachment"),
    ],
)  # fmt: skip
def test_pages_of_old_and_new_sites(
    page: str, encoding: str, number: str, kinds: str, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_bytes(page.encode(encoding))
    [paper] = parse_papers(_read(tmp_path / "page.html"))
    assert paper.number == number
    assert [node.kind for node in paper.provisions] == kinds.split()


@needs("chinese font")
def test_a_table_over_two_pages_is_one(tmp_path: Path) -> None:
    from fpdf import FPDF

    pdf = FPDF(format=(148, 120))
    pdf.add_font("song", fname=str(find_font()))
    pdf.add_page()
    pdf.set_font("song", size=11)
    with pdf.table(num_heading_rows=1, headings_style=FontFace(emphasis="NONE")) as table:
        table.row(("镇乡", "任务"))
        for number in range(1, 13):
            table.row((f"第{number}镇", f"修桥{number}座"))
    pdf.output(str(tmp_path / "long.pdf"))
    lines = _read(tmp_path / "long.pdf").splitlines()
    assert len(pdf.pages) > 1
    assert lines == ["镇乡\t任务", *(f"第{n}镇\t修桥{n}座" for n in range(1, 13))]


def test_markup_of_a_sites_source_goes_and_plain_text_stays() -> None:
    source = (
        "---\ntitle: 澜江省渡口办法\nauthor: 澜江省人民政府\n---\n\n"
        "::: tip 修订\n\n（2021年1月5日公布）\n\n:::\n"
        '## 第一章&emsp;总则{align="center"}\n<p id="t1">&emsp;<b>第一条</b>&emsp;为了安全。</p>\n'
        "<p>第二条　略。</p>\n"
    )
    [paper] = parse_papers(without_markup(source))
    assert (paper.title, paper.issuer) == ("澜江省渡口办法", "澜江省人民政府")
    assert {"chp_1", "art_1", "art_2"} <= {node.id for node in paper.walk()}
    plain = "第一条 气温<5℃时停工。\n<!-- INFO END -->\n"
    assert without_markup(plain) == plain


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx"),
        (b"{\\rtf1\\ansi hello}", "save it as .docx"),
        (b"", "is empty"),
        (b"\0\1\2\3" * 200, "is not a text file"),
    ],
)
def test_forms_that_are_not_read_say_what_to_do(raw: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.doc"
    path.write_bytes(raw)
    assert said in _refused(path)


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("xl/workbook.xml", "spreadsheet"),
        ("OFD.xml", "save it as .pdf"),
        ("word/vbaProject.bin", "holds macros"),
    ],
)
def test_other_packed_forms_say_what_to_do(member: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr(member, "x")
    assert said in _refused(path)
