"""What the rules of danger hear of the set written before them, and what they must not hear."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nlu.danger import rules, spelling

SET = Path(__file__).parents[2] / "danger"


def messages(name: str) -> list[dict[str, str]]:
    with (SET / f"{name}.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def heard(text: str) -> frozenset[str]:
    return rules.load_danger_rules().hear(spelling.load_danger_spelling().plain(text))


def test_few_innocent_messages_are_taken_for_danger() -> None:
    near = messages("near")
    hear, plain = rules.load_danger_rules().hear, spelling.load_danger_spelling().plain
    alarms = [row["id"] for row in near if hear(plain(row["message"]))]
    assert len(near) == 409 and len(alarms) <= 4, alarms


def test_the_rules_hear_no_less_than_they_did() -> None:
    dangerous = messages("dangerous")
    hear, plain = rules.load_danger_rules().hear, spelling.load_danger_spelling().plain
    found = sum(row["row"] in hear(plain(row["message"])) for row in dangerous)
    # Rules alone; nearness of meaning comes on top (nlu/danger/nearness.py).
    assert len(dangerous) == 208 and found >= 80, found


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("我 不 想 活 了", "self_harm"),
        ("老闆打我", "violence"),
        ("今天气死我了", ""),
        ("救命啊", "emergency"),
        ("宿舍起火了", "emergency"),
        ("我同事晕倒在车间了", "emergency"),
        ("help!", "emergency"),
        ("please send an ambulance", "emergency"),
        ("这是我爸的救命钱", ""),
        ("气得差点要生病", ""),
    ],
)
def test_spaced_and_traditional_characters_are_heard(text: str, row: str) -> None:
    assert heard(text) == ({row} if row else set())


@pytest.mark.parametrize(
    "text",
    [
        "大年初二被叫回去加班，工资按几倍算",
        "正月初一到初三都在厂里值班",
        "我们离婚了，有一个小孩，跟着她",
        "我在家带着两个孩子没上班，算不算失业",
        "孩子的学杂费还没交，就等这个月工资",
        "两个部门把我们当皮球踢，钱还是没影",
        "我十八岁就在厂里上班，这个月工资没发",
        "我爸六十八岁在小区当保安，工资拖半年",
        "他16岁，在饭店端盘子，有合同",
    ],
)
def test_a_family_and_the_days_of_the_new_year_are_no_child_at_work(text: str) -> None:
    assert not heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "流水线上有两个小孩在打螺丝",
        "这家店招了几个初中生端盘子",
        "隔壁作坊有童工",
        "初一没读完就进厂了，今年十四岁",
    ],
)
def test_a_child_at_work_is_heard(text: str) -> None:
    assert "child_labour" in heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "我不会干傻事的，就想晓得几时开庭",
        "没打算跳楼，别紧张",
        "谁说我要自杀，我问的是年假",
        "又没人打我，大家客客气气",
        "也没被锁，门开着",
        "我们没想堵门，就想递个材料",
        "I would never hurt myself, which office is it",
        "nobody beat me, the pay is late",
        "那几个人撤了，我在瓜沥镇",
        "民警到了，师傅们在门口等经理",
    ],
)
def test_what_is_denied_is_no_danger(text: str) -> None:
    assert not heard(text)
    plain = spelling.narrow(text)
    assert rules.load_danger_rules().undenied(plain) != plain


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("没人打我，可是把我锁在宿舍不让出门", "violence"),
        ("我没犯傻，我是活够了", "self_harm"),
        ("有没有人打我你们都不管，他天天打我", "violence"),
        ("昨天差点没打死我", "violence"),
        ("不堵门就拿不到钱，我们明天去堵门", "blockade"),
    ],
)
def test_a_danger_beside_a_denial_is_heard(text: str, row: str) -> None:
    assert row in heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "不是没想过跳楼",
        "从前没想过自杀，但这回真顶不住",
        "会不会想不开",
        "天台的门没锁",
        "他还没打人，可他拿着刀",
        "what way does not hurt",
        "等他们走了我就跳",
        "他们都走了，我也去陪",
    ],
)
def test_what_denies_nothing_is_left_to_be_heard(text: str) -> None:
    plain = spelling.narrow(text)
    assert rules.load_danger_rules().undenied(plain) == plain


@pytest.mark.parametrize(
    "text",
    [
        "阿拉真个活伐下去哉",
        "工钿讨勿着，活勿落去了",
        "吾活毋落去矣",
        "我活部下去了",
        "真系活唔落去喇",
        "我布想活了",
    ],
)
def test_who_cannot_live_on_is_heard_in_other_tongues(text: str) -> None:
    assert "self_harm" in heard(text)


@pytest.mark.parametrize(
    "text",
    [
        "爿厂活勿落去哉，要关门",
        "靠低保活不下去，能多补点吗",
        "全部活都干完了",
        "干部活动室几点开",
    ],
)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert not heard(text)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("我媳妇等钱开刀要住院，我真没法活下去", "self_harm"),
        ("女儿的学费交不上，活不下去了", "self_harm"),
        ("包工头不发钱，我没法活下去", "self_harm"),
        ("小组长发微信：我没法活下去", "someone_else"),
        ("我媳妇说她没法活下去了", "someone_else"),
        ("我爸住院了，他说不想活了", "someone_else"),
    ],
)
def test_whose_despair_it_is(text: str, row: str) -> None:
    assert heard(text) == {row}
