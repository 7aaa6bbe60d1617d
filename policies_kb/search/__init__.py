"""Finds provisions by words and by meaning."""
