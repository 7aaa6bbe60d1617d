"""A question as rows are ranked for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policies_kb.questions.base import FactBase
from policies_kb.questions.found import Thread
from policies_kb.questions.matching import LIGHT_SIGNS, pairs
from policies_kb.questions.query import FactQuery
from policies_kb.questions.statements import FactStatement
from policies_kb.questions.verdicts import CLAIMED, TIME

#: What binds a name to what was spoken of and says nothing itself.
_BINDS = re.compile("[那也都还算归在内里有没对]|包括|应该|同样|一样")
#: Questions of fewer words than this choose no row of all papers; in sums of rarity.
THIN = 1.4
#: The share of a question's words a row must hold: of a paper named, within a thread, of any paper,
#: of any by a message that is likely about none.
_IN_PAPER, _IN_THREAD, _ANYWHERE, STRICT = 0.35, 0.26, 0.66, 0.9
#: What a pair of a paper's title counts inside it.
_TITLED = 0.4
_ANAPHORA = re.compile(
    r"^(?:那|这|它|其|该|谁|几|多|哪|什么时候|最晚|截止|报给)|这|那个|它|里面|里头|其中|呢[?？。]?$|还有|最后"
)
#: A message that names another thing in the place of the one before.
REPLACES = re.compile(
    r"(?:呢|[那这]块|方面|那边|部分)[?？。]?$|^(?:那|不对|不是)|也(?:要|得|是|算|必须)"
)
#: A message of up to so many signs of its own leans on the one before.
_SHORT = 8
_UNIT_ASKED = re.compile(
    r"(?:多少|(?<![分成])几)(?:个)?(?P<unit>百分点|平方米|千瓦|公里|分(?!别)|元|块|钱|人|天|年|次|吨|岁|个月|小时|倍|亩|座|处|辆|台|公顷|户|万元|亿元)"
)
_MONEY = re.compile(
    r"(?:多少|几).{0,6}(?:钱|经费|资金|奖金|补助|补贴|金额)"
    r"|[补奖罚]多少(?![人户年天])|金额[的]?(?:上限|下限|标准)|(?:奖金|经费|补助|补贴|预算|拨款|金额|奖励|投资|造价|费用).{0,8}(?:多少|几|呢|是)"
)
#: Units that count things, never the parts of a paper.
COUNTED = ("座", "处", "辆", "台", "户", "亩", "公顷")
_UNITS = {
    "钱": "元",
    "块": "元",
    "天": "日|天|个?工作日",
    "日": "日|天|个?工作日",
    "分": "分(?!别|点|电)",
    "月": "个?月",
    "百分点": "%|百分点",
}
#: Words that only ask for a figure.
OF_FIGURES = re.compile(
    r"(?:19|20)\d\d年?[底末初]?|比例|总?目标|指标|任务量?|期间|万?千瓦|万?平方米|要?达到|多大|以内|以上|控制在?"
)
#: Who asks which units answer for a thing names the thing alone.
ANSWERS_FOR = re.compile(
    r"(?:(?:单位|部门|机构)?(?:(?:共同|负责|牵头|统筹|组织)*(?:协调|牵头)|归口|主管|总负责)"
    r"|(?:单位|部门|机构)(?:共同)?(?:负责|主?管)?)(?:单位|部门)?$"
    r"|(?<!\S)(?:负责|管)$"
)
#: What is left of 哪年前 and names nothing either.
_TIME_ASKED = re.compile(
    r"(?<!\S)(?:[几哪]?(?:[年月]份?|季度|[日天号])(?:底|初)?(?:[以之]?前)?|[周工]期|[以之]前)(?!\S)"
)
#: 一个月多少, 最多多少, 分哪几类, 什么时候结束 name nothing, neither a paper nor what is in it.
ONLY_ASKS = re.compile(r"分(?= |$)|一(?:个?月|年|天|次|人|户|台|套|条|只)|最[多少高低]|开始|结束")
#: What is sent may be called anything.
_SENT = re.compile("材料|资料|东西|表格")
#: A year that a question states is not what tells the row.
_YEAR_STATED = re.compile(r"(?:19|20)\d\d年?[底末初]?")
#: 个人那部分呢: the thing alone is named.
PART_OF = re.compile(r"(?<=\S)(?:[这那]?部分|[这那][块份]|方面|那边)(?=有?(?:\s|$))")
#: Words of a share count so much of others: 电力占比 is no 公共汽车占比.
_SHARES, _SHARE = frozenset({"占比", "比重"}), 0.1
#: 多久报一次: what is done once names nothing.
_ONCE = re.compile(r"[一1]?[次回]")


@dataclass(frozen=True)
class RankedQuestion:
    """A question as rows are ranked for it.

    Attributes:
        query: The question.
        thread: What was spoken of before.
        leans: Whether it leaves out what was spoken of before.
        own: Pairs of its own words with weights.
        columns: Columns asked for; those asked before where it names none.
        unit: The unit of the figure wanted, as a pattern; empty when any will do.
        unit_before: The unit of the figure spoken of before; empty without one.
    """

    query: FactQuery
    thread: Thread
    leans: bool
    own: Mapping[str, float]
    columns: tuple[str, ...]
    unit: str
    unit_before: str

    @property
    def floor(self) -> float:
        """So much of the question's words a row must hold."""
        if self.query.document:
            return _IN_PAPER * (0.7 if self.query.claims and self.query.yes_no else 1.0)
        if self.leans:
            return _IN_THREAD
        return STRICT if self.query.strict else _ANYWHERE

    @property
    def asks_who(self) -> bool:
        """Whether units are asked for, by itself or of what takes the place of the one before."""
        another = REPLACES.search(self.query.text) and not self.query.yes_no
        again = self.query.units or another
        return self.query.asks("who") or bool("who" in self.columns and again)

    @property
    def longest(self) -> str:
        """Its longest run of words."""
        return max((self.query.printed or self.query.words).split(), key=len, default="")

    def shared(self, row: FactStatement) -> float:
        """Return how much of its own words a sentence holds."""
        held = set(pairs(row.words))
        return sum(weight for pair, weight in self.own.items() if pair in held)

    def named(self, heading: str) -> float:
        """Return the share of its own words that a heading holds."""
        held = set(pairs(heading))
        whole = sum(self.own.values())
        return sum(self.own[pair] for pair in self.own if pair in held) / whole if whole else 0.0


