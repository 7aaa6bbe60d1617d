"""Tells what a message states from what it asks: nothing is taken from a question."""

from __future__ import annotations

import re

#: A clause with the mark that ends it, and a sentence of clauses.
_SENTENCE = re.compile(r"[^。;；!！?？\n]+[。;；!！?？\n]*")
_CLAUSE = re.compile(r"(?:[^,，。;；!！?？\n]|(?<=\d)[,，](?=\d))+[,，。;；!！?？\n]*")
#: A plea (怎么办, 找谁) is none: it is made about what has happened.
_ASKS = re.compile(
    r"吗|(?<![怎什这那多])么\s*(?:[?？]|$)|[能会要够算行该可]不[能会要够算行该可]|可不可以|能否|可否|是否|是不是|多少|多久"
    r"|什么时候|(?:能|可以|够|会|要|算)[^?？]*[?？]"
    r"|\b(?:can|could|is|are|does|do|will|would|should|how|what)\b[^?？]*[?？]",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"如果|要是|假如|假设|万一|比如|比方|的话|\bif\b|\bsuppose\b", re.IGNORECASE)
#: Who tells of what happened to them states it, whatever they ask about it.
_OWN_CASE = re.compile(
    r"(?:我|俺|咱|阿拉|老板|公司|单位|厂|店|工地|包工头)[^?？]*(?:没|未|不|欠|拖)"
    r"|[欠拖]了?(?:我|俺|咱)|\b(?:my|me|we|us|boss)\b",
    re.IGNORECASE,
)


def statements(message: str, opening: bool) -> str:
    """Return what a message states, what it asks left out.

    Args:
        message: The message.
        opening: Whether it begins a case; there a question may tell the story too
            (老板三个月没发工资能告吗), in the middle of one it is a question and no answer.

    >>> statements("欠两万能立案吗", opening=False), statements("欠我两万,能立案吗", opening=False)
    ('', '欠我两万,')
    """
    return "".join(
        clause[0]
        for sentence in _SENTENCE.finditer(message)
        for clause in _CLAUSE.finditer(sentence[0])
        if _states(clause[0], sentence[0], opening)
    )


def _states(clause: str, sentence: str, opening: bool) -> bool:
    if not _ASKS.search(sentence):
        return True
    if _SUPPOSES.search(sentence):
        return False
    return not _ASKS.search(clause) or (opening and _OWN_CASE.search(clause) is not None)
