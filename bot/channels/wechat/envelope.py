"""Signatures and encryption of WeChat's messages.

A signature is the SHA-1 of the token and the signed values, sorted and joined. That of a plain
message covers the time and the nonce but not the text: a signature that was seen with another
message is therefore refused elsewhere (``bot.channels.wechat.store``). That of an encrypted message
(``msg_signature``) covers the text as well.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct

from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import InvalidAppIdException

from bot.channels.wechat.xml import as_xml
from bot.settings.wechat import Account


class SealError(Exception):
    """An encrypted message that was not made for this account."""


def sign(token: str, *values: str) -> str:
    """Return WeChat's signature of some values."""
    joined = "".join(sorted((token, *values)))
    return hashlib.sha1(joined.encode("utf-8", "surrogatepass")).hexdigest()


def signed(signature: str, token: str, *values: str) -> bool:
    """Tell in constant time whether this is the signature of these values."""
    given = signature.encode("utf-8", "surrogatepass")
    return hmac.compare_digest(given, sign(token, *values).encode())


class _Cipher(PrpCrypto):
    """AES as WeChat uses it; the first block takes the place of an initial vector."""

    def get_random_string(self) -> str:
        # The library draws it from a generator that can be foretold.
        return secrets.token_hex(8)


def unseal(encrypted: str, account: Account) -> str:
    """Return the message in an encrypted text.

    Raises:
        SealError: It is damaged, or made with another key or for another account.
    """
    try:
        return str(_Cipher(account.aes_bytes).decrypt(encrypted, account.app_id))
    except (InvalidAppIdException, ValueError, IndexError, struct.error) as error:
        raise SealError(type(error).__name__) from error


def encrypt(xml: str, account: Account, timestamp: int) -> str:
    """Return a reply encrypted and signed, in the envelope WeChat expects.

    Args:
        xml: The reply.
        account: Whose keys are used.
        timestamp: Seconds since 1970.
    """
    encrypted = _Cipher(account.aes_bytes).encrypt(xml, account.app_id).decode("ascii")
    nonce = secrets.token_hex(8)
    return as_xml(
        Encrypt=encrypted,
        MsgSignature=sign(account.token, str(timestamp), nonce, encrypted),
        TimeStamp=timestamp,
        Nonce=nonce,
    )
