"""The question before, asked of the paper named now: 那80号文的呢, 我问的是77号文的."""

from __future__ import annotations

import re
from dataclasses import replace

from policies_kb.questions.found import Thread
from policies_kb.questions.query import FactQuery

#: What shows that a paper stands in the place of the one before.
_INSTEAD = re.compile(r"呢[?？。]?$|的[?？。]?$|^(?:那|不对|不是|错了)|我(?:问|说|指|是问|是说)")
#: ... and that the paper spoken of was meant.
_MEANT = re.compile("我(?:问|说|指|是问|是说)")


def of_paper_named(query: FactQuery, before: FactQuery, thread: Thread) -> FactQuery | None:
    """Return the question before as one to the paper a message names and nothing else.

    Args:
        query: The message.
        before: The message before it.
        thread: What that spoke of; it has the words of the messages it leant on itself.
    """
    alone = query.document and not (query.words.strip("那 ") or query.columns or query.claims)
    columns = before.columns or thread.columns
    if not alone or not thread.document or not (columns or thread.words):
        return None
    instead = _MEANT if thread.document == query.document else _INSTEAD
    if not instead.search(query.text):
        return None
    return replace(
        before,
        words=thread.words or before.words,
        columns=columns,
        document=query.document,
        documents=(query.document,),
        other_number="",
        personal=False,
    )
