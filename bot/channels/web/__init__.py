"""The web channel: the chat page, its API and the reading room."""
