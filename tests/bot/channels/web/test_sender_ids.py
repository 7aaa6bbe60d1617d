"""Which ids name a conversation: those of examples and telephone numbers do not."""

from __future__ import annotations

import pytest

from bot.channels.http import BadRequest
from bot.channels.web.body import is_conversation, read_rest

UUID = "0b6f2c1e-5a7d-4b8e-9f00-138001380001"


@pytest.mark.parametrize(
    "sender",
    [
        "user-1",
        "user_42",
        "visitor-1",
        "1",
        UUID,
        f"widget-{UUID}",
        f"user_{UUID.replace('-', '')}",
        f"site.a:{UUID.upper()}",
        f"v1-{UUID}-a",
    ],
)
def test_an_id_of_a_site_is_the_conversation(sender: str) -> None:
    asked = read_rest(b'{"sender": "%s", "message": "a"}' % sender.encode(), "zh-Hans")
    assert asked.conversation == sender


@pytest.mark.parametrize("sender", ["user", "default", "User", "users", "test_user", "undefined"])
def test_an_id_of_an_example_is_nobody(sender: str) -> None:
    asked = read_rest(b'{"sender": "%s", "message": "a"}' % sender.encode(), "zh-Hans")
    assert asked.conversation == ""


@pytest.mark.parametrize(
    "sender", ["13800138000", "user-13800138000", f"13800138000-{UUID}", "330102199001011234"]
)
def test_a_number_of_a_person_is_no_id(sender: str) -> None:
    assert not is_conversation(sender)
    with pytest.raises(BadRequest):
        read_rest(b'{"sender": "%s", "message": "a"}' % sender.encode(), "zh-Hans")
