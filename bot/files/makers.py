"""Everything that makes files, by the name an attachment gives."""

from __future__ import annotations

from collections.abc import Mapping

from bot.files.calendar import deadline_calendar
from bot.files.charts import city_chart, deadline_timeline
from bot.files.file import Maker
from bot.files.packet import case_packet
from bot.files.request import request_letter
from bot.files.sheet import duties_sheet
from bot.files.wages import wages_letter

MAKERS: Mapping[str, Maker] = {
    "wages_letter": wages_letter,
    "request_letter": request_letter,
    "case_packet": case_packet,
    "deadline_calendar": deadline_calendar,
    "deadline_timeline": deadline_timeline,
    "city_chart": city_chart,
    "duties_sheet": duties_sheet,
}
