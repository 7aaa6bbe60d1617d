"""Short messages that say what is wanted and not of what: read with the matter spoken of before.

What such messages look like, and which card replies, stands in ``short_messages.yml``. What no
line of it has is read by its likeness to examples (``nlu/follow_ups.yml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from actions.nearness import is_kind_near
from actions.question import CALM_AGAIN, PreviousQuestion, Question
from actions.routing.beside import names_another
from actions.routing.matters import matter_names
from actions.routing.paper_thread import with_paper_spoken_of
from actions.routing.points import point_of
from actions.routing.records import record_named, record_spoken_of
from actions.routing.short_kinds import ShortKind, Shorts, load_short_kinds
from actions.routing.writing import case_to_write
from actions.self_check.standard_check import continues_self_check
from nlu.clauses import speaks_to_clerk
from nlu.decision import ReplyKind, rules
from nlu.topics import (
    FALLBACK_INTENT,
    NO_KIND,
    OUTSIDE,
    PERSONAL,
    is_matter,
    is_national,
    is_talk,
    matter_of,
    topic_of,
)
from policies_kb.text.spans import spans

_LATIN = re.compile(r"[A-Za-z']+")
#: Kinds of short messages of which no card knows anything.
UNSURE = "unsure"
#: What a row of a paper has as well as the paper: its year, who is responsible.
_OF_A_ROW_TOO = ("issued", "responsible")
#: Small talk of who got the money.
_PAID = "paid_now"
#: A detail of the matter spoken of, told without a question.
DETAIL = "detail"
#: So many characters beside what is wanted say of what it is wanted.
_NAMES_SOMETHING = 2
#: From this chance on, what was spoken of counted in, a few words hand over to an outside matter.
_SURELY = 0.95
#: The outside intent that few words may name: the law of labour next door.
_NAMED_ALONE = "out_labour"
#: What a few words want is believed from this chance on, among what there is a reply to.
_WANTED = 0.33
#: Follow-ups that may want something more exact.
_OPEN_TO_MORE = ("follow_other", "follow_where")
#: The same where they may be small talk, or where the message says what it is about.
_RATHER = 0.6


def open_matter(history: Iterable[PreviousQuestion]) -> PreviousQuestion | None:
    """Return the last question on a matter that can be answered, or on a fact."""
    return next((past for past in history if past.about or is_matter(past.intent)), None)


def leaning(question: Question) -> Question:
    """Return a short message as the question it stands for after what was spoken of before.

    A message that names a matter of its own, a long one and the press of a button stay as they are,
    and so does one that takes a danger back.
    """
    pressed = question.text.startswith("/")
    if pressed or question.intent == CALM_AGAIN or question.values("document_number"):
        return question
    read = _leaning(question)
    return with_paper_spoken_of(read) if is_short(question.text) else read


def _leaning(question: Question) -> Question:
    shorts = load_short_kinds()
    if question.history and shorts.doubted.search(question.text):
        return replace(question, intent="follow_source", reply=None)
    question = _refined(question, shorts)
    past = open_matter(question.history)
    if past and continues_self_check(question):
        return _as(question, past, past.intent, "")
    if past and question.intent == _PAID and topic_of(past.intent) == "credit":
        # Who has paid is the writer here, not the employer.
        question = _as(question, past, past.intent, "")
    written = case_to_write(question, past)
    if written:
        return replace(question, intent=written, reply="sure" if question.reply else None)
    point = point_of(question, past, _is_surely_outside(question))
    if point:
        reply: ReplyKind | None = "sure" if question.reply else None
        return replace(question, intent=point.page(question), reply=reply, follows=point.name)
    if not is_short(question.text):
        told = None
        if (
            past
            and not past.about
            and not shorts.speaks_of_another(question.text, topic_of(past.intent))
        ):
            told = _corrected(question, past, shorts) or _told(question, past, shorts)
        return told or _read_by_likeness(question, past, shorts) or question
    if past is None:
        alone = _by_itself(question, shorts) or _of_the_door(question, shorts)
        return alone or _of_nothing(question, shorts)
    if past.about:
        of_paper = _of_the_paper(question, past, shorts)
        return of_paper or _by_itself(question, shorts) or question
    topic = topic_of(past.intent)
    named = shorts.named(question.text)
    if any(name != topic for name in named):
        return question
    corrected = _corrected(question, past, shorts)
    if corrected:
        return corrected
    for name, intent in shorts.replying(past).items():
        if shorts.by_name[name].is_said(question.text):
            return _as(question, past, intent, name)
    told = None if names_another(question.text) else _told(question, past, shorts)
    if told:
        return told
    wanted = _read_by_likeness(question, past, shorts)
    if wanted:
        return wanted
    return _in_the_thread(question, past, shorts, bool(named))


def _by_itself(question: Question, shorts: Shorts) -> Question | None:
    """Return few words that say enough by themselves, ``None`` where they are of another matter."""
    lost = question.reply == "likely" or question.intent == FALLBACK_INTENT
    lost = lost or is_talk(question.intent)
    for kind in shorts.kinds:
        if kind.alone and kind.is_said(question.text):
            ours = lost or question.intent == kind.alone or topic_of(question.intent) == OUTSIDE
            return _alone(question, kind) if ours else None
    return None


def _alone(question: Question, kind: ShortKind) -> Question:
    # Whoever has to say of what is asked so.
    follows = "" if topic_of(kind.alone) == "follow" else kind.name
    return replace(question, intent=kind.alone, matters=(), reply=None, follows=follows)


def _corrected(question: Question, past: PreviousQuestion, shorts: Shorts) -> Question | None:
    """Return a message that says otherwise what was told of the matter, else ``None``."""
    corrects = shorts.details.corrects(question, past.intent)
    return _as(question, past, past.intent, DETAIL) if corrects else None


def _told(question: Question, past: PreviousQuestion, shorts: Shorts) -> Question | None:
    """Return a message that tells of the matter spoken of and asks nothing, else ``None``."""
    intent = shorts.details.intent(question, past.intent, is_short(question.text))
    return _as(question, past, intent, DETAIL) if intent else None


def _in_the_thread(
    question: Question, past: PreviousQuestion, shorts: Shorts, named: bool
) -> Question:
    """Return a short message of no kind: on the matter spoken of, unless it surely is on another.

    Args:
        question: The message.
        past: The last question on a matter.
        shorts: What the file holds.
        named: Whether the message names the matter.
    """
    topic = topic_of(past.intent)
    if not named and topic in PERSONAL and topic_of(question.intent) in {*PERSONAL} - {topic}:
        question = _stayed(question, past)
    of_offices = topic_of(question.intent) == topic and not is_national(question.intent)
    of_offices = of_offices or question.intent.endswith("_unsaid")
    if not named and is_national(past.intent) and of_offices:
        # What a plan of the province does not say was not asked by few words in an own case.
        question = _as(question, past, past.intent, "")
    if topic == "credit":
        question = _of_the_record(question, past, shorts)
    # A few words alone hand nobody over to another matter that they do not surely name.
    outside = topic_of(question.intent) == "outside" and question.intent != _NAMED_ALONE
    if outside and named and not _surely(question) and topic in PERSONAL:
        return _stayed(question, past)
    strays = outside and not _surely(question)
    strays = strays and not names_another(question.text)
    lost = strays or (question.intent == FALLBACK_INTENT and question.reply == "asked")
    if lost and not named and matter_of(past.intent) in matter_names():
        return replace(question, follows=UNSURE, reply="asked")
    return question


def _refined(question: Question, shorts: Shorts) -> Question:
    """Return a message the card in general would answer with the card its words name."""
    named = shorts.refined.get(question.intent, {})
    intent = next((i for i, words in named.items() if words.search(question.text)), "")
    if not intent:
        return question
    ours = topic_of(question.intent) == OUTSIDE != topic_of(intent) and question.reply
    return replace(question, intent=intent, reply="sure" if ours else question.reply)


def _of_the_door(question: Question, shorts: Shorts) -> Question | None:
    """Return few words behind a hand-over as asked of its door, ``None`` where they say more."""
    last = next(iter(question.history), None)
    if last is None or topic_of(last.intent) != "outside":
        return None
    best = next(iter(question.readings), None)
    whom = shorts.by_name["whom"].is_said(question.text)
    if not whom and shorts.named(question.text):
        return None
    likely = best and best.confidence >= _RATHER and _is_own_case(best.intent)
    if likely and not whom and not _wants_of_nothing(question.text, shorts):
        return None
    wants = next(iter(question.wants), (NO_KIND, 0.0))
    wanted = wants[0] != NO_KIND and wants[1] >= _WANTED
    asked = whom or wanted or _wants_of_nothing(question.text, shorts)
    return replace(question, intent="follow_where", reply=None) if asked else None


def _is_own_case(intent: str) -> bool:
    """Tell whether an intent is on somebody's own case, not on what a plan of the province says."""
    return is_national(intent) and not intent.endswith("_unsaid")


