"""A letter claims what is still owed: never money that was paid already."""

from __future__ import annotations

from typing import Any

import pytest
from guide_play import Player, PlayerMaker

from actions.guides.model import CaseFacts

TAKEN: list[tuple[str, Any]] = [
    ("工钱总共6万,老板付过2万,还差4万", 40_000),
    ("讲好一共五万四,打给我一万四,还欠四万", 40_000),
    ("应发7千块,发了2千块,剩5千块没给", 5_000),
    ("给了1万,欠2万5", 25_000),
    ("发了一半,还欠8千块", 8_000),
    ("总共3万,还欠1万2", 12_000),
    ("结了两万,还有一万六", 16_000),
    ("in all 50000 yuan, paid 20000 yuan, still owes 30000 yuan", 30_000),
    # Nothing was paid here.
    ("欠薪3万,已经打给劳动局12333", 30_000),
    ("一共还欠3万6", 36_000),
    ("总共4万,一分没给过", 40_000),
    ("老板打了欠条2万", 20_000),
    ("打了3万的欠条给我", 30_000),
    ("2万没拿到", 20_000),
    ("没给过我3万块", 30_000),
    ("not been paid 20000 yuan", 20_000),
    ("欠3万2千块,给了2千块押金条", 32_000),
    ("欠我6千,还欠老李4千,一共1万", 10_000),
]

# What is said, what is left, what was named.
BETWEEN: list[tuple[str, Any, Any]] = [
    ("总共6万5,打了2万", 45_000, 65_000),
    ("应得工资4万,付了1万", 30_000, 40_000),
    ("说好的9000已经给了2000", 7_000, 9_000),
    ("打过来1万2,一共5万", 38_000, 50_000),
    ("欠我5万,先给了5千", 45_000, 50_000),
    ("一共8万,给了2万,又转了1万", 50_000, 80_000),
    ("总数7万,1万已经到账", 60_000, 70_000),
    ("工资总额3万元,实发1万元", 20_000, 30_000),
    ("owes 30000 yuan, paid 10000 yuan", 20_000, 30_000),
]

ASKED_AGAIN = ["工资3万,给了一部分", "一共4万,给了我们每人1万", "欠8千,还有加班费2千", "给了3万"]


def said(text: str, start: PlayerMaker) -> Player:
    player = start("wages_case")
    player.pending = "amount"
    return player.type(text)


@pytest.mark.parametrize(("text", "owed"), TAKEN, ids=[t[0] for t in TAKEN])
def test_what_is_left_is_the_debt(text: str, owed: int, start: PlayerMaker) -> None:
    assert said(text, start).facts["amount"] == owed


@pytest.mark.parametrize(("text", "rest", "whole"), BETWEEN, ids=[b[0] for b in BETWEEN])
def test_a_sum_beside_a_payment_is_asked_about(
    text: str, rest: int, whole: int, start: PlayerMaker
) -> None:
    player = said(text, start)
    assert player.facts == {} and player.pending == "amount"
    assert f"还欠的是{rest}元" in player.lead() and f"还欠{whole}元" in player.lead()
    assert f"{rest} yuan" in player.lead("en") and f"{whole} yuan" in player.lead("en")
    for payload, kept in zip(player.payloads()[:2], (rest, whole), strict=True):
        again = said(text, start)
        again.press(payload)
        assert again.facts == {"amount": kept}


@pytest.mark.parametrize("text", ASKED_AGAIN)
def test_a_payment_without_its_sum_is_asked_about(text: str, start: PlayerMaker) -> None:
    player = said(text, start)
    assert player.facts == {} and player.pending == "amount"
    assert "还欠" in player.lead()


def test_an_estimate_less_a_payment_keeps_both_ends(start: PlayerMaker) -> None:
    assert "还欠的是约20,000至30,000元" in said("总共4万多块,给了2万", start).lead()


STORIES: list[tuple[str, CaseFacts]] = [
    ("义乌的厂,工资总共6万,老板付了2万,还欠4万", {"place": "义乌市", "amount": 40_000}),
    ("在余杭工地,工资发了3000块,还欠9000块", {"amount": 9_000}),
]


@pytest.mark.parametrize(("story", "facts"), STORIES, ids=[s[0] for s in STORIES])
def test_a_story_with_a_payment_is_read(story: str, facts: CaseFacts, start: PlayerMaker) -> None:
    assert facts.items() <= start("wages_case").type(story).facts.items()


def test_a_story_in_doubt_is_asked_about_at_once(start: PlayerMaker) -> None:
    player = start("wages_case").type("义乌的厂,工资总共6万,老板付了2万")
    assert player.facts["place"] == "义乌市" and "amount" not in player.facts
    assert player.pending == "amount" and "还欠的是40000元" in player.lead()
    assert player.type("还欠3万").facts["amount"] == 30_000
