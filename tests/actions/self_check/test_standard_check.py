"""The self-check: each criterion met, not met, on the line and not to be told; figures that lie."""

from __future__ import annotations

import time

import pytest
from answer_texts import intents_offered, leads, rows

from actions.answer import Answer
from actions.context import AnswerContext
from actions.question import Question
from actions.self_check.standard_check import standard_check
from policies_kb.kb import KnowledgeBase
from policies_kb.text.numerals import read_number
from policies_kb.text.quantity import exactly

#: The criteria with a figure, in the order of the standard.
OWNED, SITE_RATE, SITE_AMOUNT, FIRM_RATE, FIRM_AMOUNT, PEOPLE, DAYS, UNHANDLED = range(8)
MET, UNMET, UNKNOWN = "【达到】", "【没达到】", "【还不能判断】"
NUMBER = "浙政办发〔2017〕80号"


def check(context: AnswerContext, text: str) -> Answer:
    return standard_check(Question(text, "wages_self_check"), context)


def row_of(context: AnswerContext, text: str, criterion: int) -> str:
    return rows(check(context, text))[criterion][0]


CASES = [
    # State firms, government projects, transport, water: none at all.
    (OWNED, "国企、政府投资项目零欠薪", MET),
    (OWNED, "交通和水利项目没有欠薪", MET),
    (OWNED, "国有企业有一件欠薪", UNMET),
    (OWNED, "政府投资项目0件,水利0件,交通1件", UNMET),
    (OWNED, "我们县一共42件欠薪案件,在建工程发生率2%", UNKNOWN),
    # Construction projects: at most 3 %, by cases and projects or as a rate.
    (SITE_RATE, "在建项目200个,欠薪案件4件", MET),
    (SITE_RATE, "在建项目200个,欠薪案件6件", MET),
    (SITE_RATE, "在建项目200个,欠薪案件7件", UNMET),
    (SITE_RATE, "在建工程欠薪发生率3%", MET),
    (SITE_RATE, "在建工程欠薪发生率3.01%", UNMET),
    (SITE_RATE, "在建工程欠薪发生率百分之二点一", MET),
    (SITE_RATE, "工地发生率不到3%", MET),
    (SITE_RATE, "工地发生率超过3%", UNMET),
    (SITE_RATE, "工地发生率约2%", UNKNOWN),
    (SITE_RATE, "在建项目一百二十个,三件欠薪", MET),
    (SITE_RATE, "在建工程欠薪案件4件", UNKNOWN),
    (SITE_RATE, "我们县今年3个项目全部落实,欠薪案件42件,金额300万元", UNKNOWN),
    (SITE_RATE, "在建工程没有欠薪案件", MET),
    (SITE_RATE, "120 construction sites, 3 cases", MET),
    # ... and none of 500万元 or more.
    (SITE_AMOUNT, "在建工程最大一件499.9万元", MET),
    (SITE_AMOUNT, "在建工程最大一件500万元", UNMET),
    (SITE_AMOUNT, "在建工程最大一件五百多万", UNMET),
    (SITE_AMOUNT, "工地上没有500万元以上的案件", MET),
    (SITE_AMOUNT, "在建项目欠薪案件8件,共900万元", UNKNOWN),
    (SITE_AMOUNT, "在建项目欠薪案件8件,共450万元", MET),
    (SITE_AMOUNT, "construction sites: largest case 2 million yuan", MET),
    (SITE_AMOUNT, "工地保证金800万元,发生率2%", UNKNOWN),
    # Firms: at most 5 %, construction left out.
    (FIRM_RATE, "企业(不含建筑施工企业)5000家,欠薪案件250件", MET),
    (FIRM_RATE, "企业5000家,欠薪案件251件", UNMET),
    (FIRM_RATE, "企业发生率4.8%", MET),
    (FIRM_RATE, "企业发生率5%", MET),
    (FIRM_RATE, "5000家企业有30家欠薪", MET),
    (FIRM_RATE, "企业欠薪案件30件", UNKNOWN),
    (FIRM_RATE, "企业工资专户落实率2%,在建项目发生率1%", UNKNOWN),
    # ... and none of 50万元 or more.
    (FIRM_AMOUNT, "企业最大一件49万", MET),
    (FIRM_AMOUNT, "企业最大一件50万", UNMET),
    (FIRM_AMOUNT, "企业最大一件510000元", UNMET),
    (FIRM_AMOUNT, "一家企业欠了51万", UNMET),
    (FIRM_AMOUNT, "最大一件180万", UNKNOWN),
    # No incident of 10 people or more with serious effects.
    (PEOPLE, "没有群体性事件,工地发生率1%", MET),
    (PEOPLE, "有1起9人的群体事件", MET),
    (PEOPLE, "12人聚集讨薪,造成严重不良影响", UNMET),
    (PEOPLE, "10人聚集讨薪,影响很恶劣", UNMET),
    (PEOPLE, "发生1起15人的群体事件", UNKNOWN),
    (PEOPLE, "发生1起15人的群体事件,没有造成严重影响", MET),
    (PEOPLE, "没有10人以上的群体事件", MET),
    (PEOPLE, "涉及人数380人,工地发生率1%", UNKNOWN),
    # Cases in holidays settled within 7 days.
    (DAYS, "春节期间的案件5天内处理完", MET),
    (DAYS, "春节期间最慢的一件用了7天处置好", MET),
    (DAYS, "春节期间最慢的一件用了8天处置好", UNMET),
    (DAYS, "都在6天内处理", MET),
    (DAYS, "6天处理完", UNKNOWN),
    (DAYS, "最长的一件10天办结", UNKNOWN),
    (DAYS, "元旦期间一周内处置完", MET),
    (DAYS, "春节期间平均5天处置完", UNKNOWN),
    (DAYS, "春节期间7个工作日处置完", UNKNOWN),
    (DAYS, "春节期间8个工作日处置完", UNMET),
    # None left unhandled.
    (UNHANDLED, "全部及时处置,工地发生率1%", MET),
    (UNHANDLED, "未及时处置的有2件", UNMET),
    (UNHANDLED, "及时处置率98%", UNMET),
    (UNHANDLED, "及时处置率100%", MET),
    (UNHANDLED, "都在6天内处理", UNKNOWN),
]


