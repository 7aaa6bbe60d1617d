from __future__ import annotations

import html
import re
from datetime import date
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.citations import gazette_citation
from bot.attachments.links import SignedLinks
from bot.channels.web.app import make_app
from bot.channels.web.deadlines_page import due_years
from bot.channels.web.paper_view import blocks, contents, mark_span, segments
from bot.channels.web.search_page import mark_words, passages
from bot.channels.web.units_page import duty_counts
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


READ = {"official": "读自官方网页", "copy": "读自官方文本的副本", "secondary": "读自转载或报道"}


def test_laws_say_how_they_were_read_and_when(client: TestClient, kb: KnowledgeBase) -> None:
    page = html.unescape(client.get("/laws").text)
    for law in kb.laws():
        card = page.partition(f'href="/laws/{law.id}"')[2].partition("</li>")[0]
        day = law.evidence.checked
        assert READ[law.evidence.confidence] in card
        assert f"{day.year}年{day.month}月{day.day}日核对" in card
        own = html.unescape(client.get(f"/laws/{law.id}").text)
        for provision in law.provisions:
            article = own.partition(f'id="{provision.id.removeprefix(law.id + ".")}"')[2]
            assert READ[provision.confidence] in article.partition("</section>")[0]


def test_laws_mark_what_is_due_to_be_checked_again(
    client: TestClient, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2027, 3, 1)
    monkeypatch.setattr("bot.channels.web.pages.today_in_zhejiang", lambda: day)
    cards = client.get("/laws").text.partition("有危险时")[0].split('class="card"')[1:]
    marked_due = {
        re.search(r'href="/laws/(\w+)"', card)[1]  # type: ignore[index]
        for card in cards
        if "已到该再核对的时候" in card
    }
    assert marked_due == {law.id for law in kb.laws() if law.evidence.due <= day}
    assert "ndrc36" in marked_due and "labour_contract_law" not in marked_due


def test_each_door_and_law_marks_itself_when_due_but_no_number_for_danger(
    client: TestClient, kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def marked() -> set[str]:
        cards = client.get("/channels").text.split('<li class="card" id="')[1:]
        return {card.partition('"')[0] for card in cards if "已到该再核对的时候" in card}

    assert marked() == set()
    day = date(2027, 3, 1)
    monkeypatch.setattr("bot.channels.web.pages.today_in_zhejiang", lambda: day)
    due = {door.id for door in kb.channels() if door.evidence.due <= day}
    assert marked() == {name for name in due if "danger" not in kb.channel(name).topics}
    assert "hotline_12345" in marked() and "police_110" in due
    assert "已到该再核对的时候" in client.get("/laws/ndrc36").text
    assert "已到该再核对的时候" not in client.get("/laws/labour_contract_law").text


def test_the_numbers_for_danger_stand_on_laws_with_source_and_day_and_no_wish_to_confirm(
    client: TestClient, kb: KnowledgeBase
) -> None:
    page = html.unescape(client.get("/laws").text)
    told = page[page.index("有危险时打的电话") :]
    for name in ("police_110", "emergency_120", "psych_12356"):
        channel = kb.channel(name)
        assert f'href="tel:{channel.phone}"' in told and channel.evidence.source in told
    assert "2026年11月28日" in told
    assert "核对到" not in told and "请向窗口" not in told
    card = html.unescape(client.get("/channels").text).partition('id="psych_12356"')[2]
    assert "请向窗口" not in card.partition("</li>")[0]


def test_english_pages_word_what_has_a_translation(client: TestClient) -> None:
    page = html.unescape(client.get("/laws/law724", params={"lang": "en"}).text)
    assert "Regulation on Ensuring Wage Payment to Migrant Workers" in page
    assert "in force since May 1, 2020" in page


def test_a_search_shows_the_passage_verbatim_with_its_words_marked(
    client: TestClient, kb: KnowledgeBase
) -> None:
    found = passages(kb, "工资保证金")
    assert found
    page = client.get("/search", params={"q": "工资保证金"}).text
    for passage in found:
        words = "".join(part.text for part in passage.segments)
        assert words in plain(page)
        assert any(part.marked for part in passage.segments)
    assert "<mark>保证金</mark>" in page


def test_a_passage_found_leads_to_its_place(client: TestClient, kb: KnowledgeBase) -> None:
    for passage in passages(kb, "欠薪案件发生率"):
        page = client.get(passage.url.partition("#")[0]).text
        shown = "".join(map(plain, re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL)))
        assert shown == "".join(part.text for part in passage.segments)


def test_a_search_within_a_paper_finds_nothing_of_the_others(kb: KnowledgeBase) -> None:
    everywhere = {passage.document for passage in passages(kb, "责任追究")}
    within = {passage.document for passage in passages(kb, "欠薪", WAGES)}
    assert len(everywhere) > 1
    assert within == {"浙政办发〔2017〕80号"}


