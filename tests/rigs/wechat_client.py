"""WeChat's side for tests: signs, encrypts and delivers, without any of the code under test."""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import re
import struct
import time
from dataclasses import dataclass
from typing import Any

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN = "testtoken"
APP_ID = "wx0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCOUNT = "gh_0123456789ab"
USER = "oUser-One_1"

_numbers = itertools.count(6000000000000000001)
_nonces = itertools.count(100000)


def sha1_sorted(*values: str) -> str:
    return hashlib.sha1("".join(sorted(values)).encode()).hexdigest()


def _cipher(key: str) -> Cipher[modes.CBC]:
    raw = base64.b64decode(key + "=")
    return Cipher(algorithms.AES(raw), modes.CBC(raw[:16]))


def encrypt(xml: str, app_id: str = APP_ID, key: str = AES_KEY, first: bytes | None = None) -> str:
    """16 random bytes, length in network order, message, app id; padded to blocks of 32."""
    data = (first or os.urandom(16)) + struct.pack(">I", len(xml.encode()))
    data += xml.encode() + app_id.encode()
    padding = 32 - len(data) % 32
    worker = _cipher(key).encryptor()
    sealed = worker.update(data + bytes([padding]) * padding) + worker.finalize()
    return base64.b64encode(sealed).decode()


def decrypt(sealed: str, key: str = AES_KEY) -> tuple[str, str]:
    """Return the message and the app id."""
    worker = _cipher(key).decryptor()
    data = worker.update(base64.b64decode(sealed)) + worker.finalize()
    data = data[16 : -data[-1]]
    length = struct.unpack(">I", data[:4])[0]
    return data[4 : 4 + length].decode(), data[4 + length :].decode()


def field(xml: str, name: str) -> str:
    """Return the text of an element, its CDATA sections joined."""
    found = re.search(rf"<{name}>(.*?)</{name}>", xml, re.S)
    assert found, f"no {name} in {xml[:200]}"
    return re.sub(r"<!\[CDATA\[(.*?)\]\]>", r"\1", found[1], flags=re.S)


def message_xml(sender: str = USER, kind: str = "text", **fields: Any) -> str:
    fields = {"CreateTime": int(time.time()), "MsgId": next(_numbers), **fields}
    if kind == "event":
        fields.pop("MsgId")
    lines = "".join(
        f"<{name}>{value}</{name}>"
        if isinstance(value, int)
        else f"<{name}><![CDATA[{value}]]></{name}>"
        for name, value in fields.items()
    )
    return (
        f"<xml><ToUserName><![CDATA[{ACCOUNT}]]></ToUserName>"
        f"<FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<MsgType><![CDATA[{kind}]]></MsgType>{lines}</xml>"
    )


def query(timestamp: int | None = None, nonce: str | None = None) -> dict[str, str]:
    stamp = str(timestamp or int(time.time()))
    nonce = nonce or str(next(_nonces))
    return {"timestamp": stamp, "nonce": nonce, "signature": sha1_sorted(TOKEN, stamp, nonce)}


@dataclass
class WeChatServer:
    """Delivers messages to an application."""

    http: httpx.AsyncClient

    async def post(self, body: str | bytes, signed: dict[str, str] | None = None) -> httpx.Response:
        content = body.encode() if isinstance(body, str) else body
        return await self.http.post("/wechat", params=signed or query(), content=content)

    async def deliver(self, xml: str) -> str:
        """Return the text of the reply; empty when the account says nothing."""
        answer = await self.post(xml)
        assert answer.status_code == 200, answer.text
        if answer.text == "success":
            return ""
        assert field(answer.text, "ToUserName") == field(xml, "FromUserName")
        assert field(answer.text, "FromUserName") == ACCOUNT
        assert field(answer.text, "MsgType") == "text"
        text = field(answer.text, "Content")
        assert len(text.encode()) < 2048
        return text

    async def say(self, text: str, sender: str = USER) -> str:
        return await self.deliver(message_xml(sender, Content=text))

    async def event(self, event: str, key: str = "", sender: str = USER) -> str:
        return await self.deliver(message_xml(sender, "event", Event=event, EventKey=key))

    async def post_sealed(
        self, sealed: str, plain: str = "", signature: str | None = None
    ) -> httpx.Response:
        """Deliver in safe mode, or in compatible mode with the plain fields beside."""
        signed = query()
        encrypt = sha1_sorted(TOKEN, signed["timestamp"], signed["nonce"], sealed)
        signed |= {"encrypt_type": "aes", "msg_signature": signature or encrypt}
        inside = plain.removeprefix("<xml>").removesuffix("</xml>")
        return await self.post(
            f"<xml>{inside}<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>", signed
        )


def opened(answer: httpx.Response) -> str:
    """Return the XML in a sealed reply, its signature checked."""
    sealed = field(answer.text, "Encrypt")
    stamp, nonce = field(answer.text, "TimeStamp"), field(answer.text, "Nonce")
    assert field(answer.text, "MsgSignature") == sha1_sorted(TOKEN, stamp, nonce, sealed)
    xml, app_id = decrypt(sealed)
    assert app_id == APP_ID
    return xml
