"""A small Bot API server: as strict as the real one where a bot can go wrong.

Telegram's own rules: https://core.telegram.org/bots/api (getUpdates, formatting options, limits).
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import httpx
import uvicorn
from markup import Refused, parsed, units
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

TOKEN = "4242:test-token"
ME = {"id": 4242, "is_bot": True, "first_name": "Wence", "username": "wence_test_bot"}
SCHEMES = ("http://", "https://", "tg://")
Parameters = dict[str, Any]


@dataclass
class Trouble:
    """What goes wrong with the next calls of a method."""

    status: int
    times: int
    retry_after: int | None = None
    #: Seconds without an answer; the call is carried out before or not at all.
    hang: float = 0.0
    carried_out: bool = False
    #: So many calls go well before.
    after: int = 0
    #: The words of the refusal, and the number a group has moved to.
    told: str = "on demand"
    moved: int | None = None


@dataclass
class Call:
    """One call of a method."""

    method: str
    parameters: Parameters
    files: dict[str, tuple[str, bytes]]
    at: float


@dataclass
class FakeBotApi:
    """The server with what it was asked and what users see.

    Attributes:
        calls: Every call, refused ones too.
        shown: The messages of each chat, as the users see them now.
        closed: Chats whose users have blocked the bot.
    """

    calls: list[Call] = field(default_factory=list)
    shown: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    webhook: dict[str, Any] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _trouble: dict[str, list[Trouble]] = field(default_factory=dict)
    _number: int = 100
    _ending: bool = False

    # -- what a test does -------------------------------------------------------------------

    def __enter__(self) -> FakeBotApi:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        app = Starlette(routes=[Route("/bot{token}/{method}", self._called, methods=["POST"])])
        # Without a configuration of the log: setting one closes the streams of handlers that are
        # those of the running test.
        config = uvicorn.Config(app, port=self.port, log_config=None, lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.005)
        return self

    def __exit__(self, *_: object) -> None:
        self._ending = True
        self._server.should_exit = True
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fail(self, method: str, **trouble: Any) -> None:
        """Let the next calls of a method go wrong."""
        self._trouble.setdefault(method, []).append(Trouble(**trouble))

    def write(self, text: str, chat: int = 7, **more: Any) -> dict[str, Any]:
        """Let a user write a message and return its update."""
        return self.send(self.message(text, chat, **more))

    def message(self, text: str | None, chat: int = 7, **more: Any) -> dict[str, Any]:
        """Return an update with a message of a user."""
        kind = {"type": "private", "first_name": "W"} if chat > 0 else _GROUP
        language, person = more.pop("language", "zh-hans"), more.pop("person", 7)
        message = {
            "message_id": self._next(),
            "date": int(time.time()),
            "chat": {"id": chat, **kind},
            "from": {"id": person, "is_bot": False, "first_name": "W", "language_code": language},
            **({"text": text} if text is not None else {}),
            **more,
        }
        self.shown.setdefault(chat, [])
        return {"update_id": self._next(), "message": message}

    def edit(self, update: dict[str, Any], text: str) -> dict[str, Any]:
        """Let a user change a message."""
        changed = {**update["message"], "text": text, "edit_date": int(time.time())}
        return self.send({"update_id": self._next(), "edited_message": changed})

    def press(self, message: dict[str, Any], label: str, person: int = 7) -> dict[str, Any]:
        """Let a user press a button of a message the bot has sent."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(item["callback_data"] for row in rows for item in row if item["text"] == label)
        return self.press_data(message, data, person)

    def press_data(self, message: dict[str, Any], data: str, person: int = 7) -> dict[str, Any]:
        user = {"id": person, "is_bot": False, "first_name": "W", "language_code": "zh-hans"}
        query = {
            "id": str(self._next()),
            "from": user,
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        return self.send({"update_id": self._next(), "callback_query": query})

    def send(self, update: dict[str, Any]) -> dict[str, Any]:
        """Hand an update to the bot, once more if it has been before; return it."""
        if self.webhook.get("url"):
            self.deliver(update)
        else:
            self._updates.append(update)
        return update

    def deliver(self, update: dict[str, Any], secret: str | None = None) -> int:
        """Call the webhook and return the status it answers with."""
        shown = self.webhook["secret_token"] if secret is None else secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": shown}
        return httpx.post(self.webhook["url"], json=update, headers=headers).status_code

    def texts(self, chat: int = 7) -> list[str]:
        """Return what a chat shows, without marks."""
        return [item.get("text") or item.get("caption", "") for item in self.shown.get(chat, [])]

    def count(self, method: str) -> int:
        return sum(call.method == method for call in self.calls)

    def waiting(self) -> int:
        """Return how many updates the bot has not confirmed."""
        return len(self._updates)

    # -- what a bot does --------------------------------------------------------------------

    async def _called(self, request: Request) -> JSONResponse:
        method = request.path_params["method"]
        if request.path_params["token"] != TOKEN:
            return _refusal(401, "Unauthorized")
        parameters, files = _read(request.headers.get("content-type", ""), await request.body())
        self.calls.append(Call(method, parameters, files, time.monotonic()))
        trouble = self._next_trouble(method)
        if trouble and not trouble.carried_out:
            await self._hang(trouble.hang)
            return _refused(trouble)
        answer = getattr(self, f"_do_{method}", None)
        if answer is None:
            return _refusal(404, "Not Found: method not found")
        try:
            result = answer(parameters, files)
            result = await result if asyncio.iscoroutine(result) else result
        except Refused as refusal:
            return _refusal(refusal.status, str(refusal))
        if trouble:
            await self._hang(trouble.hang)
            return _refused(trouble)
        return JSONResponse({"ok": True, "result": result})

    async def _hang(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._ending:
            await asyncio.sleep(0.02)

    def _next_trouble(self, method: str) -> Trouble | None:
        waiting = self._trouble.get(method, [])
        if not waiting:
            return None
        if waiting[0].after:
            waiting[0].after -= 1
            return None
        waiting[0].times -= 1
        return waiting.pop(0) if waiting[0].times == 0 else waiting[0]

    def _do_getMe(self, parameters: Parameters, files: Any) -> dict[str, Any]:
        return ME

    async def _do_getUpdates(self, parameters: Parameters, files: Any) -> list[dict[str, Any]]:
        if self.webhook.get("url"):
            raise Refused("Conflict: can't use getUpdates method while webhook is active", 409)
        offset = int(parameters.get("offset", 0))
        if offset < 0:
            self._updates = self._updates[offset:]
        else:
            # Asking for later ones confirms the ones before.
            self._updates = [item for item in self._updates if item["update_id"] >= offset]
        until = time.monotonic() + float(parameters.get("timeout", 0))
        while not self._updates and time.monotonic() < until and not self._ending:
            await asyncio.sleep(0.01)
        wanted = json.loads(parameters.get("allowed_updates", "[]"))
        found = [item for item in self._updates if not wanted or set(item) & set(wanted)]
        return found[: int(parameters.get("limit", 100))]

    def _do_setWebhook(self, parameters: Parameters, files: Any) -> bool:
        self.webhook = parameters if parameters.get("url") else {}
        return True

    def _do_deleteWebhook(self, parameters: Parameters, files: Any) -> bool:
        self.webhook = {}
        return True

    def _do_setMyCommands(self, parameters: Parameters, files: Any) -> bool:
        commands = json.loads(parameters["commands"])
        for item in commands:
            if not 1 <= len(item["command"]) <= 32 or not 1 <= len(item["description"]) <= 256:
                raise Refused("Bad Request: BOT_COMMAND_INVALID")
        self.commands[_scope(parameters)] = commands
        return True

    def _do_deleteMyCommands(self, parameters: Parameters, files: Any) -> bool:
        self.commands.pop(_scope(parameters), None)
        return True

    def _do_sendChatAction(self, parameters: Parameters, files: Any) -> bool:
        self._open(parameters)
        return True

    def _do_answerCallbackQuery(self, parameters: Parameters, files: Any) -> bool:
        self.acknowledged.append(parameters["callback_query_id"])
        return True

    def _do_sendMessage(self, parameters: Parameters, files: Any) -> dict[str, Any]:
        return self._show(parameters, _text(parameters, "text", 4096))

    def _do_sendPhoto(self, parameters: Parameters, files: Any) -> dict[str, Any]:
        name, content = files["photo"]
        if not content.startswith(b"\x89PNG"):
            raise Refused("Bad Request: IMAGE_PROCESS_FAILED")
        photo = {"file_id": "p", "file_unique_id": name, "width": 9, "height": 9}
        return self._show(parameters, {"photo": [photo], **_text(parameters, "caption", 1024)})

    def _do_sendDocument(self, parameters: Parameters, files: Any) -> dict[str, Any]:
        name, content = files["document"]
        if not content:
            raise Refused("Bad Request: file must be non-empty")
        document = {"file_id": "d", "file_unique_id": "d", "file_name": name}
        return self._show(parameters, {"document": document, **_text(parameters, "caption", 1024)})

    def _do_editMessageText(self, parameters: Parameters, files: Any) -> dict[str, Any]:
        said = {**_text(parameters, "text", 4096), **_markup(parameters)}
        for item in self.shown[self._open(parameters)]:
            if item["message_id"] == int(parameters["message_id"]):
                if item["text"] == said["text"] and item.get("reply_markup") == said.get(
                    "reply_markup"
                ):
                    raise Refused("Bad Request: message is not modified")
                item.pop("reply_markup", None)
                item.update(said, edit_date=int(time.time()))
                return item
        raise Refused("Bad Request: message to edit not found")

    def _show(self, parameters: Parameters, content: dict[str, Any]) -> dict[str, Any]:
        chat = self._open(parameters)
        kind = {"type": "private", "first_name": "W"} if chat > 0 else _GROUP
        message: dict[str, Any] = {
            "message_id": self._next(),
            "date": int(time.time()),
            "chat": {"id": chat, **kind},
            "from": ME,
            **content,
            **_markup(parameters),
        }
        answered = json.loads(parameters.get("reply_parameters", "{}")).get("message_id")
        if answered:
            shown = {"message_id": answered, "date": 0, "chat": {"id": chat, **kind}}
            message["reply_to_message"] = shown
        self.shown[chat].append(message)
        return message

    def _open(self, parameters: Parameters) -> int:
        chat = int(parameters["chat_id"])
        if chat in self.closed:
            raise Refused("Forbidden: bot was blocked by the user", 403)
        if chat not in self.shown:
            raise Refused("Bad Request: chat not found")
        return chat

    def _next(self) -> int:
        self._number += 1
        return self._number


_GROUP = {"type": "supergroup", "title": "G"}


def _text(parameters: Parameters, name: str, limit: int) -> dict[str, Any]:
    given = parameters.get(name, "")
    if parameters.get("parse_mode") == "HTML":
        text, entities = parsed(given)
    else:
        text, entities = given, []
    if name == "text" and not text.strip():
        raise Refused("Bad Request: message text is empty")
    if units(text) > limit:
        raise Refused(f"Bad Request: {name} is too long")
    found = {"entities" if name == "text" else "caption_entities": entities} if entities else {}
    return {name: text, **found}


def _markup(parameters: Parameters) -> dict[str, Any]:
    given = json.loads(parameters.get("reply_markup") or "{}")
    if not given:
        return {}
    for item in (item for row in given["inline_keyboard"] for item in row):
        if not item["text"].strip():
            raise Refused("Bad Request: text buttons can't be empty")
        if "callback_data" in item and not 1 <= len(item["callback_data"].encode()) <= 64:
            raise Refused("Bad Request: BUTTON_DATA_INVALID")
        if "url" in item and not item["url"].startswith(SCHEMES):
            raise Refused("Bad Request: inline keyboard button URL is invalid")
        if len({"callback_data", "url"} & set(item)) != 1:
            raise Refused("Bad Request: exactly one of the optional fields must be used")
    return {"reply_markup": given}


def _scope(parameters: Parameters) -> tuple[str, str]:
    scope = json.loads(parameters.get("scope") or "{}")
    return str(scope.get("chat_id", "")), parameters.get("language_code", "")


def _refusal(status: int, told: str, retry_after: int | None = None) -> JSONResponse:
    more = {"parameters": {"retry_after": retry_after}} if retry_after else {}
    content = {"ok": False, "error_code": status, "description": told, **more}
    return JSONResponse(content, status)


def _refused(trouble: Trouble) -> JSONResponse:
    response = _refusal(trouble.status, trouble.told, trouble.retry_after)
    if trouble.moved is None:
        return response
    content = {**json.loads(response.body), "parameters": {"migrate_to_chat_id": trouble.moved}}
    return JSONResponse(content, trouble.status)


def _read(kind: str, body: bytes) -> tuple[Parameters, dict[str, tuple[str, bytes]]]:
    """Return the fields and files of a form, in either of its encodings."""
    if not kind.startswith("multipart/"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True)), {}
    form = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    parameters: Parameters = {}
    files = {}
    for part in form.iter_parts():  # type: ignore[attr-defined]
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if part.get_filename():
            files[name] = (part.get_filename(), content)
        else:
            parameters[name] = content.decode()
    for name, value in parameters.items():
        # A file may stand elsewhere in the form (https://core.telegram.org/bots/api#sending-files).
        if str(value).startswith("attach://"):
            files[name] = files[value.removeprefix("attach://")]
    return parameters, files
