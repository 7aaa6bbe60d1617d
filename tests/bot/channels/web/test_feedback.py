"""Verdicts over HTTP: what is taken, what is refused, and that the question is the server's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from guard_rig import recorded
from starlette.testclient import TestClient
from web_double import CardAssistant

from bot.channels.web.app import make_app
from bot.channels.web.feedback import MAX_NOTE
from bot.store.archive import Archive
from bot.store.errors import LockedError
from policies_kb.kb import KnowledgeBase

QUESTION = "无欠薪县的标准是什么"
VERDICT = {"conversation": "c-1", "turn": 1, "verdict": "down"}


@pytest.fixture
def archive() -> Iterator[Archive]:
    opened = Archive.open()
    yield opened
    opened.close()


@pytest.fixture
def client(assistant: CardAssistant, kb: KnowledgeBase, archive: Archive) -> TestClient:
    app = make_app(recorded(assistant, kb, archive), kb, archive=archive)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def asked(client: TestClient) -> TestClient:
    """A client that has asked one question."""
    client.post("/api/chat", json={"conversation": "c-1", "message": QUESTION})
    return client


def test_a_verdict_is_kept_with_the_question_the_server_knows(
    asked: TestClient, archive: Archive
) -> None:
    sent = {**VERDICT, "note": "没写数字", "question": "another question", "intent": "other"}
    response = asked.post("/api/feedback", json=sent)
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "text": "已记下,谢谢。"},
    )
    [remark] = archive.remarks()
    assert (remark.verdict, remark.note) == ("down", "没写数字")
    assert (remark.about.question, remark.about.intent) == (QUESTION, "wages_county_standard")
    assert "浙政办发〔2017〕80号#" in remark.about.cited


def test_a_verdict_can_be_changed(asked: TestClient, archive: Archive) -> None:
    for verdict in ("up", "down", "other"):
        asked.post("/api/feedback", json={**VERDICT, "verdict": verdict})
    assert [remark.verdict for remark in archive.remarks()] == ["other"]


def test_a_note_is_cleaned_and_masked(asked: TestClient, archive: Archive) -> None:
    note = r"打我电话13800138000\u0000\ud800谢谢"
    body = '{"conversation": "c-1", "turn": 1, "verdict": "down", "note": "' + note + '"}'
    assert asked.post("/api/feedback", content=body).status_code == 200
    assert archive.remarks()[0].note == "打我电话[手机号] 谢谢"


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "great"},
        {"verdict": "unanswered"},
        {"verdict": ["up"]},
        {"verdict": None},
        {"turn": 0},
        {"turn": -1},
        {"turn": "1"},
        {"turn": True},
        {"turn": 1.0},
        {"turn": 10**30},
        {"turn": None},
        {"conversation": ""},
        {"conversation": None},
        {"conversation": "x" * 65},
        {"conversation": "c 1"},
        {"note": 5},
        {"note": ["x"]},
        {"note": "长" * (MAX_NOTE + 1)},
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    asked: TestClient, archive: Archive, changed: dict[str, object]
) -> None:
    response = asked.post("/api/feedback", json={**VERDICT, **changed})
    assert response.status_code == 400
    assert response.json()["status"] == "error" and response.json()["text"]
    assert archive.remarks() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"up", b"\xff", b"[" * 30_000])
def test_what_is_no_verdict_is_refused(asked: TestClient, body: bytes) -> None:
    assert asked.post("/api/feedback", content=body).status_code == 400


def test_what_is_too_long_is_refused(asked: TestClient) -> None:
    assert asked.post("/api/feedback", content=b"x" * 70_000).status_code == 413


@pytest.mark.parametrize("changed", [{"conversation": "c-2"}, {"turn": 2}])
def test_an_unknown_turn_is_not_found(
    asked: TestClient, archive: Archive, changed: dict[str, object]
) -> None:
    response = asked.post("/api/feedback", json={**VERDICT, **changed})
    assert (response.status_code, response.json()["status"]) == (404, "error")
    assert archive.remarks() == []


def test_the_reader_is_answered_in_his_language(asked: TestClient) -> None:
    english = {"Accept-Language": "en"}
    said = asked.post("/api/feedback", json=VERDICT, headers=english).json()["text"]
    assert said == "Noted, thank you."


def test_a_store_that_is_held_is_said_to_be(
    asked: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        raise LockedError("held")

    monkeypatch.setattr(archive, "judge", held)
    response = asked.post("/api/feedback", json=VERDICT)
    assert (response.status_code, response.json()["status"]) == (503, "error")


def test_an_answer_comes_though_it_cannot_be_noted(
    client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        raise LockedError("held")

    monkeypatch.setattr(archive, "record", held)
    response = client.post("/api/chat", json={"conversation": "c-1", "message": QUESTION})
    assert (response.status_code, response.json()["status"]) == (200, "answered")


def test_a_form_without_script_is_taken(client: TestClient, archive: Archive) -> None:
    page = client.post("/chat", data={"conversation": "c-1", "message": QUESTION}).text
    assert 'action="/feedback"' in page
    assert '<input type="hidden" name="turn" value="1">' in page
    sent = {"conversation": "c-1", "turn": "1", "verdict": "other", "note": "问的是标准"}
    response = client.post("/feedback", data=sent)
    assert response.status_code == 200
    assert "已记下,谢谢。" in response.text
    assert [(r.verdict, r.note) for r in archive.remarks()] == [("other", "问的是标准")]


@pytest.mark.parametrize("turn", ["x", "", "1e3", "２", "9" * 5000])
def test_a_senseless_form_is_refused_on_a_page(asked: TestClient, turn: str) -> None:
    sent = {"conversation": "c-1", "turn": turn, "verdict": "up"}
    response = asked.post("/feedback", data=sent)
    assert response.status_code == 400
    assert "<h1>" in response.text


def test_without_a_store_no_verdict_is_asked_for(
    assistant: CardAssistant, kb: KnowledgeBase
) -> None:
    client = TestClient(make_app(assistant, kb))
    page = client.post("/chat", data={"conversation": "c-1", "message": QUESTION}).text
    assert "feedback" not in page.replace("feedback.js", "")
    assert client.post("/api/feedback", json=VERDICT).status_code == 404


def test_the_server_starts_and_ends_its_upkeep(client: TestClient) -> None:
    with client:
        assert client.get("/healthz").status_code == 200