def _read_by_likeness(
    question: Question, past: PreviousQuestion | None, shorts: Shorts
) -> Question | None:
    """Return a message as what it is likeliest to want of the matter spoken of, else ``None``."""
    if past is None or past.about or not question.wants:
        return None
    topic = topic_of(past.intent)
    if any(name != topic for name in shorts.named(question.text)):
        return None
    replying = shorts.replying(past)
    chances = {name: p for name, p in question.wants if name in replying or name == NO_KIND}
    best = max(chances, key=lambda name: chances[name], default=NO_KIND)
    talk = is_talk(question.intent) or not is_short(question.text)
    if best == NO_KIND or chances[best] < (_RATHER if talk else _WANTED) * sum(chances.values()):
        return None
    if _says_itself(question, past) and not _wants_by_example(question, topic, best):
        return None
    return _as(question, past, replying[best], best)


def _wants_by_example(question: Question, topic: str, kind: str) -> bool:
    """Tell whether a message that is taken for an outside matter is a follow-up by its examples."""
    outside = topic_of(question.intent) == OUTSIDE and not names_another(question.text)
    return outside and is_kind_near(question, topic, kind)


def _says_itself(question: Question, past: PreviousQuestion) -> bool:
    """Tell whether a message by itself says what it is about, or whom it speaks to."""
    topic = topic_of(question.intent)
    best = next(iter(question.readings), None)
    clear = best is not None and best.confidence >= _RATHER and best.intent == question.intent
    if topic == "follow":
        return clear and question.intent not in _OPEN_TO_MORE
    if is_talk(question.intent):
        return speaks_to_clerk(question.text)
    if topic == "outside":
        return _surely(question)
    # What the province wants of its offices is not meant by few words in somebody's own case.
    own_case = _is_own_case(question.intent) or topic != topic_of(past.intent)
    general = rules().general.get(matter_of(past.intent))
    return clear and own_case and question.intent != general


