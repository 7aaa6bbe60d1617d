"""Conversations over the real model: the thread, its end, and the replies of a good clerk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from talk_rig import talk

import actions.rasa_actions
import bot.rasa.engine
from actions.routing.thread import THREAD_SECONDS

if TYPE_CHECKING:
    from bot.server.start import App


def about(said: dict[str, Any]) -> str:
    """Return what a reply says and cites."""
    quoted = [f"{c['document']}{c['title']}{c['place']}" for c in said["citations"]]
    return said["text"] + "\n".join(quoted)


@pytest.mark.parametrize(
    ("messages", "holds"),
    [
        (["厂里扣着我两个月工资", "得等几天", "他们不受理呢", "还有谁能管"], "上一级"),
        (["工地的工钱没结", "我老家是安徽的", "要带些啥"], "考勤"),
        (["想要镇里的征地批文", "要多少天", "不理我怎么办"], "复议"),
        (["被法院列进失信名单了", "钱都还清了", "几天能删"], "3个工作日"),
        (["征信上有个逾期", "那花钱能消吗"], "骗|不要|收费"),
        (["怎么查征信", "一年几次不要钱"], "2次"),
        (["老板拖着工资", "对了征信逾期了怎么办", "回到工资那个事"], "劳动保障监察"),
        (["没发工资去哪里投诉", "那个号码打不进去", "网上可以弄吗"], "平台"),
        (["我被欠薪了", "公积金怎么提取", "刚才那个要多久"], "60个工作日"),
        (["不是征信的事，是工资没发"], "工资"),
        (["77号文是什么", "哪天印发的"], "2017年7月26日"),
        # Told without a question: where, since when, how many, for whom.
        (["电子厂不给我发工资", "厂在海宁"], "海宁市劳动保障监察"),
        (["电子厂不给我发工资", "去年12月开始没给的"], "2025年12月"),
        (["电子厂不给我发工资", "我们一共11个人"], "推选代表"),
        (["保洁的工钱没给", "是在一家酒店"], "记下了"),
        (["鞋厂欠我工钱", "六月七月没给", "一个月5200", "给过我400"], "10000元"),
        (["鞋厂欠我工钱", "一天210", "干了30天"], "每天210元×30天=6300元"),
        (["厂里拖了三个月工资", "记错了 是两个月"], "2026年"),
        (["怎么向政府要信息", "我在衢州"], "在衢州市也是这样办"),
        (["征信报告有错怎么办", "人在湖州"], "在湖州市也是这样办"),
        # Whom, when, what if.
        (["老板扣着我的钱不发工资", "该找哪个单位"], "劳动保障监察"),
        (["欠薪去哪里告", "礼拜天有人上班吗"], "没有收录"),
        (["老板扣着我的钱不发工资", "他死活不给呢"], "赔偿金"),
        (["向镇里申请公开补偿方案", "不搭理我怎么整"], "复议"),
        # How a paper stands, and which law governs.
        (["80号文说什么", "现在还算不算数"], "保障农民工工资支付条例"),
        (["82号文说什么", "过时了没"], "已经结束"),
        (["80号文说什么", "同什么条例有关"], "保障农民工工资支付条例"),
        # A place after what holds for the whole province.
        (["控制温室气体的目标是多少", "绍兴呢"], "绍兴"),
    ],
)
async def test_follow_ups_stay_on_the_matter(parts: App, messages: list[str], holds: str) -> None:
    said = await talk(parts, *messages)
    assert said["status"] == "answered", said["text"][:200]
    assert any(word in about(said) for word in holds.split("|")), said["text"][:200]


@pytest.mark.parametrize(
    ("message", "status", "holds"),
    [
        ("小孩迁户口要什么手续", "out_of_scope", "12345"),
        ("公办高中收费吗", "out_of_scope", "12345"),
        ("居住证要多久", "out_of_scope", "12345"),
        ("离婚冷静期要等几天", "out_of_scope", "12348"),
        ("想投诉", "clarify", "什么事"),
        ("我要去举报", "clarify", "什么事"),
        ("i want to make a complaint", "clarify", "12345"),
        ("烧烤店的肉变质了找谁投诉", "out_of_scope", "12345"),
        ("移民安置的钱被书记贪了", "out_of_scope", "12388"),
        ("法院审信息公开的案子照哪个解释", "answered", "法释〔2025〕8号"),
        ("告镇政府不公开信息适用哪部司法解释", "answered", "法释〔2025〕8号"),
        ("这活我不想做了", "", ""),
        ("那我就走人算了", "", ""),
    ],
)
async def test_a_first_message_leans_on_nothing(
    parts: App, message: str, status: str, holds: str
) -> None:
    said = await talk(parts, message)
    assert said["status"] == (status or said["status"]), said["text"][:200]
    shown = about(said) + "".join(link["url"] for link in said["links"])
    assert re.search(holds, shown), said["text"][:200]
    assert "哪件事" not in said["text"]
    assert said["intent"]["name"] != "calm_again"
    assert "污染" not in said["text"].split("\n")[0]


@pytest.mark.parametrize("words", ["要多久", "不给怎么办", "简单点说", "要带什么材料"])
async def test_what_says_of_nothing_is_asked_of_what(parts: App, words: str) -> None:
    said = await talk(parts, words)
    assert said["status"] == "clarify" and "哪件事" in said["text"], said["text"][:200]


@pytest.mark.parametrize(
    "words", ["继续", "好的，接着填吧", "接着说刚才那个", "carry on", "接著填"]
)
async def test_a_case_that_was_left_is_taken_up_by_words(parts: App, words: str) -> None:
    name = uuid4().hex
    await talk(parts, "一步步帮我讨薪", "桐乡", "先别问了", "欠薪投诉收费吗", name=name)
    said = await talk(parts, words, name=name, locale="zh-Hans")
    assert "您是给谁干活" in said["text"], said["text"][:200]
    said = await talk(parts, "毛衫厂", name=name)
    assert "工厂或者公司" in said["text"]


async def test_nothing_is_taken_up_where_nothing_was_left(parts: App) -> None:
    said = await talk(parts, "继续")
    assert "哪件事" in said["text"]


@pytest.mark.parametrize("number", ["12345", "12333"])
async def test_a_line_that_was_tried_is_not_named_again(parts: App, number: str) -> None:
    said = await talk(parts, f"{number}根本打不进")
    called = [link["url"] for link in said["links"]]
    assert said["intent"]["name"] == "line_busy"
    assert f"tel:{number}" not in called and any(url.startswith("tel:") for url in called)


async def test_only_a_danger_that_was_heard_is_taken_back(parts: App) -> None:
    alone = await talk(parts, "我就是说说，不会乱来的")
    assert "12356" not in str(alone["links"])
    after = await talk(parts, "工资不给我就从楼上跳下去", "我就是说说，不会乱来的")
    assert after["intent"]["name"] == "calm_again"


async def test_a_danger_is_taken_back_whatever_was_spoken_of_before(parts: App) -> None:
    said = await talk(parts, "网贷欠太多怎么办", "压得我想去死", "没事了，就是心里烦")
    assert said["intent"]["name"] == "calm_again" and "12356" in str(said["links"])


@pytest.mark.parametrize("words", ["得等多久", "大概几天"])
async def test_how_long_behind_a_hand_over_is_asked_of_its_door(parts: App, words: str) -> None:
    said = await talk(parts, "护照到期怎么换", words)
    assert "拖欠工资" not in said["text"] and said["links"], said["text"][:200]


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("你到底是谁", "who_are_you"),
        ("你是真人不是", "who_are_you"),
        ("Are you a real human being", "who_are_you"),
        ("你們是不是政府機關", "who_are_you"),
        ("I have no mobile phone", "no_phone"),
        ("我沒有手機打電話", "no_phone"),
        ("I am not able to read and write", "cannot_write"),
        ("12333一直打不通，怎麼辦", "line_busy"),
        ("nobody answers the hotline", "line_busy"),
        ("you were no help", "bot_complaint"),
        ("你一點用都沒有", "bot_complaint"),
        ("I ask on behalf of my mother", "for_another"),
        ("thanks, I have been paid", "paid_now"),
        ("謝謝，工錢拿到手了", "paid_now"),
        ("I am not in Zhejiang", "not_here"),
        ("跟我说话的是活人还是机器", "who_are_you"),
        ("你们算官方吗", "who_are_you"),
        ("我人不在浙江了", "not_here"),
        ("我连手机都没有", "no_phone"),
        ("字我一个都不会写", "cannot_write"),
        ("12333打了半天没人理", "line_busy"),
        ("你一点都没帮上我", "bot_complaint"),
        ("这事是我爸的,我替他问", "for_another"),
        ("谢谢啊,钱到手了", "paid_now"),
    ],
)
async def test_a_good_clerk_has_a_word_for_it(parts: App, message: str, intent: str) -> None:
    replies = [await talk(parts, message, locale=one) for one in ("zh-Hans", "zh-Hant", "en")]
    assert [said["intent"]["name"] for said in replies] == [intent] * 3
    assert len({said["text"] for said in replies}) == 3
    assert all(said["links"] or intent == "who_are_you" for said in replies)


async def test_a_matter_stays_open_behind_such_a_word(parts: App) -> None:
    said = await talk(parts, "老板半年没给工资", "我不会写字", "那要多久")
    assert "60个工作日" in said["text"]


async def test_who_takes_a_threat_back_is_answered(parts: App) -> None:
    said = await talk(parts, "工资要不到我不想活了", "我没想死，刚刚说的是气话")
    assert "放心" in said["text"] and "12356" in said["text"]
    assert not said["danger"], "what is denied is no new danger"


@pytest.mark.parametrize("words", ["重新开始", "换人用了", "前面的都清空吧"])
async def test_whoever_begins_anew_begins_from_nothing(parts: App, words: str) -> None:
    name = uuid4().hex
    await talk(parts, "一步步帮我讨薪", "义乌", words, name=name)
    said = await talk(parts, "要多久", name=name)
    assert said["status"] == "clarify" and "哪件事" in said["text"]
    fresh = await talk(parts, "一步步帮我讨薪", name=name)
    assert "义乌市" not in fresh["text"]


async def test_a_thread_ends_after_half_a_day(parts: App, monkeypatch: pytest.MonkeyPatch) -> None:
    name = uuid4().hex
    await talk(parts, "一步步帮我讨薪", "在义乌的厂里", name=name)
    real = actions.rasa_actions.time

    def later() -> float:
        return real() + THREAD_SECONDS + 60

    monkeypatch.setattr(actions.rasa_actions, "time", later)
    monkeypatch.setattr(bot.rasa.engine, "time", later)
    assert await parts.engine.open_question(name) is None
    said = await talk(parts, "要多久", name=name)
    assert said["status"] == "clarify" and "哪件事" in said["text"]
    begun = await talk(parts, "一步步帮我讨薪", name=name)
    assert "义乌" not in begun["text"].split("例如")[0]


async def test_a_piece_of_the_story_gets_no_page_again(parts: App) -> None:
    said = await talk(parts, "鞋厂欠我工钱", "一共差我7300")
    assert "7300元" in said["text"] and "还缺" in said["text"]
    assert not said["steps"] and not said["citations"]


async def test_a_letter_asked_for_is_there_at_once(parts: App) -> None:
    said = await talk(parts, "鞋厂欠我工钱", "在瑞安", "那你写吧")
    assert "先按您说过的写了一份" in said["text"] and "瑞安市" in said["text"]
    assert said["asks"] and any(a["kind"] == "document" for a in said["attachments"])
    assert "欠多少也清楚" not in said["text"]


async def test_it_is_asked_which_letter(parts: App) -> None:
    said = await talk(parts, "写信")
    assert "我能写的有下面几样" in said["text"] and len(said["suggestions"]) == 3


async def test_another_matter_leaves_the_thread(parts: App) -> None:
    said = await talk(parts, "鞋厂欠我工钱", "另外房东扣着我押金1800不退")
    assert "1800元" not in said["text"]


async def test_traditional_characters_stay(parts: App) -> None:
    said = await talk(parts, "老闆拖欠工資", "我在台州做水泵")
    assert said["language"] == "zh-Hant"