@pytest.mark.parametrize(("criterion", "text", "verdict"), CASES, ids=[c[1] for c in CASES])
def test_a_criterion_is_judged_by_the_figures_of_the_message(
    context: AnswerContext, criterion: int, text: str, verdict: str
) -> None:
    assert row_of(context, text, criterion).startswith(verdict)


@pytest.mark.parametrize(
    ("criterion", "text", "words"),
    [
        (SITE_RATE, "在建工程发生率2.1%", "不超过3%,您说的是2.1%,离线还有0.9个百分点"),
        (SITE_RATE, "在建项目120个,欠薪案件3件", "您说的是3÷120=2.5%,离线还有0.5个百分点"),
        (SITE_RATE, "在建项目86个,欠薪案件2件", "2÷86≈2.33%"),
        (SITE_RATE, "在建工程发生率3%", "正好在线上"),
        (FIRM_RATE, "企业发生率6.5%", "超出1.5个百分点"),
        (FIRM_AMOUNT, "企业最大一件51万元", "没有50万元以上的,您说的是51万元,超出1万元"),
        (FIRM_AMOUNT, "企业最大一件50万元", "正好碰线"),
        (PEOPLE, "12人聚集,造成严重不良影响", "超出2人"),
    ],
)
def test_the_margin_is_told(context: AnswerContext, criterion: int, text: str, words: str) -> None:
    assert words in row_of(context, text, criterion)


def test_what_is_missing_is_named(context: AnswerContext) -> None:
    text = "欠薪案件42件,金额300万元,发生1起15人的群体事件"
    assert "还缺:登记备案的在建工程项目总数" in row_of(context, text, SITE_RATE)
    assert "您说的“300万元”还不够" in row_of(context, text, FIRM_AMOUNT)
    assert "有没有造成严重不良影响" in row_of(context, text, PEOPLE)


def test_every_row_stands_on_its_clause(context: AnswerContext, kb: KnowledgeBase) -> None:
    thresholds = {row.quote for row in kb.thresholds(NUMBER)}
    for text in ("自查", "在建工程发生率2.1%,企业发生率6%"):
        shown = rows(check(context, text))
        assert {quote for _, quote in shown[:8]} <= thresholds
        assert len({quote for _, quote in shown}) == len(shown) == 11
        assert all(kb.locate(NUMBER, quote) for _, quote in shown)


def test_the_lines_are_those_of_the_base(context: AnswerContext, kb: KnowledgeBase) -> None:
    """Each threshold of the standard is asked for once, with its own figure."""
    standard = [r for r in kb.thresholds(NUMBER) if r.provision.startswith("part_2__sec_1")]
    shown = dict((quote, words) for words, quote in rows(check(context, "自查")))
    assert len(standard) == 8
    for threshold in standard:
        figure = "零" if not threshold.amount else f"{threshold.value}{threshold.unit}"
        assert figure in shown[threshold.quote]