def _surely(question: Question) -> bool:
    """Tell whether a hand-over is as sure as one from a few words must be."""
    chance = {matter.name: matter.chance for matter in question.matters}.get(OUTSIDE, 1.0)
    return question.intent != "out_other" and chance >= _SURELY


def _is_surely_outside(question: Question) -> bool:
    return topic_of(question.intent) == OUTSIDE and _surely(question)


def is_short(text: str) -> bool:
    """Tell whether a message is too short to be a matter of its own.

    >>> is_short("多久给我"), is_short("/wages_claim")
    (True, False)
    >>> is_short("老板拖了我四个月工资，我人在义乌，身份证也压在他那里，现在没地方住")
    False
    """
    plain = "".join(_LATIN.sub("", text).split())
    length = len(plain) + 2 * len(_LATIN.findall(text))
    return not text.startswith("/") and length <= load_short_kinds().at_most


def named_topic(text: str) -> str:
    """Return the topic a message names, ``""`` for none of ours.

    >>> named_topic("回到工资的事"), named_topic("回到刚才那个")
    ('wages', '')
    """
    return next((name for name in load_short_kinds().named(text) if name != "none"), "")


def _of_the_paper(question: Question, past: PreviousQuestion, shorts: Shorts) -> Question | None:
    """Return a message after a row of a paper that asks about the paper itself, else ``None``.

    What else it asks of the row is answered by who answered from it (actions.lookups.facts).
    """
    named = past.entities.get("document_number", ())
    document = next(iter(named), "") or str(past.about.get("document", ""))
    if not document:
        return None
    paper = replace(past, entities={**past.entities, "document_number": (document,)})
    of_row = past.about.get("kind") != "paper"
    for kind in shorts.kinds:
        intent = kind.by.get("paper", "")
        of_this_row = of_row and kind.name in _OF_A_ROW_TOO
        if intent and kind.is_said(question.text) and not of_this_row:
            return _as(question, paper, intent, kind.name)
    return None


