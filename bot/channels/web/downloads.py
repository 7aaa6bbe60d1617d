"""``/files/<token>/<name>``: makes a file that goes with an answer and sends it."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePath
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from actions.answer import say
from bot.attachments.as_lines import text_lines
from bot.attachments.links import BrokenLink, ExpiredLink
from bot.attachments.makers import MAKERS
from bot.channels.web.inside_apps import is_inside_app
from bot.channels.web.pages import message_page, show_page

#: Made for one person from what that person told.
_FOR_ONE = "private, no-store"
_EXPIRED = say("这个文件的链接过期了。请回到提问页再问一次,会给您新的链接。")
_BROKEN = say("这个文件的链接不完整或者被改动过。请回到提问页再问一次,会给您新的链接。")


def download(request: Request) -> Response:
    """Send the file an address stands for; a sentence and a way on where it stands for none."""
    name = request.path_params["name"]
    try:
        wanted = request.app.state.links.wanted(request.path_params["token"], name)
        make = MAKERS[wanted.maker]
    except ExpiredLink:
        return message_page(request, HTTPStatus.GONE, _EXPIRED)
    except (BrokenLink, KeyError):
        return message_page(request, HTTPStatus.NOT_FOUND, _BROKEN)
    file = make(wanted.data, request.app.state.kb, wanted.locale)
    lines = text_lines(file) if is_inside_app(request) else None
    if lines is not None:
        # Inside an app a download does nothing: it looks as if the link were dead.
        page = show_page(request, "file.html", name=name, lines=lines, language=wanted.locale)
        page.headers["Cache-Control"] = _FOR_ONE
        return page
    return Response(
        file.content,
        media_type=file.media_type,
        headers={
            "Content-Disposition": disposition(name, inline=file.media_type.startswith("image/")),
            "Cache-Control": _FOR_ONE,
        },
    )


def disposition(name: str, inline: bool = False) -> str:
    """Return the header that names a file (RFC 6266): in ASCII for old clients, then in full.

    >>> print(disposition("信.txt"))
    attachment; filename="wence.txt"; filename*=UTF-8''%E4%BF%A1.txt
    """
    suffix = PurePath(name).suffix
    plain = f"wence{suffix if suffix.isascii() and suffix[1:].isalnum() else ''}"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
