"""The encryption against fixed examples and against others who wrote it."""

from __future__ import annotations

import json
import subprocess

import pytest
from needs import WECHAT_CRYPTO, needs
from wechat_client import (
    AES_KEY,
    APP_ID,
    TOKEN,
    decrypt,
    encrypt,
    field,
    message_xml,
    sha1_sorted,
)

from bot.channels.wechat import envelope
from bot.settings.wechat import Account

ACCOUNT = Account(TOKEN, APP_ID, AES_KEY)
#: The fixed example in the public tests of wechatpy: keys, signature and encrypted message.
PUBLIC = Account("123456", "wx49f0ab532d5d035a", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR")
PUBLIC_TIME, PUBLIC_NONCE = "1411525903", "461056294"
PUBLIC_SIGNATURE = "74d92dfeb87ba7c714f89d98870ae5eb62dff26d"
PUBLIC_SEALED = (
    "RgqEoJj5A4EMYlLvWO1F86ioRjZfaex/gePD0gOXTxpsq5Yj4GNglrBb8I2BAJVODGajiFnXBu7mCPatfjsu6IHCrsTy"
    "eDXzF6Bv283dGymzxh6ydJRvZsryDyZbLTE7rhnus50qGPMfp2wASFlzEgMW9z1ef/RD8XzaFYgm7iTdaXpXaG4+BiYy"
    "olBug/gYNx410cvkKR2/nPwBiT+P4hIiOAQqGp/TywZBtDh1yCF2KOd0gpiMZ5jSw3e29mTvmUHzkVQiMS6td7vXUaWO"
    "MZnYZlF3So2SjHnwh4jYFxdgpkHHqIrH/54SNdshoQgWYEvccTKe7FS709/5t6NMxuGhcUGAPOQipvWTT4dShyqio7ml"
    "sl5noTrb++x6En749zCpQVhDpbV6GDnTbcX2e8K9QaNWHp91eBdCRxthuL0="
)


def test_the_public_example_is_read() -> None:
    signed = (PUBLIC.token, PUBLIC_TIME, PUBLIC_NONCE, PUBLIC_SEALED)
    assert envelope.sign(*signed) == PUBLIC_SIGNATURE == sha1_sorted(*signed)
    xml = envelope.unseal(PUBLIC_SEALED, PUBLIC)
    assert (field(xml, "Content"), field(xml, "FromUserName")) == ("test", "messense")
    assert decrypt(PUBLIC_SEALED, PUBLIC.aes_key) == (xml, PUBLIC.app_id)


@pytest.mark.parametrize("text", ["", "a", "你好😀", "x" * 31, "x" * 32, "长" * 5000])
def test_what_one_side_seals_the_other_opens(text: str) -> None:
    xml = message_xml(Content=text)
    assert envelope.unseal(encrypt(xml), ACCOUNT) == xml
    sealed = field(envelope.encrypt(xml, ACCOUNT, 1411525903), "Encrypt")
    assert decrypt(sealed) == (xml, APP_ID)


def test_the_same_reply_is_never_sealed_twice_alike() -> None:
    assert envelope.encrypt("<xml/>", ACCOUNT, 1) != envelope.encrypt("<xml/>", ACCOUNT, 1)


PEER = """
const Crypt = require(process.argv[1]);
const [token, key, id, sealed, stamp, nonce, xml] = process.argv.slice(2);
const crypt = new Crypt(token, key, id);
const opened = crypt.decrypt(sealed);
const own = crypt.encrypt(xml);
console.log(JSON.stringify(
  [opened.message, opened.id, crypt.getSignature(stamp, nonce, sealed), own]));
"""


@needs("node", "wechat-crypto")
def test_another_implementation_agrees() -> None:
    """The npm package wechat-crypto is by another author in another language."""
    xml = message_xml(Content="你好😀")
    written = envelope.encrypt(xml, ACCOUNT, 1411525903)
    sealed, nonce = field(written, "Encrypt"), field(written, "Nonce")
    arguments = [str(WECHAT_CRYPTO), TOKEN, AES_KEY, APP_ID, sealed, "1411525903", nonce, xml]
    done = subprocess.run(
        ["node", "-e", PEER, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    opened, app_id, signature, own = json.loads(done.stdout)
    assert (opened, app_id) == (xml, APP_ID)
    assert signature == field(written, "MsgSignature")
    assert envelope.unseal(own, ACCOUNT) == xml
