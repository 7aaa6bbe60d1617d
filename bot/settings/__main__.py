"""``python -m bot.settings``: print the table of ``docs/settings.md``."""

from __future__ import annotations

from bot.settings.table import settings_table

if __name__ == "__main__":
    print(settings_table(), end="")
