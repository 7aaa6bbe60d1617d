"""Measures the assistant on files of labelled questions; run as ``python -m bot.evaluation``."""
