"""Plain text and Markdown: tags and front matter of a site's source off."""

from __future__ import annotations

import html
import re

_FRONT = re.compile(r"\A---\n(?P<fields>(?:[^\n]*\n){1,60}?)---\n")
_FIELD = re.compile(r"(?m)^(?P<name>title|author|issuer|number)\s*:\s*[\"']?(?P<value>[^\n\"']+)")
_FENCE = re.compile(r"(?m)^[ \t]*:::.*\n?")
_TAG = re.compile(
    r"</?(?:p|b|i|u|em|strong|span|div|br|hr|a|font|center|sup|sub|h[1-6])\b[^<>]*>", re.I
)
_BREAK = re.compile(r"<(?:br|/p|/div|/h[1-6])\b[^<>]*>\n?", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{(?:[#.][\w-]+|\w+=\"[^\"{}]*\"|\s)+\}")
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")


def without_markup(text: str) -> str:
    """Return a text without the markup of a site's source; other text is left as it is.

    Front matter gives the title as a heading; tags, fences (``:::``), attributes (``{#id}``) and
    entities go.
    """
    front = _FRONT.match(text)
    if front is None and not _TAG.search(text):
        return text
    opening = ""
    if front is not None:
        text = text[front.end() :]
        fields = {it["name"]: it["value"].strip() for it in _FIELD.finditer(front["fields"])}
        title = fields.get("title", "")
        if title and not re.search(rf"(?m)^#\s+{re.escape(title)}", text):
            opening = f"# {title}\n"
        issuer = fields.get("issuer") or fields.get("author")
        opening += f"发文机关：{issuer}\n" if issuer else ""
    text = _FENCE.sub("", text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _STRONG.sub(r"\1", _ATTRIBUTES.sub("", text))
    return opening + html.unescape(text).replace("\xa0", " ")