def read_asked(query: FactQuery, thread: Thread, base: FactBase) -> RankedQuestion:
    """Return a question as rows are ranked for it."""
    leaning = leans(query, thread)
    words = query.words
    if query.yes_no:
        # Whether it is this unit: the row need not hold it.
        for unit in query.units:
            words = words.replace(unit.text, " ")
    if query.yes_no:
        words = _YEAR_STATED.sub(" ", words)
    for place in query.places:
        # 我们瓯海区,方案几号前报: who asks, and not what about.
        if re.match(f"(?:我们?|俺们?|咱们?).{{0,3}}{place.text}", query.text):
            words = words.replace(place.text, " ")
    if query.yes_no and leaning:
        # 光伏是1000万千瓦吧: what is claimed is no name, where there is one.
        named = CLAIMED.sub(" ", words)
        words = named if pairs(named) else words
    if query.yes_no and not leaning:
        words = CLAIMED.sub(" ", TIME.sub(" ", words))
    if query.asks("howmuch") and not query.asks("when"):
        words = OF_FIGURES.sub(" ", words)
    if query.inside:
        words = ONLY_ASKS.sub(" ", words)
    wanted = _unit_wanted(query)
    if wanted in COUNTED:
        # 多少处水体: the word behind the unit is what is counted.
        words = re.sub(rf"(?<!\S){wanted}", " ", words)
    if query.asks("who"):
        words = ANSWERS_FOR.sub(" ", words)
    if query.asks("when"):
        words = _TIME_ASKED.sub(" ", words)
    if query.asks("often"):
        words = _ONCE.sub(" ", words)
    if query.asks("recipient"):
        words = _SENT.sub(" ", words)
    if leaning:
        words = re.sub(r"^(?:那|这[条块个]?|不对|最后)|我要?问|[内里]$", " ", words)
    words = PART_OF.sub(" ", words)
    columns = query.columns or (thread.columns if leaning else ())
    if query.yes_no and (query.years or TIME.search(query.text)):
        columns = (*columns, "when")
    weights = _own_weights(words.strip(), query, leaning, base)
    before = _unit_before(thread, base) if leaning else ""
    return RankedQuestion(query, thread, leaning, weights, columns, wanted, before)


