"""Questions put side by side in one message: 80号文是2018年发的吧,是省府办发的吧."""

from __future__ import annotations

import re
from collections.abc import Callable

from policies_kb.questions.query import FactQuery

#: A comma inside a figure divides nothing.
_BETWEEN = re.compile(r"(?:(?<!\d)[,\uff0c]|[,\uff0c](?!\d)|[;\uff1b?\uff1f。!\uff01])+\s*")
#: 甲和乙哪个时限早: of each it is asked when.
_EARLIER = re.compile(
    r"(?P<one>.{4,}?)[和与跟](?P<other>.{4,}?)[,\uff0c]?(?:哪一?[个件份项]|谁)的?"
    r"(?:时限|期限|时间|日期|截止)?(?:更|比较|要)?[先早晚](?:到|完成)?[呢?\uff1f。]*$"
)
_ANOTHER = re.compile(r"呢$")
_SHORTEST = 2


def asked_parts(message: str, read: Callable[[str], FactQuery]) -> tuple[str, ...]:
    """Return the questions of a message, the whole of it where it has but one.

    What asks nothing belongs to the question behind it.

    Args:
        message: The message.
        read: Reads one question.
    """
    pieces = [part for part in _BETWEEN.split(message.strip()) if len(part) >= _SHORTEST]
    if len(pieces) < 2:
        return (message,)
    found: list[str] = []
    before = ""
    for part in pieces:
        text = f"{before},{part}" if before else part
        query = read(text)
        if query.columns or query.yes_no or _ANOTHER.search(part):
            found.append(text)
            before = ""
        else:
            before = text
    return tuple(found) if len(found) > 1 and not before else (message,)


def compared_times(message: str, read: Callable[[str], FactQuery]) -> tuple[str, ...]:
    """Return what two papers arrange, as a question names it, where it is asked which is earlier;
    nothing where only the papers are named, or one."""
    match = _EARLIER.search("".join(message.split()))
    if match is None:
        return ()
    both = match.groups()
    queries = [read(part) for part in both]
    papers = {query.document for query in queries}
    named = all(len(query.words) >= _SHORTEST and query.document for query in queries)
    return both if named and len(papers) == len(both) else ()
