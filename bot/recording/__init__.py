"""Counts and notes what became of a turn."""