def test_the_lead_counts_the_verdicts(context: AnswerContext) -> None:
    given = check(context, "在建工程发生率2.1%,企业发生率6%,没有群体性事件")
    assert leads(given) == [
        "按您说的数字对照8条有数字的标准:达到2条,没达到1条,还不能判断5条。是否达标由考核验收认定。"
    ]


@pytest.mark.parametrize(
    "text", ["对照标准自查", "我们县无欠薪能达标吗", "80号文 2017年8月", "", "😀"]
)
def test_without_figures_the_criteria_and_an_example_are_given(
    context: AnswerContext, text: str
) -> None:
    given = check(context, text)
    assert len(given.lead) == 2
    assert "在建项目__个" in leads(given)[1]
    assert len(given.rows) == 11
    assert not any(words.startswith((MET, UNMET)) for words, _ in rows(given))


@pytest.mark.parametrize("text", ["自查", "在建工程发生率2.1%"])
def test_the_reader_is_told_what_the_standard_is_not(context: AnswerContext, text: str) -> None:
    given = check(context, text)
    assert {notice.kind for notice in given.notices} >= {"assessment_only", "superseded"}
    assert "wages_county_standard" in intents_offered(given)


@pytest.mark.parametrize(
    ("criterion", "text"),
    [
        (SITE_RATE, "在建工程发生率2%,工地发生率4%"),
        (SITE_RATE, "在建项目100个,欠薪案件2件,在建项目欠薪发生率5%"),
        (PEOPLE, "没有群体性事件,有20人聚集讨薪"),
        (SITE_AMOUNT, "在建工程最大一件300万元,在建工程没有100万元以上的"),
        (UNHANDLED, "全部及时处置,未及时处置的有2件"),
    ],
)
def test_contradictions_are_pointed_out(context: AnswerContext, criterion: int, text: str) -> None:
    words = row_of(context, text, criterion)
    assert words.startswith(UNKNOWN)
    assert "前后对不上" in words


def test_a_rate_said_in_round_figures_is_no_contradiction(context: AnswerContext) -> None:
    for text in ("在建项目86个,欠薪案件2件,发生率2.3%", "在建发生率2.3%,在建项目86个,案件2件"):
        assert "您说的是2.3%" in row_of(context, text, SITE_RATE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("在建项目100个,欠薪案件2.5件", "2.5件"),
        ("企业发生率120%", "120%"),
        ("在建项目10个,欠薪案件30件", "300%"),
        ("在建工程发生率 -3%", "-3%"),
    ],
)
def test_impossible_figures_are_not_used(context: AnswerContext, text: str, words: str) -> None:
    given = check(context, text)
    [_, refused] = leads(given)
    assert words in refused
    assert not any(row.startswith((MET, UNMET)) for row, _ in rows(given))


@pytest.mark.parametrize(
    "text", ["在建项目0个,欠薪案件3件,企业发生率1%", "在建项目2到3个,2-3件,企业发生率1%"]
)
def test_what_gives_no_rate_is_asked_again(context: AnswerContext, text: str) -> None:
    assert row_of(context, text, SITE_RATE).startswith(UNKNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "在建项目" + "9" * 490 + "个",
        "一" * 500 + "件",
        "1," * 2000,
        "不到" * 1000 + "3%",
        "没有" * 1000,
        "在建" * 1000 + "5件",
        "{count}{name}%s<b>3%</b>在建发生率2%",
        "在建项目\x00100个,欠薪案件1件",
    ],
    ids=range(8),
)
def test_hostile_messages_get_an_answer_in_time(context: AnswerContext, text: str) -> None:
    before = time.process_time()
    given = check(context, text)
    assert given.status == "answered"
    assert all(words for words, _ in rows(given))
    assert time.process_time() - before < 2


def test_in_english_amounts_are_in_yuan(context: AnswerContext) -> None:
    given = check(context, "在建工程最大一件120万元")
    words = rows(given, "en")[SITE_AMOUNT][0]
    assert "none of 5,000,000 yuan or more" in words
    assert "3,800,000 yuan short of the line" in words


def test_bounds_that_exclude_each_other_are_no_figure() -> None:
    two, three = (exactly(read_number(text), text) for text in ("2", "3"))
    assert two.and_also(three) is None
    assert two.and_also(two) == two
