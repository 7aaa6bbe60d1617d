from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient
from starlette.types import Message
from web_double import CardAssistant

from bot.channels.http import MAX_BODY
from bot.channels.web.app import make_app
from policies_kb.kb import KnowledgeBase

CONTRACT = {
    "conversation", "turn", "question", "status", "reply", "intent", "language", "text",
    "citations", "links", "notices", "suggestions", "attachments",
}  # fmt: skip


def test_a_question_gets_the_object_of_the_contract(client: TestClient) -> None:
    response = client.post(
        "/api/chat", json={"conversation": "c-1", "message": "无欠薪县的标准是什么"}
    )
    reply = response.json()
    assert response.status_code == 200
    assert set(reply) >= CONTRACT
    assert (reply["conversation"], reply["turn"], reply["status"]) == ("c-1", 1, "answered")
    assert reply["citations"][0]["document"] == "浙政办发〔2017〕80号"


def test_a_conversation_without_an_id_gets_one_that_is_accepted_again(client: TestClient) -> None:
    first = client.post("/api/chat", json={"message": "/wages_claim"}).json()
    again = {"conversation": first["conversation"], "message": "/wages_claim"}
    assert client.post("/api/chat", json=again).json()["turn"] == 2


def test_two_clients_without_an_id_do_not_share_a_conversation(client: TestClient) -> None:
    one, two = (client.post("/api/chat", json={"message": "/wages_claim"}).json() for _ in "12")
    assert one["conversation"] != two["conversation"]


def test_the_wished_locale_reaches_the_assistant(
    client: TestClient, assistant: CardAssistant
) -> None:
    client.post("/api/chat", json={"message": "/wages_claim", "locale": "zh-Hans"})
    client.post("/api/chat", json={"message": "/wages_claim", "locale": None})
    assert [locale for _, _, locale in assistant.asked] == ["zh-Hans", None]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"[]",
        b'"text"',
        b"\xff\xfe{}",
        b"[" * 30_000,
        b"{}",
        b'{"message": null}',
        b'{"message": ""}',
        b'{"message": "  \\n "}',
        b'{"message": 7}',
        b'{"message": ["a"]}',
        b'{"message": "a", "locale": 7}',
        b'{"message": "a", "conversation": 7}',
        b'{"message": "a", "conversation": ""}',
        b'{"message": "a", "conversation": "a b"}',
        b'{"message": "a", "conversation": "../x"}',
        b'{"message": "a", "conversation": "ok\\n"}',
        b'{"message": "a", "conversation": "' + b"a" * 65 + b'"}',
        b'{"message": "\\ud800"}',
    ],
)
def test_bad_input_is_refused_in_a_plain_sentence(
    client: TestClient, assistant: CardAssistant, body: bytes
) -> None:
    response = client.post("/api/chat", content=body)
    refusal = response.json()
    assert response.status_code == 400
    assert refusal["status"] == "error"
    assert refusal["text"].endswith("。")
    assert [link["url"] for link in refusal["links"]] == ["tel:12345"]
    assert assistant.asked == []


@pytest.mark.parametrize(
    "message",
    ["第一行\n第二行\t完", '" OR 1=1 --', "<script>alert(1)</script>", "NEAR(工资* )", "😀" * 500],
)
def test_odd_but_readable_text_is_passed_on_as_it_is(
    client: TestClient, assistant: CardAssistant, message: str
) -> None:
    assert client.post("/api/chat", json={"message": message}).status_code == 200
    assert assistant.asked[0][1] == message


@pytest.mark.parametrize("sign", [r"\u0000", r"\u000b", r"\u0085", r"\u001d", r"\ud83d", r"\udc00"])
@pytest.mark.parametrize("path", ["/api/chat", "/webhooks/rest/webhook"])
def test_signs_nobody_sees_are_dropped_and_the_rest_is_read(
    client: TestClient, assistant: CardAssistant, sign: str, path: str
) -> None:
    body = f'{{"message": "老板{sign}三个月没发工资"}}'
    assert client.post(path, content=body.encode()).status_code == 200
    assert assistant.asked[0][1] == "老板 三个月没发工资"


def test_the_largest_body_is_read_and_one_byte_more_is_refused(client: TestClient) -> None:
    frame = len(json.dumps({"message": ""}))
    largest = json.dumps({"message": "a" * (MAX_BODY - frame)})
    assert client.post("/api/chat", content=largest).status_code == 200
    refused = client.post("/api/chat", content=largest + " ")
    assert refused.status_code == 413
    assert refused.json()["status"] == "error"


async def test_a_long_body_is_refused_while_it_is_being_read(
    assistant: CardAssistant, kb: KnowledgeBase
) -> None:
    read = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"a" * 16 * 1024, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/api/chat", "raw_path": b"/api/chat",
        "query_string": b"", "headers": [], "http_version": "1.1", "scheme": "http",
        "server": ("test", 80), "client": ("test", 1), "root_path": "",
    }  # fmt: skip
    await make_app(assistant, kb)(scope, receive, send)
    assert sent[0]["status"] == 413
    assert read == MAX_BODY // (16 * 1024) + 1


def test_a_broken_assistant_gives_a_sentence_and_no_trace(
    client: TestClient, assistant: CardAssistant
) -> None:
    assistant.trouble = RuntimeError("secret detail")
    response = client.post("/api/chat", json={"message": "我的工资"})
    assert response.status_code == 503
    assert response.json()["links"][0]["url"] == "tel:12345"
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_what_the_user_wrote_is_not_logged_when_something_breaks(
    client: TestClient, assistant: CardAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.trouble = RuntimeError("broken")
    client.post("/api/chat", json={"message": "我叫张三"})
    assert "broken" in caplog.text
    assert "张三" not in caplog.text


def test_an_answer_of_status_error_is_a_503(client: TestClient, assistant: CardAssistant) -> None:
    async def fail(conversation: str, text: str, locale: str | None = None) -> dict[str, object]:
        return {"status": "error", "text": "系统出了问题。", "links": []}

    assistant.reply = fail  # type: ignore[method-assign]
    assert client.post("/api/chat", json={"message": "a"}).status_code == 503


def test_a_refusal_is_worded_in_the_wished_language(client: TestClient) -> None:
    wished = client.post("/api/chat", json={"message": "", "locale": "en"})
    preferred = client.post("/api/chat", content=b"?", headers={"Accept-Language": "en-GB"})
    assert wished.json()["text"] == "There is no question. Please write what you want to ask."
    assert preferred.json()["text"] == "The request is not valid JSON."


def test_answers_are_not_kept_by_caches(client: TestClient) -> None:
    response = client.post("/api/chat", json={"message": "/wages_claim"})
    assert response.headers["cache-control"] == "no-store"


def test_the_wrong_method_is_refused_in_json(client: TestClient) -> None:
    response = client.get("/api/chat")
    assert response.status_code == 405
    assert response.json()["status"] == "error"


def test_health(client: TestClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
