"""Logs and metrics, free of words and secrets."""
