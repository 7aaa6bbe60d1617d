"""Masks what is personal before anything is stored, logged or classified."""
