"""The sentences facts are told in, in three languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from actions.answer import Phrase, say
from actions.citations import phrase
from actions.context import AnswerContext
from actions.dates import localized_date, localized_month
from policies_kb.overlay.model import Law, Text
from policies_kb.questions.found import FactSentence

_Values = Mapping[str, str]


def worded_fact(told: FactSentence, context: AnswerContext) -> tuple[Phrase, ...]:
    """Return the sentence, a yes or no before it as one of its own."""
    verdict, plus, kind = told.kind.rpartition("+")
    values = told.values
    before = (_SENTENCES[verdict](values),) if plus else ()
    if kind == "status":
        status = context.kb.status(values["paper"])
        return (phrase(status.notice),) if status else ()
    if kind == "law_status":
        law = context.kb.law(values["law_id"])
        return (phrase(law.relation),) if law.relation else ()
    if kind == "law_is":
        law_title = _title_of(values["law_id"], context)
        return (say("{number}是《{law}》。", number=values["number"], law=law_title),)
    if kind == "law_in_force":
        return tuple(_in_force(context.kb.law(values["law_id"])))
    if kind == "law_now":
        return (say("现在看《{law}》。", law=_title_of(values["law_id"], context)),)
    if kind == "law_article":
        label = context.kb.law_provision(values["part"]).label
        law_title = _title_of(values["law_id"], context)
        return (say("现在在《{law}》{article}。", law=law_title, article=_texts(label)),)
    return (*before, _SENTENCES[kind](values))


def _in_force(law: Law) -> Iterator[Phrase]:
    title = _texts(law.title)
    if law.in_force:
        yield say("《{law}》自{day}起施行。", law=title, day=localized_date(law.in_force))
    if law.ended:
        yield say("《{law}》自{day}起不再有效。", law=title, day=localized_date(law.ended))
    elif not law.in_force:
        yield say("《{law}》从哪天起施行,这里没有收录。", law=title)


def _title_of(law: str, context: AnswerContext) -> Mapping[str, str]:
    return _texts(context.kb.law(law).title)


def _texts(text: Text) -> Mapping[str, str]:
    return {"zh": text.zh, "en": text.en}


def _month(values: _Values) -> Mapping[str, str]:
    year, month = values["month"].split("-")
    return localized_month(int(year), int(month))


def _figure(values: _Values) -> Phrase:
    """Return a figure with what it measures: 特大城市公共交通分担率:到2020年达到45%以上。"""
    named = {"what": f"{values['region']}{values['indicator']}", "value": values["value"]}
    year, base = values["year"], values["base_year"]
    if not year:
        return _standard(named, values)
    if values["period"] and values["comparison"] == "decrease":
        # Its base year stands elsewhere in the paper, if at all.
        return say("{what}:“{period}”期间下降{value}。", period=values["period"], **named)
    if values["comparison"] in ("decrease", "increase"):
        named |= {"year": year, "base": base}
        if values["comparison"] == "decrease":
            return say("{what}:到{year}年比{base}年下降{value}。", **named)
        return say("{what}:到{year}年比{base}年增长{value}。", **named)
    named["year"] = year
    if values["comparison"] == ">=":
        return say("{what}:到{year}年达到{value}以上。", **named)
    if values["comparison"] == "<=":
        return say("{what}:到{year}年控制在{value}以内。", **named)
    if values["comparison"] == "~":
        return say("{what}:到{year}年{value}左右。", **named)
    return say("{what}:到{year}年达到{value}。", **named)


def _standard(named: Mapping[str, str], values: _Values) -> Phrase:
    comparison = values["comparison"]
    if values["value"] in ("0", "0元"):
        return say("{what}:要求为零。", what=named["what"])
    if comparison == ">=":
        return say("{what}:不低于{value}。", **named)
    if comparison == "<=":
        return say("{what}:控制在{value}以内。", **named)
    if comparison == "<":
        return say("{what}:不得发生{value}以上的。", **named)
    return say("{what}:{value}。", **named)


def _rows(values: _Values) -> Phrase:
    if values["month"]:
        return say(
            "{scope}{month}完成的有{count}项:{names}。",
            scope=values["scope"],
            month=_month(values),
            count=values["count"],
            names=values["names"],
        )
    return say("{scope}共{count}项:{names}。", **_only(values, "scope", "count", "names"))


def _rows_by_field(values: _Values) -> Phrase:
    if values["month"]:
        return say(
            "{month}完成的一共{count}项:{counts}。",
            month=_month(values),
            count=values["count"],
            counts=values["counts"],
        )
    return say("一共{count}项:{counts}。", **_only(values, "count", "counts"))


def _dated(values: _Values) -> dict[str, str | Mapping[str, str]]:
    """Return the values with their day in words."""
    return {**values, "date": localized_date(date.fromisoformat(values["date"]))}


def _of_month(make: Callable[[_Values, Mapping[str, str]], Phrase]) -> Callable[[_Values], Phrase]:
    return lambda values: make(values, _month(values))


def _only(values: _Values, *names: str) -> dict[str, str]:
    return {name: values[name] for name in names}


_SENTENCES: Mapping[str, Callable[[_Values], Phrase]] = {
    "figure": _figure,
    "statement": lambda v: say("{words}。", words=v["words"]),
    "same": lambda v: say("一样。", **v),
    "not_same": lambda v: say("不一样。", **v),
    "spelled_out": lambda v: say("“{short}”指{full}。", **v),
    "counted": lambda v: say("{what}有{count}。", **v),
    "nearest": lambda v: say("最接近的一处写的是:{words}。", **v),
    "listed_elsewhere": lambda v: say("{ours}没有列出,要看{paper}。", **v),
    "not_written": lambda v: say("没有写:{paper}里没有写“{what}”。", **v),
    "sent_to": lambda v: say("{actor}报给{to}。", **v),
    "sent": lambda v: say("报给{to}。", to=v["to"]),
    "no_recipient": lambda v: say("没有写:{paper}里没有写报给谁。", **v),
    "no_who": lambda v: say("没有写:{paper}的这一处没有写由谁负责。", **v),
    "no_leader": lambda v: say("没有写:{paper}里没有写由谁牵头。", **v),
    "no_consequence": lambda v: say("没有写:{paper}的这一处没有写做不到会怎么样。", **v),
    "of_whole_paper": lambda v: say("整件文件写的是:{words}。", **v),
    "no_time": lambda v: say("没有写:{paper}里没有写这件事的时间。", **v),
    "not_explained": lambda v: say("{paper}没有解释“{term}”。", **v),
    "used_in": lambda v: say("用到它的一处写的是:{words}。", **v),
    "wrong": lambda v: say("不是{claim}。", **v),
    "unconfirmed": lambda v: say("没有写{claim}。", **v),
    "right": lambda v: say("是的,{claim}。", **v),
    "not_must": lambda v: say("不是必须。", **v),
    "may": lambda v: say("可以。", **v),
    "may_not": lambda v: say("不可以。", **v),
    "who": lambda v: say("“{what}”的责任单位:{units}。", **v),
    "who_leads": lambda v: say("“{what}”的牵头单位:{units}。", **v),
    "who_supports": lambda v: say("“{what}”的配合单位:{units}。", **v),
    "is_among": lambda v: say("有,{unit}是“{what}”的责任单位之一,责任单位有:{units}。", **v),
    "not_among": lambda v: say("没有,“{what}”的责任单位里没有{unit},有的是:{units}。", **v),
    "stands_in": lambda v: say("在{paper}的{place}。", **v),
    "stands_in_opening": lambda v: say("在{paper}的开头。", paper=v["paper"]),
    "sum": lambda v: say("合计{total}:{first}{first_value},{second}{second_value}。", **v),
    "gap": lambda v: say("相差{total}:{first}{first_value},{second}{second_value}。", **v),
    "higher": lambda v: say(
        "{subject}比{second}高{total}:{first}{first_value},{second}{second_value}。", **v
    ),
    "lower": lambda v: say(
        "{subject}比{second}低{total}:{first}{first_value},{second}{second_value}。", **v
    ),
    "equal": lambda v: say("一样:{subject}{first_value},{second}{second_value}。", **v),
    "section": lambda v: say("“{heading}”有{count}项:{names}。", **v),
    "section_long": lambda v: say("“{heading}”有{count}项:", **v),
    "nth": lambda v: say("第{position}项是{name}(“{heading}”)。", **v),
    "part": lambda v: say(
        "{paper}第{part}部分是“{heading}”。", **_only(v, "paper", "part", "heading")
    ),
    "part_of": lambda v: say("{paper}第{part}部分是“{heading}”,下面有:{names}。", **v),
    "no_part": lambda v: say("没有,{paper}只有{count}个部分,没有第{part}部分。", **v),
    "inside": lambda v: say("在,“{what}”是第{position}项:{heading}。", **v),
    "not_inside": lambda v: say("不在,“{what}”不在这{count}项里。这{count}项是:{names}。", **v),
    "item": _of_month(
        lambda v, month: say(
            "{item}({field}):{month}完成,责任单位{units}。",
            month=month,
            **_only(v, "item", "field", "units"),
        )
    ),
    "item_when": _of_month(
        lambda v, month: say(
            "{item}({field}):{month}完成。", month=month, **_only(v, "item", "field")
        )
    ),
    "item_who": lambda v: say("{item}({field})的责任单位:{units}。", **v),
    "item_field": lambda v: say("{item}属于“{field}”。", **v),
    "item_group": lambda v: say("{item}属于“{field}”下的“{group}”。", **v),
    "is_unit": lambda v: say("是的,{item}({field})由{unit}负责,责任单位:{units}。", **v),
    "not_unit": lambda v: say("不是{unit}。{item}属于“{field}”,责任单位:{units}。", **v),
    "field_who": lambda v: say("“{field}”的责任单位:{units}。", **v),
    "month_items": _of_month(
        lambda v, month: say("{month}完成:{items}。", month=month, items=v["items"])
    ),
    "rows": _rows,
    "item_fields": lambda v: say("{item}有{count}处,分别在:{fields}。", **v),
    "table_fields": lambda v: say("《{list}》分{count}类:{fields}。", **v),
    "most": lambda v: say("最多的是{names},有{count}项。", **v),
    "fewest": lambda v: say("最少的是{names},有{count}项。", **v),
    "month_count": _of_month(
        lambda v, month: say("{month}完成的有{count}项。", month=month, count=v["count"])
    ),
    "field": lambda v: say(
        "{scope}共{count}项,责任单位{units}:{names}。",
        **_only(v, "scope", "count", "units", "names"),
    ),
    "rows_by_field": _rows_by_field,
    "fields_of_units": lambda v: say("由{number}个省级单位共同负责的有{count}类:{fields}。", **v),
    "unit_more": lambda v: say("{first}多:{first}{count}项,{second}{other}项。", **v),
    "units_equal": lambda v: say("一样多:{first}{count}项,{second}{other}项。", **v),
    "number_of": lambda v: say("{title}是{number}。", **v),
    "unit_fields": lambda v: say("{unit}在《{list}》里负责{count}类{items}项:{fields}。", **v),
    "unit_not_listed": lambda v: say("没有,《{list}》里没有{unit}。", **v),
    "units_listed": lambda v: say("列出的单位有:{units}。", **v),
    "unit_tasks": lambda v: say("有,{unit}在{paper}里负责:{items}。", **v),
    "unit_many": lambda v: say("有,{unit}在{paper}里负责{count}项:", **v),
    "papers_naming": lambda v: say("写明{unit}任务的文件有{count}个:{names}。", **v),
    "no_paper_names": lambda v: say("收录的文件里没有写{unit}的任务。", **v),
    "unit_without_task": lambda v: say("没有,{paper}里没有写{unit}的任务。", **v),
    "written_in": lambda v: say("写到“{what}”的文件有{count}个:{names}。", **v),
    "nowhere_written": lambda v: say("没有写:收录的文件里都没有写“{what}”。", **v),
    "partners": lambda v: say("“{what}”的其他责任单位:{units}。", **v),
    "present_name": lambda v: say("{unit}现在是{names}。", **v),
    "same_name": lambda v: say("{unit}没有改名。", **v),
    "no_present_name": lambda v: say("没有查到{unit}改名的资料。", **v),
    "right_figure": lambda v: say("是的,{region}{indicator}的数字是{value}。", **v),
    "wrong_figure": lambda v: say("不是{claim},{region}{indicator}的数字是{value}。", **v),
    "is_so": lambda v: say("是的,{region}{indicator}的数字是{value}。", **v),
    "is_not_so": lambda v: say("没有,{region}{indicator}的数字是{value}。", **v),
    "no_place_of_value": lambda v: say("没有,没有一个市的{indicator}是{claim}。", **v),
    "no_place_above": lambda v: say("没有,没有一个市的{indicator}高于{claim}。", **v),
    "no_place_below": lambda v: say("没有,没有一个市的{indicator}低于{claim}。", **v),
    "nearest_places": lambda v: say("最接近的是{value}:{places}。", **v),
    "places_of_value": lambda v: say("{indicator}{value}的有{count}个:{places}。", **v),
    "places_counted": lambda v: say("{indicator}:一共{count}个,{places}。", **v),
    "all_places": lambda v: say("{indicator}:{places}。", **v),
    "only_city": lambda v: say("文件只给设区市定了目标,没有给{county}单独定;它属于{city}。", **v),
    "not_of_here": lambda v: say("没有{place}的数字:{paper}里的“{indicator}”只管浙江。", **v),
    "no_such_year": lambda v: say("没有{year}年的数字:{paper}里的“{indicator}”只到{last}年。", **v),
    "is_pilot": lambda v: say("是的,{place}在{count}个试点里。", **v),
    "not_pilot": lambda v: say("不是,{place}不在试点名单里。", **v),
    "pilots_of_city": lambda v: say("不是整个{place}:那里的试点是{names}。", **v),
    "pilots": lambda v: say("试点有{count}个:{names}。", **v),
    "no_paper": lambda v: say("没有收录{number}号,内容和现在有没有效都不能乱说。", **v),
    "ask_the_issuer": lambda _: say("可以到发文机关的网站查,或者向它申请公开。"),
    "paper_quoted": lambda v: say("{paper}里提到它:{words}。", **v),
    "our_paper": lambda v: say("收录的{serial}号文件是{number}《{title}》。", **v),
    "paper": lambda v: say("{number}是《{title}》。", **v),
    "no_number": lambda _: say("收录的文本里没有文号。"),
    "printed_in": lambda v: say("刊登在《{gazette}》{issue}。", **v),
    "paper_issued": lambda v: say("{number}是《{title}》,{issuer}{date}印发。", **_dated(v)),
    "issued": lambda v: say("{paper}由{issuer}于{date}印发。", **_dated(v)),
    "issued_undated": lambda v: say("{paper}由{issuer}印发,收录的文本里没有印发的那天。", **v),
    "papers_of_day": lambda v: say("{date}印发的有{count}件:{names}。", **_dated(v)),
    "papers_of_issuer": lambda v: say("{issuer}印发的有{count}件:{names}。", **v),
    "issued_first": lambda v: say("先印发的是{first},最后印发的是{last}。", **v),
    "due_first": lambda v: say("时限早的是{first}的:{day};{last}的是{other}。", **v),
    "due_together": lambda v: say("时限一样:{first}的是{day},{last}的是{other}。", **v),
    "issued_together": lambda _: say("同一天印发。"),
    "first_issued": lambda v: say("最早印发的是{names},{date}。", **_dated(v)),
    "last_issued": lambda v: say("最晚印发的是{names},{date}。", **_dated(v)),
    "dated": lambda v: say("{paper}印发于{date}。", **_dated(v)),
    "not_printed": lambda v: say("{paper}收录的文本里没有印发机关或者日期。", **v),
    "same_issuer": lambda v: say("{papers}都是由{issuer}印发的。", **v),
    "basis": lambda v: say("{paper}的依据是{names}。", **v),
    "basis_of": lambda v: say("{number}号是{paper}的依据。", **v),
    "no_basis": lambda v: say("没有写:{paper}的开头没有写依据哪个文件。", **v),
    "attachments": lambda v: say("{paper}有{count}个附件:{names}。", **v),
    "no_attachment": lambda v: say("没有,{paper}没有附件。", **v),
    "addressee": lambda v: say("{paper}发给:{names}。", **v),
    "plans": lambda v: say("{paper}印发了{count}个方案:{names}。", **v),
    "parts": lambda v: say("{paper}分{count}部分:{names}。", **v),
    "gazette_line": lambda v: say("{label}:{value}({gazette})。", **v),
    "gazette_missing": lambda v: say("没有写:{gazette}里没有印{what}。", **v),
    "gazette_number": lambda v: say("《{gazette}》{number},{total}。", **v),
    "gazette_date": lambda v: say("{gazette}于{date}出版。", **_dated(v)),
    "gazette_count": lambda v: say("{gazette}登了{count}个文件:{names}。", **v),
    "gazette_page": lambda v: say("第{page}页:{gazette}目录里的《{title}》。", **v),
}
