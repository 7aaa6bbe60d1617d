"""Addresses of files: signed, timed, and holding all that is needed to make the file."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from itsdangerous import BadData, URLSafeTimedSerializer

from actions.answer import Attachment

#: Seconds an address can be used for.
VALID = 7 * 24 * 3600


class BrokenLink(Exception):
    """An address that was not made here, or was changed."""


class ExpiredLink(BrokenLink):
    """An address that was made here, too long ago."""


@dataclass(frozen=True)
class Wanted:
    """What an address stands for.

    Attributes:
        maker: Name of the maker.
        data: What the maker needs.
        locale: Language of the answer the file goes with.
    """

    maker: str
    data: Mapping[str, Any]
    locale: str


class SignedLinks:
    """Makes and reads the addresses; nothing is stored, so that any worker serves any of them.

    Args:
        key: Signs the addresses; all workers of a site share it.
    """

    def __init__(self, key: bytes) -> None:
        self._signer = URLSafeTimedSerializer(
            key, salt="files", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def address(self, attachment: Attachment, locale: str) -> str:
        """Return the address of a file, ``/files/<token>/<file name>``."""
        # The name is signed too: nobody may hand out our files under another one.
        signed = [attachment.maker, dict(attachment.data), locale, attachment.file]
        return f"/files/{self._signer.dumps(signed)}/{quote(attachment.file, safe='')}"

    def wanted(self, token: str, file: str) -> Wanted:
        """Return what an address stands for.

        Args:
            token: The token in the address.
            file: The file name in the address, decoded.

        Raises:
            ExpiredLink: It was made more than :data:`VALID` seconds ago.
            BrokenLink: It was not made here, or was changed.
        """
        try:
            signed, made = self._signer.loads(token, return_timestamp=True)
        except BadData as error:
            raise BrokenLink(file) from error
        maker, data, locale, name = signed
        if name != file:
            raise BrokenLink(file)
        # One made "later" than now is of a machine whose clock is ahead, or ours was put back.
        if time.time() - made.timestamp() > VALID:
            raise ExpiredLink(file)
        return Wanted(maker, data, locale)
