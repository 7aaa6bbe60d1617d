"""Requests nobody should send: broken, huge, deep, of wrong types, forged. The same for a seed."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from fake_bot_api import ME
from wechat_client import ACCOUNT, encrypt, message_xml, query, sha1_sorted

Seed = random.Random
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
#: Texts that broke programs before.
TEXTS = (
    "", " ", "\x00", "\ud800", "\u202e\u200f", "a" * 3000, "欠薪" * 2000, "/", "//", "/restart",
    '/deadlines{"page": "', '/guide_answer{"guide_field": {}}', "{" * 500, "%s%n%x", "${jndi:x}",
    "' OR 1=1 --", '" OR ""="', "<script>alert(1)</script>", "]]>", "&xxe;", "\N{PILE OF POO}" * 99,
    "ﷺ" * 400, "á" * 400, "\u0301" * 999, "0" * 400, "1e999", "NaN", "-0", "٣" * 30, "\r\n\r\n",
    "老板三个月没发工资", "无欠薪县的标准是什么", "/wages_claim", "/forget", "忘记我",
    "../../etc/passwd", "http://169.254.169.254/", "=cmd|' /C calc'!A0", "\uffff\ufffe", "\u2028",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**400, 0.5, float("nan"), float("inf"),
    [], {}, [[]], {"a": {}}, [None], {"$gt": ""}, {"__class__": "x"},
)  # fmt: skip
DEEP = 40_000
#: Fields of a request that is understood: what it leads to must hold as well.
SOUND = {"conversation": "c-1", "sender": "c-1", "message": "/wages_claim", "turn": 1}


@dataclass(frozen=True)
class Sent:
    """One request.

    Attributes:
        path: Where to.
        body: What is in it.
        headers: Its headers.
        parameters: Its query.
    """

    path: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)


def hostile(seed: int, count: int, telegram: str, secret: str) -> Iterator[Sent]:
    """Yield requests.

    Args:
        seed: The same requests for the same one.
        count: So many.
        telegram: Path of the webhook.
        secret: What Telegram would show; forged ones show another.
    """
    chance = random.Random(seed)
    kinds: list[Callable[[Seed], Sent]] = [
        lambda chance: Sent("/api/chat", _body(chance, _chat)),
        lambda chance: Sent("/webhooks/rest/webhook", _body(chance, _rest)),
        lambda chance: Sent("/api/feedback", _body(chance, _verdict)),
        lambda chance: Sent("/api/forget", _body(chance, _forget)),
        lambda chance: Sent(chance.choice(("/chat", "/feedback", "/forget")), _form(chance)),
        lambda chance: _telegram(chance, telegram, secret),
        _wechat,
    ]
    for number in range(count):
        yield kinds[number % len(kinds)](chance)


def _text(chance: Seed) -> str:
    if chance.random() < 0.2:
        return "".join(
            chr(chance.choice((chance.randrange(32), chance.randrange(0x110000))))
            for _ in range(chance.randrange(60))
        )
    return chance.choice(TEXTS)


def _any(chance: Seed, depth: int = 0) -> Any:
    roll = chance.random()
    if roll < 0.4 or depth > 3:
        return _text(chance)
    if roll < 0.8:
        return chance.choice(VALUES)
    if roll < 0.9:
        return [_any(chance, depth + 1) for _ in range(chance.randrange(5))]
    return {_text(chance): _any(chance, depth + 1) for _ in range(chance.randrange(5))}


def _chat(chance: Seed) -> Any:
    return {
        "conversation": _id(chance),
        "message": _text(chance),
        "locale": chance.choice(("en", "zh-Hant", None, "x")),
    }


def _rest(chance: Seed) -> Any:
    return {"sender": _id(chance), "message": _text(chance), "metadata": {"locale": "en"}}


def _verdict(chance: Seed) -> Any:
    return {
        "conversation": _id(chance),
        "turn": chance.randrange(3),
        "verdict": "up",
        "note": _text(chance),
    }


def _forget(chance: Seed) -> Any:
    return {"conversation": _id(chance)}


def _id(chance: Seed) -> Any:
    return chance.choice(
        ("c-1", "c-2", "tg:7", "wx:1", "", "a b", "x" * 64, "x" * 65, None, _text(chance))
    )


def _body(chance: Seed, sound: Callable[[Seed], Any]) -> bytes:
    """Return the JSON of a sound request, of one with a wrong field, or bytes that are none."""
    made = sound(chance)
    roll = chance.random()
    if roll < 0.35:
        made[chance.choice((*made, _text(chance)))] = _any(chance)
    elif roll < 0.5:
        made = _any(chance)
    elif roll < 0.75:
        return json.dumps({name: SOUND.get(name, value) for name, value in made.items()}).encode()
    return _broken(chance, json.dumps(made).encode())


def _broken(chance: Seed, body: bytes) -> bytes:
    """Return the body as it is half of the time, else spoiled."""
    place = chance.randrange(len(body) + 1)
    spoiled: list[Callable[[], bytes]] = [
        lambda: body[:place],
        lambda: body[:place] + chance.randbytes(3) + body[place:],
        lambda: bytes(body[::-1]),
        lambda: body + body,
        lambda: chance.randbytes(chance.randrange(300)),
        lambda: b"\xff\xfe" + body.decode("latin-1").encode("utf-16-le"),
        lambda: b"\xef\xbb\xbf" + body,
        lambda: b"[" * DEEP,
        lambda: b'{"message":' * 5000,
        lambda: b'{"conversation":"c-1","message":"' + b"x" * 70_000 + b'"}',
        lambda: body.replace(b'"', b"'"),
        lambda: b"\x00" * chance.randrange(1, 2000),
        lambda: b"",
    ]
    return body if chance.random() < 0.5 else chance.choice(spoiled)()


def _form(chance: Seed) -> bytes:
    fields = {
        "conversation": str(_id(chance)).encode("utf-8", "replace"),
        "message": _text(chance).encode("utf-8", "replace"),
        "choice": _text(chance).encode("utf-8", "replace"),
        "turn": str(chance.choice((1, 1, *VALUES))),
        "verdict": chance.choice(("up", "x")),
        "note": _text(chance).encode("utf-8", "replace"),
        "sure": chance.choice(("yes", "no")),
    }
    if chance.random() < 0.3:
        return urlencode(fields | SOUND | {"verdict": "up", "choice": "", "sure": "yes"}).encode()
    kept = {name: value for name, value in fields.items() if chance.random() < 0.8}
    body = urlencode(kept).encode()
    spoiled = (b"&" * 5000, b"a=1&" * 50, b"message=%ff%fe%00", "message=欠薪".encode(), body[::-1])
    return body if chance.random() < 0.7 else chance.choice(spoiled)


def _telegram(chance: Seed, path: str, secret: str) -> Sent:
    user = {"id": 7, "is_bot": False, "first_name": "W"}
    chat = {"id": chance.choice((7, -5, 10**18)), "type": chance.choice(("private", "group", "x"))}
    message: dict[str, Any] = {
        "message_id": chance.randrange(10**9), "date": int(time.time()), "chat": chat, "from": user,
        "text": _text(chance),
    }  # fmt: skip
    kind = chance.choice(("message", "edited_message", "callback_query", "poll", "x"))
    made: Any = {"update_id": chance.randrange(10**9), kind: message}
    if kind == "callback_query":
        data = chance.choice(
            (_text(chance), "k|" + "0" * 32, "s|en|/wages_claim", "r|en|set|{}", "l|en|x")
        )
        made[kind] = {
            "id": "1",
            "from": user,
            "chat_instance": "1",
            "data": data,
            "message": message,
        }
    elif chance.random() < 0.3:
        message["reply_to_message"] = {**message, "from": ME}
    if chance.random() < 0.5:
        inner = made[kind] if isinstance(made.get(kind), dict) else made
        inner[chance.choice(tuple(inner))] = _any(chance)
    shown = (
        secret if chance.random() < 0.9 else chance.choice(("", "wrong", secret[:-1], secret + "x"))
    )
    return Sent(path, _broken(chance, json.dumps(made).encode()), {SECRET_HEADER: shown})


def _wechat(chance: Seed) -> Sent:
    signed = query()
    kind = chance.choice(("text", "voice", "image", "event", "location", _text(chance)[:20]))
    clean = "".join(char for char in _text(chance) if char.isprintable())[:2000]
    sender = chance.choice(("oUser-One_1", "o2", "a b", "", "x" * 200))
    xml = message_xml(sender, kind, Content=clean, Recognition=clean, Event="CLICK", EventKey=clean)
    xml = xml.encode("utf-8", "replace").decode()
    bomb = "".join(f'<!ENTITY e{n} "' + f"&e{n - 1};" * 10 + '">' for n in range(1, 12))
    head = f'<!DOCTYPE xml [<!ENTITY e0 "x">{bomb}]>'
    body: bytes = chance.choice(
        (
            xml.encode(),
            xml.encode(),
            f'<?xml version="1.0"?>{head}<xml><Content>&e11;</Content></xml>'.encode(),
            b'<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Content>&x;</Content></xml>',
            b"<xml>" * 12_000,
            b"<xml>" + b"<a></a>" * 7000 + b"</xml>",
            xml.replace("<MsgId>", "<MsgId>" + "9" * 99).encode(),
            xml.replace("CreateTime", "CreateTme").encode(),
            xml.encode("utf-16"),
        )
    )  # fmt: skip
    if chance.random() < 0.2:
        sealed = chance.choice(
            (encrypt(xml), encrypt("<xml></xml>", "wxother"), "AAAA", "x" * 500, encrypt(xml)[:-8])
        )
        signed |= {
            "encrypt_type": "aes",
            "msg_signature": sha1_sorted("testtoken", signed["timestamp"], signed["nonce"], sealed),
        }
        inside = f"<ToUserName>{ACCOUNT}</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt>"
        body = f"<xml>{inside}</xml>".encode()
    if chance.random() < 0.15:
        signed[chance.choice(tuple(signed))] = chance.choice(
            ("", "0", "x" * 40, "-1", quote_plus(clean[:50]))
        )
    return Sent("/wechat", _broken(chance, body), {}, signed)
