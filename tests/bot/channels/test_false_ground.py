"""What a message takes for granted is looked at: figures, papers, districts, and who asks."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest

from bot.server.start import App

_NUMBERS = count()


async def last(parts: App, *messages: str) -> dict[str, Any]:
    """Return the answer to the last of some messages of one conversation."""
    conversation, reply = f"ground-{next(_NUMBERS)}", {}
    for text in messages:
        reply = (await parts.assistant.reply(conversation, text)).as_json()
    return reply


@pytest.mark.parametrize(
    ("text", "claim", "right", "place"),
    [
        ("我听人说无欠薪县标准里案件20天内处理好,是吧", "20天", "7日", ""),
        ("工友说劳动监察一定要15个工作日查完,对不对", "15个工作日", "60个工作日", "第三十条"),
        ("劳动局接到投诉10个工作日内决定受理不受理,对吧", "10个工作日", "5个工作日", "第二十三条"),
        ("劳动仲裁要90天才裁决,对吗", "90天", "45日", "第四十三条"),
        ("我记得申请公开信息是30个工作日内答复,对吧", "30个工作日", "20个工作日", "第三十三条"),
        ("立案以后5个工作日就该查清,对吧", "5个工作日", "60个工作日", "第三十条"),
        ("申请写得不清楚,机关15个工作日内通知我补正,没错吧", "15个工作日", "7个工作日", "第三十条"),
        ("信息公开的答复可以再延长30个工作日,是吧", "30个工作日", "20个工作日", "第三十三条"),
        ("公开涉及第三方,第三方有10个工作日提意见,对吧", "10个工作日", "15个工作日", "第三十二条"),
        ("劳动仲裁一般要大半年才结案,半年对吧", "半年", "45日", "第四十三条"),
        ("申请行政复议要在15日内提,对不对", "15日", "60日", "第二十条"),
        ("劳动仲裁得要四个月", "四个月", "45日", "第四十三条"),
        ("劳动监察调查结束5日内就要作出处理决定,对吧", "5日", "15个工作日", "第三十七条"),
        ("辞职两年内都可以申请仲裁", "两年", "1年", "第二十七条"),
        ("离职后四年内去仲裁都行,是吧", "四年", "1年", "第二十七条"),
        ("公司不发工资要加付三倍赔偿", "三倍", "1倍", "第二十六条"),
        ("责令以后还是不付,要加付2倍赔偿金,对吗", "2倍", "1倍", "第二十六条"),
        ("没签劳动合同赔三倍工资,对吧", "三倍", "2倍", "第八十二条"),
    ],
)
async def test_a_figure_of_another_step_is_corrected_with_the_clause(
    parts: App, text: str, claim: str, right: str, place: str
) -> None:
    reply = await last(parts, text)
    first = reply["text"].splitlines()[0]
    assert first.startswith(f"不是{claim}。") and right in first
    assert any(right in c["quote"] and place in c["place"] for c in reply["citations"])


@pytest.mark.parametrize(
    "text",
    [
        "监察立案后60个工作日内要完成调查,对吧",
        "仲裁受理后45天裁完,对吧",
        "投诉5个工作日内决定受理不受理,是吧",
        "调查完15个工作日内作出处理决定,是吧",
        "没签劳动合同赔双倍工资,对吧",
        "老板不给工资,我走了两年,能申请仲裁吗",
        "我五个月没拿到工资了,是吧",
        "老板欠我8000块,对吧",
    ],
)
async def test_what_is_right_or_ones_own_story_is_not_corrected(parts: App, text: str) -> None:
    reply = await last(parts, text)
    assert not reply["text"].startswith("不是")
    assert reply["status"] == "answered"


async def test_the_figures_of_an_answer_sent_back_are_no_statement(parts: App) -> None:
    answered = await last(parts, "老板三个月没发工资")
    reply = await last(parts, "老板三个月没发工资", answered["text"][:900])
    assert "条文里写的是" not in reply["text"]


async def test_a_figure_between_the_two_of_a_clause_is_not_called_wrong(parts: App) -> None:
    reply = await last(parts, "逾期不付加付80%赔偿金,对吧")
    assert reply["text"].startswith("不是一个固定的数。") and "80%" not in reply["text"]


@pytest.mark.parametrize(
    ("before", "text", "wrong", "right"),
    [
        ("信息公开申请几天能答复", "补正通知我是不是要20个工作日", "20个工作日", "7个工作日"),
        ("信息公开申请几天能答复", "听说他们25个工作日内告诉我少了什么", "25个工作日", "7个工作日"),
        ("信息公开申请几天能答复", "不是30个工作日吗", "30个工作日", "20个工作日"),
        ("劳动仲裁要多长时间", "我听说要五个月,是么", "五个月", "45日"),
        ("无欠薪县的欠薪案件几天处理", "是不是14天", "14天", "7日"),
    ],
)
async def test_a_wrong_figure_of_a_follow_up_is_corrected(
    parts: App, before: str, text: str, wrong: str, right: str
) -> None:
    reply = await last(parts, before, text)
    first = reply["text"].splitlines()[0]
    assert first.startswith(f"不是{wrong}。") and right in first
    assert any(right in cited["quote"] for cited in reply["citations"])


async def test_a_figure_said_twice_is_corrected_once_each_time(parts: App) -> None:
    reply = await last(parts, "听说无欠薪县要20天内处理好,对吗", "那就是20天咯,是吧", "20天对吗")
    assert reply["text"].count("不是20天") == 1


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("无欠薪县的欠薪案件几天处理", "是一周吧"),
        ("劳动仲裁要多长时间", "45天是吧"),
        ("信息公开申请几天能答复", "那补正是7个工作日内告诉我,对吧"),
    ],
)
async def test_a_right_figure_of_a_follow_up_is_confirmed(
    parts: App, before: str, text: str
) -> None:
    assert (await last(parts, before, text))["text"].startswith("是的,")


@pytest.mark.parametrize(
    "text",
    [
        "我投诉20天了还没受理,对吗",
        "我申请仲裁已经60天了没人理我,是不是不正常",
        "申请信息公开30个工作日没答复怎么办",
        "申请公开25个工作日了不答复",
    ],
)
async def test_a_time_that_has_passed_is_no_statement_about_the_text(parts: App, text: str) -> None:
    assert not (await last(parts, text))["text"].startswith(("不是", "是的"))


@pytest.mark.parametrize(
    "text",
    [
        "补正的时间要算在20个工作日里吗",
        "问第三方的日子是不是含在20天内",
        "那补正耽误的算不算进20天里",
    ],
)
async def test_a_time_something_is_counted_in_is_not_stated(parts: App, text: str) -> None:
    reply = await last(parts, "信息公开申请几天能答复", text)
    assert not reply["text"].startswith(("不是", "是的"))
    assert re.search("补正|这段时间不算进", reply["text"])


@pytest.mark.parametrize("text", ["那是15天吧,对吗", "So within 15 days, right?"])
async def test_a_bare_figure_is_held_against_what_was_spoken_of(parts: App, text: str) -> None:
    reply = await last(parts, "无欠薪县的标准是什么", text)
    assert reply["intent"]["name"] == "wages_county_standard"
    assert "15" in reply["text"].splitlines()[0] and "7日" in reply["text"].splitlines()[0]


@pytest.mark.parametrize(
    "text",
    [
        "教育部2021年80号文讲什么",
        "浙政办发〔2015〕80号现在有效吗",
        "温州市2017年31号文是什么内容",
        "国发〔2022〕31号说了什么",
        "杭政办函〔2017〕80号还管用吗",
    ],
)
async def test_a_paper_of_another_issuer_or_year_is_not_held(parts: App, text: str) -> None:
    reply = await last(parts, text)
    assert reply["status"] == "no_provision" and "没有收录" in reply["lead"][0]
    # The nearest that is held is named, not answered from.
    assert all(cited["provision"] == "title" for cited in reply["citations"])
    assert "没有查到废止" not in reply["text"] and "出处" not in reply["text"]


@pytest.mark.parametrize(
    "text", ["80号文件说什么", "浙政办发〔2017〕80号说什么", "省政府2017年80号文还有效吗"]
)
async def test_a_paper_that_is_held_is_answered(parts: App, text: str) -> None:
    assert (await last(parts, text))["status"] == "answered"


@pytest.mark.parametrize("text", ["3号楼工地欠薪找谁", "每月15号发的工资没发怎么办"])
async def test_a_number_of_something_else_is_no_paper(parts: App, text: str) -> None:
    assert "没有收录,内容" not in (await last(parts, text))["text"]


@pytest.mark.parametrize(
    ("text", "former", "today", "year"),
    [
        ("我在江干区彭埠的工地,老板不发钱", "江干区", "上城区", 2021),
        ("杭州下城区的店拖欠工资找谁投诉", "下城区", "拱墅区", 2021),
        ("江干区下沙的电子厂不发工资", "江干区", "钱塘区", 2021),
        ("绍兴县的印染厂拖欠工资,找谁", "绍兴县", "柯桥区", 2013),
        ("在奉化市的饭店干活,老板不发工资", "奉化市", "奉化区", 2016),
    ],
)
async def test_who_names_a_district_that_ended_is_told(
    parts: App, text: str, former: str, today: str, year: int
) -> None:
    reply = await last(parts, text)
    notice = next(n["text"] for n in reply["notices"] if n["kind"] == "former_place")
    assert notice.startswith(f"现在没有{former}了") and f"{today}：{year}年" in notice


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("江干区", "上城区"),
        ("江干区凯旋街道", "上城区"),
        ("江干区下沙", "钱塘区"),
        ("杭州下城区", "拱墅区"),
        ("绍兴县", "柯桥区"),
        ("绍兴县孙端镇", "越城区"),
        ("宁波江东区", "鄞州区"),
        ("鄞县", "鄞州区"),
        ("我在富阳市的纸厂", "富阳区"),
        ("上虞市", "上虞区"),
        ("嵊县", "嵊州市"),
        ("温州洞头县", "洞头区"),
    ],
)
async def test_in_a_case_the_district_of_today_is_noted_and_told(
    parts: App, text: str, place: str
) -> None:
    reply = await last(parts, "一步步帮我讨薪", text)
    assert f"地方:{place}" in reply["text"]
    assert [n["kind"] for n in reply["notices"]] == ["former_place"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("大江东", "钱塘区"),
        ("杭州大江东那边的厂", "钱塘区"),
        ("宁波江东", "鄞州区"),
        ("衢县", "衢州市"),
        ("萧山区义蓬", "钱塘区"),
        ("杭州萧山新湾街道", "钱塘区"),
        ("萧山区前进路", "萧山区"),
    ],
)
async def test_a_name_people_still_use_is_the_place_of_today(
    parts: App, text: str, place: str
) -> None:
    assert f"地方:{place}" in (await last(parts, "一步步帮我讨薪", text))["text"]


async def test_a_district_of_today_gets_no_such_notice(parts: App) -> None:
    reply = await last(parts, "余杭区的厂欠薪找谁")
    assert "former_place" not in [n["kind"] for n in reply["notices"]]


@pytest.mark.parametrize(
    "text",
    [
        "我是开饭店的,这个月生意差,员工工资能不能下个月再发",
        "我们厂被员工投诉欠薪,监察叫我们去,要带什么",
        "我是老板,工人要去仲裁,我该怎么应对",
        "我是包工头,甲方没结账,工人工资能不能先欠着",
        "I am the employer, my workers filed a wage complaint, what should I do",
    ],
)
async def test_an_employer_is_told_the_duty_to_pay_and_gets_no_case(parts: App, text: str) -> None:
    reply = await last(parts, text)
    assert reply["status"] == "answered"
    first = reply["text"].splitlines()[0]
    assert first.startswith(("您是发工资的一方", "You are the side that pays"))
    assert any("劳动合同法" in c["document"] + c["title"] for c in reply["citations"])


@pytest.mark.parametrize(
    "text",
    [
        "我在厂里做人事,老板说没钱发工资,员工闹起来了怎么办",
        "我是公司HR,员工去劳动监察投诉我们了",
        "本人负责人事工作,员工要仲裁工资的事,要准备什么",
        "I am in HR, our employees complain about wages, what now",
    ],
)
async def test_who_looks_after_staff_is_told_what_the_employer_owes(parts: App, text: str) -> None:
    reply = await last(parts, text)
    assert reply["status"] == "answered"
    assert reply["text"].startswith(("您是替单位管人事的", "You look after staff"))
    assert "asks" not in reply


@pytest.mark.parametrize(
    "text",
    [
        "人事说工资下个月再发,我该找谁",
        "我问了HR,HR说公司没钱发工资",
        "我是做人事的,公司三个月没发我的工资",
        "找人事要工资没人理",
    ],
)
async def test_who_speaks_of_the_personnel_office_is_a_worker(parts: App, text: str) -> None:
    assert "管人事的" not in (await last(parts, text))["text"]


@pytest.mark.parametrize(
    "text",
    [
        "我没有被欠工资,就是想了解一下",
        "没欠我钱,只是打听打听讨薪怎么弄",
        "我工资都是按时发的,好奇问问欠薪了能怎么办",
        "Nobody owes me wages, I just want to know how it works",
    ],
)
async def test_who_is_owed_nothing_gets_plain_information(parts: App, text: str) -> None:
    reply = await last(parts, text)
    assert reply["text"].startswith(("好的，没有被欠薪", "All right, nothing is owed"))
    assert "asks" not in reply and reply["citations"]


async def test_who_is_owed_nothing_leaves_an_open_case(parts: App) -> None:
    reply = await last(parts, "一步步帮我讨薪", "我没被欠薪,只是想了解")
    assert reply["text"].startswith("好的，没有被欠薪") and "asks" not in reply


@pytest.mark.parametrize("text", ["我没被欠薪,只是想了解仲裁要多久", "没欠我工资,问问劳动监察管啥"])
async def test_who_is_owed_nothing_is_told_what_they_ask(parts: App, text: str) -> None:
    assert not (await last(parts, text))["text"].startswith("好的，没有被欠薪")


@pytest.mark.parametrize(
    "text",
    [
        "我是厨师,老板三个月没给我发工资",
        "我们公司欠我工资,说是被客户欠了",
        "我是会计,单位不发我工资怎么办",
        "包工头被抓了,我们的工钱找谁要",
    ],
)
async def test_a_worker_is_no_employer(parts: App, text: str) -> None:
    assert "发工资的一方" not in (await last(parts, text))["text"]


@pytest.mark.parametrize("text", ["没欠我工资,我就问问劳动监察是干什么的", "劳动监察管哪些事情"])
async def test_who_only_asks_what_inspection_does_gets_no_case(parts: App, text: str) -> None:
    reply = await last(parts, text)
    assert reply["text"].startswith("劳动保障监察管本省的企业")


@pytest.mark.parametrize(
    "text", ["2025/10/01到2026/03/31没发工资", "2026-01-01至2026-06-30工资没给"]
)
async def test_dates_and_that_nothing_was_paid_are_about_wages(parts: App, text: str) -> None:
    reply = await last(parts, text)
    assert reply["status"] == "answered" and "监察" in reply["text"]


@pytest.mark.parametrize("text", ["⼯资没发怎么办", "⽼板⽋我⼯资", "农⺠⼯⼯钱被拖⽋找谁"])
async def test_radicals_out_of_a_pdf_are_read_as_what_they_look_like(parts: App, text: str) -> None:
    reply = await last(parts, text)
    assert reply["status"] == "answered" and reply["intent"]["name"].startswith("wages_")
    assert reply["language"] == "zh-Hans"
