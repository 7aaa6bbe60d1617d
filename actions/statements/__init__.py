"""Sentences of our own with the law they rest on, written in YAML."""
