"""Writes one paper in several forms, as offices save them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

#: Fonts with Chinese glyphs as systems name them.
_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSerifCJK-Regular.ttc",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
)
TITLE = ("澜江市人民政府办公室", "关于开展公园长椅修缮工作的通知")
NUMBER = "澜政办发〔2022〕12号"
BODY = (
    "各县（市、区）人民政府，市政府各部门：",
    "为改善公园休憩条件，经市政府同意，现就开展公园长椅修缮工作的有关事项通知如下：",
    "一、总体要求",
    "坚持安全第一、因地制宜，用一年时间完成全市公园长椅修缮，2022年底前，长椅完好率达到95%以上，"
    "群众满意度明显提升，形成定期巡查、及时维修、公开监督的长效机制。",
    "二、主要任务",
    "（一）摸清底数。各县（市、区）要对辖区内公园长椅逐一登记，于4月30日前完成台账。（市综合执法局）",
    "（二）分类修缮。对结构损坏的长椅，自发现之日起15日内完成修复；每张长椅修缮补助不超过800元，"
    "所需经费由市、县两级财政按比例分担。（市财政局牵头，市综合执法局配合）",
    "三、保障措施",
    "市综合执法局负责统筹协调，每季度通报一次进展情况。任务分工见附件。",
    "附件：公园长椅修缮任务分工表",
)
SIGNATURE = ("澜江市人民政府办公室", "2022年3月21日")
REMARK = "（此件公开发布）"
ANNEX = ("附件", "公园长椅修缮任务分工表")
TABLE = (
    ("序号", "工作任务", "责任单位", "完成时限"),
    ("1", "完成长椅登记", "各县（市、区）政府", "2022年4月底前"),
    ("2", "修复损坏长椅", "市综合执法局", "2022年9月底前"),
    ("3", "开展抽查", "市综合执法局、市财政局", "2022年11月底前"),
)
HEAD = "澜江市人民政府公报"


def find_font() -> Path | None:
    """Return a font with Chinese glyphs, ``None`` when the machine has none."""
    for folder in (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path("/Library/Fonts"),
    ):
        for name in _FONTS:
            found = next(iter(sorted(folder.rglob(name))), None) if folder.is_dir() else None
            if found is not None:
                return found
    return None


def write_text(path: Path, encoding: str = "utf-8") -> Path:
    rows = ["\t".join(row) for row in TABLE]
    lines = [*TITLE, NUMBER, *BODY, *SIGNATURE, REMARK, *ANNEX, *rows]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def write_word(path: Path) -> Path:
    """As Word keeps it: a section header, centred title, real table with a merged cell."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = HEAD
    for line in TITLE:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(NUMBER).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in BODY:
        document.add_paragraph(line).paragraph_format.first_line_indent = Pt(32)
    for line in (*SIGNATURE, REMARK, *ANNEX):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(TABLE[0]))
    for row in TABLE:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(path))
    return path


def write_page(path: Path, encoding: str = "utf-8") -> Path:
    """As a site serves it: menus, index fields, its own title, the paper, buttons, footer."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in TABLE
    )
    body = "".join(f"<p style='text-indent:2em'>{escape(line)}</p>" for line in BODY)
    ends = "".join(f"<p>{escape(line)}</p>" for line in (*SIGNATURE, REMARK, *ANNEX))
    title = "".join(TITLE)
    path.write_bytes(
        f"""<!DOCTYPE html><html><head><meta charset="{encoding}">
