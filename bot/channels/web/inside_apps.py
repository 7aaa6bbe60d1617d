"""Tells the browsers inside apps, which can neither keep a file nor print."""

from __future__ import annotations

import re

from starlette.requests import Request

#: What they call themselves: WeChat and its sister for companies, QQ, DingTalk, Alipay, Weibo,
#: Douyin. QQ's own browser (MQQBrowser) can do both, and WeChat's names it too.
_APPS = re.compile(
    r"MicroMessenger|wxwork|DingTalk|AlipayClient|\bQQ/|\bWeibo|aweme|ToutiaoMicroApp",
    re.IGNORECASE,
)


def is_inside_app(request: Request) -> bool:
    """Tell whether a page is looked at inside an app."""
    return bool(_APPS.search(request.headers.get("user-agent", "")))
