"""``POST /webhooks/rest/webhook``: the REST channel of stock Rasa, for widgets that speak it.

The shape is that of ``rasa.core.channels.rest``: a list of messages to show one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.channels.web.body import read_rest
from bot.channels.web.chat_api import NO_STORE, handle_chat, reply_headers
from bot.channels.web.language import page_language
from bot.reply import Reply, ReplyAttachment, ReplyLink


async def receive_message(request: Request) -> JSONResponse:
    """Answer one question; refusals and failures are a message too, with their HTTP status."""
    read = partial(read_rest, button_locale=page_language(request).locale)
    reply, status = await handle_chat(request, read)
    # Behind a proxy the request names the server inside, which nobody outside can reach.
    base = request.app.state.public_url or str(request.base_url)
    headers = reply_headers(reply, status)
    return JSONResponse(list(messages(reply, base)), status, headers=headers)


async def webhook_health(request: Request) -> JSONResponse:
    """Say that the channel is up, as stock Rasa does."""
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


def messages(reply: Reply, base: str) -> Iterator[dict[str, Any]]:
    """Yield the messages a reply makes: its parts, its files, its buttons with the last part.

    Args:
        reply: What the assistant answered.
        base: Address of this server; a widget stands on another one.
    """
    bubbles: list[dict[str, Any]] = [{"text": part} for part in reply.text.split("\n\n") if part]
    if reply.status == "error":
        # The numbers for danger stand in the lines already.
        bubbles += [{"text": _contact(link)} for link in reply.links[reply.first_aid.links :]]
    buttons = [{"title": item.label, "payload": item.payload} for item in reply.suggestions]
    if buttons:
        bubbles[-1]["buttons"] = buttons
    # Before the part with the buttons: widgets show only those of the last message.
    bubbles[-1:-1] = [_file(item, base) for item in reply.attachments]
    for bubble in bubbles:
        yield {"recipient_id": reply.conversation, **bubble}


def _file(item: ReplyAttachment, base: str) -> dict[str, Any]:
    address = base.rstrip("/") + item.url
    if item.kind == "image":
        return {"image": address}
    # Widgets that know no attachments show the words.
    return {"text": f"{item.label} {address}", "attachment": address}


def _contact(link: ReplyLink) -> str:
    return f"{link.label} {link.url.removeprefix('tel:')}".strip()
