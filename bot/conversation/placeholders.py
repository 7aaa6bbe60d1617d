"""Tells messages that hold no words of the user: an app's own in place of a picture, emojis.

WeChat delivers a sticker, a red packet or whatever its interface has no kind for as a *text* that
says so; whoever copies or forwards a chat sends such texts too. Nobody said them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from policies_kb.yaml_file import DataFile, DataRow

_KINDS = (
    "图片|照片|相片|圖片|视频|短视频|視頻|影片|语音|語音|音频|视频通话|语音通话|通话|位置|实时位置|地理位置|文件|檔案|链接|連結"
    "|共享实时位置|位置共享|视频号|直播|笔记|商品|群公告|接龙|拍一拍|礼物"
    "|名片|个人名片|红包|微信红包|转账|聊天记录|聊天記錄|小程序|动画表情|動畫表情|动态表情|表情|貼圖|音乐|卡券"
    "|photo|image|picture|video|voice|audio|location|file|link|contact card|sticker|red packet"
    "|transfer|chat history|mini program|animated sticker|gif"
)
_NOT_SHOWN = (
    r"[^\[\]【】]{0,12}(?:不支持|无法识别|不支援|不能|无法|無法)[^\[\]【】]{0,12}"
    r"(?:消息|訊息|内容|內容|类型|類型|展示|显示|顯示|查看)[^\[\]【】]{0,24}"
    r"|[^\[\]【】]{0,24}unsupported (?:message|content|type)[^\[\]【】]{0,60}"
)
#: The same as a sentence of the app's own, without brackets.
_APP_SAYS = (
    r"(?:你的|您的)?当前(?:微信|QQ|钉钉|企业微信|应用|客户端)?(?:的)?版本(?:过低|太低|较低|暂?不支持)"
    r"[^。\n]{0,40}。?"
    r"|(?:该|此|这条)消息类型[^。\n]{0,6}(?:不能|无法|不支持)[^。\n]{0,12}。?"
    r"|收到(?:一[条个])?[^,，。\n]{0,10}[,，]请在(?:最新版)?(?:手机|微信)[^,，。\n]{0,6}上查看。?"
    r"|(?:你|我|[\"“][^\"”]{1,20}[\"”])\s*拍了拍(?:你|我|自己|[\"“][^\"”]{1,20}[\"”])[^,，。\n]{0,12}"
    r"|(?:我|对方)?(?:发起了|结束了)位置共享|位置共享已(?:经)?结束"
    r"|我通过了你的(?:朋友|好友)验证请求[,，]现在我们可以开始聊天了"
)
#: A face of WeChat's as it is sent in letters: /:rose, /::).
_CODED_FACE = r"/:[:,!-~]{1,8}"
#: No letter, no digit: emojis, dots. A question mark or a slash alone asks for help.
_NO_WORD = r"[^\w?/]+"
#: A link alone: nobody opens it.
_ADDRESS = r"(?:https?://|www\.)[!-~]+(?:\s+(?:https?://|www\.)[!-~]+)*"
#: What may stand behind the kind: how long it was, what it is called.
_TOLD = r"[^\[\]【】,，。;；!！?？\n]{0,40}"
_FACES = r"[\[【](?:[\u4e00-\u9fff]{1,4}|OK|Live Photo)[\]】]"
_FACE = re.compile(r"[\[【](?P<name>[^\[\]【】]{1,12})[\]】]")
_OPEN, _CLOSE = r"[\[【(<‹〈]", r"[\]】)>›〉]"
_PLACEHOLDERS = re.compile(
    rf"(?:{_OPEN}\s*(?:{_KINDS}|{_NOT_SHOWN}|该消息类型[^\[\]]{{0,12}})(?:时长|消息)?"
    rf"\s*[\d:\"″′秒]*\s*{_CLOSE}\s*(?:[\d:\"″′']{{1,8}})?\s*)+"
    rf"|[\[【](?:文件|链接|檔案|連結|小程序|聊天记录|聊天記錄|个人名片|名片|音乐|视频号|商品|file|link)[\]】]{_TOLD}"
    rf"|[\[【](?:微信)?(?:红包|紅包|转账|轉賬)[\]】][^\[\]【】\n]{{0,25}}|{_ADDRESS}"
    rf"|(?:{_FACES}\s*){{2,}}|[\[【]Live Photo[\]】]"
    r"|(?:IMG[_-]?\d+|image|photo|微信图片_?\d*|mmexport\d+|[\w-]{1,30})"
    r"\.(?:jpe?g|png|gif|heic|webp|mp4|mov|pdf|docx?|xlsx?)"
    rf"|(?:{_CODED_FACE}\s*)+|{_APP_SAYS}|{_NO_WORD}"
    r"|(?:该|此|这条)?消息已(?:被)?撤回|(?:对方|你|您|我)?(?:已?撤回)了?一条消息",
    re.IGNORECASE,
)


class _Faces(DataRow):
    """The names of an app's faces.

    Attributes:
        names: Parted by blanks.
    """

    names: str


FACES = DataFile(Path(__file__).with_name("faces.yml"), _Faces)


def only_placeholders(text: str) -> bool:
    """Tell whether a message is nothing but what stands for something that cannot be shown.

    >>> only_placeholders("【收到不支持的消息类型，暂无法显示】"), only_placeholders("[图片]")
    (True, True)
    >>> only_placeholders("[图片] 老板不发工资"), only_placeholders("[义乌]")
    (False, False)
    >>> only_placeholders("😭😭"), only_placeholders("/:rose"), only_placeholders("?")
    (True, True, False)
    >>> only_placeholders("[捂脸]"), only_placeholders("[Facepalm]"), only_placeholders("[工厂]")
    (True, True, False)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    face = _FACE.fullmatch(plain)
    return bool(_PLACEHOLDERS.fullmatch(plain) or (face and face["name"].lower() in _faces()))


@cache
def _faces() -> frozenset[str]:
    return frozenset(FACES.data.names.lower().split())
