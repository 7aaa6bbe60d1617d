"""The REST shape of stock Rasa, which other sites may ask, and the description of both APIs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from guard_rig import recorded
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient
from web_double import CardAssistant

from actions.answer import AttachmentKind, NoticeKind
from actions.context import AnswerContext
from bot.channels.http import MAX_BODY
from bot.channels.web.app import make_app
from bot.channels.web.openapi import description
from bot.channels.web.origins import OPEN_PATHS
from bot.channels.web.rest_webhook import messages
from bot.reply import Reply, ReplyAttachment
from bot.settings.environment import read_settings
from bot.settings.errors import SettingError
from bot.store.archive import Archive
from policies_kb.kb import KnowledgeBase

WEBHOOK = "/webhooks/rest/webhook"
AGENCY = "https://www.example.gov.cn"


def validator(schema: str) -> Draft202012Validator:
    """Return a validator of one schema of the description."""
    return Draft202012Validator(
        {**description(), "$ref": f"#/components/schemas/{schema}"},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


def described(path: str, status: int, method: str = "post") -> Draft202012Validator:
    """Return a validator of a reply as the description names it."""
    answer = description()["paths"][path][method]["responses"][str(status)]
    schema = answer["content"]["application/json"]["schema"]["$ref"]
    return validator(schema.rpartition("/")[2])


@pytest.fixture
def outside(assistant: CardAssistant, kb: KnowledgeBase) -> TestClient:
    """A server whose chat one other site may use."""
    app = make_app(assistant, kb, archive=Archive.open(), origins=[AGENCY])
    return TestClient(app, raise_server_exceptions=False)


def test_an_answer_comes_as_messages_with_the_buttons_last(client: TestClient) -> None:
    asked = {"sender": "c-1", "message": "老板三个月没发工资"}
    rest = client.post(WEBHOOK, json=asked).json()
    whole = client.post("/api/chat", json={"message": asked["message"]}).json()
    assert {message["recipient_id"] for message in rest} == {"c-1"}
    assert "\n\n".join(message["text"] for message in rest) == whole["text"]
    assert rest[-1]["buttons"] == [
        {"title": item["label"], "payload": item["payload"]} for item in whole["suggestions"]
    ]
    assert not any("buttons" in message for message in rest[:-1])


def test_sender_and_locale_reach_the_assistant(
    client: TestClient, assistant: CardAssistant
) -> None:
    client.post(WEBHOOK, json={"sender": "c-1", "message": "工资", "metadata": {"locale": "en"}})
    client.post(WEBHOOK, json={"sender": "c-1", "message": "工资", "metadata": {"page": 1}})
    client.post(
        WEBHOOK,
        json={"sender": "c-1", "message": "/wages_claim"},
        headers={"Accept-Language": "en"},
    )
    assert assistant.asked == [
        ("c-1", "工资", "en"),
        ("c-1", "工资", None),
        ("c-1", "/wages_claim", "en"),
    ]


def test_a_sender_without_an_id_gets_one(client: TestClient) -> None:
    rest = client.post(WEBHOOK, json={"message": "/wages_claim"}).json()
    assert len(rest[0]["recipient_id"]) == 36


def test_files_have_whole_addresses_and_stand_before_the_buttons() -> None:
    told = {
        "conversation": "c", "status": "answered", "reply": "sure", "language": "zh-Hans",
        "text": "一\n\n二",
        "suggestions": [{"label": "好", "payload": "/ok"}],
        "attachments": [
            {"kind": "image", "url": "/files/t/a.svg", "name": "a.svg", "label": "图"},
            {"kind": "calendar", "url": "/files/t/b.ics", "name": "b.ics", "label": "日历"},
        ],
    }  # fmt: skip
    made = list(messages(Reply.from_json(told), "https://wence.example/"))
    assert made == [
        {"recipient_id": "c", "text": "一"},
        {"recipient_id": "c", "image": "https://wence.example/files/t/a.svg"},
        {
            "recipient_id": "c",
            "text": "日历 https://wence.example/files/t/b.ics",
            "attachment": "https://wence.example/files/t/b.ics",
        },
        {"recipient_id": "c", "text": "二", "buttons": [{"title": "好", "payload": "/ok"}]},
    ]
    validator("RestMessages").validate(made)


def test_behind_a_proxy_files_have_the_address_seen_from_outside(
    client: TestClient,
    assistant: CardAssistant,
    kb: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = ReplyAttachment("calendar", "/files/t/b.ics", "b.ics", "日历")
    answer = assistant.reply

    async def with_file(*asked: Any) -> Reply:
        return replace(await answer(*asked), attachments=(file,))

    monkeypatch.setattr(assistant, "reply", with_file)

    def address(asked: TestClient) -> str:
        rest = asked.post(WEBHOOK, json={"message": "/wages_claim"}).json()
        return next(message["attachment"] for message in rest if "attachment" in message)

    assert address(client) == "http://testserver/files/t/b.ics"
    outside = TestClient(make_app(assistant, kb, public_url="https://wence.example/chat"))
    assert address(outside) == "https://wence.example/chat/files/t/b.ics"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"sender": "a"}', 400),
        (b'{"sender": "a b", "message": "x"}', 400),
        (b'{"sender": 7, "message": "x"}', 400),
        (b'{"message": "x", "metadata": {"locale": 7}}', 400),
        (b'{"message": "\\u0000"}', 400),
        (b"a" * (MAX_BODY + 1), 413),
    ],
)
def test_what_is_no_question_is_refused_in_a_message(
    client: TestClient, assistant: CardAssistant, body: bytes, status: int
) -> None:
    response = client.post(WEBHOOK, content=body)
    assert response.status_code == status
    described(WEBHOOK, status).validate(response.json())
    assert response.json()[0]["text"].endswith("。")
    assert "12345" in response.json()[1]["text"]
    assert assistant.asked == []


def test_a_failure_is_a_message_with_the_hotline(
    client: TestClient, assistant: CardAssistant
) -> None:
    assistant.trouble = RuntimeError("secret detail")
    response = client.post(WEBHOOK, json={"message": "工资"})
    assert response.status_code == 503
    described(WEBHOOK, 503).validate(response.json())
    assert "12345" in response.text and "secret" not in response.text


def test_the_channel_says_that_it_is_up_as_stock_rasa_does(client: TestClient) -> None:
    reply = client.get("/webhooks/rest/").json()
    described("/webhooks/rest/", 200, "get").validate(reply)
    assert client.get(WEBHOOK).status_code == 405


# ---- other sites --------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(OPEN_PATHS))
def test_a_listed_site_is_answered_and_its_preflight_too(outside: TestClient, path: str) -> None:
    asking = {
        "Origin": AGENCY,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = outside.options(path, headers=asking)
    sent = {"conversation": "c-1", "message": "/wages_claim"}
    answer = outside.post(path, json=sent, headers={"Origin": AGENCY})
    assert (preflight.status_code, answer.status_code) == (200, 200)
    for response in (preflight, answer):
        assert response.headers["access-control-allow-origin"] == AGENCY
        assert "access-control-allow-credentials" not in response.headers
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{AGENCY}.evil.example"])
def test_another_site_is_not(outside: TestClient, client: TestClient, origin: str) -> None:
    asking = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for server in (outside, client):
        for response in (
            server.options(WEBHOOK, headers=asking),
            server.post(WEBHOOK, json={"message": "/wages_claim"}, headers={"Origin": origin}),
        ):
            assert "access-control-allow-origin" not in response.headers


def test_a_listed_site_may_read_nothing_else(outside: TestClient) -> None:
    for path in ("/", "/documents", "/healthz"):
        headers = outside.get(path, headers={"Origin": AGENCY}).headers
        assert "access-control-allow-origin" not in headers


def test_without_a_list_nobody_else_is_allowed() -> None:
    assert read_settings({}).origins == ()
    listed = {"WENCE_ORIGINS": f" {AGENCY}, http://localhost:8000 ,"}
    assert read_settings(listed).origins == (AGENCY, "http://localhost:8000")


@pytest.mark.parametrize(
    "entry", ["*", "example.org", f"{AGENCY}/", "null", f"{AGENCY}; x", "'self'"]
)
def test_what_is_no_origin_is_told_at_the_start(entry: str) -> None:
    with pytest.raises(SettingError, match="WENCE_ORIGINS"):
        read_settings({"WENCE_ORIGINS": entry})


# ---- the description ----------------------------------------------------------------------


def test_the_description_is_served_and_every_schema_is_one(client: TestClient) -> None:
    served = client.get("/openapi.json")
    assert served.json() == description()
    assert served.json()["openapi"].startswith("3.1")
    for schema in description()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_everything_the_description_points_to_is_there() -> None:
    def pointers(part: Any) -> set[str]:
        if isinstance(part, dict):
            here = {part["$ref"]} if "$ref" in part else set()
            return here.union(*(pointers(value) for value in part.values()))
        return (
            set().union(*(pointers(value) for value in part)) if isinstance(part, list) else set()
        )

    schemas = {f"#/components/schemas/{name}" for name in description()["components"]["schemas"]}
    assert pointers(description()) == schemas


@pytest.mark.parametrize(
    "message", ["老板三个月没发工资", "/wages_claim", "/document_list", "今天天气怎么样"]
)
def test_answers_are_as_described(client: TestClient, message: str) -> None:
    asked = {"message": message}
    described("/api/chat", 200).validate(client.post("/api/chat", json=asked).json())
    described(WEBHOOK, 200).validate(client.post(WEBHOOK, json=asked).json())


def test_refusals_and_failures_are_as_described(
    client: TestClient, assistant: CardAssistant
) -> None:
    replies = {
        400: client.post("/api/chat", content=b"?"),
        413: client.post("/api/chat", content=b"a" * (MAX_BODY + 1)),
    }
    assistant.trouble = RuntimeError("broken")
    replies[503] = client.post("/api/chat", json={"message": "a"})
    for status, response in replies.items():
        assert response.status_code == status
        described("/api/chat", status).validate(response.json())


def test_verdicts_are_taken_as_described(context: AnswerContext, kb: KnowledgeBase) -> None:
    archive = Archive.open()
    app = make_app(recorded(CardAssistant(context), kb, archive), kb, archive=archive)
    client = TestClient(app)
    client.post("/api/chat", json={"conversation": "c-1", "message": "/wages_claim"})
    good = {"conversation": "c-1", "turn": 1, "verdict": "up"}
    validator("Verdict").validate(good)
    replies = [
        (200, client.post("/api/feedback", json=good)),
        (400, client.post("/api/feedback", json={**good, "verdict": "?"})),
        (404, client.post("/api/feedback", json={**good, "turn": 9})),
        (413, client.post("/api/feedback", content=b"a" * (MAX_BODY + 1))),
    ]
    for status, response in replies:
        assert response.status_code == status
        described("/api/feedback", status).validate(response.json())
    archive.close()


def test_the_examples_are_questions_the_schemas_allow(client: TestClient) -> None:
    for path, methods in description()["paths"].items():
        if "post" not in methods:
            continue
        body = methods["post"]["requestBody"]["content"]["application/json"]
        validator(body["schema"]["$ref"].rpartition("/")[2]).validate(body["example"])
        # There is nothing to judge or to forget yet.
        if path not in ("/api/feedback", "/api/forget"):
            assert client.post(path, json=body["example"]).status_code == 200


def test_every_kind_of_notice_and_file_is_described() -> None:
    schemas = description()["components"]["schemas"]
    assert set(schemas["Notice"]["properties"]["kind"]["enum"]) == set(get_args(NoticeKind))
    assert set(schemas["Attachment"]["properties"]["kind"]["enum"]) == set(get_args(AttachmentKind))


def test_the_page_names_every_path_and_schema(client: TestClient) -> None:
    page = client.get("/api").text
    assert "<script" not in page
    for path in description()["paths"]:
        assert path in page
    for name, schema in description()["components"]["schemas"].items():
        if "properties" in schema:
            assert f'id="{name}"' in page
    assert json.loads(client.get("/openapi.json").text)["info"]["title"] == "Wence"
