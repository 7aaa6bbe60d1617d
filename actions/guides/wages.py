"""The case "I was not paid": where to go first, who must pay, what is still in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from actions.answer import Answer, Attachment, Notice, say
from actions.citations import phrase
from actions.context import AnswerContext
from actions.dates import localized_date
from actions.guides.answer_builder import AnswerBuilder, resting_on
from actions.guides.common import COMMON, wants_letter
from actions.guides.debts import is_what_is_left
from actions.guides.estimates import ends, is_estimate
from actions.guides.form import ANSWER, Form
from actions.guides.model import UNKNOWN, CaseFacts, Filled
from actions.guides.own_words import own_words
from actions.guides.reckoning import otherwise_reckoned, reckoned, rest_or_whole
from actions.guides.script import Script
from actions.guides.scripts import WAGES, WagesSettings
from actions.guides.stretches import is_stretches
from actions.guides.wage_limits import Reach
from actions.guides.wage_routing import reaches_of, routes, taker_of
from actions.question import Question
from nlu.clauses import stated
from policies_kb.kb import KnowledgeBase
from policies_kb.overlay.model import Division, Route

OUTSIDE = "outside"
#: Marks an amount that was worked out from what was told.
RECKONED = "reckoned"
#: Routes on which arbitration and inspection have no part, or none that is sure.
_NOT_LABOUR = ("private_household", "platform_worker", "project_money")
#: Routes on which a worker goes to labour inspection.
_INSPECTION = (
    *("clear_claim", "no_contract", "building_site", "boss_fled", "past_retirement_age"),
    *("left_over_a_year", "office_does_not_act"),
)

#: What the situation of the route ``clear_claim`` says of somebody.
_KNOWN = {"employer", "amount"}
#: Employers to whom the law of labour contracts surely applies, or may.
_BY_CONTRACT = ("company", "shop", "agency", UNKNOWN)
#: Who complained already is not sent to the window again.
_COMPLAINED = ("inspection", "ignored")
#: Time limits that no longer matter, by what was done already.
_TAKEN = {
    **dict.fromkeys(("arbitration", "court"), ("arbitration", "inspection")),
    **dict.fromkeys((*_COMPLAINED, "referred"), ("inspection",)),
}


class WagesCase(Form):
    """Unpaid wages."""

    script: Script[WagesSettings]

    def __init__(self) -> None:
        super().__init__("wages_case", WAGES)

    def fill(self, facts: CaseFacts, pending: str | None, question: Question) -> Filled:
        """Return the facts with what a message says, and whether somebody means to leave."""
        told = facts
        if RECKONED in facts and self.reads("amount", question, asked=False) is not None:
            # A sum that is named goes before one that was worked out.
            told = _without_sum(facts)
        filled = self._reckoned(facts, pending, super().fill(told, pending, question), question)
        facts = dict(filled.facts)
        own_work = self.script.patterns["own_work"].search(question.text)
        if facts.get("special") == "project_money" and own_work:
            del facts["special"]
        papers = self.script.papers.items() if wants_letter(question.text) else ()
        for taker, words in papers:
            if words.search(question.text):
                facts["wish"] = taker
        own = own_words(stated(question.text, opening=not pending), "month")
        if self.script.patterns["quit"].search(own):
            facts["quit"] = "yes"
        return replace(filled, facts=facts)

    def _reckoned(
        self, before: CaseFacts, pending: str | None, filled: Filled, question: Question
    ) -> Filled:
        """Return the facts with the amount their pay and time come to, where none was told."""
        facts = dict(filled.facts)
        told = "amount" in filled.understood or (filled.doubt or ("",))[0] == "amount"
        asked = told and (pending == "amount" or question.intent == ANSWER)
        off = COMMON.patterns["paid_off"].search(question.text)
        if asked or off or is_what_is_left(question.text):
            facts.pop("paid", None)
        if told:
            facts.pop(RECKONED, None)
        facts = self.settled(facts, question.today)
        found = RECKONED in facts
        understood = tuple(n for n in facts if n != RECKONED and before.get(n) != facts[n])
        problem = None if found and "monthly" in understood else filled.problem
        if pending == "amount" and "paid" in understood and "amount" not in facts:
            # Asked is what is owed beside it.
            facts.pop("paid")
            understood = tuple(name for name in understood if name != "paid")
            problem = COMMON.texts["part_paid"]
        if found and "since" not in understood:
            sums = otherwise_reckoned(facts, question.text, question.today)
            if sums:
                understood = tuple(name for name in understood if name != "amount")
                return Filled(_without_sum(facts), None, understood, ("amount", sums))
        rest = None if found else rest_or_whole(facts)
        doubt = ("amount", rest) if rest and {"paid", "amount"} & {*understood} else filled.doubt
        return replace(filled, facts=facts, understood=understood, problem=problem, doubt=doubt)

    def settled(self, facts: CaseFacts, today: date) -> CaseFacts:
        """Return facts with the amount that pay and time come to, where none was told."""
        told = _without_sum(facts)
        if "amount" in facts and RECKONED not in facts:
            return facts
        found = reckoned(told, today)
        return {**told, "amount": found.amount, RECKONED: "yes"} if found else told

    def needed(self, name: str, facts: CaseFacts) -> bool:
        """Tell whether an open field matters: special cases are those of labour law."""
        return name != "special" or facts.get("employer") not in ("household", "platform")

    def contradiction(self, facts: CaseFacts) -> tuple[str, str] | None:
        """Return the field to give up when pay was due after the work ended."""
        since, ended = facts.get("since", UNKNOWN), facts.get("ended", UNKNOWN)
        dated = UNKNOWN not in (since, ended) and ended != "still"
        # Of months with an end none lies behind the work, of an estimate one may not.
        unpaid = ends(since)[1 if is_stretches(since) else 0]
        after = dated and unpaid > ends(ended)[1]
        return ("ended", "since_after_end") if after else None

    def first_help(
        self,
        facts: CaseFacts,
        understood: tuple[str, ...],
        question: Question,
        context: AnswerContext,
    ) -> Answer | None:
        """Return whom to call first when many are unpaid."""
        if "people" not in understood or not self._crowd(facts):
            return None
        builder = AnswerBuilder(context.kb)
        builder.lead(*self.script.statements["urge"])
        builder.link(*self.script.settings.crowd_channels)
        return builder.answer("clarify", _division(context.kb, facts))

    def routes(self, facts: CaseFacts, today: date) -> list[str]:
        """Return the ids of the curated wage routes that fit, the one to take first at the head."""
        return routes(facts, self._reaches(facts, today))

    def result(self, facts: CaseFacts, question: Question, context: AnswerContext) -> Answer:
        """Return the advice that follows from the facts, however few they are."""
        reaches = self._reaches(facts, question.today)
        known = {route.id: route for route in context.kb.wage_routes()}
        taken = [known[name] for name in self.routes(facts, question.today)]
        builder = AnswerBuilder(context.kb)
        place = _division(context.kb, facts)
        self._urgent(builder, facts)
        self._route(builder, facts, taken, place)
        self._past_retirement(builder, facts, taken, known["past_retirement_age"])
        self._limits(builder, facts, taken, reaches)
        self._other_claims(builder, facts, taken, reaches["arbitration"])
        if any(is_estimate(value) for value in facts.values()):
            builder.row(*self.script.statements["estimated"])
        found = reckoned(facts, question.today) if RECKONED in facts else None
        if found:
            builder.row(*self.script.statements["reckoned"], way=found.way)
        self._people(builder, facts, taken[0])
        self._evidence(builder, facts, taken)
        builder.link(*self.script.settings.always_channels)
        if _outside(context.kb, facts):
            builder.notice(self._outside_notice(facts))
        return builder.answer(
            place=place,
            suggestions=context.suggest(*self.script.settings.suggestions),
            attachments=self._files(facts, taken[0].id),
        )

    def _reaches(self, facts: CaseFacts, today: date) -> dict[str, Reach]:
        limits = self.script.settings.limits
        months = {name: limit.months for name, limit in limits.items()}
        return reaches_of(facts, months, today)

    def _crowd(self, facts: CaseFacts) -> bool:
        people = facts.get("people", UNKNOWN)
        return people != UNKNOWN and ends(people)[1] >= self.script.settings.crowd.people

    def _urgent(self, builder: AnswerBuilder, facts: CaseFacts) -> None:
        if self._crowd(facts):
            builder.lead(*self.script.statements["urge"])
            builder.link(*self.script.settings.crowd_channels)

    def _route(
        self, builder: AnswerBuilder, facts: CaseFacts, taken: list[Route], place: Division | None
    ) -> None:
        """Say the first step and why, then the other ways that fit."""
        texts, first = self.script.statements, taken[0]
        filed = facts.get("filed")
        if filed == "inspection" and first.id in _INSPECTION:
            builder.lead(*texts["waiting"])
        # The situation of the way for everybody is said only of who told it.
        told = first.id != "clear_claim" or {n for n, v in facts.items() if v != UNKNOWN} >= _KNOWN
        builder.lead(
            *resting_on(texts["first" if told else "first_step"], first),
            situation=phrase(first.situation),
            step=phrase(first.first_step),
        )
        if filed == "police" and first.id not in _NOT_LABOUR:
            builder.lead(*texts["police_first"])
        if first.id in _INSPECTION and filed not in _COMPLAINED:
            window = texts["window" if place else "window_outside"]
            builder.step(*window, place=place.name if place else "")
        if first.then:
            builder.step(*resting_on(texts["then"], first), then=phrase(first.then))
        for other in taken[1:]:
            builder.step(
                *resting_on(texts["also"], other),
                situation=phrase(other.situation),
                step=phrase(other.first_step),
            )
        builder.row(*resting_on(texts["why"], first), why=phrase(first.why))
        builder.link(*(channel for route in taken for channel in route.channels))

    def _past_retirement(
        self, builder: AnswerBuilder, facts: CaseFacts, taken: list[Route], route: Route
    ) -> None:
        """Warn those past retirement age of what is unsure, whatever way they take."""
        retired = facts.get("special") == "retired" and taken[0].id not in _NOT_LABOUR
        if retired and taken[0] != route and route.then:
            warning = resting_on(self.script.statements["past_retirement"], route)
            builder.row(*warning, then=phrase(route.then))

    def _limits(
        self,
        builder: AnswerBuilder,
        facts: CaseFacts,
        taken: list[Route],
        reaches: Mapping[str, Reach],
    ) -> None:
        """Say what is still in time, of the ways that are not taken already."""
        texts, first = self.script.statements, taken[0]
        if is_estimate(facts.get("ended")) and first.id not in _NOT_LABOUR:
            builder.row(*texts["ended_estimated"])
        used = _TAKEN.get(facts.get("filed", UNKNOWN), ())
        for name, found in reaches.items():
            if first.id not in _NOT_LABOUR and name not in used:
                statements = texts.get(f"{name}_{found.state}") or texts[f"{name}_unknown"]
                builder.row(*statements, day=localized_date(found.day) if found.day else "")
                exception = name == "arbitration" and found.state in ("still", "unknown")
                # Double wage and severance are no claims of those past retirement age.
                others = facts.get("special") != "retired" and not self._double_wage(facts, taken)
                if exception and others:
                    builder.row(*texts["only_pay"])
        if first.id in (*_NOT_LABOUR, "signed_iou"):
            builder.row(*texts["court_limit"])

    def _other_claims(
        self, builder: AnswerBuilder, facts: CaseFacts, taken: list[Route], arbitration: Reach
    ) -> None:
        """Say what else can be claimed that is no pay, each with its own limit."""
        texts = self.script.statements
        if self._double_wage(facts, taken):
            builder.row(*texts["double_wage"])
        leaving = self._may_quit(facts)
        if leaving:
            builder.row(*texts["quit"])
        if facts.get("special") == "disputed" or (leaving and "quit" in facts):
            builder.row(*(() if leaving else texts["dismissed"]), *texts["severance_amount"])
            state = "open" if arbitration.state == "close" else arbitration.state
            day = localized_date(arbitration.day) if arbitration.day else ""
            builder.row(*texts[f"severance_{state}"], day=day)

    def _double_wage(self, facts: CaseFacts, taken: list[Route]) -> bool:
        """Tell whether the double wage for want of a contract may be owed."""
        ids = [route.id for route in taken]
        return "disputed" in ids or ("no_contract" in ids and facts.get("special") != "retired")

    def _may_quit(self, facts: CaseFacts) -> bool:
        """Tell whether somebody still works under a contract that unpaid wages let them end."""
        bound = facts.get("employer", UNKNOWN) in _BY_CONTRACT
        special = facts.get("special") in ("retired", "project_money")
        return facts.get("ended") == "still" and bound and not special

    def _people(self, builder: AnswerBuilder, facts: CaseFacts, first: Route) -> None:
        """Say who must pay, and how many claim together."""
        if first.id != "project_money":
            builder.row(*self.script.statements.get(f"liable_{facts.get('employer')}", ()))
        if self._crowd(facts) and first.id not in _NOT_LABOUR:
            builder.row(*self.script.statements["crowd"])

    def _evidence(self, builder: AnswerBuilder, facts: CaseFacts, taken: list[Route]) -> None:
        texts = self.script.statements
        ids = [route.id for route in taken]
        if ids[0] == "private_household":
            builder.step(*texts["evidence_household"])
        elif ids[0] != "project_money":
            builder.step(*texts["evidence"])
        if "building_site" in ids:
            builder.step(*texts["evidence_building_site"])
        if "signed_iou" in ids:
            builder.step(*texts["evidence_iou"])
        builder.step(*texts["honest"])

    def _outside_notice(self, facts: CaseFacts) -> Notice:
        elsewhere = self.script.texts["outside_place"]
        place = elsewhere if facts["place"] == OUTSIDE else facts["place"]
        text = say(
            "您提到{place}:国家规定各地通用,但浙江省的条例和窗口只管浙江,请找当地的同类部门。",
            place=place,
        )
        return Notice("outside_region", text)

    def papers(self, facts: CaseFacts, today: date) -> tuple[Attachment, ...]:
        """Return the letters for the facts, however few they are, with blanks for the rest."""
        return self._files(facts, self.routes(facts, today)[0])

    def _files(self, facts: CaseFacts, route: str) -> tuple[Attachment, ...]:
        texts, settings = self.script.texts, self.script.settings
        papers: dict[str, dict[str, str]] = {taker_of(route, facts, settings.takers): {}}
        if "wish" in facts and facts["wish"] not in papers:
            papers = {facts["wish"]: {"paper": facts["wish"]}, **papers}
        severance = facts.get("special") == "disputed" or "quit" in facts
        if severance and self._may_quit(facts):
            papers["quit"] = {"paper": "quit"}
        letters = tuple(
            Attachment(
                kind="document",
                label=texts[f"letter_{paper}_{form}"],
                file=f"{settings.papers[paper]}.{form}",
                maker="wages_letter",
                data={"facts": facts, "form": form, **named},
            )
            for paper, named in papers.items()
            for form in ("docx", "txt")
        )
        summary = Attachment(
            kind="document",
            label=texts["packet"],
            file="情况摘要.txt",
            maker="case_packet",
            data={"guide": self.name, "facts": facts},
        )
        return (*letters, summary)


def _without_sum(facts: CaseFacts) -> CaseFacts:
    return {name: value for name, value in facts.items() if name not in (RECKONED, "amount")}


def _division(kb: KnowledgeBase, facts: CaseFacts) -> Division | None:
    """Return the place of a case if it lies in Zhejiang."""
    name = facts.get("place")
    return next((row for row in kb.divisions() if row.zhejiang and row.name == name), None)


def _outside(kb: KnowledgeBase, facts: CaseFacts) -> bool:
    place = facts.get("place", UNKNOWN)
    return place != UNKNOWN and _division(kb, facts) is None
