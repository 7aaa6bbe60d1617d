"""Texts that an app writes in place of something it cannot show."""

from __future__ import annotations

import pytest

from bot.conversation.placeholders import only_placeholders
from bot.server.start import App


@pytest.mark.parametrize(
    "text",
    [
        "【收到不支持的消息类型，暂无法显示】",
        "[收到不支持的消息类型，暂无法显示]",
        "［收到不支持的消息类型,暂无法显示］",
        " [ 收到不支持的消息类型 ] ",
        "[Unsupported Message]",
        "[Received an unsupported message type. Please check on your phone.]",
        "[当前版本不支持展示该内容,请升级]",
        "[动画表情]",
        "[破涕为笑][破涕为笑]",
        "[视频通话 12:40]",
        "[语音] 27″",
        "[文件] 工资表2026.xlsx",
        "(视频)",
        "DSC_0042.JPG",
        "这条消息已撤回",
        "你撤回了一条消息",
        "[图片][图片]",
        "[语音] [位置]",
        "[Sticker]",
        "[捂脸]",
        "[微信红包]恭喜发财，大吉大利",
        "【红包】给您拜年了",
        "[转账]请收款",
        "[小程序]浙里办",
        "[聊天记录]张三和李四的聊天记录",
        "https://mp.weixin.qq.com/s/AbC_12",
        "www.example.org",
        " 【抱拳】",
        "[Facepalm]",
        "[OK]",
        "[666]",
        "[讓我看看]",
        "[Bah！R]",
        "[视频号]",
        "当前微信版本不支持展示该内容，请升级至最新版本。",
        "收到一条微信转账消息，请在手机上查看",
        "“小王”拍了拍我",
        "位置共享已经结束",
        "我通过了你的朋友验证请求，现在我们可以开始聊天了",
    ],
)
def test_what_stands_for_something_else_is_no_message(text: str) -> None:
    assert only_placeholders(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "？？",
        "/",
        "👍好",
        "图片",
        "/wages_claim",
        "/:rose谢谢",
        "当前版本的条例还有效吗",
        "老板说请在手机上查看工资条",
        "老板拍了拍桌子不给钱",
        "收到通知让我请在手机上打开",
        "[义乌]",
        "[工厂]",
        "https://mp.weixin.qq.com/s/AbC 这个说的对吗",
        "老板发了个红包不给工资",
        "[转账]老板转了两千,还欠我三个月的工资,一共三万多块钱没有给",
        "[欠条]",
        "[捂脸]老板跑了",
        "【工厂】",
        "[图片] 这是工资条",
        "(杭州)",
        "消息说撤回了我的投诉怎么办",
        "我把合同.pdf发给老板了他不认",
        "老板不支持我看消息",
        "系统显示[无法识别]怎么办",
        "[3]",
        "【浙江省人民政府办公厅】",
        "[不知道]",
    ],
)
def test_what_a_person_wrote_is_a_message(text: str) -> None:
    assert not only_placeholders(text)


@pytest.mark.parametrize(
    "text", ["😭😭😭", "👍", "🙏❤️", "。。。", "！！！", "/::)", "/:rose /:rose", "…"]
)
def test_a_face_or_a_sign_alone_is_no_message(text: str) -> None:
    assert only_placeholders(text)


@pytest.mark.parametrize(
    ("number", "text"),
    enumerate(
        [
            "【收到不支持的消息类型，暂无法显示】",
            "[Unsupported Message]",
            "[图片]",
            "[语音][语音]",
            "😭",
        ]
    ),
)
async def test_a_placeholder_fills_no_field_of_a_case(parts: App, number: int, text: str) -> None:
    name = f"placeholder-{number}"
    asked = (await parts.assistant.reply(name, "/request_case")).as_json()
    said = (await parts.assistant.reply(name, text)).as_json()
    assert said["status"] == "clarify" and "没有记" in said["text"]
    told = (await parts.assistant.reply(name, "我说了什么")).as_json()
    assert text not in told["text"] and "还没有说过" in told["text"]
    assert asked["lead"][-1] in told["text"]
