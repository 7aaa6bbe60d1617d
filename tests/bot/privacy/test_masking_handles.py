"""Names of persons elsewhere are masked; the words beside them and other numbers stay."""

from __future__ import annotations

import pytest

from bot.privacy.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("QQ 1234567890", "QQ [QQ号]"),
        ("我QQ是1234567", "我QQ是[QQ号]"),
        ("QQ号:87654321,欠我5000元", "QQ号:[QQ号],欠我5000元"),
        ("qq号码：１２３４５６７８９", "qq号码：[QQ号]"),
        ("扣扣12345678", "扣扣[QQ号]"),
        ("微信号 laowang2024", "微信号 [微信号]"),
        ("加微信laowang_2024谢谢", "加微信[微信号]谢谢"),
        ("我的微信是LaoWang", "我的微信是[微信号]"),
        ("vx:laowang2024", "vx:[微信号]"),
        ("wx：lao-wang2024", "wx：[微信号]"),
        ("微信号wxid_abc123def456", "微信号[微信号]"),
        ("wxid_abc123def456", "[微信号]"),
        ("my WeChat is laowang2024", "my WeChat is [微信号]"),
        ("护照E12345678", "护照[证件号]"),
        ("护照号码：EA1234567", "护照号码：[证件号]"),
        ("passport no. K1234567", "passport no. [证件号]"),
        ("E12345678", "[证件号]"),
        ("港澳通行证C12345678", "港澳通行证[证件号]"),
        ("138，0013，8000", "[手机号]"),
        ("叁叁零壹零贰壹玖玖零零壹零壹壹贰叁肆", "[身份证号]"),
        ("壹叁捌，零零壹叁，捌零零零", "[手机号]"),
    ],
)
def test_what_names_a_person_elsewhere_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        *("QQ12345", "工资QQ发的", "QQ群里说2024年", "QQ上他欠50000", "QQ转账200000元"),
        *("用微信发工资2000", "微信转账5000元", "微信公众号", "微信聊天记录2024", "微信 wechat"),
        *("微信小程序", "wechat pay", "微信支付", "护照被扣了", "passport was taken", "E100号文"),
        *("叁叁零壹", "浙政办发〔2017〕80号", "微信群 3个人", "A12", "G20峰会"),
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("last", ["⓪", "⁰", "₀"])
def test_a_number_behind_a_word_for_a_name_is_masked_whole(last: str) -> None:
    assert mask(f"微信wx１３８００１３８００{last},欠我工资") == "微信wx[手机号],欠我工资"
