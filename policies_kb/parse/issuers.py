"""Who issued a paper: told by its order number, title, signature, letterhead or history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from policies_kb.parse.document_numbers import issuer_of_order
from policies_kb.parse.lines import one_line, squeeze
from policies_kb.parse.segment import Head
from policies_kb.parse.titles import is_body, is_signer, issuer_in_title
from policies_kb.parsed_paper import ParsedProvision
from policies_kb.text.dates import SIGNED, find_date

_PASSED = re.compile(
    r"(?P<when>\d{4}年\d{1,2}月\d{1,2}日)(?:经)?(?P<body>[\u4e00-\u9fff]{0,16}?)"
    r"(?:第[一二三四五六七八九十]{1,4}届)?(?P<assembly>人民代表大会(?:常务委员会)?)"
    r"(?:第[一二三四五六七八九十百]{1,5}次(?:会议|全体会议))?通过"
)
_NO_PLACE = re.compile(r"[省市县区州旗]")


def issuer_of(head: Head, number: str, provisions: tuple[ParsedProvision, ...]) -> str:
    """Return the issuing bodies, joined by 、; empty when nothing tells them."""
    of_order, told = issuer_of_order(number), head.fields.get("issuer", "")
    if of_order:
        # 东府令 shortens a name that the page may give in full.
        return of_order if is_body(of_order) else told or of_order
    signing = [_bodies(node.text) for node in signatures(provisions)[:1]]
    titled = issuer_in_title(squeeze(head.name))
    if titled and (not signing or squeeze(signing[0]).replace("、", "") != titled):
        # The title gives the body in full where the signature is shortened or was broken.
        return _with_place(_parted(titled, provisions), provisions)
    if signing and signing[0]:
        return signing[0]
    return titled or _passed_by(provisions) or told


def passed_on(provisions: tuple[ParsedProvision, ...]) -> date | None:
    """Return the day a people's congress passed a local law, as its history tells."""
    match = _passing(provisions)
    return find_date(match["when"]) if match else None


def signatures(provisions: tuple[ParsedProvision, ...]) -> list[ParsedProvision]:
    """Return the paper's own signatures, else those of what it annexes."""
    own = [node for node in provisions if node.kind == "signature"]
    return own or [node for node in _walk(provisions) if node.kind == "signature"]


def _walk(provisions: tuple[ParsedProvision, ...]) -> Iterator[ParsedProvision]:
    for provision in provisions:
        yield from provision.walk()


def _passing(provisions: tuple[ParsedProvision, ...]) -> re.Match[str] | None:
    notes = (squeeze(node.text) for node in _walk(provisions) if node.kind == "note")
    return next(filter(None, map(_PASSED.search, notes)), None)


def _passed_by(provisions: tuple[ParsedProvision, ...]) -> str:
    match = _passing(provisions)
    return match["body"] + match["assembly"] if match else ""


def _parted(titled: str, provisions: tuple[ParsedProvision, ...]) -> str:
    """Part the bodies of a title where it is printed with gaps between them."""
    title = next((node.text for node in provisions if node.kind == "title"), "")
    parts: list[str] = []
    for part in title.split():
        parts.append(part)
        joined = squeeze("".join(parts))
        if len(joined) >= len(titled):
            parts[-1] = part[: len(part) - (len(joined) - len(titled))]
            break
    whole = len(parts) > 1 and all(is_body(squeeze(part)) for part in parts)
    return "、".join(parts) if whole else titled


def _with_place(titled: str, provisions: tuple[ParsedProvision, ...]) -> str:
    """Return 市人民政府办公厅 with the name of its place, from letterhead or signature."""
    if not _NO_PLACE.match(titled):
        return titled
    for node in _walk(provisions):
        if node.kind in {"letterhead", "signature"}:
            for line in node.text.split("\n"):
                key = squeeze(line).removesuffix("文件")
                if key.endswith(titled) and is_body(key):
                    return key
    return titled


def _bodies(signature: str) -> str:
    """Return the bodies over a date, joined by 、; a signer by name is not a body."""
    bodies: list[str] = []
    broken = ""
    for line in signature.split("\n"):
        words = squeeze(line)
        if date_ := SIGNED.search(words):
            words = words[: date_.start()].rstrip("(")
        if not words or is_signer(words):
            continue
        if not is_body(words):
            # A name that goes on in the next line.
            broken += words
            continue
        parts = line.split()
        parts = parts[:-1] if date_ and squeeze("".join(parts[:-1])) == words else parts
        if date_ and "".join(map(squeeze, parts)) != words:
            parts = [words]
        if broken or not all(is_body(squeeze(part)) for part in parts):
            parts = [broken + words]
            broken = ""
        bodies += parts
    return one_line("、".join([*bodies, *filter(None, [broken])]))
