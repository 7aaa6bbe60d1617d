"""Everything that makes files, by the name an attachment gives."""

from __future__ import annotations

from collections.abc import Mapping

from bot.attachments.calendar import deadline_calendar
from bot.attachments.charts import city_chart, deadline_timeline
from bot.attachments.disclosure_request import request_letter
from bot.attachments.file import Maker
from bot.attachments.packet import case_packet
from bot.attachments.unit_sheet import duties_sheet
from bot.attachments.wages_letter import wages_letter

MAKERS: Mapping[str, Maker] = {
    "wages_letter": wages_letter,
    "request_letter": request_letter,
    "case_packet": case_packet,
    "deadline_calendar": deadline_calendar,
    "deadline_timeline": deadline_timeline,
    "city_chart": city_chart,
    "duties_sheet": duties_sheet,
}