def test_traditional_characters_find_the_simplified_text(kb: KnowledgeBase) -> None:
    assert passages(kb, "工資保證金") == passages(kb, "工资保证金") != []


@pytest.mark.parametrize("query", ["zzzz", "“”", "NEAR(", "<script>", "量子计算机"])
def test_a_search_without_a_hit_says_so(client: TestClient, query: str) -> None:
    page = client.get("/search", params={"q": query}).text
    assert "原文里没有找到" in page
    assert "<script>" not in page.partition("</head>")[2]


def test_an_empty_search_only_asks(client: TestClient) -> None:
    page = client.get("/search", params={"q": "  "}).text
    assert "没有找到" not in page
    assert 'name="q"' in page


def test_a_search_in_an_unknown_paper_is_a_missing_page(client: TestClient) -> None:
    assert client.get("/search", params={"q": "工资", "document": "nope"}).status_code == 404


def test_marked_stretches_joined_are_the_text() -> None:
    made = mark_words("建立工资支付保证金制度", "保证金 工资")
    assert "".join(part.text for part in made) == "建立工资支付保证金制度"
    assert [part.text for part in made if part.marked] == ["工资", "保证金"]


def test_every_deadline_stands_on_its_page_with_its_proof(
    client: TestClient, kb: KnowledgeBase
) -> None:
    page = html.unescape(client.get("/deadlines").text)
    for row in kb.deadlines():
        assert f'<blockquote lang="zh-Hans">{row.quote}</blockquote>' in page
    assert {"2017", "2018", "2020"} <= set(due_years(kb))


def test_deadlines_are_filtered_by_unit_and_year(client: TestClient) -> None:
    everything = client.get("/deadlines").text.count("<blockquote")
    one_year = client.get("/deadlines", params={"year": "2018"}).text
    one_unit = client.get("/deadlines", params={"unit": "省教育厅", "year": "2018"}).text
    assert everything > one_year.count("<blockquote") > 0
    assert "<option selected>2018</option>" in one_year
    assert one_unit.count("<blockquote") < one_year.count("<blockquote")


@pytest.mark.parametrize("year", ["abc", "1066", "2018'", "-1", "٢٠١٨"])
def test_a_senseless_year_narrows_nothing(client: TestClient, year: str) -> None:
    everything = client.get("/deadlines").text.count("<blockquote")
    assert client.get("/deadlines", params={"year": year}).text.count("<blockquote") == everything


def test_a_unit_without_deadlines_gets_a_sentence(client: TestClient) -> None:
    page = client.get("/deadlines", params={"unit": "<b>没有这个局"}).text
    assert "没有这样的期限" in page
    assert "<b>没有" not in page


def test_the_deadlines_can_be_taken_along_as_calendar_and_picture(
    assistant: CardAssistant, kb: KnowledgeBase
) -> None:
    client = TestClient(make_app(assistant, kb, SignedLinks(b"k" * 32)))
    page = html.unescape(client.get("/deadlines", params={"year": "2018"}).text)
    calendar = re.search(r'href="(/files/[^"]+\.ics)"', page)
    picture = re.search(r'src="(/files/[^"]+\.svg)"', page)
    assert calendar and picture
    assert client.get(calendar[1]).text.startswith("BEGIN:VCALENDAR")
    assert client.get(picture[1]).headers["content-type"].startswith("image/svg+xml")


def test_without_files_no_page_offers_any(client: TestClient) -> None:
    for path in ("/deadlines", "/units/省教育厅"):
        assert "/files/" not in client.get(path).text


def test_every_unit_of_the_list_has_a_page_with_its_duties(
    client: TestClient, kb: KnowledgeBase
) -> None:
    listed = html.unescape(client.get("/units").text)
    for name, count in duty_counts(kb):
        assert f">{name}</a>" in listed
        assert count > 0
        page = client.get(f"/units/{name}")
        assert page.status_code == 200, name
        assert "<blockquote" in page.text


def test_a_unit_is_found_by_its_present_name_and_says_the_printed_one(client: TestClient) -> None:
    page = client.get("/units/省生态环境厅").text
    assert "文件里印作:</span>省环保厅" in page or "文件里印作:省环保厅" in page
    assert "机构和职责后来有调整" in page


def test_a_duty_shows_the_words_that_give_it(client: TestClient, kb: KnowledgeBase) -> None:
    page = html.unescape(client.get("/units/省环保厅").text)
    for duty in kb.responsibilities("省环保厅"):
        assert duty.quote in page


def test_a_unit_nobody_knows_is_a_missing_page(client: TestClient) -> None:
    assert client.get("/units/没有这个局").status_code == 404


def test_a_paper_can_be_searched_from_its_own_page(client: TestClient) -> None:
    page = client.get(f"/documents/{WAGES}").text
    assert f'<input type="hidden" name="document" value="{WAGES}">' in page
