"""Tells the browsers inside apps, which can neither keep a file nor print."""

from __future__ import annotations

import re

from starlette.requests import Request

#: What they call themselves. QQ's own browser (MQQBrowser) can do both, and WeChat's names it too.
_APPS = re.compile(
    "|".join(
        (
            r"MicroMessenger|wxwork",  # WeChat and its sister for companies
            r"\bQQ/|\bWeibo|DingTalk|AlipayClient|\bLark/|Feishu",
            r"aweme|musical_ly|BytedanceWebview|NewsArticle|Toutiao|TTWebView",  # Douyin, Toutiao
            r"XhsDiscover|XiaoHongShu|com\.xingin|\bKwai|ksNebula|Kuaishou",
            r"baiduboxapp|UCBrowser|UCWEB",
            r"FBAN|FBAV|FB_IAB|Instagram|\bLine/",
        )
    ),
    re.IGNORECASE,
)
#: The same apps on a computer keep files as any browser does.
_ON_A_COMPUTER = re.compile(
    r"WindowsWechat|MacWechat|dingtalk-(?:win|mac)|Windows NT", re.IGNORECASE
)


def is_inside_app(request: Request) -> bool:
    """Tell whether a page is looked at inside an app."""
    agent = request.headers.get("user-agent", "")
    return bool(_APPS.search(agent)) and not _ON_A_COMPUTER.search(agent)