<meta name="ArticleTitle" content="{title}"><title>{title}_澜江市人民政府</title>
<script>var menu = "首页";</script><style>p {{ margin: 0 }}</style></head><body>
<div class="header"><a href="/">首页</a> <a href="/zw">政务公开</a> <a href="/hd">互动交流</a></div>
<ul><li><a href="/a">要闻动态</a></li><li><a href="/b">政策文件</a></li>
<li><a href="/c">公示公告</a></li></ul>
<div class="breadcrumb">您现在的位置：<a href="/">首页</a> &gt; 政策文件</div>
<table><tr><td>索 引 号：</td><td>11330100/2022-0012</td><td>文号：</td><td>{NUMBER}</td></tr>
<tr><td>成文日期：</td><td>2022-03-21</td><td>公开方式：</td><td>主动公开</td></tr></table>
<h1>{title}</h1><div class="info">发布时间：2022-03-23 09:12　来源：市府办　浏览次数：78</div>
<div id="zoom" class="TRS_Editor"><p align="center">{"<br/>".join(TITLE)}</p>
<p align="center">{NUMBER}</p>{body}{ends}<table border="1">{rows}</table></div>
<div class="share">分享到：<a href="#">微信</a></div><p><a href="#">打印本页</a></p>
<div class="footer">主办：澜江市人民政府办公室　浙ICP备05000000号</div></body></html>""".encode(
            encoding
        )
    )
    return path


def write_pdf(path: Path, head: bool = True) -> Path:
    """As a printer makes it: broken lines, running head, page numbers, ruled table."""
    from fpdf import FPDF

    class Printed(FPDF):
        def header(self) -> None:
            if head:
                self.set_font("song", size=9)
                self.cell(0, 6, HEAD, align="C", new_x="LMARGIN", new_y="NEXT")
                self.ln(6)

        def footer(self) -> None:
            self.set_y(-14)
            self.set_font("song", size=9)
            self.cell(0, 6, f"— {self.page_no()} —", align="C")

    pdf = Printed(format=(148, 210))
    pdf.add_font("song", fname=str(find_font()))
    pdf.add_page()
    pdf.set_font("song", size=16)
    for line in TITLE:
        pdf.cell(0, 10, line, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("song", size=11)
    pdf.cell(0, 9, NUMBER, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.multi_cell(0, 8, BODY[0], align="L", new_x="LMARGIN", new_y="NEXT")
    for line in BODY[1:]:
        _indented(pdf, line)
    for line in SIGNATURE:
        pdf.cell(0, 8, line, align="R", new_x="LMARGIN", new_y="NEXT")
    _indented(pdf, REMARK)
    pdf.add_page()
    pdf.cell(0, 8, ANNEX[0], new_x="LMARGIN", new_y="NEXT")
    pdf.cell(0, 8, ANNEX[1], align="C", new_x="LMARGIN", new_y="NEXT")
    with pdf.table(
        col_widths=(12, 40, 44, 40), text_align="LEFT", first_row_as_headings=False
    ) as table:
        for row in TABLE:
            table.row(row)
    pdf.output(str(path))
    return path


def _indented(pdf: object, words: str) -> None:
    """Print a paragraph whose first line is set in by two characters."""
    width = pdf.epw  # type: ignore[attr-defined]
    lines, line, left = [], "", width - 2 * pdf.font_size  # type: ignore[attr-defined]
    for char in words:
        size = pdf.get_string_width(char)  # type: ignore[attr-defined]
        if size > left:
            lines.append(line)
            line, left = "", width
        line += char
        left -= size
    lines.append(line)
    for at, text in enumerate(lines):
        if at == 0:
            pdf.set_x(pdf.l_margin + 2 * pdf.font_size)  # type: ignore[attr-defined]
        pdf.cell(0, 8, text, new_x="LMARGIN", new_y="NEXT")  # type: ignore[attr-defined]


def blocks(text: str) -> Iterator[str | list[list[str]]]:
    """Yield the lines of a text; those of a table together."""
    rows: list[list[str]] = []
    for line in filter(str.strip, text.splitlines()):
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            yield rows
            rows = []
        yield line
    if rows:
        yield rows


def save_as_word(text: str, path: Path) -> Path:
    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=max(map(len, block)))
        for row in block:
            for cell, words in zip(table.add_row().cells, row, strict=False):
                cell.text = words
    document.save(str(path))
    return path


def save_as_page(text: str, path: Path) -> Path:
    body = ""
    for block in blocks(text):
        if isinstance(block, str):
            body += f"<p>{escape(block)}</p>\n"
            continue
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block)
        body += "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    path.write_text(f"<html><body><div>{body}</div></body></html>", encoding="utf-8")
    return path


def save_as_pdf(text: str, path: Path) -> Path:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_font("song", fname=str(find_font()))
    pdf.add_page()
    pdf.set_font("song", size=12)
    for at, block in enumerate(blocks(text)):
        if isinstance(block, list):
            width = max(map(len, block))
            with pdf.table(first_row_as_headings=False, text_align="LEFT") as table:
                for row in block:
                    table.row([*row, *[""] * (width - len(row))])
        elif at < 4 and block[-1] not in "：。":
            pdf.multi_cell(0, 8, block, align="C", new_x="LMARGIN", new_y="NEXT")
        else:
            _indented(pdf, block)
    pdf.output(str(path))
    return path
