"""Every file of data of this room."""

from __future__ import annotations

from typing import Any

from bot.attachments.letter_fields import LETTER_FIELDS
from bot.channels.wechat.menu import ACCOUNT_MENU
from bot.conversation.placeholders import FACES
from policies_kb.yaml_file import DataFile

BOT_TABLES: tuple[DataFile[Any], ...] = (LETTER_FIELDS, ACCOUNT_MENU, FACES)
