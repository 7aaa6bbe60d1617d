"""Which channel a conversation belongs to, told from its id."""

from __future__ import annotations

from collections.abc import Mapping

WEB = "web"
#: How the ids of each channel begin; whatever begins otherwise comes from the web.
PREFIXES: Mapping[str, str] = {
    "tg:": "telegram",
    "wx:": "wechat",
    "shell-": "shell",
    "ask-": "ask",
}


def channel_of(conversation: str) -> str:
    """Return the channel of a conversation.

    >>> channel_of("tg:12345"), channel_of("0b6f2c1e-5a7d-4b8e-9f00-000000000000")
    ('telegram', 'web')
    """
    for prefix, channel in PREFIXES.items():
        if conversation.startswith(prefix):
            return channel
    return WEB
