"""Answers as messages: valid, complete, within the limits, whatever stands in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markup import parsed, units

from actions.context import AnswerContext
from bot.channels.telegram.buttons import MAX_PAYLOAD as BUTTON_LIMIT
from bot.channels.telegram.buttons import Buttons, payload
from bot.channels.telegram.split import MAX_MESSAGE_UNITS, MessageBlock, pack_blocks
from bot.channels.telegram.wording import worded_reply
from bot.reply import Reply, ReplyAttachment
from bot.store.database import IN_MEMORY, Database
from bot.wording.render import render

HOSTILE = '</blockquote><b>"&amp;<a href="javascript:x">&lt;script&gt;'


def reply(**parts: Any) -> Reply:
    told = {"status": "answered", "reply": "sure", "language": "zh-Hans", "text": ""}
    return Reply.from_json({**told, **parts})


def citation(quote: str, verbatim: bool = True) -> dict[str, Any]:
    return {
        "document": "浙政办发〔2017〕80号",
        "title": "通知",
        "provision": "part_1",
        "place": "一、",
        "quote": quote,
        "verbatim": verbatim,
        "url": "/documents/x?at=1&mark=0-3#1",
        "basis": "" if verbatim else "读到全文副本",
    }


def shown(messages: Any) -> list[str]:
    return [parsed(message.html)[0] for message in messages]


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_every_card_becomes_valid_messages_that_say_everything(
    context: AnswerContext, locale: str
) -> None:
    for intent in context.cards:
        made = render(context.card_answer(intent), locale)
        messages = worded_reply(made, "https://wence.example")
        texts = shown(messages)
        assert all(units(message.html) <= MAX_MESSAGE_UNITS for message in messages), intent
        everything = "".join("".join(texts).split())
        said = [*made.lead, *made.steps, *(row.text for row in made.rows)]
        said += [item.quote for item in made.citations]
        said += [item.url.removeprefix("tel:") for item in made.links if "tel:" in item.url]
        assert [part for part in said if "".join(part.split()) not in everything] == []


def test_marks_in_the_text_are_shown_as_they_are() -> None:
    contact = {"label": HOSTILE, "url": "https://x.example/?a=\"'<>&b", "detail": HOSTILE}
    messages = worded_reply(
        reply(
            lead=[HOSTILE],
            steps=[HOSTILE],
            rows=[{"text": HOSTILE, "citation": 1}],
            citations=[citation(HOSTILE), citation(HOSTILE, verbatim=False)],
            links=[contact],
            notices=[{"kind": "passed", "text": HOSTILE}],
        ),
        "https://wence.example",
    )
    assert shown(messages)[0].count(HOSTILE) == 8


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "tel:12333", "data:text/html,x", ""])
def test_only_addresses_of_the_web_become_links(scheme: str) -> None:
    link = {"label": "热线", "url": scheme, "detail": ""}
    _, entities = parsed(worded_reply(reply(lead=["x"], links=[link]))[0].html)
    assert [entity for entity in entities if entity["type"] == "text_link"] == []


def test_papers_are_linked_only_where_the_reading_room_is_public() -> None:
    made = reply(lead=["x"], citations=[citation("引文")])
    _, entities = parsed(worded_reply(made)[0].html)
    assert "text_link" not in {entity["type"] for entity in entities}
    _, entities = parsed(worded_reply(made, "https://wence.example")[0].html)
    (link,) = [entity for entity in entities if entity["type"] == "text_link"]
    assert link["url"] == "https://wence.example/documents/x?at=1&mark=0-3#1"


def test_a_long_quote_is_cut_at_sentences_and_stays_a_quote() -> None:
    sentence = "各级政府要把根治欠薪摆在突出位置。"
    quote = sentence * 600
    messages = worded_reply(reply(lead=["答"], citations=[citation(quote)]))
    assert len(messages) > 2
    together = ""
    for message in messages:
        text, entities = parsed(message.html)
        assert "expandable_blockquote" in {entity["type"] for entity in entities}
        assert text.rstrip("”——浙政办发〔2017〕80号 一、").endswith("突出位置。")
        together += text
    assert together.count(sentence) == 600


def test_buttons_stand_under_the_last_text_and_files_after_it() -> None:
    choice = {"label": "再问", "payload": "/help"}
    file = {"kind": "calendar", "url": "/files/t/n.ics", "name": "n.ics", "label": "<日历>"}
    messages = worded_reply(
        reply(lead=["长。" * 3000], suggestions=[choice, choice], attachments=[file])
    )
    assert [bool(message.buttons) for message in messages] == [False, True, False]
    assert len(messages[1].buttons) == 1, "two short ones stand side by side"
    assert messages[2].file == ReplyAttachment(**file) and messages[2].html == "&lt;日历&gt;"


def test_a_title_never_stands_alone_at_the_end() -> None:
    texts = pack_blocks(
        [
            MessageBlock("x" * 95),
            MessageBlock("标题", "<b>", "</b>", heads=True),
            MessageBlock("y" * 30),
        ],
        110,
    )
    assert texts == ["x" * 95, "<b>标题</b>\n" + "y" * 30]


@settings(max_examples=60)
@given(
    st.lists(st.text(alphabet="字<>&\"'。. \n😀é", min_size=1, max_size=300), min_size=1),
    st.booleans(),
)
def test_any_text_is_cut_within_the_limit_and_nothing_is_lost(
    texts: list[str], quoted: bool
) -> None:
    marks = ("<blockquote expandable>", "</blockquote>") if quoted else ("", "")
    packed = pack_blocks([MessageBlock(text, *marks) for text in texts], limit=120)
    assert all(units(text) <= 120 for text in packed)
    said = "".join("".join(parsed(text)[0] for text in packed).split())
    assert said == "".join("".join(texts).split())


def test_a_long_payload_is_kept_and_found_again() -> None:
    buttons = Buttons(Database.open(IN_MEMORY))
    long = payload("s", "en", "/guide_answer" + "长" * 40)
    data = buttons.data(long)
    assert len(data.encode()) <= BUTTON_LIMIT and buttons.data(long) == data
    meaning = buttons.meaning(data)
    assert meaning and (meaning.kind, meaning.locale) == ("s", "en")
    assert meaning.rest == "/guide_answer" + "长" * 40


def test_buttons_nobody_showed_for_long_are_forgotten() -> None:
    buttons = Buttons(Database.open(IN_MEMORY))
    data = buttons.data(payload("s", "en", "长" * 40))
    buttons.purge(30)
    assert buttons.meaning(data) is not None
    buttons.purge(-1)
    assert buttons.meaning(data) is None