def _own_weights(words: str, query: FactQuery, leaning: bool, base: FactBase) -> dict[str, float]:
    """Return the pairs of a question's own words with their weights; the one sign that is all a
    follow-up names: 船 after 车辆."""
    alone = leaning and not query.columns and len(words) == 1
    if alone and words >= "\u4e00" and words not in LIGHT_SIGNS:
        return {words: 1.0}
    found = weighted(words, query, base)
    return {pair: found[pair] * (_SHARE if pair in _SHARES else 1) for pair in found}


def weighted(words: str, query: FactQuery, base: FactBase) -> dict[str, float]:
    """Return the pairs of a question with their weights.

    Inside one paper its place says nothing, and the matter of its title little.
    """
    if not query.inside:
        return base.matcher.weights(words)
    own = base.places[query.inside]
    for place in query.places:
        words = words.replace(place.text, " ") if place.name == own else words
    titled = set(pairs(base.document(query.inside).title))
    weights = base.matcher.weights(words)
    return {pair: weight * (_TITLED if pair in titled else 1) for pair, weight in weights.items()}


def _unit_before(thread: Thread, base: FactBase) -> str:
    here = base.statements_of(thread.document) if thread.key else ()
    figures = (row.figure for row in here if row.figure and row.subject == thread.key)
    return next((figure.unit for figure in figures), "")


def leans(query: FactQuery, thread: Thread) -> bool:
    """Tell whether a question leaves out what was spoken of before."""
    if not thread.document or query.document or query.other_number:
        return False
    words = query.words
    for unit in query.units if query.yes_no else ():
        # Whether it is this unit: its name says nothing of what is meant.
        words = words.replace(unit.text, "")
    size = len(OF_FIGURES.sub("", words).replace(" ", ""))
    return size <= _SHORT or (size <= 2 * _SHORT and bool(_ANAPHORA.search(query.text)))


def names_alone(query: FactQuery) -> bool:
    """Tell whether a question says nothing but the names of places or units: 绍兴也是吧."""
    rest = query.words
    for one in (*query.places, *query.units):
        rest = rest.replace(one.text, " ")
    return bool(query.places or query.units) and not _BINDS.sub("", rest).strip()


def _unit_wanted(query: FactQuery) -> str:
    named = _UNIT_ASKED.search(query.text)
    if "分几" in query.text:
        return ""
    if _MONEY.search(query.text) and not (query.inside and named):
        return "元"
    if query.asks("often") or not named:
        return ""
    return _UNITS.get(named["unit"], named["unit"])


def kept_thread(row: FactStatement, asked: RankedQuestion) -> Thread:
    """Return what is kept: with few words of its own a question keeps those before it."""
    words = asked.query.printed or asked.query.words
    key = row.subject if row.figure is not None else ""
    other = key and asked.thread.key not in ("", key)
    replaces = bool(asked.own) and bool(other or REPLACES.search(asked.query.text))
    if asked.leans and not replaces and sum(asked.own.values()) < THIN:
        words = f"{words} {asked.thread.words}".strip()
    before = asked.thread.names if asked.leans and asked.thread.kind == "statement" else ()
    names = (*(name for name in before if name != key), key) if key else ()
    return Thread("statement", row.document, row.provision, key, words, asked.columns, names)
