"""``/manifest.webmanifest``: lets a telephone put the chat on its home screen (W3C manifest)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions.answer import say
from bot.channels.web.language import page_language
from bot.channels.web.templating import static_address
from bot.wording.render import Wording

#: As ``--accent`` and ``--ground`` of the light style.
_THEME, _GROUND = "#0b5d57", "#f5f4ef"
_PNG_SIZES = (192, 512)


def manifest(request: Request) -> Response:
    """Send the manifest in the language of the page that names it.

    There is no service worker: an old answer must never be shown as if it were new.
    """
    locale = page_language(request).locale
    root = request.app.state.root
    wording = Wording(locale)
    icons = [
        {"src": root + static_address("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        *(
            {
                "src": root + static_address(f"icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in _PNG_SIZES
        ),
    ]
    told = {
        "id": f"{root}/",
        "name": wording.word(say("问策 Wence")),
        "short_name": wording.word(say("问策")),
        "description": wording.word(say("照公报原文回答,告诉您现在按什么规定办、找谁办。")),
        "lang": locale,
        "start_url": f"{root}/",
        "scope": f"{root}/",
        "display": "standalone",
        "theme_color": _THEME,
        "background_color": _GROUND,
        "icons": icons,
    }
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}
    return JSONResponse(told, headers=headers, media_type="application/manifest+json")
