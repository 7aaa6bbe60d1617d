"""For where a paper holds: everywhere in the province, or in a place of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policies_kb.kb import KnowledgeBase
from policies_kb.rows import Document

#: Who speaks for a place the base does not know by name.
_ISSUING = re.compile(r"^(?P<name>[\u4e00-\u9fff]{2,8}?(?:市|县|区|州|盟|旗))(?!域)")
_EVERYWHERE = ("浙江省", "国务院", "中华人民共和国", "全国", "国家", "中央")
_LONGEST = 8


def place_of(document: Document, names: Mapping[str, str]) -> str:
    """Return the city or county whose paper it is, empty for one that holds everywhere.

    Args:
        document: The paper; its issuer tells, or its title where none was found.
        names: Places by each of their names.
    """
    issuer = (document.issuer or document.title).removeprefix("中共")
    if issuer.startswith(_EVERYWHERE):
        return ""
    for size in range(min(len(issuer), _LONGEST), 1, -1):
        if issuer[:size] in names:
            return names[issuer[:size]]
    match = _ISSUING.match(issuer) if document.issuer else None
    return match["name"] if match else ""


def names_of_places(kb: KnowledgeBase) -> dict[str, str]:
    """Return every name of every place of Zhejiang with its full name."""
    rows = [row for row in kb.divisions() if row.zhejiang]
    return {name: row.name for row in rows for name in (*row.aliases, row.name)}
