"""Statements of law that cost somebody a right once are never said again, in any place.

Each sentence was copied from a reply of before 2026-11-28, when it was found to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from actions.answer import Answer
from actions.context import AnswerContext
from actions.question import Question
from actions.routing.dispatch import answer
from bot.wording.render import render
from policies_kb.kb import KnowledgeBase
from tests.actions.cards.test_cards import all_cards

ROOT = Path(__file__).parents[3]
WORDS = ("policies_kb/curated", "actions", "bot")
KINDS = {".yml", ".py", ".po", ".html", ".js"}

#: That every refusal and silence must go to review first, and none can be sued over.
SUING = (
    "不给、不答，先申请行政复议，不能直接打官司",
    "seek administrative review first; you cannot go straight to court",
    "对复议决定不服再起诉，不能直接打官司",
    "sue only against its decision; you cannot sue directly",
    "应当是检索以后确实没有。不服的，先申请行政复议",
    "must follow a search. If you disagree, seek administrative review first",
    "对没给的部分不服，先申请行政复议",
    "Against what was withheld seek administrative review first",
    "认为机关没有履行法定职责的，先申请行政复议，再起诉",
    "against failure to act seek administrative review first, then sue",
    "万一不给或者过期不答：先申请行政复议，再起诉",
    "If it is refused or not answered in time: administrative review first, then court",
    "过期不答复的，先申请行政复议。",
    "If the time passes without an answer, seek administrative review first.",
    "机关不公开信息、不履行法定职责的，要先申请行政复议，再打官司",
    "refusal to disclose and failure to act must first go to administrative review, then to court",
    "申请信息公开而机关不予公开的，或者认为机关没有履行法定职责的，应当先申请行政复议",
)
#: That the exception for pay covers whatever is claimed, without a word on the double wage.
DOUBLE_WAGE = (
    "有争议的事由仲裁认定；在职期间讨工资不受1年时效限制",
    "the 1-year limit does not run for wages while you are employed, and after leaving you have 1",
    "没签书面劳动合同，单位应当每月付2倍工资；有争议的申请仲裁。",
    "without a written contract; if disputed, go to arbitration.",
    "应当每月付2倍工资。这一项有争议的，申请仲裁。",
    "2 times the wage for each such month. If that is disputed, apply for arbitration.",
    "还在职的，讨工资不受这1年限制；已经离职的，应当自劳动关系终止之日起1年内提出",
)
#: The text of 2013: in person, and removal whenever the duty is done.
COURT_LIST = (
    "本人到执行法院申请纠正",
    "go to the enforcing court in person",
    "个人一般要本人到法院说明理由",
    "as a rule in person with reasons",
    "履行完义务、和解履行完，或者法院终结执行的，法院应当删除",
    "must be deleted once the duty or a settlement is performed or enforcement has ended",
    "履行完毕、和解经确认履行完毕或者终结执行后，法院应当删除",
    "The court must delete the entry after full performance",
    "已经全部履行的：法院应当把名单信息删除",
    "If all is performed: the court must delete the entry",
    "和解协议经对方确认履行完毕，法院应当删除",
    "confirms that the settlement is performed, the court must delete the entry",
    "全部履行了义务、和解协议经对方确认履行完毕，或者法院裁定终结执行的，法院应当把名单信息删除",
    "这里看到的是法院规定的早期文本",
    "The text at hand is an early one",
)
NEVER = (*SUING, *DOUBLE_WAGE, *COURT_LIST)

OTHER_CLAIM = re.compile(
    r"[2二两双]倍|经济补偿|2 times the wage|double wage|severance", re.IGNORECASE
)
NO_LIMIT = re.compile(
    r"不受(?:这|这个|此)?(?:1年|一年)?(?:的)?(?:时效)?(?:的)?限制|没有(?:时效|期限)"
    r"|does not (?:apply|run)|no (?:time )?limit",
    re.IGNORECASE,
)
SAYS_ONLY_PAY = re.compile(r"只(?:管|有)|没有[^，。]*例外|covers? (?:\w+ )*only|only for|not for")


def words_of(folder: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in KINDS and path.is_file():
            yield path, re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sentence", NEVER)
def test_what_was_wrong_stands_nowhere(sentence: str) -> None:
    found = [path for folder in WORDS for path, text in words_of(folder) if sentence in text]
    assert found == []


def both(given: Answer) -> dict[str, str]:
    return {locale: str(render(given, locale).text) for locale in ("zh-Hans", "en")}


@pytest.mark.parametrize("intent", sorted({intent for _, intent, _ in all_cards()}))
def test_no_card_says_it(intent: str, context: AnswerContext) -> None:
    for text in both(answer(Question("这件事怎么办", intent), context)).values():
        assert [sentence for sentence in NEVER if sentence in text] == []
        assert wide_exceptions(text) == []


def wide_exceptions(text: str) -> list[str]:
    """Return sentences that give another claim the exception that is for pay alone."""
    sentences = re.split(r"[。\n]|\.(?= [A-Z]|$)", text)
    return [
        sentence
        for sentence in sentences
        if OTHER_CLAIM.search(sentence)
        and NO_LIMIT.search(sentence)
        and not SAYS_ONLY_PAY.search(sentence)
    ]


def test_no_provision_or_route_widens_the_exception(kb: KnowledgeBase) -> None:
    texts = [part.text for law in kb.laws() for part in law.provisions]
    for route in (*kb.wage_routes(), *kb.credit_kinds()):
        texts += [t for t in (route.situation, route.first_step, route.why, route.then) if t]
    assert [s for text in texts for s in wide_exceptions(f"{text.zh}\n{text.en}")] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "还在职的，要2倍工资不受1年限制。",
        "经济补偿在职期间没有时效。",
        "While employed the limit does not apply to severance.",
        "There is no time limit for 2 times the wage while you are employed.",
    ],
)
def test_the_watch_for_siblings_is_not_blind(wrong: str) -> None:
    assert wide_exceptions(wrong) != []


def said(intent: str, context: AnswerContext, locale: str = "zh-Hans") -> str:
    return both(answer(Question("这件事怎么办", intent), context))[locale]


@pytest.mark.parametrize(
    ("intent", "sentences"),
    [
        (
            "disclosure_refused",
            (
                "说信息不存在、不掌握、归别处管，说不予处理，或者给的对不上的，可以直接向法院起诉",
                "以国家秘密、损害第三方、内部事务一类理由不公开的，要先申请行政复议，再起诉",
                "过期不答的，先复议最稳妥",
                "自知道之日起6个月内向法院提出",
                "能不能不复议直接起诉，这里没有查清，可以问法院立案窗口",
                "请向法院立案窗口或者公共法律服务热线核对",
                "法释〔2025〕8号",
            ),
        ),
        (
            "disclosure_time_limit",
            ("过期不答复的，先申请行政复议最稳妥", "可以问法院立案窗口", "6个月内"),
        ),
        (
            "wages_no_contract",
            ("最多算11个月", "讨2倍工资不要等", "还在职也受1年的仲裁时效管", "各地做法不一样"),
        ),
        (
            "wages_time_limit",
            (
                "还在职的，讨工资不受1年限制",
                "这个例外只管工资本身",
                "经济补偿按普通的1年算",
                "在职期间也会过期",
                "不要等",
            ),
        ),
        ("wages_arbitration", ("要2倍工资、经济补偿的不要等", "按普通的1年算", "最多算11个月")),
        ("out_labour", ("还在职也不要等", "在职不受这个限制的只有工资本身")),
        (
            "credit_court_list",
            (
                "没有写的，履行完后法院应当在3个工作日内删除",
                "写了期限的，期满后3个工作日内删除，提前履行法院只是可以提前删",
                "是2年，情节严重或者有多项的可以延长1至3年",
                "未成年人不得列入",
                "向执行法院书面申请纠正，15日内审查",
                "自决定书送达之日起10日内向上一级法院申请复议",
                "请向执行法院核对",
                "法释〔2017〕7号",
            ),
        ),
        (
            "credit_objection",
            ("向执行法院书面申请纠正", "10日内向上一级法院申请复议", "请向执行法院核对"),
        ),
    ],
)
def test_what_holds_is_said(
    intent: str, sentences: tuple[str, ...], context: AnswerContext
) -> None:
    text = said(intent, context)
    assert [sentence for sentence in sentences if sentence not in text] == []


@pytest.mark.parametrize(
    ("intent", "sentences"),
    [
        ("disclosure_refused", ("you may sue directly", "6 months", "review first is the safest")),
        ("wages_no_contract", ("at most 11 months", "Do not wait")),
        ("wages_time_limit", ("That exception covers pay itself only", "do not wait")),
        ("wages_arbitration", ("Do not wait with 2 times the wage or severance",)),
        (
            "credit_court_list",
            ("within 10 days of being served", "within 3 working days", "2 years"),
        ),
        ("credit_objection", ("ask the enforcing court in writing",)),
    ],
)
def test_it_is_said_in_english(
    intent: str, sentences: tuple[str, ...], context: AnswerContext
) -> None:
    text = said(intent, context, "en")
    assert [sentence for sentence in sentences if sentence not in text] == []


@pytest.mark.parametrize(
    ("law", "number", "in_force", "confidence"),
    [
        ("disclosure_suits_2025", "法释〔2025〕8号", "2025-06-01", "secondary"),
        ("court_list_2017", "法释〔2017〕7号", "2017-05-01", "secondary"),
        ("labour_contract_reg", "国务院令第535号", "2008-09-18", "copy"),
        ("interp2025_12", "法释〔2025〕12号", "2025-09-01", "copy"),
    ],
)
def test_what_governs_has_its_number_and_day(
    law: str, number: str, in_force: str, confidence: str, kb: KnowledgeBase
) -> None:
    row = kb.law(law)
    assert (row.number, row.in_force) == (number, date.fromisoformat(in_force))
    assert row.evidence.source and not row.ended
    assert (row.evidence.checked, row.evidence.confidence) == (date(2026, 11, 28), confidence)
    if confidence == "secondary":
        reported = [part for part in row.provisions if part.confidence == "secondary"]
        assert reported
        assert all("核对" in part.text.zh or "问法院" in part.text.zh for part in reported)
        assert all(re.search("confirm|asked", part.text.en) for part in reported)


@pytest.mark.parametrize(
    ("law", "ended", "by"),
    [
        ("disclosure_suits_2011", "2025-06-01", "法释〔2025〕8号"),
        ("court_list_2013", "2017-05-01", "法释〔2017〕7号"),
    ],
)
def test_an_old_text_is_kept_only_as_history(
    law: str, ended: str, by: str, kb: KnowledgeBase
) -> None:
    row = kb.law(law)
    assert row.ended == date.fromisoformat(ended)
    assert [part.id for part in row.provisions] == [f"{law}.replaced"]
    assert by in row.provisions[0].text.zh and by in row.provisions[0].text.en
