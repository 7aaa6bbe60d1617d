"""What a reply keeps of a page that it does not say again: a few doors, and the page on demand."""

from __future__ import annotations

from actions.answer import Answer, Phrase, Suggestion, curated
from actions.context import AnswerContext
from actions.question import Question

#: So many doors stand under a short reply; the whole page had them all.
MOST_DOORS = 2


def shows_page(given: Answer, question: Question, context: AnswerContext) -> bool:
    """Tell whether an answer is the page of the matter, not that of somebody who is no organ."""
    card = context.cards.get(question.intent)
    return card is not None and card.lead in given.lead


def with_page_button(
    given: Answer, question: Question, context: AnswerContext
) -> tuple[Suggestion, ...]:
    """Return the buttons of an answer behind the one that shows the whole page."""
    page = context.suggest(question.intent)
    return (*page, *(button for button in given.suggestions if button not in page))


def what_was_asked(question: Question) -> Phrase:
    """Return the words of a message as they are said back, where nobody else reads along."""
    if question.sending.public:
        return curated("您问的", "what you asked")
    words = question.text.strip().rstrip("?？!！.。 ")
    return curated(f"“{words}”", f"“{words}”")
