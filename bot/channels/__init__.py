"""Where people write: web, Telegram, WeChat."""