def is_no_follow_up(question: Question) -> bool:
    """Tell whether a message taken for a follow-up is the first one and says what it is about."""
    return not question.history and (
        not is_short(question.text) or _says_of_what(question.text, load_short_kinds())
    )


def _says_of_what(text: str, shorts: Shorts) -> bool:
    """Tell whether a message that wants something says of what it wants it: 开庭要等几天."""
    if shorts.named(text):
        return True
    found = next(filter(None, (kind.is_said(text) for kind in shorts.kinds)), None)
    rest = text[: found.start()] + text[found.end() :] if found else ""
    return len(shorts.filler.sub("", rest)) >= _NAMES_SOMETHING


def _wants_of_nothing(text: str, shorts: Shorts) -> bool:
    """Tell whether a message says what is wanted and nothing of what: 要多久."""
    said = any(kind.is_said(text) for kind in shorts.kinds)
    return said and not _says_of_what(text, shorts)


def _of_nothing(question: Question, shorts: Shorts) -> Question:
    """Return a short message after which it must be asked what it is about."""
    if _says_of_what(question.text, shorts):
        return question
    wants = any(kind.is_said(question.text) for kind in shorts.kinds)
    wants = wants or _only_waited(question.text, shorts)
    lost = question.intent == FALLBACK_INTENT or topic_of(question.intent) == "outside"
    return replace(question, intent="follow_other") if wants and lost else question


def _only_waited(text: str, shorts: Shorts) -> bool:
    """Tell whether a message tells a length of time and not of what: 拖了七八年."""
    found = list(spans(text))
    for span in found:
        text = text.replace(span.words, "")
    return bool(found) and not shorts.waited.sub("", text)


def _stayed(question: Question, past: PreviousQuestion) -> Question:
    """Return a message that names no matter as one on the matter spoken of."""
    own = next((m for m in question.matters if m.name == matter_of(past.intent)), None)
    intent = own.intent if own and own.intent != FALLBACK_INTENT else past.intent
    return replace(question, intent=intent, reply="sure" if question.reply else None)


def _of_the_record(question: Question, past: PreviousQuestion, shorts: Shorts) -> Question:
    """Return a question on the record that is spoken of: one it names, or the one before."""
    named = record_named(question.text)
    record = record_spoken_of(question)
    leans = question.intent in ("follow_other", FALLBACK_INTENT)
    if not record or not (leans or question.intent in shorts.record.sways):
        return question
    if question.intent == "follow_other" and not named:
        return question
    return _as(question, past, record, "")


def _as(question: Question, past: PreviousQuestion, intent: str, kind: str) -> Question:
    named = {k: v for k, v in question.entities.items() if v}
    return replace(
        question,
        intent=intent,
        reply="sure" if question.reply else None,
        entities={**past.entities, **named},
        follows=kind,
    )
