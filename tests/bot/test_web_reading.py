from __future__ import annotations

import html
import re
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from actions.proof import gazette_citation
from bot.web.reading import blocks, contents, mark_span, segments
from policies_kb.kb import KnowledgeBase

WAGES = "浙政办发-2017-80"
PILOT = "浙政办发-2017-82"


def plain(fragment: str) -> str:
    """Return the text of a piece of a page."""
    return html.unescape(re.sub(r"<[^>]+>", "", fragment))


def test_the_list_names_every_paper_with_date_and_standing(
    client: TestClient, kb: KnowledgeBase
) -> None:
    page = client.get("/documents").text
    for document in kb.documents():
        assert document.number in page
        assert document.title in page
    assert "2017年7月31日 · 已有新规定" in page


def test_every_word_of_every_paper_is_on_its_page(client: TestClient, kb: KnowledgeBase) -> None:
    for document in kb.documents():
        page = client.get(f"/documents/{document.id}").text
        shown = dict(re.findall(r'<(?:h\d|p) id="([^"]+)"[^>]*>(.*?)</(?:h\d|p)>', page, re.DOTALL))
        for provision in kb.provisions(document.id):
            if provision.kind == "table":
                assert html.escape(provision.text, quote=False) in page
            else:
                assert plain(shown[provision.id]) == provision.text, provision.id


def test_a_paper_is_found_by_its_printed_number_too(client: TestClient) -> None:
    assert "无欠薪" in client.get("/documents/浙政办发〔2017〕80号").text


def test_a_paper_says_how_it_stands_and_what_governs_today(client: TestClient) -> None:
    page = client.get(f"/documents/{WAGES}").text
    banner = page[page.index('<aside class="banner"') : page.index("</aside>")]
    assert "劳动者的权利现在要看2020年5月1日施行" in banner
    assert 'href="/laws/law724"' in banner


def test_the_contents_lead_to_the_headings(client: TestClient, kb: KnowledgeBase) -> None:
    entries = contents(blocks(kb, WAGES))
    assert [entry.text for entry in entries][1:2] == ["二、建设“无欠薪”县(市、区)"]
    page = client.get(f"/documents/{WAGES}").text
    for entry in entries:
        assert f'href="#{entry.id}"' in page
        assert f'id="{entry.id}"' in page


def test_a_citation_leads_to_its_quote_marked_on_the_page(
    client: TestClient, kb: KnowledgeBase
) -> None:
    sentences = [
        sentence.text
        for provision in kb.provisions(WAGES)
        for sentence in kb.sentences(WAGES, provision.id)
    ]
    assert len(sentences) > 20
    for quote in sentences:
        citation = gazette_citation(kb, WAGES, quote)
        address, _, anchor = citation.url.partition("#")
        page = client.get(address).text
        marked = "".join(map(plain, re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL)))
        assert marked == quote
        assert f'id="{unquote(anchor)}"' in page


@pytest.mark.parametrize(
    "mark", ["", "x", "5", "5-", "-5", "9-3", "4-4", "0-999999", "١-٣", "1-2-3"]
)
def test_a_senseless_mark_is_ignored(client: TestClient, mark: str) -> None:
    response = client.get(f"/documents/{WAGES}", params={"at": "title", "mark": mark})
    assert response.status_code == 200
    assert "<mark>" not in response.text


def test_a_mark_in_an_unknown_provision_is_ignored(client: TestClient) -> None:
    response = client.get(f"/documents/{WAGES}", params={"at": "<b>", "mark": "0-3"})
    assert response.status_code == 200
    assert "<mark>" not in response.text


def test_segments_joined_are_the_text() -> None:
    made = segments("一、总则。正文在此", 4, (2, 7))
    assert [(s.text, s.strong, s.marked) for s in made] == [
        ("一、", True, False),
        ("总则", True, True),
        ("。正文", False, True),
        ("在此", False, False),
    ]


@pytest.mark.parametrize(("mark", "span"), [("0-3", (0, 3)), ("0-4", None), ("3-3", None)])
def test_a_mark_lies_within_the_text(mark: str, span: tuple[int, int] | None) -> None:
    assert mark_span(mark, 3) == span


def test_attachment_1_is_a_real_table(client: TestClient, kb: KnowledgeBase) -> None:
    page = client.get(f"/documents/{PILOT}").text
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>', page)
    items = kb.standard_items()
    assert len(items) > 50
    assert [plain(due) for _, due, _ in rows] == [
        f"{item.due[:4]}年{int(item.due[5:])}月" for item in items
    ]
    assert [plain(units) for _, _, units in rows] == ["、".join(item.units) for item in items]
    assert all(plain(row[0]).endswith(item.item) for row, item in zip(rows, items, strict=True))


def test_headings_stand_alone_and_run_in_headings_are_bold(client: TestClient) -> None:
    page = client.get(f"/documents/{WAGES}").text
    assert re.search(r"<h2 id=\"part_2\"[^>]*>二、建设“无欠薪”县\(市、区\)</h2>", page)
    assert re.search(r"<p id=\"part_3__sec_1\"[^>]*><b>\(一\)制造业企业专项治理</b>", page)


def test_a_law_page_shows_every_article_with_source_and_date(
    client: TestClient, kb: KnowledgeBase
) -> None:
    for law in kb.laws():
        page = html.unescape(client.get(f"/laws/{law.id}").text)
        assert law.title.zh in page
        assert law.evidence.source in page
        assert "不是法律原文" in page
        for provision in law.provisions:
            assert f'id="{provision.id.removeprefix(law.id + ".")}"' in page
            assert provision.text.zh in page


def test_the_list_of_laws_and_the_channels_are_whole(client: TestClient, kb: KnowledgeBase) -> None:
    laws = client.get("/laws").text
    channels = client.get("/channels").text
    assert all(f'href="/laws/{law.id}"' in laws for law in kb.laws())
    assert all(f'id="{channel.id}"' in channels for channel in kb.channels())
    phones = [channel.phone for channel in kb.channels() if channel.phone]
    assert phones and all(f'href="tel:{phone}"' in channels for phone in phones)


def test_english_pages_word_what_has_a_translation(client: TestClient) -> None:
    page = html.unescape(client.get("/laws/law724", params={"lang": "en"}).text)
    assert "Regulation on Ensuring Wage Payment to Migrant Workers" in page
    assert "in force since May 1, 2020" in page
