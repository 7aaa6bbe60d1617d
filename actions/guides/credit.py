"""The case "my credit is damaged": who holds the record and what can be done about it."""

from __future__ import annotations

from actions.answer import Answer, Attachment
from actions.citations import phrase
from actions.context import AnswerContext
from actions.guides.answer_builder import AnswerBuilder, resting_on
from actions.guides.form import Form
from actions.guides.model import UNKNOWN, CaseFacts
from actions.guides.script import Script
from actions.guides.scripts import CREDIT, CreditSettings
from actions.question import Question
from policies_kb.overlay.model import Route


class CreditCase(Form):
    """A damaged record; at most three questions."""

    script: Script[CreditSettings]

    def __init__(self) -> None:
        super().__init__("credit_case", CREDIT)

    def needed(self, name: str, facts: CaseFacts) -> bool:
        """Tell whether an open field matters: whether a duty is done only for a true record."""
        plain = facts.get("seen") in self.script.settings.plain
        if name == "entry":
            return not plain and facts.get("seen") != UNKNOWN
        return name != "done" or (facts.get("entry") == "true" and not plain)

    def kinds(self, facts: CaseFacts) -> list[str]:
        """Return the ids of the curated kinds of credit the facts lead to, the first one first."""
        by_entry = self.script.settings.kinds[facts.get("seen", UNKNOWN)]
        return list(by_entry.get(facts.get("entry", UNKNOWN), by_entry[UNKNOWN]))

    def result(self, facts: CaseFacts, question: Question, context: AnswerContext) -> Answer:
        """Return the advice that follows from the facts, however few they are."""
        known = {route.id: route for route in context.kb.credit_kinds()}
        builder = AnswerBuilder(context.kb)
        if facts.get("seen", UNKNOWN) == UNKNOWN:
            builder.lead(*self.script.statements["look"])
        kinds = [known[name] for name in self.kinds(facts)]
        for kind in kinds:
            self._kind(builder, kind, self._manner(facts, kinds))
        if len(kinds) == 1 and kinds[0].then:
            then = phrase(kinds[0].then)
            builder.step(*resting_on(self.script.statements["then"], kinds[0]), then=then)
        self._details(builder, facts)
        builder.row(*self.script.statements["difference"], *self.script.statements["scam"])
        return builder.answer(
            suggestions=context.suggest(*self.script.settings.suggestions),
            attachments=(
                Attachment(
                    kind="document",
                    label=self.script.texts["packet"],
                    file="情况摘要.txt",
                    maker="case_packet",
                    data={"guide": self.name, "facts": facts},
                ),
            ),
        )

    def _manner(self, facts: CaseFacts, kinds: list[Route]) -> str:
        """Return how a kind is said: as one of several, with its first step, or past that."""
        if len(kinds) > 1:
            return "if"
        return "known" if facts.get("entry") == "true" and facts.get("done") == "yes" else "first"

    def _kind(self, builder: AnswerBuilder, kind: Route, manner: str) -> None:
        texts = self.script.statements
        builder.lead(
            *resting_on(texts[manner], kind),
            situation=phrase(kind.situation),
            step=phrase(kind.first_step),
        )
        builder.row(*resting_on(texts["why"], kind), why=phrase(kind.why))
        builder.link(*kind.channels)

    def _details(self, builder: AnswerBuilder, facts: CaseFacts) -> None:
        """Say what depends on the holder and on whether the duty is done."""
        texts = self.script.statements
        seen, done = facts.get("seen", UNKNOWN), facts.get("done")
        if facts.get("entry") == "true":
            holder = "public" if seen == "company" else seen
            put = builder.lead if done == "yes" else builder.step
            put(*texts.get(f"{holder}_done_{done}", ()))
        if seen == "company":
            builder.step(*texts["company"])
